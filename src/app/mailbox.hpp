// The engine's mailbox: what happened, from any thread, in the order it was put. Bounded by what feeds it:
// the prefetch window, the unconfirmed limits, one commit, and the link's read_pause_bytes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

#include <triaged/engine/inputs.hpp>

namespace triaged::app {

class Mailbox {
 public:
  void put(engine::Input input) {
    {
      const std::lock_guard lock(mutex_);
      inputs_.push_back(std::move(input));
    }
    filled_.notify_one();
  }

  // Waits until there is something or `patience` is over; returns all there is, oldest first.
  [[nodiscard]] std::vector<engine::Input> take(domain::Duration patience) {
    std::unique_lock lock(mutex_);
    filled_.wait_for(lock, patience, [this] { return !inputs_.empty(); });
    return std::exchange(inputs_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  std::vector<engine::Input> inputs_;
};

}  // namespace triaged::app
