#include "backoff.hpp"

#include <algorithm>

namespace triaged::amqp {

Backoff::Delay Backoff::next() {
  constexpr int doublings_max = 20;  // keeps the shift below in range whatever the settings
  const auto doubled = least_ * (std::int64_t{2} << std::min(attempts_, doublings_max));
  attempts_ = std::min(attempts_ + 1, doublings_max);
  const Delay bound = std::clamp(doubled, least_, std::max(least_, most_));
  return least_ + Delay{random_((bound - least_).count())};
}

}  // namespace triaged::amqp
