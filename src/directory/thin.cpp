// Warnings: what works, but reaches nobody or less than it should. Facts about people change daily, so none
// of this stops a reload; `check --strict` does.
#include <algorithm>
#include <unordered_set>

#include "directory/draft.hpp"
#include "directory/pattern.hpp"
#include "directory/url.hpp"

namespace triaged::directory {
namespace {

using document::Faults;

bool on_ladder(const Draft& draft, domain::Rung rung) {
  return std::ranges::find(draft.ladder, rung) != draft.ladder.end();
}

void warn_of_communities(const Draft& draft, Faults& faults) {
  if (draft.communities.empty())
    faults.warning(draft.place, "the directory has no communities", "describe them under `communities`");
  if (!on_ladder(draft, domain::Rung::community_representative)) return;
  for (const CommunityDraft& one : draft.communities) {
    const auto count = static_cast<std::int64_t>(one.community.representatives.size());
    const std::string range =
        std::to_string(draft.representatives_min) + " to " + std::to_string(draft.representatives_max);
    if (count == 0 && draft.representatives_min > 0)
      faults.warning(one.place, called("community", one.community.id.value) + " has no representative",
                     "name one under `representatives`; until then its tickets skip that rung");
    else if (count < draft.representatives_min || count > draft.representatives_max)
      faults.warning(one.place,
                     called("community", one.community.id.value) + " has " + std::to_string(count) +
                         (count == 1 ? " representative" : " representatives"),
                     "`representatives` at the top of the directory wants " + range);
  }
}

void warn_of_hubs(const Draft& draft, Faults& faults) {
  std::unordered_map<std::string, const HubDraft*> hosts;
  for (const HubDraft& one : draft.hubs) {
    if (one.hub.retired) continue;
    if (one.hub.admins.empty() && on_ladder(draft, domain::Rung::hub_admin))
      faults.warning(one.place, called("hub", one.hub.id.value) + " has no admins",
                     "name one under `admins`; until then its tickets skip that rung");
    const auto host = host_of(one.hub.url);
    if (!host) continue;
    const auto [first, is_new] = hosts.try_emplace(*host, &one);
    if (!is_new)
      faults.warning(
          one.url_place, "the host `" + *host + "` is that of hub `" + first->second->hub.id.value + "` too",
          "mark the one that is gone `retired: true`; until then a ticket that quotes this host is "
          "ascribed to neither");
  }
}

void warn_of_teams(const Draft& draft, Faults& faults) {
  std::unordered_map<domain::TeamId, const Team*> teams;
  for (const TeamDraft& one : draft.teams) teams.emplace(one.team.id, &one.team);
  const auto has_people = [&](const Team& start) {
    std::unordered_set<const Team*> visited{&start};
    std::vector<const Team*> waiting{&start};
    while (!waiting.empty()) {
      const Team* one = waiting.back();
      waiting.pop_back();
      if (!one->members.empty()) return true;
      for (const domain::TeamId& id : one->of)
        if (const auto part = teams.find(id); part != teams.end() && visited.insert(part->second).second)
          waiting.push_back(part->second);
    }
    return false;
  };
  for (const TeamDraft& one : draft.teams) {
    if (one.team.per == Per::service && !has_people(one.team))
      faults.warning(one.place, called("team", one.team.id.value) + " has no members",
                     "name some under `members`; until then nothing is sent to it");
    if (one.team.rung && !draft.ladder.empty() && !on_ladder(draft, *one.team.rung))
      faults.warning(one.place,
                     called("team", one.team.id.value) + " has the name of a rung that `ladder` leaves out",
                     "put the rung on the ladder, or remove the team");
  }
}

void warn_of_calendars(const Draft& draft, Faults& faults) {
  std::unordered_set<std::string_view> closed_for_good;
  for (const CalendarDraft& one : draft.calendars) {
    if (!never_opens(one.spec)) continue;
    closed_for_good.insert(one.spec.name);
    faults.warning(one.place, called("calendar", one.spec.name) + " never opens",
                   "give it hours under `open`, or remove it");
  }
  for (const TeamDraft& one : draft.teams)
    if (closed_for_good.contains(one.team.calendar))
      faults.warning(one.calendar_place,
                     called("team", one.team.id.value) + " has a calendar that never opens",
                     "no clock of its tickets would ever run: give it another calendar");
}

void warn_of_producers(const Draft& draft, Faults& faults) {
  if (draft.producers.empty())
    faults.warning(draft.place, "the directory has no producers",
                   "list the RabbitMQ users that may send events under "
                   "`producers`; until then every message is parked as `unknown_producer`");
  for (const ProducerDraft& one : draft.producers)
    for (std::size_t i = 0; i < one.producer.hubs.size(); ++i) {
      const std::string& pattern = one.producer.hubs[i];
      const bool matches_any = std::ranges::any_of(
          draft.hubs, [&](const HubDraft& each) { return matches(pattern, each.hub.id.value); });
      if (pattern.ends_with('*') && pattern != "*" && !matches_any)
        faults.warning(one.hub_places[i], "`" + pattern + "` matches no hub", "check the cluster's name");
    }
}

}  // namespace

void warn_of_thin(const Draft& draft, Faults& faults) {
  warn_of_communities(draft, faults);
  warn_of_hubs(draft, faults);
  warn_of_teams(draft, faults);
  warn_of_endings(draft, faults);
  warn_of_calendars(draft, faults);
  warn_of_producers(draft, faults);
}

}  // namespace triaged::directory
