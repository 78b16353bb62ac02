// What the directory knows that the proofs about the rules need: calendars that never open, teams without
// people.
#include <algorithm>

#include <triaged/config/config.hpp>

#include "config/calendars.hpp"

namespace triaged::config {
namespace {

using directory::Directory;
using directory::Per;

bool has_people(const directory::Team& team, const Directory& directory) {
  switch (team.per) {
    case Per::service:
      return !directory.people(team, {}).empty();
    case Per::hub:
      return std::ranges::any_of(directory.hubs(),
                                 [](const auto& hub) { return !hub.retired && !hub.admins.empty(); });
    case Per::community:
      return std::ranges::any_of(directory.communities(),
                                 [](const auto& home) { return !home.representatives.empty(); });
  }
  return true;
}

}  // namespace

void prove(const Configuration& configuration, document::Faults& faults) {
  if (!configuration.rules || !configuration.directory) return;
  const Directory& directory = *configuration.directory;
  rules::Names names;
  names.calendars = calendar_names(&directory, {});
  for (const auto& team : directory.teams())
    if (!has_people(team, directory)) names.without_people.push_back(team.id.value);
  for (const domain::Rung rung : domain::kLadder)
    if (rung != domain::Rung::user && std::ranges::find(directory.ladder(), rung) == directory.ladder().end())
      names.without_people.push_back(name(rung));
  rules::prove(*configuration.rules, names, faults);
}

}  // namespace triaged::config
