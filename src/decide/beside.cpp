#include "decide/beside.hpp"

#include <algorithm>
#include <array>

#include <triaged/decide/incident.hpp>

#include "decide/clocks.hpp"
#include "decide/steps.hpp"

namespace triaged::decide {

using domain::Clock;
using domain::Duration;
using domain::Incident;
using domain::IncidentReported;
using domain::NoticeKind;
using domain::ReasonCode;
using domain::Refusal;
using domain::Severity;
using domain::Ticket;
using domain::TicketState;

namespace {

// Tickets that wake together would all fall due together.
constexpr std::uint64_t kWakeWithin = 600;  // seconds

constexpr std::array kAsleep{Clock::first_response, Clock::next_response, Clock::resolution, Clock::time_box,
                             Clock::impasse};

// The same for a ticket whenever it is asked (FNV-1a, 64 bits).
Duration own_delay(const domain::TicketId& id) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : id.value) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return std::chrono::seconds{hash % kWakeWithin};
}

domain::Instant updates_are_late_at(const Incident& incident, const Policy& policy) {
  return incident.updated_at + policy.incidents.update_every + policy.incidents.remind_every;
}

void sleep(Change& change, const Incident& incident) {
  const auto until =
      std::max(updates_are_late_at(incident, change.policy), change.now) + own_delay(change.ticket.id);
  start(change.ticket, {.clock = Clock::asleep,
                        .term = {.time = until - change.now, .working_days = 0},
                        .since = change.now,
                        .hours = nullptr,
                        .wall = true,
                        .warn_at = 0});
}

void wake(Change& change) {
  if (timer(change.ticket, Clock::asleep) == nullptr) return;
  stop(change.ticket, Clock::asleep);
  for (const Clock clock : kAsleep)
    if (clock != Clock::resolution || change.ticket.state != TicketState::pending)
      release(change.ticket, clock, change.now, change.hours(), change.policy.warn_at);
}

domain::TicketEvent to_incident(const Change& change, domain::EventBody body) {
  domain::TicketEvent event;
  event.ticket_id = change.ticket.id;
  event.occurred_at = change.now;
  event.actor = change.event.actor;
  event.hub = change.ticket.place.hub;
  event.body = std::move(body);
  event.traceparent = change.event.traceparent;
  return event;
}

void report(Change& change, const domain::IncidentId& incident, IncidentReported::How how) {
  change.follow.push_back(to_incident(
      change,
      IncidentReported{
          .incident = incident, .ticket = change.ticket.id, .how = how, .severity = change.ticket.severity}));
}

bool lists(const std::vector<domain::TicketId>& list, const domain::TicketId& ticket) {
  return std::ranges::find(list, ticket) != list.end();
}

bool was_active(const Change& change) { return change.view.ticket && is_active(change.view.ticket->state); }

void join(Change& change, const Incident& incident) {
  auto& ticket = change.ticket;
  ticket.incident_id = incident.id;
  ticket.suspected = false;
  if (is_active(ticket.state)) sleep(change, incident);
  if (!lists(incident.tickets, ticket.id))
    report(change, incident.id, IncidentReported::How::linked);
  else if (was_active(change) && lists(incident.over, ticket.id))
    report(change, incident.id, IncidentReported::How::again);
}

void stand_beside(Change& change, const Incident& incident) {
  change.ticket.incident_id = incident.id;
  change.ticket.suspected = true;
  if (!lists(incident.suspected, change.ticket.id))
    report(change, incident.id, IncidentReported::How::suspected);
}

bool is_storm(const Change& change) {
  const auto& storm = change.policy.incidents.storm;
  return storm && is_comparable(change.ticket.symptom) && change.view.storm >= storm->tickets;
}

void found(Change& change) {
  const auto& ticket = change.ticket;
  const bool by_rule = ticket.incident;
  const auto* opened = std::get_if<domain::Opened>(&change.event.body);
  const auto* opening = opened != nullptr ? opened : change.view.opening;
  domain::IncidentFound what{.ticket = ticket.id,
                             .title = opening != nullptr ? opening->subject : std::string{},
                             .symptom = ticket.symptom,
                             .severity = ticket.severity,
                             .hub = ticket.place.hub,
                             .community = ticket.place.community,
                             .cluster = ticket.place.cluster,
                             .code = by_rule ? ReasonCode::rule : ReasonCode::storm,
                             .rule = {},
                             .because = {}};
  if (change.confidential()) {
    what.confidential = true;
    what.title = "Confidential";
  }
  if (by_rule) {
    what.rule = change.view.classification.incident.by;
    what.because = "ticket " + ticket.id.value + " is one by the rules";
  } else {
    const auto& storm = *change.policy.incidents.storm;
    what.severity = std::max(what.severity, storm.severity);
    what.because = std::to_string(change.view.storm) + " people report the same within " +
                   std::to_string(std::chrono::duration_cast<std::chrono::minutes>(storm.within).count()) +
                   " min";
  }
  change.follow.push_back(to_incident(change, std::move(what)));
}

}  // namespace

bool is_comparable(std::string_view symptom) noexcept { return !symptom.empty() && symptom != "other"; }

bool look_for_incident(Change& change) {
  auto& ticket = change.ticket;
  const Incident* near = change.view.incident;
  if (!ticket.incident_id.empty() && !ticket.suspected) {
    if (near == nullptr || near->id != ticket.incident_id || !is_going_on(*near)) return false;
    return sleep(change, *near), true;
  }
  if (change.view.cleared) return false;
  const bool would_open = ticket.incident || is_storm(change);
  if (change.confidential()) near = nullptr;  // who deals with that one must not hear of this
  if (near != nullptr && is_going_on(*near)) {
    const bool alike = is_comparable(ticket.symptom) && near->symptom == ticket.symptom;
    const bool its_own = is_at(*near, place_of(ticket.place));
    if (alike && (its_own || !would_open)) return join(change, *near), true;
    if (its_own || !would_open) {
      if ((is_comparable(ticket.symptom) || ticket.incident) && !ticket.suspected)
        stand_beside(change, *near);
      return false;
    }
  }
  if (!would_open) return false;
  if (!change.view.silence.empty())
    ticket.silenced_by = change.view.silence;
  else
    found(change);
  return false;
}

std::optional<Refusal> link(Change& change, const domain::Linked& to) {
  auto& ticket = change.ticket;
  const Incident* incident = change.view.incident;
  if (incident == nullptr || incident->id != to.incident) return Refusal::unknown_incident;
  // What was owed while that one went on: that it is over is owed next, and the ticket must be there to hear
  // it.
  const bool was_owed = change.event.producer.empty() && lists(incident->tickets, ticket.id);
  if (!is_going_on(*incident) && !was_owed) return Refusal::wrong_state;
  if (ticket.incident_id == to.incident && !ticket.suspected) return Refusal::wrong_state;
  if (!ticket.incident_id.empty() && ticket.incident_id != to.incident)
    report(change, ticket.incident_id, IncidentReported::How::left);
  join(change, *incident);
  ticket.reason = {.code = ReasonCode::incident,
                   .rule = {},
                   .text = "part of " + incident->id.value + ": " + incident->title};
  change.tell_owner(NoticeKind::linked);
  change.tell_requester(NoticeKind::known);
  return {};
}

std::optional<Refusal> unlink(Change& change, const domain::Unlinked& from) {
  auto& ticket = change.ticket;
  if (ticket.incident_id.empty() || ticket.incident_id != from.incident) return Refusal::wrong_state;
  report(change, ticket.incident_id, IncidentReported::How::left);
  ticket.reason = {.code = ReasonCode::incident,
                   .rule = {},
                   .text = "not part of " + ticket.incident_id.value + ", says " + change.event.actor.value};
  ticket.incident_id = {};
  ticket.suspected = false;
  wake(change);
  change.tell_owner(NoticeKind::updated);
  return {};
}

std::optional<Refusal> suspect(Change& change, const domain::Suspected& of) {
  auto& ticket = change.ticket;
  if (!ticket.incident_id.empty() && !ticket.suspected) return Refusal::wrong_state;  // it is linked
  ticket.incident_id = of.incident;
  ticket.suspected = true;
  return {};
}

std::optional<Refusal> end_with_incident(Change& change, const domain::IncidentOver& over) {
  auto& ticket = change.ticket;
  if (ticket.incident_id != over.incident) return Refusal::wrong_state;
  if (ticket.suspected) {
    ticket.incident_id = {};
    ticket.suspected = false;
    return {};
  }
  if (!is_active(ticket.state)) return Refusal::wrong_state;
  ticket.state = TicketState::resolved;
  ticket.firing.clear();
  change.stop_all_clocks();
  change.start_closing();
  ticket.reason = {
      .code = ReasonCode::incident,
      .rule = {},
      .text = over.incident.value + " is resolved" + (over.resolution.empty() ? "" : ": " + over.resolution)};
  change.tell_owner(NoticeKind::resolved);
  change.tell_requester(NoticeKind::resolved);
  return {};
}

std::optional<Refusal> unsilence(Change& change, const domain::Unsilenced& by) {
  auto& ticket = change.ticket;
  if (ticket.silenced_by != by.silence) return Refusal::wrong_state;
  ticket.silenced_by = {};
  const auto* opening = change.view.opening;
  const bool alert = opening != nullptr && source(*opening) == domain::Source::alert;
  if (is_active(ticket.state) && (!alert || !ticket.firing.empty())) look_for_incident(change);
  ticket.reason = {
      .code = ReasonCode::incident, .rule = {}, .text = "silence " + by.silence.value + " is over"};
  return {};
}

void look_after_incident(Change& change) {
  const Incident* incident = change.view.incident;
  const bool dealt_with = incident != nullptr && incident->id == change.ticket.incident_id &&
                          is_going_on(*incident) &&
                          change.now < updates_are_late_at(*incident, change.policy);
  if (dealt_with) {
    change.ticket.reason.text = "asleep while " + incident->id.value + " is dealt with";
    return sleep(change, *incident);
  }
  wake(change);
  change.ticket.reason = {
      .code = ReasonCode::incident,
      .rule = {},
      .text = "nobody says how " + change.ticket.incident_id.value + " stands: its clocks run again"};
  change.tell_owner(NoticeKind::reminder);
}

void leave_what_is_over(Change& change) {
  auto& ticket = change.ticket;
  const Incident* incident = change.view.incident;
  const bool goes_on = incident != nullptr && incident->id == ticket.incident_id && is_going_on(*incident);
  if (!goes_on && !ticket.suspected) ticket.incident_id = {};
}

void report_to_incident(Change& change) {
  const auto& ticket = change.ticket;
  if (!change.view.ticket || ticket.incident_id.empty() || ticket.suspected) return;
  if (was_active(change) && !is_active(ticket.state))
    report(change, ticket.incident_id, IncidentReported::How::over);
  if (!was_active(change) && is_active(ticket.state))
    report(change, ticket.incident_id, IncidentReported::How::again);
}

// Who is paged reads the report first, and says there that they have it.
void take_incident_up(Change& change) {
  const auto& ticket = change.ticket;
  const Incident* incident = change.view.incident;
  if (!change.view.on_call || incident == nullptr || ticket.suspected || incident->id != ticket.incident_id)
    return;
  const bool first = !incident->tickets.empty() && incident->tickets.front() == ticket.id;
  if (first && incident->state == domain::IncidentState::open)
    change.follow.push_back(to_incident(change, domain::IncidentAcknowledged{incident->id}));
}

void keep_asleep(Change& change) {
  if (timer(change.ticket, Clock::asleep) == nullptr) return;
  for (const Clock clock : kAsleep) hold(change.ticket, clock, change.now, change.hours());
}

}  // namespace triaged::decide
