// The engine's facts as numbers, and what others add to them, in Prometheus' text format. docs/metrics.md
// lists all of them, and a test sees to it that it does. No label holds an id, an address, a text: teams,
// severities, reasons and routes only.
#pragma once

#include <memory>
#include <string>

#include <triaged/ports/observer.hpp>

namespace triaged::telemetry {

// How rules, directory and policy in force stand to the files.
struct ReloadState {
  std::uint64_t taken = 0;  // since the start
  std::uint64_t refused = 0;
  bool last_refused = false;
  bool on_last_good = false;
};

class Metrics final : public ports::Observer {
 public:
  static constexpr std::size_t kTeamsMost = 500;  // that have their own numbers; further ones share `other`

  Metrics(std::string version, std::string build);
  ~Metrics() override;

  [[nodiscard]] std::string text(domain::Instant now) const;  // any thread

  // Any thread; as far as the engine has said so far.
  [[nodiscard]] bool link_up() const noexcept;
  [[nodiscard]] bool store_usable() const noexcept;  // false from an unknown commit until it is cleared up

  // Any thread.
  void outbox(std::size_t rows, std::optional<domain::Instant> oldest);
  void open_tickets(std::size_t count);
  void totals(const ports::Counters& totals);  // of the store, before the first commit
  void reload(const ReloadState& state);
  void inlet_up(bool up);
  void http_answered(std::string_view route, unsigned status, std::chrono::microseconds took);
  void http_connections(std::size_t open);
  void http_turned_away();
  void http_accept_failing();

  // ports::Observer, on the engine's thread.
  void on_stage(std::optional<ports::Stage> stage) override;
  void on_routed(const domain::Ticket& ticket) override;
  void on_admin_told(const ports::AdminRow& row) override;
  void on_refused(const domain::TicketEvent& event, domain::Refusal refusal) override;
  void on_duplicate(const domain::TicketEvent& event) override;
  void on_parked(const domain::Digest& key, domain::ParkReason reason, std::string_view detail) override;
  void on_committed(const ports::Counters& totals, std::size_t outbox_rows, domain::Duration took) override;
  void on_recalled(domain::Duration took) override;
  void on_commit_unknown(std::string_view error) override;
  void on_store_recovered(bool batch_was_there) override;
  void on_link(bool up, std::string_view detail) override;
  void on_blocked(bool blocked, std::string_view reason) override;
  void on_lane_stopped(std::string_view queue, std::string_view why, domain::Duration retry_in) override;
  void on_lane_flowing(std::string_view queue) override;
  void on_signal_lost(std::string_view lane, std::string_view incident, std::string_view why) override;
  void on_intake_held(bool held, std::string_view why) override;
  void on_answer_dropped(std::string_view queue, std::string_view why) override;
  void on_answer_not_allowed(const domain::ProducerId& producer, std::string_view queue) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace triaged::telemetry
