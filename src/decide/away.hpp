// While the broker cannot be reached nobody can answer: the clocks of a ticket stand still for that time.
// Those of a critical one run on, and so does the time to a day that somebody named.
#pragma once

#include <span>
#include <vector>

#include <triaged/decide/calendar.hpp>
#include <triaged/decide/decide.hpp>

namespace triaged::decide {

// Moves the ends of the clocks that ran meanwhile; an Away that a clock has stood still for already is before
// its beginning, and changes nothing again. `away`: the oldest first. `hours` of the team that has the
// ticket, `support_hours` for the clock of an approval; nullptr: all hours count. False: it changed nothing.
bool stand_still(domain::Ticket& ticket, std::span<const domain::Away> away, const Calendar* hours,
                 const Calendar* support_hours, int warn_at);

}  // namespace triaged::decide
