// `incidents.paging`: who is paged of which incident, in which order. A list of which the first entry that
// fits counts; so that every incident pages somebody, the last entry has no `when`.
#include <algorithm>
#include <utility>

#include "decide/policy_reading.hpp"

namespace triaged::decide {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;

constexpr std::size_t kPagingMost = 100;
constexpr std::size_t kLevelsMost = 10;

// A shorter one is over before anybody has read the page.
constexpr TimeLimits kBetweenPages{
    .least = std::chrono::minutes{1}, .most = std::chrono::days{30}, .said = "from 1m to 30d"};

PagingLevel read_level(const Node& node, bool is_last, KnownTeams teams, Faults& faults) {
  PagingLevel level;
  MapReader map{node, "a level", faults};
  if (const Node& team = map.require("team"); map.has("team"))
    level.team = read_team(team, "`team`", teams, faults).value_or(domain::TeamId{});
  if (!is_last) static_cast<void>(map.require("wait"));
  level.wait = read_time(map, "wait", kBetweenPages, faults).value_or(domain::Duration{});
  map.finish();
  return level;
}

void read_levels(MapReader& map, KnownTeams teams, Paging& paging, Faults& faults) {
  const Node& node = map.require("levels");
  const Nodes list = read_list(map, "levels", kLevelsMost, faults);
  for (const Node* item : list)
    paging.levels.push_back(read_level(*item, item == list.back(), teams, faults));
  if (map.has("levels") && (node.is_null() || (node.is_sequence() && node.items.empty())))
    faults.error(
        node.place, "`levels` names nobody",
        "name who is paged, one after the other, like `[{team: on_call, wait: 15m}, {team: support}]`");
}

// What the last level waits for is that all begins again.
void join_repeat(const MapReader& map, Paging& paging, Faults& faults) {
  if (paging.levels.empty() || paging.levels.back().wait == domain::Duration::zero()) return;
  if (map.has("repeat_every"))
    faults.error(map.place_of("repeat_every"),
                 "`repeat_every` and the `wait` of the last level say the same: when all are paged again",
                 "keep one of them");
  paging.repeat_every = std::exchange(paging.levels.back().wait, domain::Duration::zero());
}

bool is_among(const auto& all, const auto& wanted) {
  return std::ranges::all_of(wanted,
                             [&](const auto& one) { return std::ranges::find(all, one) != all.end(); });
}

// Whatever fits `later` fits `earlier`. An incident may have no symptom, which no list of symptoms names.
bool covers(const Paging& earlier, const Paging& later) {
  const auto all = domain::names<domain::Severity>().size();
  const bool severities = later.severities.empty()
                              ? earlier.severities.empty() || earlier.severities.size() == all
                              : earlier.severities.empty() || is_among(earlier.severities, later.severities);
  const bool symptoms =
      earlier.symptoms.empty() || (!later.symptoms.empty() && is_among(earlier.symptoms, later.symptoms));
  return severities && symptoms;
}

void warn_of_unreached(const Nodes& list, const std::vector<Paging>& entries, Faults& faults) {
  for (std::size_t at = 1; at < list.size(); ++at) {
    std::size_t before = 0;
    while (before < at && !covers(entries[before], entries[at])) ++before;
    if (before < at)
      faults.warning(list[at]->place,
                     "this entry of `paging` is never reached: all that it fits, the entry of line " +
                         std::to_string(list[before]->place.line) + " fits, which comes first",
                     "move it before that one, or remove it");
  }
}

}  // namespace

void read_paging(MapReader& map, const PolicyNames& names, IncidentPolicy& incidents, Faults& faults) {
  const auto errors_before = faults.errors();
  const Nodes list = read_list(map, "paging", kPagingMost, faults);
  for (const Node* item : list) {
    Paging paging;
    MapReader entry{*item, "an entry of `paging`", faults};
    if (const Node* when = entry.node("when")) read_when(*when, names.symptoms, paging, faults);
    read_levels(entry, names.teams, paging, faults);
    paging.repeat_every =
        read_time(entry, "repeat_every", kBetweenPages, faults).value_or(domain::Duration{});
    join_repeat(entry, paging, faults);
    entry.finish();
    incidents.paging.push_back(std::move(paging));
  }
  check_order(list, "paging", "for some incidents nobody is paged", faults);
  // A condition that could not be read would look like none.
  if (faults.errors() == errors_before) warn_of_unreached(list, incidents.paging, faults);
}

}  // namespace triaged::decide
