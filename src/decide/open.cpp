#include "decide/open.hpp"

#include "decide/route.hpp"

namespace triaged::decide {
namespace {

using domain::Notice;
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
          .reason = {}};
}

// A notice about this version, for whoever it is then addressed to.
Notice tell(const Ticket& ticket, const View& view, const domain::TicketEvent& event,
            const domain::Opened& opened, domain::Instant now, std::uint32_t index) {
  Notice notice{.id = notice_id(ticket.id, ticket.version, index, view.epoch),
                .kind = {},
                .team = {},
                .rung = {},
                .previous_team = {},
                .queue = {},
                .format = {},
                .ticket = ticket,
                .subject = opened.subject,
                .body = opened.body,
                .labels = opened.labels,
                .truncated = opened.truncated,
                .reason = ticket.reason,
                .ruleset = view.ruleset,
                .at = now,
                .traceparent = event.traceparent};
  for (const auto& [key, set] : view.classification.labels) notice.labels.insert_or_assign(key, set.value);
  return notice;
}

Notice assigned(Notice notice, const domain::TeamReach& team) {
  notice.kind = NoticeKind::assigned;
  notice.team = team.team;
  notice.rung = team.rung;
  notice.queue = team.queue;
  notice.format = team.format;
  return notice;
}

Notice unrouted(Notice notice, const Policy& policy) {
  notice.kind = NoticeKind::assigned;
  notice.queue = policy.unrouted_queue;
  notice.format = domain::Format::json;
  return notice;
}

// The requester hears of it; an alert has no requester who reads.
Notice received(Notice notice, const Policy& policy) {
  notice.kind = NoticeKind::received;
  notice.team = domain::TeamId{domain::kRequester};
  notice.queue = policy.requesters_queue;
  notice.format = domain::Format::json;
  return notice;
}

}  // namespace

Effects open(const View& view, const domain::TicketEvent& event, const domain::Opened& opened,
             domain::Instant now, const Policy& policy) {
  Effects effects;
  Ticket ticket = describe(view, event, now);
  const auto& said = view.classification;

  if (const auto* nobody = std::get_if<domain::ToNobody>(&said.destination)) {
    ticket.state = TicketState::resolved;
    ticket.reason = {.code = ReasonCode::rule, .rule = said.rule, .text = nobody->because};
    effects.ticket = std::move(ticket);
    return effects;
  }

  const Routed routed = route(said, view.place, view.reach);
  ticket.reason = routed.reason;
  if (routed.team != nullptr) {
    ticket.team = routed.team->team;
    ticket.rung = routed.team->rung;
    effects.notices.push_back(assigned(tell(ticket, view, event, opened, now, 0), *routed.team));
  } else {
    ticket.reason.code = ReasonCode::unrouted;
    effects.notices.push_back(unrouted(tell(ticket, view, event, opened, now, 0), policy));
  }
  if (policy.notify_requesters && source(opened) == domain::Source::person && !event.actor.empty())
    effects.notices.push_back(received(tell(ticket, view, event, opened, now, 1), policy));
  effects.ticket = std::move(ticket);
  return effects;
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
