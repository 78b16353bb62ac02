// Whether climbing would ask the same people again. Asked only when a ticket may climb, so it may look at all
// of a team's members.
#include <algorithm>

#include <triaged/directory/directory.hpp>

#include "directory/base.hpp"

namespace triaged::directory {
namespace {

using People = std::vector<domain::ActorId>;

People sorted(People people) {
  std::ranges::sort(people);
  const auto repeated = std::ranges::unique(people);
  people.erase(repeated.begin(), repeated.end());
  return people;
}

}  // namespace

std::array<bool, domain::kLadder.size()> Directory::same_people(const domain::TeamId& id,
                                                                const domain::Place& place) const {
  std::array<bool, domain::kLadder.size()> same{};
  // Those who may act for the team there, as in_team() says it.
  const auto held_by = [&](const Team& one) {
    People all = people(one, place);
    const Hub* there = one.per == Per::hub ? hub(place.hub) : nullptr;
    if (const Community* home = there != nullptr ? community(there->community) : nullptr; home != nullptr)
      all.insert(all.end(), home->representatives.begin(), home->representatives.end());
    return sorted(std::move(all));
  };
  const Team* owner = team(id);
  if (owner == nullptr) return same;
  const People asked = held_by(*owner);
  if (asked.empty()) return same;
  for (const domain::Rung rung : domain::kLadder) {
    const auto i = static_cast<std::size_t>(rung);
    const Team* wanted = base_->rungs[i].team;
    same[i] = wanted != nullptr && wanted != owner && held_by(*wanted) == asked;
  }
  return same;
}

}  // namespace triaged::directory
