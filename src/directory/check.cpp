// Errors between the parts: names that nobody bears, teams missing from the ladder, queues used twice.
#include <algorithm>
#include <unordered_set>

#include "directory/draft.hpp"
#include "directory/pattern.hpp"
#include "directory/queue.hpp"

namespace triaged::directory {
namespace {

using document::Faults;

std::string hint(std::string_view word, const std::vector<std::string_view>& known, std::string otherwise) {
  const std::string_view near = document::nearest(word, known);
  return near.empty() ? std::move(otherwise) : "did you mean `" + std::string{near} + "`?";
}

void check_ladder(const Draft& draft, Faults& faults) {
  for (const domain::Rung rung : draft.ladder) {
    const std::string id{domain::name(rung)};
    if (rung == domain::Rung::user || draft.seen_teams.contains(id)) continue;
    faults.error(draft.ladder_place.value_or(document::Place{}), "the rung `" + id + "` has no team",
                 "describe `" + id + "` under `teams`, or take the rung off the ladder");
  }
}

using ById = std::unordered_map<domain::TeamId, const TeamDraft*>;

// Whether following `of` from a team leads back to it.
bool is_made_of_itself(const TeamDraft& start, const ById& teams) {
  std::unordered_set<const TeamDraft*> visited;
  std::vector<const TeamDraft*> waiting{&start};
  while (!waiting.empty()) {
    const TeamDraft* one = waiting.back();
    waiting.pop_back();
    for (const domain::TeamId& id : one->team.of) {
      const auto part = teams.find(id);
      if (part == teams.end()) continue;
      if (part->second == &start) return true;
      if (visited.insert(part->second).second) waiting.push_back(part->second);
    }
  }
  return false;
}

void check_parts(const TeamDraft& one, const ById& teams, const std::vector<std::string_view>& ids,
                 Faults& faults) {
  for (std::size_t i = 0; i < one.team.of.size(); ++i) {
    const domain::TeamId& id = one.team.of[i];
    const auto part = teams.find(id);
    if (part == teams.end())
      faults.error(one.of_places[i], "there is no team `" + id.value + "`",
                   hint(id.value, ids, "describe it under `teams`, or remove it"));
    else if (part->second->team.per != Per::service)
      faults.error(one.of_places[i],
                   "the people of team `" + id.value + "` differ from " +
                       (part->second->team.per == Per::hub ? "hub to hub" : "community to community"),
                   "make teams of teams of the whole service only");
  }
  if (!one.team.of.empty() && is_made_of_itself(one, teams))
    faults.error(one.of_places.front(), called("team", one.team.id.value) + " is made of itself",
                 "take it out of `of`, here or in the teams named here");
}

// Whether following `manager` from a team leads back to it. A way that runs into somebody else's circle ends
// after as many steps as there are teams.
bool manages_itself(const TeamDraft& start, const ById& teams) {
  auto above = teams.find(start.team.manager);
  for (std::size_t step = 0; step < teams.size() && above != teams.end(); ++step) {
    if (above->second == &start) return true;
    above = teams.find(above->second->team.manager);
  }
  return false;
}

void check_manager(const TeamDraft& one, const ById& teams, const std::vector<std::string_view>& ids,
                   Faults& faults) {
  const domain::TeamId& id = one.team.manager;
  if (id.empty()) return;
  const auto manager = teams.find(id);
  if (manager == teams.end())
    faults.error(one.manager_place, "there is no team `" + id.value + "`",
                 hint(id.value, ids, "describe it under `teams`, or remove `manager`"));
  else if (manager->second->team.per != Per::service)
    faults.error(one.manager_place,
                 "the people of team `" + id.value + "` differ from " +
                     (manager->second->team.per == Per::hub ? "hub to hub" : "community to community"),
                 "let a team of the whole service manage");
  else if (manages_itself(one, teams))
    faults.error(one.manager_place,
                 called("team", one.team.id.value) + " manages itself" +
                     (id == one.team.id ? "" : ", by way of `" + id.value + "`"),
                 "name a team above it, or remove `manager`");
}

void check_calendars(const Draft& draft, Faults& faults) {
  std::vector<std::string_view> names{domain::kAlways};
  for (const CalendarDraft& one : draft.calendars) names.push_back(one.spec.name);
  for (const TeamDraft& one : draft.teams)
    if (const std::string& name = one.team.calendar; std::ranges::find(names, name) == names.end())
      faults.error(one.calendar_place, "there is no calendar `" + name + "`",
                   hint(name, names, "describe it under `calendars`, or write `always`"));
}

// A queue with a placeholder has as many names as there are hubs or communities.
std::vector<std::string> names_of_queue(const Team& team, const Draft& draft) {
  std::vector<std::string> names;
  if (!has_placeholder(team.queue))
    names.push_back(team.queue);
  else if (team.per == Per::hub)
    for (const HubDraft& one : draft.hubs)
      names.push_back(fill_in(team.queue, one.hub.id, one.hub.community));
  else
    for (const CommunityDraft& one : draft.communities)
      names.push_back(fill_in(team.queue, {}, one.community.id));
  return names;
}

void check_queues(const Draft& draft, Faults& faults) {
  std::unordered_map<std::string, const TeamDraft*> owners;
  for (const TeamDraft& one : draft.teams)
    for (const std::string& name : names_of_queue(one.team, draft)) {
      if (name.size() > kQueueLongest)
        faults.error(one.queue_place, "the queue `" + name + "` has too long a name",
                     "shorten `queue`; at most " + std::to_string(kQueueLongest) + " bytes when filled in");
      const auto [owner, is_new] = owners.try_emplace(name, &one);
      if (is_new || owner->second == &one) continue;
      faults.error(
          one.queue_place,
          "the queue `" + name + "` is already that of team `" + owner->second->team.id.value + "`",
          "give each team a queue of its own; a backlog shared by several teams is a team made `of` them");
      break;
    }
}

void check_producers(const Draft& draft, Faults& faults) {
  std::vector<std::string_view> ids;
  for (const HubDraft& one : draft.hubs) ids.push_back(one.hub.id.value);
  for (const ProducerDraft& one : draft.producers)
    for (std::size_t i = 0; i < one.producer.hubs.size(); ++i) {
      const std::string& pattern = one.producer.hubs[i];
      if (pattern.ends_with('*') || draft.seen_hubs.contains(pattern)) continue;
      faults.error(
          one.hub_places[i], "there is no hub `" + pattern + "`",
          hint(pattern, ids, "write `cluster/hub` as under `communities`, `cluster/*`, or `\"*\"` for all"));
    }
}

}  // namespace

void check(const Draft& draft, Faults& faults) {
  check_ladder(draft, faults);
  ById teams;
  std::vector<std::string_view> ids;
  for (const TeamDraft& one : draft.teams) {
    teams.emplace(one.team.id, &one);
    ids.push_back(one.team.id.value);
  }
  for (const TeamDraft& one : draft.teams) {
    check_parts(one, teams, ids, faults);
    check_manager(one, teams, ids, faults);
  }
  check_endings(draft, faults);
  check_calendars(draft, faults);
  check_queues(draft, faults);
  check_producers(draft, faults);
}

}  // namespace triaged::directory
