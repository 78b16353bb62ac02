// The hours of the next weeks in which a ticket would reach nobody who is at work: none of the teams on a
// hub's ladder has both people and open hours then. An hour counts as reached when somebody there works in
// any part of it; a team with the calendar `always` works in all of them. Hubs out of service are not asked
// for, and where there are no hubs, the teams of the service are the ladder.
#pragma once

#include <string>
#include <vector>

#include <triaged/config/config.hpp>

namespace triaged::app {

inline constexpr std::chrono::hours kHoursAhead{4 * 7 * 24};

struct Stretch {  // whole hours
  domain::Instant from{};
  domain::Instant to{};

  bool operator==(const Stretch&) const = default;
};

// Hubs whose ladders are silent in the same hours, and where the same becomes of urgent tickets then.
struct Unreached {
  std::vector<domain::HubId> hubs;  // as the directory orders them; none: the service has no hubs
  std::vector<Stretch> stretches;   // in order; at least one
  std::string urgent;               // in words, what becomes of urgent tickets then
};

// Those of most hubs first. All parts of the configuration are there.
[[nodiscard]] std::vector<Unreached> unreached_hours(const config::Configuration& configuration,
                                                     domain::Instant now);

// One warning for each. They are few however many hubs there are: ladders differ in whether a hub has admins
// and a community has representatives, and in nothing else. `place` is the directory's.
void warn_of_unreached_hours(const config::Configuration& configuration, domain::Instant now,
                             const document::Place& place, document::Faults& faults);

}  // namespace triaged::app
