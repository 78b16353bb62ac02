// One process: the real engine between a mailbox, the store's thread and the link, as the daemon has them.
// What comes in waits in the mailbox; what the store was asked waits among its jobs; nothing happens unless
// the simulation lets it.
#pragma once

#include <deque>
#include <memory>
#include <optional>

#include <triaged/engine/engine.hpp>

#include "simulation/node.hpp"

namespace triaged::simulation {

struct HandClock final : ports::Clock {
  domain::Instant at{};
  [[nodiscard]] domain::Instant now() override { return at; }
};

class Daemon final : ports::StoreAccess, ports::Broker, ports::Observer {
 public:
  Daemon(ports::Clock& clock, Node& node, engine::Knowledge knowledge, engine::Limits limits,
         const ports::Image& image);

  void put(engine::Input input) { mailbox_.push_back(std::move(input)); }
  // Hands that many inputs to the engine, without its turn; then the turn.
  void take_inputs(std::size_t most);
  void turn() { engine_->turn(); }
  [[nodiscard]] std::size_t mailbox() const noexcept { return mailbox_.size(); }
  [[nodiscard]] const engine::Engine& looked_at() const noexcept { return *engine_; }

  struct Reopen {};
  using Job = std::variant<ports::Batch, ports::Recall, Reopen>;
  std::deque<Job> jobs;

  bool wants_deliveries = true;
  bool draining = false;
  std::size_t drained_for = 0;  // steps since it was told to
  std::uint64_t link = 0;       // as far as it has been told; 0: none
  bool wants_restart = false;   // asked for new connections

  // It has lost both locks and has not noticed: what it asks for comes to nothing.
  void cut_off() noexcept { cut_off_ = true; }
  // Answers its oldest job as a store does that belongs to somebody else.
  bool refuse_job();

 private:
  void commit(ports::Batch batch) override { jobs.emplace_back(std::move(batch)); }
  void fetch(ports::Recall keys) override { jobs.emplace_back(std::move(keys)); }
  void reopen() override { jobs.emplace_back(Reopen{}); }

  void settle(const std::vector<ports::DeliveryTag>& tags) override;
  void publish(std::uint64_t over, std::vector<ports::Publication> publications) override;
  void declare(const std::string& queue) override;
  void count_consumers(const std::string& queue) override;
  void restart(std::chrono::milliseconds delay) override;
  void want_deliveries(bool wanted) override { wants_deliveries = wanted; }

  void on_routed(const domain::Ticket&) override {}
  void on_refused(const domain::TicketEvent&, domain::Refusal) override {}
  void on_duplicate(const domain::TicketEvent&) override {}
  void on_parked(const domain::Digest&, domain::ParkReason, std::string_view) override {}
  void on_committed(const ports::Counters&, std::size_t, domain::Duration) override {}
  void on_commit_unknown(std::string_view) override {}
  void on_store_recovered(bool) override {}
  void on_link(bool, std::string_view) override {}
  void on_blocked(bool, std::string_view) override {}
  void on_lane_stopped(std::string_view, std::string_view, domain::Duration) override {}
  void on_lane_flowing(std::string_view) override {}
  void on_intake_held(bool, std::string_view) override {}

  Node& node_;
  bool cut_off_ = false;
  std::deque<engine::Input> mailbox_;
  std::unique_ptr<engine::Engine> engine_;
};

}  // namespace triaged::simulation
