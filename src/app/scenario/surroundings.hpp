// What the engine of a rehearsal speaks to. Nothing here answers by itself: the rehearsal asks for the
// answers one by one, because the engine must not be called from within itself.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <variant>

#include <triaged/codec/notice.hpp>

#include "app/scenario/rehearsal.hpp"

namespace triaged::app::scenario {

class HandClock final : public ports::Clock {
 public:
  explicit HandClock(domain::Instant start) : at(start) {}
  [[nodiscard]] domain::Instant now() override { return at; }

  domain::Instant at;
};

class StoreJobs final : public ports::StoreAccess {
 public:
  explicit StoreJobs(ports::Store& store) : store_(store) {}

  void commit(ports::Batch batch) override { jobs_.emplace_back(std::move(batch)); }
  void fetch(ports::Recall keys) override { jobs_.emplace_back(std::move(keys)); }
  void reopen() override { jobs_.emplace_back(Reopen{}); }

  // Does the oldest job; nothing: there is none.
  [[nodiscard]] std::optional<engine::Input> work();
  void forget() { jobs_.clear(); }

 private:
  struct Reopen {};
  using Job = std::variant<ports::Batch, ports::Recall, Reopen>;

  [[nodiscard]] engine::Input done(const ports::Batch& batch);
  [[nodiscard]] engine::Input done(const ports::Recall& keys);
  [[nodiscard]] engine::Input done(const Reopen&);

  ports::Store& store_;
  std::deque<Job> jobs_;
};

class TakingBroker final : public ports::Broker {
 public:
  void settle(const std::vector<ports::DeliveryTag>&) override {}
  void publish(std::uint64_t link, std::vector<ports::Publication> publications) override;
  void declare(const std::string&) override {}
  void count_consumers(const std::string& queue) override { asked_.push_back(queue); }
  void restart(std::chrono::milliseconds) override {}
  void want_deliveries(bool) override {}

  std::set<std::string> unconsumed;  // queues that nobody consumes
  // How many consume what was asked for; nothing: nobody asks.
  [[nodiscard]] std::optional<engine::Input> count();
  // Confirms what has been published since; nothing: nothing has.
  [[nodiscard]] std::optional<engine::Input> confirm();
  void forget() {
    unconfirmed_ = {};
    own_.clear();
    asked_.clear();
  }

  // What the engine has sent to its own intake since the last call.
  [[nodiscard]] std::vector<domain::InboundMessage> take_own() { return std::exchange(own_, {}); }

  // Every notice once, by its place in the outbox.
  std::map<std::uint64_t, std::shared_ptr<const domain::OutboundMessage>> taken;

 private:
  std::deque<std::string> asked_;  // for their consumers
  engine::Answered unconfirmed_;
  std::vector<domain::InboundMessage> own_;
  std::map<std::string, domain::Bytes> bodies_;  // by notice id
};

// Keeps what a scenario may ask for: refusals and parked messages.
class Listener final : public ports::Observer {
 public:
  std::vector<Outcome> heard;

  void on_refused(const domain::TicketEvent& event, domain::Refusal refusal) override;
  void on_parked(const domain::Digest& key, domain::ParkReason reason, std::string_view detail) override;

  void on_routed(const domain::Ticket&) override {}
  void on_duplicate(const domain::TicketEvent&) override {}
  void on_committed(const ports::Counters&, std::size_t, domain::Duration) override {}
  void on_commit_unknown(std::string_view) override {}
  void on_store_recovered(bool) override {}
  void on_link(bool, std::string_view) override {}
  void on_blocked(bool, std::string_view) override {}
  void on_lane_stopped(std::string_view, std::string_view, domain::Duration) override {}
  void on_lane_flowing(std::string_view) override {}
  void on_intake_held(bool, std::string_view) override {}
};

class Rehearsal::Surroundings {
 public:
  explicit Surroundings(domain::Instant start) : clock(start) {}

  HandClock clock;
  MemoryStore store;
  StoreJobs jobs{store};
  TakingBroker broker;
  Listener listener;
};

}  // namespace triaged::app::scenario
