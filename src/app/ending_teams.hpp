// Temporary teams that are over, or soon will be, and that rules or the policy still name: what goes there
// then is passed over.
#pragma once

#include <filesystem>

#include <triaged/config/config.hpp>

namespace triaged::app {

inline constexpr std::chrono::days kEndsSoon{14};

// One warning for each place where such a team is named. `folder`: the configuration's, whose name stands
// before those of its files. The directory and its calendars are there.
void warn_of_ending_teams(const config::Configuration& configuration, domain::Instant now,
                          const std::filesystem::path& folder, document::Faults& faults);

}  // namespace triaged::app
