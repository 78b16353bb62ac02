#include "directory/base.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "directory/url.hpp"

namespace triaged::directory {
namespace {

template <class Map, class Id>
auto found(const Map& map, const Id& id) -> typename Map::mapped_type {
  const auto at = map.find(id);
  return at != map.end() ? at->second : nullptr;
}

}  // namespace

Directory::Base::Base(Parts given) : parts(std::move(given)) {
  for (const Hub& one : parts.hubs) hubs.emplace(one.id, &one);
  for (const Community& one : parts.communities) communities.emplace(one.id, &one);
  for (const Producer& one : parts.producers) producers.emplace(one.user, &one);
  for (const Team& one : parts.teams) teams[one.id].team = &one;
  for (auto& [id, destination] : teams)
    destination.has_people = destination.team->per == Per::service && !members(*destination.team).empty();
  for (const auto& [id, destination] : teams)
    if (const auto rung = destination.team->rung; rung && on_ladder(*rung))
      rungs[static_cast<std::size_t>(*rung)] = destination;
  add_hosts();
  add_actors();
}

bool Directory::Base::on_ladder(domain::Rung rung) const noexcept {
  return std::ranges::find(parts.ladder, rung) != parts.ladder.end();
}

// A hub in service takes a host from a retired one, which it most likely replaced; two of a kind leave it to
// none.
void Directory::Base::add_hosts() {
  for (const bool retired : {false, true}) {
    decltype(hosts) of_this_kind;
    for (const Hub& one : parts.hubs) {
      const auto host = one.retired == retired ? host_of(one.url) : std::nullopt;
      if (!host) continue;
      const auto [at, is_new] = of_this_kind.try_emplace(*host, &one);
      if (!is_new) at->second = nullptr;
    }
    hosts.insert(of_this_kind.begin(), of_this_kind.end());
  }
}

void Directory::Base::add_actors() {
  for (const Hub& one : parts.hubs)
    for (const domain::ActorId& admin : one.admins) actors[admin].administers.push_back(&one);
  for (const Community& one : parts.communities) {
    for (const domain::ActorId& member : one.representatives) actors[member].represents.push_back(&one);
    for (const domain::ActorId& contact : one.technical_contacts) actors[contact].contact_of.push_back(&one);
  }
  for (const Team& team : parts.teams)
    if (team.per == Per::service)
      for (const domain::ActorId& member : members(team)) actors[member].teams.push_back(&team);
  for (auto& [id, actor] : actors) settle(actor);
}

void Directory::Base::settle(Actor& actor) const {
  actor.roles.clear();
  actor.hub = {};
  actor.community = {};
  for (const Hub* one : actor.administers) {
    const Community* home = community(one->community);
    if (on_ladder(domain::Rung::hub_admin))
      actor.roles.push_back({.rung = domain::Rung::hub_admin, .hub = one, .community = home});
    if (!one->retired) actor.hub.add(*one);
    if (home != nullptr) actor.community.add(*home);
  }
  for (const auto* homes : {&actor.represents, &actor.contact_of})
    for (const Community* home : *homes) {
      actor.community.add(*home);
      for (const domain::HubId& id : home->hubs)
        if (const Hub* its_hub = hub(id); its_hub != nullptr && !its_hub->retired) actor.hub.add(*its_hub);
    }
  if (on_ladder(domain::Rung::community_representative))
    for (const Community* home : actor.represents)
      actor.roles.push_back(
          {.rung = domain::Rung::community_representative, .hub = nullptr, .community = home});
  for (const Team* team : actor.teams)
    if (team->rung && on_ladder(*team->rung))
      actor.roles.push_back({.rung = *team->rung, .hub = nullptr, .community = nullptr});
}

const Team* Directory::Base::team(const domain::TeamId& id) const {
  const auto at = teams.find(id);
  return at != teams.end() ? at->second.team : nullptr;
}

const Hub* Directory::Base::hub(const domain::HubId& id) const { return found(hubs, id); }

const Community* Directory::Base::community(const domain::CommunityId& id) const {
  return found(communities, id);
}

std::vector<domain::ActorId> Directory::Base::members(const Team& wanted) const {
  std::vector<domain::ActorId> all;
  std::unordered_set<domain::ActorId> seen;
  std::unordered_set<const Team*> visited{&wanted};
  std::vector<const Team*> waiting{&wanted};
  while (!waiting.empty()) {
    const Team* one = waiting.back();
    waiting.pop_back();
    for (const domain::ActorId& member : one->members)
      if (seen.insert(member).second) all.push_back(member);
    for (auto id = one->of.rbegin(); id != one->of.rend(); ++id)
      if (const Team* part = team(*id); part != nullptr && visited.insert(part).second)
        waiting.push_back(part);
  }
  return all;
}

}  // namespace triaged::directory
