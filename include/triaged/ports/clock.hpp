// What time it is. The engine asks once per turn and hands the answer down as a value.
#pragma once

#include <triaged/domain/time.hpp>

namespace triaged::ports {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual domain::Instant now() = 0;
};

}  // namespace triaged::ports
