#include "app/shadow_thread.hpp"

#include <algorithm>

#include <sys/resource.h>
#include <unistd.h>

namespace triaged::app::shadow {

ShadowThread::ShadowThread(Shadow& shadow) : shadow_(shadow), thread_([this] { run(); }) {}

ShadowThread::~ShadowThread() {
  stopping_ = true;
  shadow_.wake();
  thread_.join();
}

void ShadowThread::run() {
  // Linux counts niceness per thread. Refused, it only means that the shadow competes with the engine.
  static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNiceness));
  auto next = std::chrono::steady_clock::now() + kReportEvery;
  while (true) {
    const bool worked = shadow_.work();
    if (const auto now = std::chrono::steady_clock::now(); now >= next) {
      shadow_.report();
      next = now + kReportEvery;
    }
    if (worked) continue;
    if (stopping_) break;
    shadow_.wait_until(std::min(next, std::chrono::steady_clock::now() + kLookEvery));
  }
  shadow_.report();
}

}  // namespace triaged::app::shadow
