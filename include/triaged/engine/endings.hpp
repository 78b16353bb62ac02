// When temporary teams are over: the directory says a day, and the calendar of the team in which zone that
// is.
#pragma once

#include <span>
#include <vector>

#include <triaged/decide/calendar.hpp>
#include <triaged/directory/directory.hpp>

namespace triaged::engine {

struct Ending {
  domain::Instant at{};  // from then on it is over
  domain::TeamId team;

  auto operator<=>(const Ending&) const = default;
};

// In the order in which they come. Without calendars (nullptr) days are those of UTC.
[[nodiscard]] std::vector<Ending> endings(const directory::Directory& directory,
                                          const decide::Calendars* calendars);

// Of `endings`, the teams that are over at `now`.
[[nodiscard]] std::vector<domain::TeamId> ended(std::span<const Ending> endings, domain::Instant now);

}  // namespace triaged::engine
