#include <triaged/decide/local_clock.hpp>

#include "decide/zone.hpp"

namespace triaged::decide {

LocalClock::LocalClock(std::string name, std::shared_ptr<const Zone> zone)
    : name_(std::move(name)), zone_(std::move(zone)) {}

std::optional<LocalClock> LocalClock::in(const std::string& zone) {
  auto found = Zone::find(zone);
  if (!found) return std::nullopt;
  return LocalClock(zone, std::make_shared<const Zone>(*std::move(found)));
}

std::chrono::local_time<domain::Duration> LocalClock::at(domain::Instant instant) const noexcept {
  return zone_->local(instant);
}

domain::Duration LocalClock::ahead_of_utc(domain::Instant instant) const noexcept {
  return at(instant).time_since_epoch() - instant.time_since_epoch();
}

}  // namespace triaged::decide
