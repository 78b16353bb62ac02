// The thread that works for the shadow, at a lower priority than the rest of the daemon, and says once a
// minute how the candidate does.
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include "app/shadow.hpp"

namespace triaged::app::shadow {

class ShadowThread {
 public:
  static constexpr std::chrono::minutes kReportEvery{1};
  static constexpr std::chrono::milliseconds kLookEvery{20};  // for tickets, when there were none
  static constexpr int kNiceness = 10;

  explicit ShadowThread(Shadow& shadow);  // starts; the shadow must outlive it
  ~ShadowThread();                        // compares what is in the queue, says how it stands, joins
  ShadowThread(const ShadowThread&) = delete;
  ShadowThread& operator=(const ShadowThread&) = delete;

 private:
  void run();

  Shadow& shadow_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace triaged::app::shadow
