#include "config/policy_names.hpp"

#include <algorithm>
#include <array>

#include "config/calendars.hpp"

namespace triaged::config {
namespace {

using document::Node;

void add(const Node& node, std::vector<std::string>& names) {
  if (node.is_scalar()) names.push_back(node.scalar);
  for (const Node& item : node.items) names.push_back(item.scalar);
}

// Every text that the policy gives as a team or as a calendar.
void add_what_is_named(const Node& policy, NamesForPolicy& names) {
  constexpr std::array<std::string_view, 4> kTeams{"team", "page_to", "to", "liaison"};
  for (const Node& item : policy.items) add_what_is_named(item, names);
  for (const auto& [key, value] : policy.members) {
    if (std::ranges::find(kTeams, key.scalar) != kTeams.end()) add(value, names.teams);
    if (key.scalar == "only") add(value, names.calendars);
    if (key.scalar == "rotations")
      for (const auto& rotation : value.members) names.teams.push_back(rotation.first.scalar);
    add_what_is_named(value, names);
  }
}

}  // namespace

NamesForPolicy names_for_policy(const std::vector<std::string_view>& teams, const Part& directory,
                                const directory::Directory* who_is_who, const Node& policy) {
  NamesForPolicy names;
  names.teams.assign(teams.begin(), teams.end());
  for (const auto& calendar : calendar_names(who_is_who, directory))
    names.calendars.emplace_back(calendar.name);
  if (who_is_who != nullptr)
    for (const directory::Team& team : who_is_who->teams())
      for (const domain::ActorId& member : team.members) names.people.push_back(member.value);
  if (!directory.readable) add_what_is_named(policy, names);
  return names;
}

}  // namespace triaged::config
