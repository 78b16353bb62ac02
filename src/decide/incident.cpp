// The door to an incident's state: what the table says of this state and this event, and whether its teller
// may.
#include <algorithm>
#include <array>

#include <triaged/decide/incident.hpp>

#include "decide/incident_steps.hpp"
#include "decide/incident_table.hpp"
#include "decide/paging.hpp"

namespace triaged::decide {

using domain::EventKind;
using domain::Incident;
using domain::Refusal;

namespace {

bool may(const IncidentView& view, const domain::TicketEvent& event) {
  return event.producer.empty() || view.on_call || view.standing >= domain::Rung::support;
}

// Who says that there is an incident, and what they say of it. Nothing: the event does not.
std::optional<Beginning> beginning(const IncidentChange& change, const domain::Place& told_of) {
  if (const auto* found = std::get_if<domain::IncidentFound>(&change.event.body)) {
    return Beginning{.title = found->title,
                     .symptom = found->symptom,
                     .severity = found->severity,
                     .where = {.hub = found->hub, .community = found->community, .cluster = found->cluster},
                     .reason = {.code = found->code, .rule = found->rule, .text = found->because}};
  }
  if (const auto* declared = std::get_if<domain::IncidentDeclared>(&change.event.body)) {
    return Beginning{
        .title = declared->title,
        .symptom = declared->symptom,
        .severity = declared->severity,
        .where = {.hub = told_of.hub, .community = told_of.community, .cluster = told_of.cluster},
        .reason = change.because("declared")};
  }
  return std::nullopt;
}

std::optional<Refusal> take(IncidentStep step, IncidentChange& change, const std::optional<Beginning>& said) {
  const auto& body = change.event.body;
  switch (step) {
    case IncidentStep::wrong_state:
      return Refusal::wrong_state;
    case IncidentStep::join_in:
      return join_in(change, *said), std::nullopt;
    case IncidentStep::reopen:
      if (change.view.another_goes_on) return Refusal::wrong_state;
      if (const auto* asked = std::get_if<domain::IncidentReopened>(&body))
        return come_back(change, change.because("reopened", asked->reason).text), std::nullopt;
      return come_back(change, "it is back: " + said->reason.text), std::nullopt;
    case IncidentStep::acknowledge:
      return acknowledge(change), std::nullopt;
    case IncidentStep::update:
      return update(change, std::get<domain::IncidentUpdated>(body)), std::nullopt;
    case IncidentStep::name_role:
      return name_role(change, std::get<domain::IncidentRole>(body));
    case IncidentStep::change_severity:
      return change_severity(change, std::get<domain::IncidentSeverity>(body)), std::nullopt;
    case IncidentStep::merge:
      return merge(change);
    case IncidentStep::resolve:
      return resolve(change, std::get<domain::IncidentResolved>(body).resolution), std::nullopt;
    case IncidentStep::count_report:
      return count_report(change, std::get<domain::IncidentReported>(body)), std::nullopt;
    case IncidentStep::belong:
      return belong(change, std::get<domain::IncidentJoined>(body)), std::nullopt;
    case IncidentStep::page_next: {
      const auto& refused = std::get<domain::PageRefused>(body);
      const bool paged_elsewhere = !change.incident.parent.empty();
      if (paged_elsewhere || refused.level != change.incident.level) return Refusal::stale;
      return page_was_refused(change, refused.why), std::nullopt;
    }
    case IncidentStep::fall_due:
      return fall_due(change, std::get<domain::IncidentDeadline>(body).clock);
  }
  return Refusal::not_supported;
}

// One that is resolved comes back with the same symptom only; another one is a new incident.
bool is_the_same(const Incident& known, const std::optional<Beginning>& said) {
  if (!said || is_going_on(known)) return true;
  return known.state == domain::IncidentState::resolved && known.symptom == said->symptom;
}

Incident next_version(const Incident& incident) {
  Incident next = incident;
  ++next.version;
  return next;
}

Effects open(const IncidentView& view, const domain::TicketEvent& event, domain::Instant now,
             const Policy& policy) {
  Incident fresh;
  fresh.id = domain::incident_id(view.next_number);
  fresh.version = 1;
  IncidentChange change(std::move(fresh), view, event, now, policy);
  begin(change, *beginning(change, view.place));
  return std::move(change).done();
}

}  // namespace

Effects decide_incident(const IncidentView& view, const domain::TicketEvent& event, domain::Instant now,
                        const Policy& policy) {
  if (!may(view, event)) return refuse(Refusal::not_allowed);
  const auto kind = domain::kind(event);
  const bool says_there_is_one = kind == EventKind::incident_found || kind == EventKind::incident_declared;
  if (view.incident == nullptr) {
    if (says_there_is_one) return open(view, event, now, policy);
    return refuse(Refusal::unknown_incident);
  }
  IncidentChange change(next_version(*view.incident), view, event, now, policy);
  const auto said = beginning(change, view.place);
  if (!is_the_same(*view.incident, said)) return open(view, event, now, policy);
  if (const auto refused = take(step(view.incident->state, kind), change, said)) return refuse(*refused);
  return std::move(change).done();
}

IncidentPlace place_of(const Incident& incident) {
  if (!incident.hub.empty()) return {.hub = incident.hub, .community = {}, .cluster = {}};
  if (!incident.community.empty()) return {.hub = {}, .community = incident.community, .cluster = {}};
  return {.hub = {}, .community = {}, .cluster = incident.cluster};
}

IncidentPlace place_of(const domain::Place& place) {
  if (!place.hub.empty()) return {.hub = place.hub, .community = {}, .cluster = {}};
  if (!place.community.empty()) return {.hub = {}, .community = place.community, .cluster = {}};
  return {.hub = {}, .community = {}, .cluster = place.cluster};
}

bool is_at(const Incident& incident, const IncidentPlace& place) {
  if (place.empty()) return false;
  if (place_of(incident) == place) return true;
  return is_going_on(incident) && std::ranges::find(incident.also_at, place) != incident.also_at.end();
}

const Incident* incident_near(const domain::Place& place, std::span<const Incident* const> kept) {
  const std::array<IncidentPlace, 3> nearest_first{{{.hub = place.hub, .community = {}, .cluster = {}},
                                                    {.hub = {}, .community = place.community, .cluster = {}},
                                                    {.hub = {}, .community = {}, .cluster = place.cluster}}};
  const Incident* resolved = nullptr;
  for (const auto& where : nearest_first) {
    const Incident* merged_from_there = nullptr;
    for (const Incident* one : kept) {
      if (!is_at(*one, where)) continue;
      const bool its_own = place_of(*one) == where;
      if (its_own && is_going_on(*one)) return one;
      auto& second = its_own ? resolved : merged_from_there;
      if (second == nullptr) second = one;
    }
    if (merged_from_there != nullptr) return merged_from_there;
  }
  return resolved;
}

}  // namespace triaged::decide
