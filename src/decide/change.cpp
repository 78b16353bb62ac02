#include "decide/change.hpp"

#include "decide/away.hpp"
#include "decide/beside.hpp"
#include "decide/clocks.hpp"
#include "decide/table.hpp"

namespace triaged::decide {

using domain::Clock;
using domain::Instant;
using domain::NoticeKind;
using domain::TeamReach;
using domain::TicketState;

namespace {

domain::Ticket next_version(const domain::Ticket& ticket) {
  domain::Ticket next = ticket;
  ++next.version;
  return next;
}

// The resolution's clock runs as its team promised. Else it stood still in between, or is overdue: then it
// keeps what is left of it, and another team's promise does not fit it.
bool still_as_promised(const domain::Ticket& ticket, const Promise* promised) {
  const domain::Timer* known = timer(ticket, Clock::resolution);
  return known->due && promised != nullptr && promised->resolution == known->term &&
         promised->wall == known->wall;
}

}  // namespace

Change::Change(const View& v, const domain::TicketEvent& e, Instant n, const Policy& p)
    : Change(next_version(*v.ticket), v, e, n, p) {}

Change::Change(domain::Ticket t, const View& v, const domain::TicketEvent& e, Instant n, const Policy& p)
    : ticket(std::move(t)), view(v), event(e), now(n), policy(p) {}

// ---- who is told ----

bool Change::may_hear(const TeamReach& team) const {
  return !confidential() || team.team == ticket.team || team.team == policy.page;
}

void Change::tell(const TeamReach* team, NoticeKind kind) {
  // A rung of a hub or community that the directory does not know has no queue: that is nobody, too.
  const bool nobody = team == nullptr || team->queue.empty();
  if (!nobody && !may_hear(*team)) return;
  told_.push_back({.team = nobody ? nullptr : team, .kind = kind, .unrouted = nobody});
}

void Change::tell_owner(NoticeKind kind) {
  const bool to_nobody = ticket.meant_for && std::holds_alternative<domain::ToNobody>(*ticket.meant_for);
  if (ticket.team.empty() && to_nobody) return;  // that nobody has it is what the rules wanted
  const TeamReach* team = owner();
  // What is left of a team that is gone is its successor's business.
  if (team != nullptr && team->queue.empty() && reach(team->successor) != nullptr)
    team = reach(team->successor);
  tell(team, kind);
}

std::vector<domain::ActorId> Change::requesters() const {
  const domain::Opened* opened = opening();
  const bool alert = opened != nullptr && source(*opened) == domain::Source::alert;
  std::vector<domain::ActorId> all;
  if (!alert && !ticket.requester.empty()) all.push_back(ticket.requester);
  all.insert(all.end(), ticket.also_requested_by.begin(), ticket.also_requested_by.end());
  return all;
}

void Change::tell_requester(NoticeKind kind) {
  if (!policy.notify_requesters) return;
  for (auto& one : requesters())
    told_.push_back({.team = nullptr, .kind = kind, .unrouted = false, .requester = std::move(one)});
}

bool Change::tell_team(const domain::TeamId& id, NoticeKind kind) {
  const TeamReach* team = reach(id);
  if (team == nullptr || team->reachability != domain::Reachability::reachable || !may_hear(*team))
    return false;
  tell(team, kind);
  return true;
}

// ---- who has it ----

void Change::give(const TeamReach* team, NoticeKind kind, domain::Reason reason) {
  const bool moves = team == nullptr ? !ticket.team.empty() : team->team != ticket.team;
  const Promise* promised = promise_for(policy, ticket);
  if (moves && !ticket.team.empty())
    if (const TeamReach* before = owner(); before != nullptr && !before->queue.empty())
      tell(before, NoticeKind::recalled);
  ticket.team = team != nullptr ? team->team : domain::TeamId{};
  ticket.rung = team != nullptr ? team->rung : std::nullopt;
  ticket.state = TicketState::open;
  ticket.reason = std::move(reason);
  if (team == nullptr) ticket.reason.code = domain::ReasonCode::unrouted;
  if (moves) {
    ticket.assignee = {};
    stop(ticket, Clock::impasse);
  }
  stop(ticket, Clock::approval);
  stop(ticket, Clock::pending);
  stop(ticket, Clock::closing);
  stop(ticket, Clock::time_box);
  start_response(Clock::first_response);
  if (timer(ticket, Clock::resolution) == nullptr)
    start_resolution(ticket.received_at);
  else if (moves && still_as_promised(ticket, promised))
    start_resolution(timer(ticket, Clock::resolution)->since);
  release_resolution();
  start_impasse();
  start_need();
  if (view.ticket)  // what runs on runs in the hours of its new team
    recalculate(ticket, hours(), support_hours(), policy);
  tell(team, kind);
}

const TeamReach* Change::reach(const domain::TeamId& id) const {
  if (id.empty()) return nullptr;
  for (const auto& team : view.reach.rungs)
    if (team.team == id) return &team;
  for (const auto& team : view.teams)
    if (team.team == id) return &team;
  if (view.reach.named && view.reach.named->team == id) return &*view.reach.named;
  if (view.if_silent && view.if_silent->team == id) return &*view.if_silent;
  return nullptr;
}

const TeamReach& Change::reach(domain::Rung rung) const {
  return view.reach.rungs[static_cast<std::size_t>(rung)];
}

// ---- clocks ----

const Calendar* Change::hours_of(const TeamReach* team) const {
  return team != nullptr && view.calendars != nullptr ? view.calendars->find(team->calendar) : nullptr;
}

const Calendar* Change::hours() const { return hours_of(owner()); }

const Calendar* Change::support_hours() const { return hours_of(&reach(domain::Rung::support)); }

void Change::stop_response() {
  stop(ticket, Clock::first_response);
  stop(ticket, Clock::next_response);
}

void Change::respond_anew() {
  if (timer(ticket, Clock::next_response) != nullptr)
    start_response(Clock::next_response);
  else if (ticket.state == TicketState::open)
    start_response(Clock::first_response);
}

void Change::start_response(Clock clock) {
  stop_response();
  const Promise* promise = ticket.team.empty() ? nullptr : promise_for(policy, ticket);
  if (promise == nullptr) return;
  const auto& term = clock == Clock::next_response && promise->next_response ? promise->next_response
                                                                             : promise->first_response;
  if (term)
    start(ticket, {.clock = clock,
                   .term = *term,
                   .since = now,
                   .hours = promise->wall ? nullptr : hours(),
                   .wall = promise->wall,
                   .warn_at = policy.warn_at});
}

void Change::start_resolution(Instant since) {
  stop(ticket, Clock::resolution);
  const Promise* promise = ticket.team.empty() ? nullptr : promise_for(policy, ticket);
  if (promise != nullptr && promise->resolution)
    start(ticket, {.clock = Clock::resolution,
                   .term = *promise->resolution,
                   .since = since,
                   .hours = promise->wall ? nullptr : hours(),
                   .wall = promise->wall,
                   .warn_at = policy.warn_at});
}

// Stands still while support is closed: it is support who would have to take up what nobody approves.
void Change::start_approval() {
  if (const domain::Term* term = approval_term(policy, ticket))
    start(ticket, {.clock = Clock::approval,
                   .term = *term,
                   .since = now,
                   .hours = support_hours(),
                   .wall = false,
                   .warn_at = policy.warn_at});
}

// Runs while the top of the ladder has the ticket.
void Change::start_impasse() {
  if (!policy.impasse || ticket.rung != domain::kLadder.back() || timer(ticket, Clock::impasse) != nullptr)
    return;
  if (confidential()) return;  // nobody who breaks ties may hear of it
  if (ticket.impasses >= policy.impasse->to.size()) return;
  start(ticket, {.clock = Clock::impasse,
                 .term = policy.impasse->after,
                 .since = now,
                 .hours = hours(),
                 .wall = false,
                 .warn_at = 0});
}

void Change::start_need() {
  if (!ticket.needed_by) return;
  stop(ticket, Clock::needed_by);
  if (const auto next = next_need(policy, *ticket.needed_by, now))
    start(ticket, {.clock = Clock::needed_by,
                   .term = {.time = *next - now, .working_days = 0},
                   .since = now,
                   .hours = nullptr,
                   .wall = true,
                   .warn_at = 0});
}

void Change::start_closing() {
  if (policy.close_after > domain::Duration::zero())
    start(ticket, {.clock = Clock::closing,
                   .term = {.time = policy.close_after, .working_days = 0},
                   .since = now,
                   .hours = nullptr,
                   .wall = true,
                   .warn_at = 0});
}

// A ticket that its team has taken up should be done, or go up.
void Change::start_time_box() {
  if (const auto& box = policy.time_box; box && ticket.rung == box->rung)
    start(ticket, {.clock = Clock::time_box,
                   .term = box->after,
                   .since = now,
                   .hours = hours(),
                   .wall = false,
                   .warn_at = 0});
}

void Change::clocks_anew() {
  const bool waits_for_answer =
      timer(ticket, Clock::first_response) != nullptr || timer(ticket, Clock::next_response) != nullptr;
  const bool wrote_again = timer(ticket, Clock::next_response) != nullptr;
  const domain::Timer* resolution = timer(ticket, Clock::resolution);
  const bool stands_still = resolution != nullptr && !resolution->due;
  switch (ticket.state) {
    case TicketState::open:
    case TicketState::acknowledged:
      // What promised nothing before may promise something now.
      if (waits_for_answer || ticket.state == TicketState::open)
        start_response(wrote_again ? Clock::next_response : Clock::first_response);
      start_resolution(now);
      break;
    case TicketState::pending:
      if (resolution == nullptr) break;
      start_resolution(now);
      if (stands_still) hold_resolution();
      break;
    case TicketState::awaiting_approval:
      if (timer(ticket, Clock::approval) != nullptr) start_approval();
      break;
    case TicketState::resolved:
    case TicketState::closed:
    case TicketState::withdrawn:
    case TicketState::merged:
      break;
  }
}

bool Change::stand_still_while_away() {
  return stand_still(ticket, view.away, hours(), support_hours(), policy.warn_at);
}

void Change::hold_resolution() { hold(ticket, Clock::resolution, now, hours()); }

void Change::release_resolution() { release(ticket, Clock::resolution, now, hours(), policy.warn_at); }

// ---- what comes of it ----

const domain::Opened* Change::opening() const {
  const auto* opened = std::get_if<domain::Opened>(&event.body);
  return opened != nullptr ? opened : view.opening;
}

namespace {

// For whoever had a confidential ticket, or hears that nobody has it; and for a requester of another ticket
// that was merged into this one, who has not written what it says.
void withhold_texts(domain::Notice& notice) {
  notice.subject.clear();
  notice.body.clear();
  notice.labels.clear();
  notice.truncated = false;
}

}  // namespace

domain::Notice Change::notice(const Told& told, std::uint32_t index) const {
  static const domain::Opened nothing_kept;
  const domain::Opened& opened = opening() != nullptr ? *opening() : nothing_kept;
  domain::Notice notice{.id = notice_id(ticket.id, ticket.version, index, view.epoch),
                        .kind = told.kind,
                        .team = {},
                        .rung = {},
                        .previous_team = {},
                        .queue = {},
                        .format = domain::Format::json,
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
  if (view.ticket && view.ticket->team != ticket.team) notice.previous_team = view.ticket->team;
  if (told.unrouted) {
    notice.queue = policy.unrouted_queue;
  } else if (told.team == nullptr) {
    notice.team = domain::TeamId{domain::kRequester};
    notice.ticket.requester = told.requester;
    notice.ticket.also_requested_by.clear();  // who else asked is none of theirs
    notice.queue = policy.requesters_queue;
  } else {
    notice.team = told.team->team;
    notice.rung = told.team->rung;
    notice.queue = told.team->queue;
    notice.format = told.team->format;
  }
  const bool requester = told.team == nullptr && !told.unrouted;
  const bool of_another_ticket = requester && told.requester != ticket.requester;
  const bool no_more = confidential() && !requester && (told.unrouted || !may_hear(*told.team));
  if (of_another_ticket || no_more) withhold_texts(notice);
  if (requester && event.actor != told.requester && is_requester(ticket, event.actor))
    notice.reason.text = "by another who asked";  // neither their name nor their words
  return notice;
}

Effects Change::done() && {
  keep_asleep(*this);
  report_to_incident(*this);
  Effects effects;
  effects.notices.reserve(told_.size());
  for (const auto& told : told_)
    effects.notices.push_back(notice(told, static_cast<std::uint32_t>(effects.notices.size())));
  effects.ticket = std::move(ticket);
  effects.follow = std::move(follow);
  return effects;
}

}  // namespace triaged::decide
