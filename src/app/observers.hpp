// Several observers as one: each hears every fact, in their order. A fact that is added to ports::Observer is
// added here too, or nobody hears it.
#pragma once

#include <vector>

#include <triaged/ports/observer.hpp>

namespace triaged::app {

class Observers final : public ports::Observer {
 public:
  // All must outlive it.
  explicit Observers(std::vector<ports::Observer*> observers) : observers_(std::move(observers)) {}

  void on_stage(std::optional<ports::Stage> stage) override {
    for (auto* each : observers_) each->on_stage(stage);
  }
  void on_opened(const ports::Opening& opening) override {
    for (auto* each : observers_) each->on_opened(opening);
  }
  void on_routed(const domain::Ticket& ticket) override {
    for (auto* each : observers_) each->on_routed(ticket);
  }
  void on_incident(const domain::Incident& incident) override {
    for (auto* each : observers_) each->on_incident(incident);
  }
  void on_admin_told(const ports::AdminRow& row) override {
    for (auto* each : observers_) each->on_admin_told(row);
  }
  void on_refused(const domain::TicketEvent& event, domain::Refusal refusal) override {
    for (auto* each : observers_) each->on_refused(event, refusal);
  }
  void on_duplicate(const domain::TicketEvent& event) override {
    for (auto* each : observers_) each->on_duplicate(event);
  }
  void on_parked(const domain::Digest& key, domain::ParkReason reason, std::string_view detail) override {
    for (auto* each : observers_) each->on_parked(key, reason, detail);
  }
  void on_committed(const ports::Counters& totals, std::size_t outbox_rows, domain::Duration took) override {
    for (auto* each : observers_) each->on_committed(totals, outbox_rows, took);
  }
  void on_recalled(domain::Duration took) override {
    for (auto* each : observers_) each->on_recalled(took);
  }
  void on_commit_unknown(std::string_view error) override {
    for (auto* each : observers_) each->on_commit_unknown(error);
  }
  void on_store_recovered(bool batch_was_there) override {
    for (auto* each : observers_) each->on_store_recovered(batch_was_there);
  }
  void on_link(bool up, std::string_view detail) override {
    for (auto* each : observers_) each->on_link(up, detail);
  }
  void on_blocked(bool blocked, std::string_view reason) override {
    for (auto* each : observers_) each->on_blocked(blocked, reason);
  }
  void on_lane_stopped(std::string_view queue, std::string_view why, domain::Duration retry_in) override {
    for (auto* each : observers_) each->on_lane_stopped(queue, why, retry_in);
  }
  void on_lane_flowing(std::string_view queue) override {
    for (auto* each : observers_) each->on_lane_flowing(queue);
  }
  void on_signal_lost(std::string_view lane, std::string_view incident, std::string_view why) override {
    for (auto* each : observers_) each->on_signal_lost(lane, incident, why);
  }
  void on_intake_held(bool held, std::string_view why) override {
    for (auto* each : observers_) each->on_intake_held(held, why);
  }
  void on_answer_dropped(std::string_view queue, std::string_view why) override {
    for (auto* each : observers_) each->on_answer_dropped(queue, why);
  }
  void on_answer_not_allowed(const domain::ProducerId& producer, std::string_view queue) override {
    for (auto* each : observers_) each->on_answer_not_allowed(producer, queue);
  }

 private:
  const std::vector<ports::Observer*> observers_;
};

}  // namespace triaged::app
