#include "decide/clocks.hpp"

#include <algorithm>

#include <triaged/decide/decide.hpp>

namespace triaged::decide {
namespace {

using domain::Clock;
using domain::Duration;
using domain::Instant;
using domain::Term;
using domain::Ticket;
using domain::Timer;

Timer* find(Ticket& ticket, Clock clock) {
  const auto found = std::ranges::find(ticket.timers, clock, &Timer::clock);
  return found != ticket.timers.end() ? &*found : nullptr;
}

Duration time_between(Instant from, Instant to, const Calendar* hours) {
  return hours != nullptr ? hours->open_time(from, to) : std::max(Duration::zero(), to - from);
}

// So much of the time until `due` that a share of it has passed; nothing where that is no time at all.
std::optional<Instant> share_of(int per_cent, Instant since, Instant due, const Calendar* hours) {
  if (per_cent <= 0) return std::nullopt;
  const Duration whole = time_between(since, due, hours);
  const auto at = end_of({.time = whole * per_cent / 100, .working_days = 0}, since, hours);
  return at && *at > since && *at < due ? at : std::nullopt;
}

}  // namespace

std::optional<Instant> end_of(const Term& term, Instant since, const Calendar* hours) noexcept {
  if (hours == nullptr) return since + term.time + std::chrono::days{term.working_days};
  if (term.working_days > 0) return hours->add_working_days(since, term.working_days);
  return hours->add(since, term.time);
}

void start(Ticket& ticket, const Run& run) {
  Timer timer{.clock = run.clock,
              .since = run.since,
              .term = run.term,
              .wall = run.wall,
              .remind = {},
              .due = end_of(run.term, run.since, run.hours)};
  if (timer.due) timer.remind = share_of(run.warn_at, run.since, *timer.due, run.hours);
  if (Timer* known = find(ticket, run.clock)) {
    *known = timer;
    return;
  }
  const auto place = std::ranges::upper_bound(ticket.timers, run.clock, {}, &Timer::clock);
  ticket.timers.insert(place, timer);
}

void stop(Ticket& ticket, Clock clock) {
  std::erase_if(ticket.timers, [&](const Timer& timer) { return timer.clock == clock; });
}

void hold(Ticket& ticket, Clock clock, Instant now, const Calendar* hours) {
  Timer* timer = find(ticket, clock);
  if (timer == nullptr || !timer->due) return;
  timer->term = {.time = time_between(now, *timer->due, timer->wall ? nullptr : hours), .working_days = 0};
  timer->due.reset();
}

void release(Ticket& ticket, Clock clock, Instant now, const Calendar* hours, int warn_at) {
  Timer* timer = find(ticket, clock);
  if (timer == nullptr || timer->due) return;
  const Calendar* counting = timer->wall ? nullptr : hours;
  const bool to_be_reminded = timer->remind.has_value();
  timer->since = now;
  timer->due = end_of(timer->term, now, counting);
  timer->remind = to_be_reminded && timer->due ? share_of(warn_at, now, *timer->due, counting) : std::nullopt;
}

void recalculate(Ticket& ticket, const Calendar* hours, const Calendar* support_hours, const Policy& policy) {
  for (Timer& timer : ticket.timers) {
    const bool stands_still =
        ticket.state == domain::TicketState::pending || domain::timer(ticket, Clock::asleep) != nullptr;
    const bool held = !timer.due && stands_still;
    if (timer.wall || held) continue;
    const Calendar* counting = timer.clock == Clock::approval ? support_hours : hours;
    const bool to_be_reminded = timer.remind.has_value();
    timer.due = end_of(timer.term, timer.since, counting);
    timer.remind = to_be_reminded && timer.due ? share_of(policy.warn_at, timer.since, *timer.due, counting)
                                               : std::nullopt;
  }
}

void reminded(Ticket& ticket, Clock clock) {
  if (Timer* timer = find(ticket, clock)) timer->remind.reset();
}

}  // namespace triaged::decide
