// A ticket's clocks: started, stopped, held while it waits for its requester, and set anew. Values only.
#pragma once

#include <optional>

#include <triaged/decide/calendar.hpp>
#include <triaged/domain/ticket.hpp>

namespace triaged::decide {

// When a term that begins at `since` is over. `hours`: the calendar whose open hours count; nullptr: all
// hours do, and a working day is a day. Nothing: not within kCalendarHorizon.
[[nodiscard]] std::optional<domain::Instant> end_of(const domain::Term& term, domain::Instant since,
                                                    const Calendar* hours) noexcept;

struct Run {
  domain::Clock clock{};
  domain::Term term;
  domain::Instant since{};
  const Calendar* hours = nullptr;
  bool wall = false;
  int warn_at = 0;  // per cent; zero: no reminder before the end
};
// In place of a clock of the same kind.
void start(domain::Ticket& ticket, const Run& run);
void stop(domain::Ticket& ticket, domain::Clock clock);

// Stands still with what is left of it, until release(). Nothing where there is no such clock. A reminder
// that was not sent yet comes when `warn_at` of what is left has passed.
void hold(domain::Ticket& ticket, domain::Clock clock, domain::Instant now, const Calendar* hours);
void release(domain::Ticket& ticket, domain::Clock clock, domain::Instant now, const Calendar* hours,
             int warn_at);

// Its reminder has been sent.
void reminded(domain::Ticket& ticket, domain::Clock clock);

}  // namespace triaged::decide
