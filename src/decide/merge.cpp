// Two tickets that are one. `merge` ends the one, keeps which ticket goes on instead of it, and has that
// ticket hear of its requesters; `join` is what the other one does with that. Neither moves the ticket that
// goes on, sets its clocks or raises its severity: the team that has it reads what has come, and says so.
//
// Refused: a ticket that nobody knows, one that would be merged into itself, and one that is over.
#include "decide/steps.hpp"
#include "decide/table.hpp"

namespace triaged::decide {
namespace {

using domain::NoticeKind;
using domain::ReasonCode;
using domain::Refusal;
using domain::TicketState;

std::string by_whom(const Change& change) {
  return change.event.actor.empty() ? std::string() : " by " + change.event.actor.value;
}

// The ticket that goes on is told by an event of the daemon's own. Its actor is who merged them: the history
// of that ticket names them, too.
domain::TicketEvent joined(const Change& change, const domain::TicketId& into) {
  return {.producer = {},
          .event_id = {},
          .ticket_id = into,
          .occurred_at = change.event.occurred_at,
          .actor = change.event.actor,
          .hub = {},
          .body = domain::Joined{.from = change.ticket.id, .requesters = change.requesters()},
          .traceparent = change.event.traceparent};
}

}  // namespace

std::optional<Refusal> merge(Change& change) {
  const auto& into = change.view.into;
  if (!into) return Refusal::unknown_ticket;
  if (into->id == change.ticket.id) return Refusal::cycle;
  // Judged by the table, so that what is asked of the other ticket next cannot be refused there.
  if (step(into->state, domain::EventKind::joined) != Step::join) return Refusal::wrong_state;
  auto& ticket = change.ticket;
  ticket.state = TicketState::merged;
  ticket.merged_into = into->id;
  change.stop_all_clocks();
  ticket.reason = {
      .code = ReasonCode::command, .rule = {}, .text = "merged into " + into->id.value + by_whom(change)};
  change.tell_owner(NoticeKind::closed);
  change.tell_requester(into->state == TicketState::resolved ? NoticeKind::resolved : NoticeKind::passed_on);
  change.follow.push_back(joined(change, into->id));
  return {};
}

void join(Change& change, const domain::Joined& other) {
  auto& ticket = change.ticket;
  std::size_t too_many = 0;
  for (const auto& requester : other.requesters) {
    if (is_requester(ticket, requester)) continue;
    if (ticket.also_requested_by.size() < kRequestersMax)
      ticket.also_requested_by.push_back(requester);
    else
      ++too_many;
  }
  std::string text = other.from.value + " was merged into it" + by_whom(change);
  if (too_many > 0)
    text += "; " + std::to_string(too_many) + " of its requesters are not kept, for there are " +
            std::to_string(kRequestersMax) + " already";
  ticket.reason = {.code = ReasonCode::command, .rule = {}, .text = std::move(text)};
  change.tell_owner(NoticeKind::updated);
}

}  // namespace triaged::decide
