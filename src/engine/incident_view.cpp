// What a decision about an incident may look at: of one that is there itself and its kin, of one that is said
// to be there what goes on at that place; and who would hear of it.
#include <algorithm>

#include "engine/impl.hpp"

namespace triaged::engine {
namespace {

bool says_there_is_one(const domain::TicketEvent& event) {
  return std::holds_alternative<domain::IncidentFound>(event.body) ||
         std::holds_alternative<domain::IncidentDeclared>(event.body);
}

// Where the event says that an incident is.
domain::Place place_told(const domain::TicketEvent& event, const directory::Directory& directory) {
  if (const auto* found = std::get_if<domain::IncidentFound>(&event.body)) {
    domain::Place place;
    place.hub = found->hub;
    place.community = found->community;
    place.cluster = found->cluster;
    return place;
  }
  return directory.locate(event);
}

void add_sibling(decide::IncidentView& view, const domain::Incident& one) {
  view.siblings.push_back(one.id);
  view.worst_sibling = std::max(view.worst_sibling, one.severity);
}

const std::string& symptom_told(const domain::TicketEvent& event) {
  if (const auto* found = std::get_if<domain::IncidentFound>(&event.body)) return found->symptom;
  return std::get<domain::IncidentDeclared>(event.body).symptom;
}

}  // namespace

decide::IncidentView Engine::Impl::view_of_incident(const domain::TicketEvent& event) const {
  decide::IncidentView view;
  const auto& policy = *knowledge.policy;
  view.epoch = memory.epoch;
  view.calendars = knowledge.calendars.get();
  domain::Place place;
  if (says_there_is_one(event)) {
    place = place_told(event, *knowledge.directory);
    view.place = place;
    view.next_number = incidents.last_number + 1;
    look_round(view, place, event);
  } else if (view.incident = incidents.find(domain::incident_of(event)); view.incident != nullptr) {
    place.hub = view.incident->hub;
    place.community = view.incident->community;
    place.cluster = view.incident->cluster;
    look_at_its_kin(view, event);
  }
  if (const auto* merged = std::get_if<domain::IncidentMerged>(&event.body))
    view.into = incidents.find(merged->into);
  view.standing = knowledge.directory->standing(event.actor, place.hub, place.community);
  for (const auto& team : decide::audiences_asked(policy)) {
    auto reach = knowledge.directory->reach_team(team, place, undeliverable, ended);
    const bool member = knowledge.directory->speaker(event.actor, team, place).in_team;
    const auto duty = decide::duty_of(reach, policy.incidents, knowledge.calendars.get(), now);
    const bool pages = reach.rung != domain::Rung::community_representative;
    const bool on_duty = std::ranges::find(duty.people, event.actor) != duty.people.end();
    view.on_call = view.on_call || (pages && (member || on_duty));
    const bool attended = !unattended.contains(reach.queue);
    view.audiences.push_back({.reach = std::move(reach), .duty = duty, .attended = attended});
  }
  return view;
}

// Of an incident that is there: the one it is part of, or is to be, and how its own parts stand.
void Engine::Impl::look_at_its_kin(decide::IncidentView& view, const domain::TicketEvent& event) const {
  const auto& incident = *view.incident;
  const auto* joined = std::get_if<domain::IncidentJoined>(&event.body);
  view.parent = incidents.find(joined != nullptr ? joined->parent : incident.parent);
  if (view.parent == &incident || (view.parent != nullptr && !is_going_on(*view.parent)))
    view.parent = nullptr;
  if (std::holds_alternative<domain::IncidentReopened>(event.body) && !incident.confidential) {
    if (!incident.hub.empty()) view.parent = cluster_incident(incident.cluster);
    view.another_goes_on = std::ranges::any_of(incidents.all(), [&](const auto& known) {
      const auto& other = known.second;
      return &other != &incident && !other.confidential && is_going_on(other) &&
             decide::is_at(other, decide::place_of(incident));
    });
  }
  view.parts_going_on =
      static_cast<std::size_t>(std::ranges::count_if(incident.children, [&](const domain::IncidentId& child) {
        const auto* part = incidents.find(child);
        return part != nullptr && is_going_on(*part) && part->parent == incident.id;
      }));
  const bool of_the_cluster = incident.hub.empty() && incident.community.empty();
  for (const auto& [key, beat] : incidents.heartbeats)
    view.heartbeat_missed =
        view.heartbeat_missed ||
        (of_the_cluster && key.second == incident.cluster && beat.missed &&
         std::ranges::find(knowledge.policy->incidents.heartbeats, key.first,
                           &decide::HeartbeatWatch::name) != knowledge.policy->incidents.heartbeats.end());
}

// That goes on; nullptr: none does.
const domain::Incident* Engine::Impl::cluster_incident(const domain::ClusterId& cluster) const {
  for (const auto* one : incidents.of_cluster(cluster))
    if (one->hub.empty() && one->community.empty() && is_going_on(*one)) return one;
  return nullptr;
}

// At the place where an incident is said to be: one that is kept there, the reports, and its neighbours.
void Engine::Impl::look_round(decide::IncidentView& view, const domain::Place& place,
                              const domain::TicketEvent& event) const {
  const auto& policy = knowledge.policy->incidents;
  const auto where = decide::place_of(place);
  const auto& symptom = symptom_told(event);
  const auto* found = std::get_if<domain::IncidentFound>(&event.body);
  if (found != nullptr && found->confidential) return;  // it stands alone
  for (const auto& [id, one] : incidents.all()) {
    if (one.confidential || !decide::is_at(one, where)) continue;
    const bool its_own = decide::place_of(one) == where && is_going_on(one);
    const bool better = view.incident == nullptr || (is_going_on(one) && !is_going_on(*view.incident));
    if (its_own || (better && (is_going_on(one) || one.symptom == symptom))) view.incident = &one;
  }
  if (!where.hub.empty()) view.parent = cluster_incident(place.cluster);
  for (const auto* one : incidents.of_cluster(place.cluster)) {
    const bool neighbour =
        !one->hub.empty() && one->hub != where.hub && one->parent.empty() && !one->confidential;
    if (neighbour && is_going_on(*one) && policy.cluster_threshold &&
        one->paged_at.value_or(one->updated_at) >= now - policy.cluster_threshold->within)
      add_sibling(view, *one);
  }
  const auto* reports = incidents.reports_at(where);
  if (reports == nullptr) return;
  for (const auto& [opened_at, id] : *reports) {
    const auto& ticket = memory.open_tickets.at(id);
    const bool free = ticket.incident_id.empty() && ticket.silenced_by.empty() &&
                      !is_confidential(*knowledge.policy, ticket.category);
    const bool old = ticket.firing.empty() && ticket.received_at < now - policy.look_back;
    if (!free || !is_active(ticket.state) || old) continue;
    if (found != nullptr && found->ticket == id) continue;
    if (!decide::is_comparable(ticket.symptom) || !decide::is_comparable(symptom)) continue;
    auto& list = ticket.symptom == symptom ? view.same_symptom : view.other_symptom;
    list.push_back({.id = id, .severity = ticket.severity});
  }
}

}  // namespace triaged::engine
