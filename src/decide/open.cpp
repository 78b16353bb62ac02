#include "decide/open.hpp"

#include <algorithm>

#include "decide/approval.hpp"
#include "decide/beside.hpp"
#include "decide/change.hpp"
#include "decide/confidential.hpp"
#include "decide/route.hpp"

namespace triaged::decide {
namespace {

using domain::NoticeKind;
using domain::Reason;
using domain::ReasonCode;
using domain::Ticket;
using domain::TicketState;

// The ticket as the event and the rules describe it, before anybody owns it.
Ticket describe(const View& view, const domain::TicketEvent& event, domain::Instant now) {
  const auto& said = view.classification;
  return {.id = event.ticket_id,
          .version = 1,
          .state = TicketState::open,
          .team = {},
          .rung = {},
          .place = view.place,
          .requester = event.actor,
          .category = said.category.value,
          .severity = said.severity.value,
          .symptom = said.symptom.value,
          .incident = said.incident.value,
          .opened_at = event.occurred_at == domain::Instant{} ? now : event.occurred_at,
          .received_at = now,
          .reason = {},
          .assignee = {},
          .timers = {},
          .changed_at = event.occurred_at == domain::Instant{} ? now : std::min(event.occurred_at, now),
          .needed_by = {}};
}

void remember_what_for(Ticket& ticket, const domain::Classification& said) {
  ticket.meant_for = said.destination;
  if (said.needs) ticket.silence = said.needs->silence;
}

// The first owner; nullptr: nobody.
void own(Ticket& ticket, const domain::TeamReach* owner, Reason reason) {
  if (owner != nullptr) {
    ticket.team = owner->team;
    ticket.rung = owner->rung;
  }
  ticket.reason = std::move(reason);
}

void need_by(Change& change, const domain::Opened& opened) {
  auto& ticket = change.ticket;
  if (!opened.needed_by) return;
  ticket.needed_by = opened.needed_by;
  if (const auto severity = severity_by_need(change.policy, *opened.needed_by, change.now);
      severity && *severity > ticket.severity)
    ticket.severity = *severity;
}

}  // namespace

Effects open(const View& view, const domain::TicketEvent& event, const domain::Opened& opened,
             domain::Instant now, const Policy& policy) {
  Change change(describe(view, event, now), view, event, now, policy);
  Ticket& ticket = change.ticket;
  const auto& said = view.classification;

  remember_what_for(ticket, said);
  if (const auto* nobody = std::get_if<domain::ToNobody>(&said.destination)) {
    ticket.state = TicketState::resolved;
    ticket.reason = {.code = ReasonCode::rule, .rule = said.rule, .text = nobody->because};
    change.start_closing();
    return std::move(change).done();
  }

  need_by(change, opened);
  if (opened.alert) start_firing(change, *opened.alert);
  // Nobody of the community is asked about what only its own team may see.
  const Say say = change.confidential() ? Say{GoesAhead{}} : say_needed(view);
  if (const auto* awaits = std::get_if<Awaits>(&say)) {
    ticket.state = TicketState::awaiting_approval;
    own(ticket, awaits->approver, awaits->reason);
    change.start_approval();
    change.start_need();
    change.tell(awaits->approver, NoticeKind::approval_requested);
    change.tell_requester(NoticeKind::received);
  } else if (const auto* refused = std::get_if<Refused>(&say)) {
    // Declined, and yet somebody's: whoever is told may find a representative, and take it up again.
    ticket.state = TicketState::resolved;
    own(ticket, refused->told.team, refused->told.reason);
    change.start_closing();
    change.tell(refused->told.team, NoticeKind::resolved);
    change.tell_requester(NoticeKind::declined);
  } else {
    const auto* passed_on = std::get_if<PassedOn>(&say);
    if (passed_on != nullptr) ticket.meant_for.reset();  // not without a say, whatever is found out later
    Routed routed = passed_on != nullptr
                        ? passed_on->to
                        : kept_close(change, said.destination, route(said, view.place, view.reach));
    const auto* asks = std::get_if<GoesAheadAndAsks>(&say);
    if (asks != nullptr)
      routed.reason.text += asks->approver != nullptr
                                ? "; an incident does not wait for " + asks->approver->team.value
                                : "; an incident, and nobody can be asked to approve";
    change.give(routed.team, NoticeKind::assigned, std::move(routed.reason));
    if (asks != nullptr && asks->approver != nullptr)
      change.tell(asks->approver, NoticeKind::approval_requested);
    const bool known = look_for_incident(change);
    change.tell_requester(known ? NoticeKind::known : NoticeKind::received);
  }
  return std::move(change).done();
}

domain::TicketEvent parked_event(const ParkedMessage& message, domain::Instant now) {
  domain::Opened opened{
      .subject = "A message could not be read and was parked (" + std::string(name(message.reason)) + ")",
      .body = message.detail + "\n\nWhat could be saved of it:\n\n" + message.legible,
      .channel = "parked",
      .labels = {{"parked", std::string(name(message.reason))}},
      .community = {},
      .needed_by = {},
      .truncated = false};
  return {.producer = {},
          .event_id = {},
          .ticket_id = message.ticket,
          .occurred_at = now,
          .actor = {},
          .hub = {},
          .body = std::move(opened),
          .traceparent = {}};
}

namespace {

constexpr std::size_t kSubject = 100;  // bytes of a comment that stand in for a subject

// Cut before a character of several bytes rather than in it.
std::string first_line(const std::string& text) {
  std::string line = text.substr(0, text.find('\n'));
  if (line.size() <= kSubject) return line;
  std::size_t end = kSubject;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
  return line.substr(0, end);
}

}  // namespace

domain::TicketEvent opening_by(const domain::TicketEvent& comment) {
  const auto& said = std::get<domain::Commented>(comment.body);
  domain::TicketEvent event = comment;
  event.body = domain::Opened{.subject = first_line(said.body),
                              .body = said.body,
                              .channel = said.channel,
                              .labels = {},
                              .community = {},
                              .needed_by = said.needed_by,
                              .truncated = said.truncated};
  return event;
}

Effects open_for_parked(const View& view, const ParkedMessage& message, domain::Instant now,
                        const Policy& policy) {
  if (view.ticket) return refuse(domain::Refusal::wrong_state);  // the same unreadable message again
  const auto event = parked_event(message, now);
  // No rule is asked: rules judge tickets, and nobody could read this one.
  View asked = view;
  asked.classification = {};
  asked.classification.destination = domain::Rung::support;
  Effects effects = open(asked, event, std::get<domain::Opened>(event.body), now, policy);
  const Reason reason{.code = ReasonCode::parked,
                      .rule = {},
                      .text = std::string(name(message.reason)) + ": " + message.detail};
  if (effects.ticket->team.empty()) return effects;  // nobody at all: `unrouted` says more
  effects.ticket->reason = reason;
  for (auto& notice : effects.notices) notice.ticket.reason = notice.reason = reason;
  return effects;
}

}  // namespace triaged::decide
