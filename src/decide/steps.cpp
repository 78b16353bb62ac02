#include "decide/steps.hpp"

#include <algorithm>

#include "decide/beside.hpp"
#include "decide/clocks.hpp"
#include "decide/confidential.hpp"
#include "decide/route.hpp"
#include "decide/table.hpp"

namespace triaged::decide {

using domain::Clock;
using domain::NoticeKind;
using domain::ReasonCode;
using domain::TicketState;

namespace {

domain::Reason commanded(const Change& change, std::string what, const std::string& why = {}) {
  std::string text = std::move(what);
  if (!change.event.actor.empty()) text += " by " + change.event.actor.value;
  if (!why.empty()) text += ": " + why;
  return {.code = ReasonCode::command, .rule = {}, .text = std::move(text)};
}

// Back from waiting: what stood still runs on.
void wake(Change& change) {
  stop(change.ticket, Clock::pending);
  change.release_resolution();
}

bool only_thanks(const View& view) { return view.classification.category.value == "thanks"; }

// What the rules read in the new text can make a ticket more urgent, never less.
void raise_by(Change& change, const domain::Classification& said) {
  auto& ticket = change.ticket;
  if (!said.severity.by.empty()) ticket.severity = std::max(ticket.severity, said.severity.value);
  ticket.incident = ticket.incident || said.incident.value;
  if (ticket.symptom.empty() && !said.symptom.by.empty()) ticket.symptom = said.symptom.value;
}

// A day named in it can do the same.
void raise_by(Change& change, domain::Instant needed_by) {
  auto& ticket = change.ticket;
  ticket.needed_by = needed_by;
  if (const auto severity = severity_by_need(change.policy, needed_by, change.now);
      severity && *severity > ticket.severity)
    ticket.severity = *severity;
  change.start_need();
}

// A rung of hubs or communities bears one name everywhere, and other people hold it at another place.
bool are_others_there(const domain::Ticket& ticket, const domain::Place& place) {
  if (ticket.rung == domain::Rung::hub_admin) return place.hub != ticket.place.hub;
  return ticket.rung == domain::Rung::community_representative && place.community != ticket.place.community;
}

// Somebody of the service who does not have the ticket: worth reading, and no answer of its requester.
bool beside_it(const Change& change) {
  const auto& speaker = change.view.speaker;
  return speaker.standing >= domain::Rung::support && !speaker.in_team && !speaker.represents &&
         !is_requester(change.ticket, change.event.actor);
}

// By the team that has it: an answer, so somebody has seen the ticket.
void answered(Change& change) {
  change.stop_response();
  if (change.ticket.state == TicketState::open) {
    change.ticket.state = TicketState::acknowledged;
    change.start_time_box();
  }
  change.ticket.reason = commanded(change, "answered");
  change.tell_owner(NoticeKind::updated);
}

}  // namespace

std::optional<domain::Refusal> comment(Change& change, const domain::Commented& said) {
  auto& ticket = change.ticket;
  if (said.automatic) return {};  // recorded; nobody is to be told, least of all another machine
  const bool done = ticket.state == TicketState::resolved || ticket.state == TicketState::closed;
  const bool by_team = change.view.speaker.in_team;
  if (by_team && !done && ticket.state != TicketState::awaiting_approval)
    return answered(change), std::nullopt;
  const bool thanks = done && only_thanks(change.view);
  if (thanks || (done && by_team) || beside_it(change)) {
    ticket.reason = commanded(change, thanks ? "thanks" : "a word");
    change.tell_owner(NoticeKind::updated);
    return {};
  }
  const auto severity_before = ticket.severity;
  if (said.needed_by) raise_by(change, *said.needed_by);
  raise_by(change, change.view.classification);
  if (ticket.severity != severity_before) change.clocks_anew();
  if (done) {
    reopen(change, "a new comment");
    if (change.view.classification.incident.value) look_for_incident(change);
    if (const auto* asked = to_be_asked_beside(change)) change.tell(asked, NoticeKind::approval_requested);
    return {};
  }
  switch (ticket.state) {
    case TicketState::pending:
      ticket.state = TicketState::open;
      wake(change);
      change.start_response(Clock::next_response);
      break;
    case TicketState::acknowledged:
      // Who writes twice waits no longer for it.
      if (timer(ticket, Clock::next_response) == nullptr) change.start_response(Clock::next_response);
      break;
    case TicketState::awaiting_approval:
      // A representative's words are an answer; support records whether they are a yes or a no.
      if (change.view.speaker.represents) stop(ticket, Clock::approval);
      break;
    case TicketState::open:
    case TicketState::resolved:
    case TicketState::closed:
    case TicketState::withdrawn:
    case TicketState::merged:
      break;
  }
  ticket.reason = commanded(change, "a comment");
  if (ticket.incident && !change.view.ticket->incident) look_for_incident(change);
  const auto* asked = to_be_asked_beside(change);
  change.tell_owner(NoticeKind::updated);
  if (asked != nullptr) change.tell(asked, NoticeKind::approval_requested);
  return {};
}

void note(Change& change) {
  const auto* yes = std::get_if<domain::Approved>(&change.event.body);
  change.ticket.reason = commanded(
      change, yes != nullptr ? "approved, while it was under way" : "declined, while it was under way");
  change.tell_owner(NoticeKind::updated);
}

// `view.place` and `view.reach` are those of the new hub and community.
void associate(Change& change) {
  auto& ticket = change.ticket;
  const auto before = ticket.team;
  const bool others_have_it = are_others_there(ticket, change.view.place);
  ticket.place = change.view.place;
  look_for_incident(change);
  if (ticket.state == TicketState::awaiting_approval || !ticket.meant_for) {
    ticket.reason = commanded(change, "its place was named");
    if (ticket.state != TicketState::awaiting_approval || !others_have_it)
      return change.tell_owner(NoticeKind::updated);
    change.start_approval();  // these have not been asked yet
    return change.tell_owner(NoticeKind::approval_requested);
  }
  const auto* named = std::get_if<domain::TeamId>(&*ticket.meant_for);
  const auto routed = kept_close(change, *ticket.meant_for,
                                 route(*ticket.meant_for, named != nullptr ? change.reach(*named) : nullptr,
                                       ticket.reason.rule, ticket.place, change.view.reach));
  auto reason = routed.reason;
  reason.text += "; " + commanded(change, "its place was named").text;
  if (routed.team != nullptr && routed.team->team == before && !others_have_it) {
    ticket.reason = std::move(reason);
    return change.tell_owner(NoticeKind::updated);
  }
  change.give(routed.team, NoticeKind::assigned, std::move(reason));
  change.tell_requester(NoticeKind::passed_on);
}

void acknowledge(Change& change, const domain::Acknowledged& by) {
  auto& ticket = change.ticket;
  if (ticket.state == TicketState::pending) wake(change);
  const bool taken_up_already = ticket.state == TicketState::acknowledged;
  ticket.state = TicketState::acknowledged;
  if (!by.assignee.empty()) ticket.assignee = by.assignee;
  change.stop_response();
  if (!taken_up_already) change.start_time_box();
  ticket.reason = commanded(change, "acknowledged");
  change.tell_owner(NoticeKind::updated);
  take_incident_up(change);
}

void pause(Change& change, const domain::Paused& wait) {
  auto& ticket = change.ticket;
  ticket.state = TicketState::pending;
  change.stop_response();
  stop(ticket, Clock::time_box);
  const bool for_requester = wait.waiting_for == domain::WaitingFor::requester;
  if (for_requester)
    change.hold_resolution();
  else
    change.release_resolution();
  const auto limit = change.policy.pending_limit;
  auto until = wait.until;
  if (limit > domain::Duration::zero() && (!until || *until > change.now + limit)) until = change.now + limit;
  stop(ticket, Clock::pending);
  if (until)
    start(ticket,
          {.clock = Clock::pending,
           .term = {.time = std::max(domain::Duration::zero(), *until - change.now), .working_days = 0},
           .since = change.now,
           .hours = nullptr,
           .wall = true,
           .warn_at = 0});
  ticket.reason =
      commanded(change, for_requester ? "waits for its requester, said" : "waits, said", wait.reason);
  change.tell_owner(NoticeKind::updated);
  if (for_requester) change.tell_requester(NoticeKind::waiting_for_you);
}

void resolve(Change& change, const domain::Resolved& how) {
  auto& ticket = change.ticket;
  ticket.state = TicketState::resolved;
  change.stop_all_clocks();
  change.start_closing();
  ticket.reason = commanded(change, "resolved", how.resolution);
  change.tell_owner(NoticeKind::resolved);
  change.tell_requester(NoticeKind::resolved);
}

// At the team that resolved it; where that is not there any more, at its successor, or the next one above
// that is.
void reopen(Change& change, const std::string& why) {
  auto reason = commanded(change, "reopened", why);
  leave_what_is_over(change);
  auto& meant_for = change.ticket.meant_for;
  if (meant_for && std::holds_alternative<domain::ToNobody>(*meant_for)) meant_for.reset();
  change.stop_all_clocks();
  const domain::TeamReach* team = change.owner();
  if (!reachable(team) && team != nullptr) team = change.reach(team->successor);
  if (!reachable(team)) {
    std::vector<const domain::TeamReach*> skipped;
    team = change.confidential()
               ? on_call(change)
               : next_rung(change.ticket.rung.value_or(domain::Rung::community_representative),
                           change.view.reach, skipped);
  }
  change.give(team, NoticeKind::assigned, std::move(reason));
  change.start_resolution(change.now);
}

void change_severity(Change& change, const domain::SeverityChanged& to) {
  auto& ticket = change.ticket;
  if (ticket.severity != to.severity) {  // the same again would only put off what is due
    ticket.severity = to.severity;
    change.clocks_anew();
  }
  ticket.reason = commanded(change, "severity set to " + std::string(name(to.severity)), to.reason);
  change.tell_owner(NoticeKind::updated);
}

void withdraw(Change& change, const domain::Withdrawn& why) {
  auto& requester = change.ticket.requester;
  auto& others = change.ticket.also_requested_by;
  if (change.event.actor == requester && !others.empty()) requester = {};
  std::erase(others, change.event.actor);
  if (!others.empty() || (!requester.empty() && requester != change.event.actor)) {  // they still wait
    change.ticket.reason = commanded(change, "others still ask; taken back", why.reason);
    return change.tell_owner(NoticeKind::updated);
  }
  change.ticket.state = TicketState::withdrawn;
  change.stop_all_clocks();
  change.ticket.reason = commanded(change, "withdrawn", why.reason);
  change.tell_owner(NoticeKind::closed);
}

}  // namespace triaged::decide
