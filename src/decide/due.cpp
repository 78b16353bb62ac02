// One of the ticket's clocks: a reminder before its end, or the end. Nothing here moves a ticket down.
#include "decide/beside.hpp"
#include "decide/clocks.hpp"
#include "decide/steps.hpp"

namespace triaged::decide {

using domain::Clock;
using domain::NoticeKind;
using domain::ReasonCode;
using domain::TicketState;
using domain::Timer;

namespace {

constexpr domain::Duration kRemindEvery = std::chrono::days{1};  // of a resolution that is overdue

domain::Reason because(Clock clock, const char* what) {
  std::string words(name(clock));
  for (char& c : words)
    if (c == '_') c = ' ';
  return {.code = ReasonCode::deadline, .rule = {}, .text = words + " " + what};
}

void remind(Change& change, const Timer& timer) {
  change.ticket.reason = because(timer.clock, ("is due at " + domain::to_rfc3339(*timer.due)).c_str());
  reminded(change.ticket, timer.clock);
  change.tell_owner(NoticeKind::reminder);
}

void tell_owner_and_manager(Change& change) {
  change.tell_owner(NoticeKind::reminder);
  const domain::TeamReach* owner = change.owner();
  if (owner != nullptr && !owner->manager.empty())
    static_cast<void>(change.tell_team(owner->manager, NoticeKind::reminder));  // who cannot be told is not
}

void resolution_missed(Change& change) {
  change.ticket.reason = because(Clock::resolution, "was missed");
  start(change.ticket, {.clock = Clock::resolution,
                        .term = {.time = kRemindEvery, .working_days = 0},
                        .since = change.now,
                        .hours = nullptr,
                        .wall = true,
                        .warn_at = 0});
  tell_owner_and_manager(change);
}

// It waited long enough for the requester, or until the time named.
void waited(Change& change) {
  auto& ticket = change.ticket;
  ticket.state = TicketState::open;
  stop(ticket, Clock::pending);
  change.release_resolution();
  change.start_response(Clock::next_response);
  ticket.reason = because(Clock::pending, "is over");
  change.tell_owner(NoticeKind::reminder);
}

void box_is_full(Change& change) {
  stop(change.ticket, Clock::time_box);
  domain::Reason reason = because(Clock::time_box, "is over: pass it up");
  reason.code = ReasonCode::time_box;
  if (change.policy.time_box && change.policy.time_box->climb) return climb(change, std::move(reason));
  change.ticket.reason = std::move(reason);
  change.tell_owner(NoticeKind::reminder);
}

void needed_soon(Change& change) {
  auto& ticket = change.ticket;
  if (!ticket.needed_by) return stop(ticket, Clock::needed_by);
  const auto severity = severity_by_need(change.policy, *ticket.needed_by, change.now);
  const bool rises = severity && *severity > ticket.severity;
  if (rises) {
    ticket.severity = *severity;
    change.clocks_anew();
  }
  change.start_need();
  ticket.reason = because(Clock::needed_by, ("comes near: " + domain::to_rfc3339(*ticket.needed_by)).c_str());
  change.tell_owner(rises ? NoticeKind::updated : NoticeKind::reminder);
}

void does_not_move(Change& change) {
  auto& ticket = change.ticket;
  stop(ticket, Clock::impasse);
  ticket.reason = {.code = ReasonCode::impasse, .rule = {}, .text = "open too long at the top of the ladder"};
  const auto& impasse = change.policy.impasse;
  bool told = false;
  while (impasse && !told && ticket.impasses < impasse->to.size())
    told = change.tell_team(impasse->to[ticket.impasses++], NoticeKind::impasse);
  if (!told) change.tell_owner(NoticeKind::reminder);
  change.start_impasse();
}

void close(Change& change) {
  change.ticket.state = TicketState::closed;
  change.stop_all_clocks();
  change.ticket.reason = because(Clock::closing, "time is over, and nobody wrote again");
  change.tell_owner(NoticeKind::closed);
}

}  // namespace

std::optional<domain::Refusal> fall_due(Change& change, Clock clock) {
  const Timer* known = timer(change.ticket, clock);
  if (known == nullptr || !known->due) return domain::Refusal::stale;
  const Timer timer = *known;  // what follows changes the ticket's
  if (*timer.due > change.now) {
    if (!timer.remind || *timer.remind > change.now) return domain::Refusal::stale;
    return remind(change, timer), std::nullopt;
  }
  switch (clock) {
    case Clock::first_response:
    case Clock::next_response:
      climb(change, because(clock, "was missed"));
      break;
    case Clock::resolution:
      resolution_missed(change);
      break;
    case Clock::approval:
      nobody_said(change);
      break;
    case Clock::pending:
      waited(change);
      break;
    case Clock::time_box:
      box_is_full(change);
      break;
    case Clock::needed_by:
      needed_soon(change);
      break;
    case Clock::impasse:
      does_not_move(change);
      break;
    case Clock::closing:
      close(change);
      break;
    case Clock::asleep:
      look_after_incident(change);
      break;
    case Clock::quiet:
      alerts_are_quiet(change);
      break;
    case Clock::expiry:
      alerts_expire(change);
      break;
  }
  return {};
}

}  // namespace triaged::decide
