#include "decide/away.hpp"

#include <algorithm>

#include "decide/clocks.hpp"

namespace triaged::decide {
namespace {

using domain::Away;
using domain::Clock;
using domain::Timer;

bool ran_meanwhile(const Timer& timer, const Away& away) {
  const bool a_day_was_named = timer.clock == Clock::needed_by || timer.clock == Clock::pending;
  return timer.due && !a_day_was_named && timer.since < away.until && away.from < *timer.due;
}

bool stands_still(const domain::Ticket& ticket) { return ticket.severity != domain::Severity::critical; }

}  // namespace

std::vector<Away> still_to_stand_still_for(const domain::Ticket& ticket, std::span<const Away> away) {
  std::vector<Away> meant;
  if (!stands_still(ticket)) return meant;
  std::ranges::copy_if(away, std::back_inserter(meant), [&](const Away& one) {
    return std::ranges::any_of(ticket.timers, [&](const Timer& timer) { return ran_meanwhile(timer, one); });
  });
  return meant;
}

bool stand_still(domain::Ticket& ticket, std::span<const Away> away, const Calendar* hours,
                 const Calendar* support_hours, int warn_at) {
  bool changed = false;
  if (!stands_still(ticket)) return changed;
  for (const Away& one : away)
    for (std::size_t i = 0; i < ticket.timers.size(); ++i) {
      const Timer timer = ticket.timers[i];
      if (!ran_meanwhile(timer, one)) continue;
      const Calendar* counting = timer.clock == Clock::approval ? support_hours : hours;
      hold(ticket, timer.clock, std::max(one.from, timer.since), counting);
      release(ticket, timer.clock, one.until, counting, warn_at);
      changed = true;
    }
  return changed;
}

}  // namespace triaged::decide
