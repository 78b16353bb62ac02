// Who speaks, seen from a ticket. Runs once per event on the engine's thread: look-ups by hash and the few
// people of one hub or community, no search through the directory.
#include <algorithm>

#include <triaged/directory/directory.hpp>

#include "directory/base.hpp"

namespace triaged::directory {

bool Directory::represents(const domain::ActorId& id, const domain::CommunityId& community_id) const {
  const Community* home = community(community_id);
  return home != nullptr && std::ranges::find(home->representatives, id) != home->representatives.end();
}

bool Directory::in_team(const domain::ActorId& id, const domain::TeamId& team_id,
                        const domain::Place& place) const {
  const Team* wanted = team(team_id);
  if (wanted == nullptr || id.empty()) return false;
  switch (wanted->per) {
    case Per::service: {
      const Actor* who = actor(id);
      return who != nullptr && std::ranges::find(who->teams, wanted) != who->teams.end();
    }
    case Per::hub: {
      const Hub* there = hub(place.hub);
      if (there == nullptr) return false;
      const auto now = admins(*there);
      return std::ranges::find(now, id) != now.end() || represents(id, there->community);
    }
    case Per::community:
      return represents(id, place.community);
  }
  return false;
}

domain::Speaker Directory::speaker(const domain::ActorId& id, const domain::TeamId& team_id,
                                   const domain::Place& place) const {
  const Team* owner = team(team_id);
  return {.standing = standing(id, place.hub, place.community),
          .in_team = in_team(id, team_id, place),
          .manages = owner != nullptr && in_team(id, owner->manager, place),
          .represents = represents(id, place.community)};
}

}  // namespace triaged::directory
