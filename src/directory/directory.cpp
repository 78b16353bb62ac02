// The look-ups of a directory, built once when it is made. Nothing here checks: read() has done so.
#include <algorithm>
#include <unordered_set>
#include <utility>

#include <triaged/directory/directory.hpp>

#include "directory/url.hpp"

namespace triaged::directory {
namespace {

template <class Map, class Id>
auto found(const Map& map, const Id& id) -> typename Map::mapped_type {
  const auto at = map.find(id);
  return at != map.end() ? at->second : nullptr;
}

}  // namespace

Directory::Directory(Parts parts) : parts_(std::move(parts)) {
  for (const Hub& one : parts_.hubs) hubs_.emplace(one.id, &one);
  for (const Community& one : parts_.communities) communities_.emplace(one.id, &one);
  for (const Producer& one : parts_.producers) producers_.emplace(one.user, &one);
  for (const Team& one : parts_.teams) teams_[one.id].team = &one;
  for (auto& [id, destination] : teams_) destination.has_people = !people(*destination.team, {}).empty();
  for (const auto& [id, destination] : teams_)
    if (const auto rung = destination.team->rung; rung && on_ladder(*rung))
      rungs_[static_cast<std::size_t>(*rung)] = destination;
  add_hosts();
  add_actors();
}

bool Directory::on_ladder(domain::Rung rung) const noexcept {
  return std::ranges::find(parts_.ladder, rung) != parts_.ladder.end();
}

// A hub in service takes a host from a retired one, which it most likely replaced; two of a kind leave it to
// none.
void Directory::add_hosts() {
  for (const bool retired : {false, true}) {
    decltype(hosts_) of_this_kind;
    for (const Hub& one : parts_.hubs) {
      const auto host = one.retired == retired ? host_of(one.url) : std::nullopt;
      if (!host) continue;
      const auto [at, is_new] = of_this_kind.try_emplace(*host, &one);
      if (!is_new) at->second = nullptr;
    }
    hosts_.insert(of_this_kind.begin(), of_this_kind.end());
  }
}

void Directory::add_actors() {
  for (const Hub& one : parts_.hubs) add_hub_people(one);
  for (const Community& one : parts_.communities) add_community_people(one);
  for (const Team& team : parts_.teams)
    if (team.per == Per::service)
      for (const domain::ActorId& member : people(team, {})) {
        Actor& actor = actors_[member];
        actor.teams.push_back(&team);
        if (team.rung && on_ladder(*team.rung))
          actor.roles.push_back({.rung = *team.rung, .hub = nullptr, .community = nullptr});
      }
}

void Directory::add_hub_people(const Hub& one) {
  const Community* home = community(one.community);
  for (const domain::ActorId& admin : one.admins) {
    Actor& actor = actors_[admin];
    if (on_ladder(domain::Rung::hub_admin))
      actor.roles.push_back({.rung = domain::Rung::hub_admin, .hub = &one, .community = home});
    if (!one.retired) actor.hub.add(one);
    if (home != nullptr) actor.community.add(*home);
  }
}

void Directory::add_community_people(const Community& one) {
  const auto belongs = [&](const domain::ActorId& member) -> Actor& {
    Actor& actor = actors_[member];
    actor.community.add(one);
    for (const domain::HubId& id : one.hubs)
      if (const Hub* its_hub = hub(id); its_hub != nullptr && !its_hub->retired) actor.hub.add(*its_hub);
    return actor;
  };
  for (const domain::ActorId& contact : one.technical_contacts) belongs(contact);
  for (const domain::ActorId& member : one.representatives) {
    Actor& actor = belongs(member);
    if (on_ladder(domain::Rung::community_representative))
      actor.roles.push_back(
          {.rung = domain::Rung::community_representative, .hub = nullptr, .community = &one});
  }
}

const Directory::Actor* Directory::actor(const domain::ActorId& id) const {
  const auto at = actors_.find(id);
  return at != actors_.end() ? &at->second : nullptr;
}

const Team* Directory::team(const domain::TeamId& id) const {
  const auto at = teams_.find(id);
  return at != teams_.end() ? at->second.team : nullptr;
}

const Hub* Directory::hub(const domain::HubId& id) const { return found(hubs_, id); }

const Community* Directory::community(const domain::CommunityId& id) const { return found(communities_, id); }

const Producer* Directory::producer(const domain::ProducerId& user) const { return found(producers_, user); }

}  // namespace triaged::directory
