#include <algorithm>

#include <triaged/engine/endings.hpp>

namespace triaged::engine {

std::vector<Ending> endings(const directory::Directory& directory, const decide::Calendars* calendars) {
  std::vector<Ending> all;
  for (const auto& team : directory.teams()) {
    if (!team.ends) continue;
    const auto* calendar = calendars != nullptr ? calendars->find(team.calendar) : nullptr;
    const auto midnight = *team.ends + std::chrono::days{1};
    all.push_back({.at = calendar != nullptr ? calendar->end_of_day(*team.ends)
                                             : domain::Instant{midnight.time_since_epoch()},
                   .team = team.id});
  }
  std::ranges::sort(all);
  return all;
}

std::vector<domain::TeamId> ended(std::span<const Ending> endings, domain::Instant now) {
  std::vector<domain::TeamId> teams;
  for (const auto& one : endings)
    if (one.at <= now) teams.push_back(one.team);
  return teams;
}

}  // namespace triaged::engine
