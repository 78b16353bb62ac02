// How teams end, and who has their tickets then: `ends` and `successor` of a temporary team, and
// `retired_teams`, the ones that are gone already. A rung has no end: it is taken off the ladder.
#include <algorithm>

#include "directory/base.hpp"
#include "directory/draft.hpp"
#include "directory/hours.hpp"

namespace triaged::directory {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;

// People come to mind first, and teams are meant.
domain::TeamId read_successor(MapReader& map, document::Place& place, Faults& faults) {
  place = map.place_of("successor");
  const auto successor = map.text("successor");
  if (!successor) return {};
  if (document::is_name(*successor)) return domain::TeamId{*successor};
  faults.error(place, "`successor` must be a team, and `" + *successor + "` is none",
               "name the team that has its tickets then");
  return {};
}

void read_last_day(MapReader& map, TeamDraft& draft, Faults& faults) {
  draft.ends_place = map.place_of("ends");
  const auto text = map.text("ends");
  if (!text) return;
  draft.team.ends = date(*text);
  if (!draft.team.ends)
    faults.error(draft.ends_place, "`ends` is no day: `" + *text + "`",
                 "write the last day of the team like `2026-12-31`, in the years " +
                     std::to_string(kYearFirst) + " to " + std::to_string(kYearLast));
}

void read_retired_team(const Node& key, const Node& value, Draft& draft, Faults& faults) {
  const auto id = document::as_name(key, "the id of a retired team", faults);
  if (!id || !remember(draft.seen_retired_teams, "retired team", *id, key.place, faults)) return;
  if (draft.retired_teams.size() == kTeamsMost) {
    faults.error(key.place, "more than " + std::to_string(kTeamsMost) + " retired teams",
                 "take out those that own no open tickets any more");
    return;
  }
  RetiredTeamDraft retired;
  retired.place = key.place;
  retired.team.id = domain::TeamId{*id};
  MapReader map{value, called("retired team", *id), faults};
  static_cast<void>(map.require("successor"));
  retired.team.successor = read_successor(map, retired.successor_place, faults);
  map.finish();
  draft.retired_teams.push_back(std::move(retired));
}

class Check {
 public:
  Check(const Draft& draft, Faults& faults) : draft_(draft), faults_(faults) {
    for (const TeamDraft& one : draft.teams) ids_.push_back(one.team.id.value);
  }

  // Where a team that is gone, or will be, leaves its tickets.
  void successor(const domain::TeamId& of, const domain::TeamId& id, const document::Place& place) {
    if (id.empty()) return;
    const auto found = std::ranges::find(draft_.teams, id, [](const TeamDraft& one) { return one.team.id; });
    if (id == of)
      faults_.error(place, called("team", of.value) + " succeeds itself",
                    "name the team that has its tickets then");
    else if (draft_.seen_retired_teams.contains(id.value))
      faults_.error(place, called("team", id.value) + " is retired itself", "name a team of today");
    else if (found == draft_.teams.end())
      unknown(id, place);
    else if (found->team.per != Per::service)
      faults_.error(place,
                    "the people of team `" + id.value + "` differ from " +
                        (found->team.per == Per::hub ? "hub to hub" : "community to community"),
                    "let a team of the whole service take over");
  }

 private:
  void unknown(const domain::TeamId& id, const document::Place& place) {
    const std::string_view near = document::nearest(id.value, ids_);
    faults_.error(place, "there is no team `" + id.value + "`",
                  near.empty() ? "describe it under `teams`, or name another one"
                               : "did you mean `" + std::string{near} + "`?");
  }

  const Draft& draft_;
  Faults& faults_;
  std::vector<std::string_view> ids_;
};

}  // namespace

void read_ending(MapReader& map, TeamDraft& draft, Faults& faults) {
  read_last_day(map, draft, faults);
  draft.team.successor = read_successor(map, draft.successor_place, faults);
  if (map.has("ends") && draft.team.rung)
    faults.error(draft.ends_place, called("team", draft.team.id.value) + " is a rung, and rungs do not end",
                 "take the rung off the ladder when the day has come");
  if (map.has("successor") && !map.has("ends"))
    faults.error(draft.successor_place,
                 called("team", draft.team.id.value) + " has a `successor` and does not end",
                 "give it an end, like `ends: 2026-12-31`; once it is gone, list it under `retired_teams`");
}

void read_retired_teams(const Node& node, Draft& draft, Faults& faults) {
  if (node.is_null()) return;
  const MapReader map{node, "`retired_teams`", faults};
  for (const auto& [key, value] : node.members) read_retired_team(key, value, draft, faults);
}

void check_endings(const Draft& draft, Faults& faults) {
  Check check{draft, faults};
  for (const TeamDraft& one : draft.teams)
    check.successor(one.team.id, one.team.successor, one.successor_place);
  for (const RetiredTeamDraft& one : draft.retired_teams) {
    if (const auto listed = draft.seen_teams.find(one.team.id.value); listed != draft.seen_teams.end())
      faults.error(one.place, called("team", one.team.id.value) + " is retired and described under `teams`",
                   to_text(listed->second) + " describes it; keep one of them");
    check.successor(one.team.id, one.team.successor, one.successor_place);
  }
}

void warn_of_endings(const Draft& draft, Faults& faults) {
  for (const TeamDraft& one : draft.teams)
    if (one.team.ends && one.team.successor.empty() && one.team.manager.empty())
      faults.warning(one.ends_place,
                     called("team", one.team.id.value) + " ends and has neither `successor` nor `manager`",
                     "name one of them; else support has its tickets then");
}

const RetiredTeam* Directory::retired_team(const domain::TeamId& id) const {
  const auto& all = base_->parts.retired_teams;
  const auto found = std::ranges::find(all, id, &RetiredTeam::id);
  return found != all.end() ? &*found : nullptr;
}

}  // namespace triaged::directory
