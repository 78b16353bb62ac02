// Rules on trial: each new ticket is decided a second time, under the rules of another folder, and what would
// have come out otherwise is counted. Nothing of it reaches a ticket, the store or the broker.
//
// The engine hands over copies, without a lock, and never waits: what finds the queue full is not compared,
// and counted. The folder is read, checked and compiled, and tickets are decided, by whoever calls work():
// ShadowThread in the daemon, a test by hand.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <triaged/config/config.hpp>
#include <triaged/telemetry/log_observer.hpp>

#include "app/comparison.hpp"
#include "app/handover.hpp"

namespace triaged::app::shadow {

// How the candidate has done since it was read. Plain data, for log lines and metrics.
struct Agreement {
  Tally tally;                // same: agreed; different: differed; without examples
  std::uint64_t dropped = 0;  // not compared: the queue was full, or other rules came in force meanwhile
  domain::Digest candidate;   // its rule set

  [[nodiscard]] std::uint64_t tickets() const noexcept { return tally.same + tally.different + dropped; }
};

// The most frequent changes of the team: "team support -> engineering 12 (share -> share-new)".
[[nodiscard]] std::string most_frequent_changes(const Agreement& agreement);

class Shadow {
 public:
  static constexpr std::size_t kQueued = 2000;  // tickets waiting to be compared
  static constexpr std::size_t kQueuedBytes =
      32u << 20;  // of their texts, as they came and as rules see them, and of each copy of `told_`
  static constexpr std::size_t kChangesLogged = 5;  // in one line
  static constexpr std::size_t kFaultsLogged = 20;  // of one candidate

  // `rules`: the candidate's folder. The log must outlive it.
  Shadow(std::filesystem::path rules, telemetry::Log& log);

  // The folder is to be read anew and to be compared with these: at the start, and whenever something else
  // came in force. All parts of the configuration are there. Any thread.
  void follow(const config::Configuration& active);

  // The engine's thread; never waits. Without a candidate nothing is copied.
  void offer(const ports::Opening& opening);

  // Does the oldest thing that was asked; false: there is none. One thread at a time.
  bool work();

  // Waits until follow() or wake() is called, or until then: offers wake nobody, the worker looks for them
  // from time to time. Any thread.
  void wait_until(std::chrono::steady_clock::time_point then);
  void wake();

  // Says how it stands, if anything came since it was last said. The thread of work().
  void report();

  [[nodiscard]] Agreement agreement() const;  // any thread

 private:
  using Admins = std::shared_ptr<const std::vector<domain::AdminTold>>;
  struct Ticket {
    domain::TicketEvent event;
    domain::MatchText text;
    domain::Classification classification;
    domain::Ticket decided;
    ports::InForce in_force;
    std::vector<std::string> undeliverable;
    Admins admins;  // of the directory that it was decided under
    std::size_t bytes = 0;
  };

  void keep_told(const ports::Opening& opening);
  [[nodiscard]] std::optional<config::Configuration> due();
  void read(config::Configuration active);
  void compare(const Ticket& ticket);
  void stop_following();
  void refuse(const document::Faults& faults);

  const std::filesystem::path rules_;
  telemetry::Log& log_;

  // What is to be read next, after the tickets that were offered before it was asked.
  struct Next {
    config::Configuration active;
    std::uint64_t after = 0;  // of tickets_.given()
  };

  Handover<Ticket> tickets_{kQueued};
  std::atomic<std::size_t> bytes_queued_{0};
  std::atomic<bool> following_{false};  // a candidate is there, or is being read
  std::atomic<std::uint64_t> dropped_{0};

  std::mutex next_mutex_;  // for `next_` and `awake_`; the engine's thread does not take it
  std::condition_variable asked_;
  std::optional<Next> next_;
  bool awake_ = false;

  mutable std::mutex agreement_mutex_;  // nor this one
  Agreement agreement_;                 // but for `dropped`

  // Of the engine's thread alone: what hubs told, as the last ticket offered was decided under it. Shared by
  // the queued tickets; its bytes are queued with the first of them.
  Admins told_;
  domain::Digest told_by_;      // the directory that `told_` is of
  std::size_t told_bytes_ = 0;  // not queued yet; 0: they are

  // Of the thread of work() alone.
  std::optional<config::Configuration> candidate_;
  ports::InForce beside_;
  std::uint64_t said_ = 0;  // tickets that report() has told of
};

// The engine's facts as log lines, and openings to the shadow, where there is one.
class Observer final : public telemetry::LogObserver {
 public:
  using telemetry::LogObserver::LogObserver;

  // Before the engine's thread starts, once. Must outlive it.
  void also_tell(Shadow& shadow) { shadow_ = &shadow; }
  void on_opened(const ports::Opening& opening) override {
    if (shadow_ != nullptr) shadow_->offer(opening);
  }

 private:
  Shadow* shadow_ = nullptr;
};

}  // namespace triaged::app::shadow
