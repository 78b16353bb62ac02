// The real clock: the one place that asks the system what time it is on behalf of the engine.
#pragma once

#include <triaged/ports/clock.hpp>

namespace triaged::app {

[[nodiscard]] inline domain::Instant wall_clock_now() {
  return std::chrono::time_point_cast<domain::Duration>(std::chrono::system_clock::now());
}

class WallClock final : public ports::Clock {
 public:
  [[nodiscard]] domain::Instant now() override { return wall_clock_now(); }
};

}  // namespace triaged::app
