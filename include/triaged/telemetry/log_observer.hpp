// The engine's facts as log lines. Personal data is withheld here, in one place.
#pragma once

#include <triaged/ports/observer.hpp>
#include <triaged/telemetry/log.hpp>

namespace triaged::telemetry {

class LogObserver : public ports::Observer {
 public:
  explicit LogObserver(Log& log) : log_(log) {}

  void on_routed(const domain::Ticket& ticket) override;
  void on_incident(const domain::Incident& incident) override;
  void on_admin_told(const ports::AdminRow& row) override;
  void on_refused(const domain::TicketEvent& event, domain::Refusal refusal) override;
  void on_duplicate(const domain::TicketEvent& event) override;
  void on_parked(const domain::Digest& key, domain::ParkReason reason, std::string_view detail) override;
  void on_committed(const ports::Counters& totals, std::size_t outbox_rows, domain::Duration took) override;
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
  Log& log_;
};

}  // namespace triaged::telemetry
