// Where an event belongs, and what its actor is there. Runs once per ticket on the engine's thread: look-ups
// by hash, one pass over the text, no search through the hubs.
#include <algorithm>
#include <string_view>

#include <triaged/directory/directory.hpp>

#include "directory/base.hpp"
#include "directory/url.hpp"

namespace triaged::directory {

const Hub* Directory::hub_in_texts(std::string_view subject, std::string_view body) const {
  const Hub* seen = nullptr;
  for (const std::string_view text : {subject, body}) {
    HostScan scan{text};
    for (std::string_view host = scan.next(); !host.empty(); host = scan.next()) {
      const auto at = base_->hosts.find(host);
      if (at == base_->hosts.end() || at->second == nullptr || at->second == seen) continue;
      if (seen != nullptr) return nullptr;
      seen = at->second;
    }
  }
  return seen;
}

domain::Place Directory::locate(const domain::TicketEvent& event) const {
  const auto* opened = std::get_if<domain::Opened>(&event.body);
  const Actor* who = actor(event.actor);
  domain::Place place;
  if (opened != nullptr) place.community = opened->community;

  const Hub* known = nullptr;
  if (!event.hub.empty()) {
    place.hub = event.hub;
    known = hub(event.hub);
  } else {
    const auto fits = [&](const Hub* inferred) {
      return inferred != nullptr && (place.community.empty() || place.community == inferred->community);
    };
    if (const Hub* told = opened != nullptr ? hub_in_texts(opened->subject, opened->body) : nullptr;
        fits(told))
      known = told;
    else if (const Hub* own = who != nullptr ? who->hub.one : nullptr; told == nullptr && fits(own))
      known = own;
  }

  if (known != nullptr) {
    place.hub = known->id;
    place.cluster = known->cluster;
    place.community = known->community;
    place.hub_kind = known->kind;
  } else if (const std::size_t slash = place.hub.value.find('/'); slash != std::string::npos) {
    place.cluster = domain::ClusterId{place.hub.value.substr(0, slash)};
  }
  if (place.community.empty() && who != nullptr && who->community.one != nullptr)
    place.community = who->community.one->id;
  place.standing = standing(event.actor, place.hub, place.community);
  return place;
}

domain::Rung Directory::standing(const domain::ActorId& id, const domain::HubId& hub_id,
                                 const domain::CommunityId& community_id) const {
  const Actor* who = actor(id);
  if (who == nullptr) return domain::Rung::user;
  const Hub* there = hub(hub_id);
  const Community* home = community(there != nullptr ? there->community : community_id);
  domain::Rung highest = domain::Rung::user;
  for (const Role& role : who->roles) {
    const bool everywhere = role.hub == nullptr && role.community == nullptr;
    const bool elsewhere = (there != nullptr && role.hub != nullptr && role.hub != there) ||
                           (home != nullptr && role.community != home);
    if (everywhere || !elsewhere) highest = std::max(highest, role.rung);
  }
  return highest;
}

domain::Place Directory::locate(const domain::TicketEvent& event, const Producer& producer) const {
  domain::Place place = locate(event);
  bool allowed = may_speak_for(producer, place.hub);
  if (const Community* known = community(place.community); place.hub.empty() && known != nullptr)
    allowed = std::ranges::any_of(known->hubs, [&](const auto& hub) { return may_speak_for(producer, hub); });
  if (!allowed) return {};
  return place;
}

}  // namespace triaged::directory
