// What happens to an incident, state by state and event by event. The same table in words for people is
// docs/formats/incident-states.md; a test keeps the two alike.
//
// Who may: support, engineering and whoever is on call tell of incidents; the daemon's own events come from
// nobody else.
#pragma once

#include <cstdint>
#include <string_view>

#include <triaged/domain/words.hpp>

namespace triaged::decide {

enum class IncidentStep : std::uint8_t {
  wrong_state,      // refused: it makes no sense now
  join_in,          // reported once more where one is going on
  reopen,           // it is back: paged anew
  acknowledge,      // somebody has taken it: paging ends
  update,           // people hear how it stands
  name_role,        // somebody leads, or speaks with the community
  change_severity,  // paged anew where it rises
  merge,            // it goes on as another one
  resolve,          // over: its tickets are told
  count_report,     // a ticket came, left, is over, or open again
  belong,           // it is part of its cluster's, or a hub's is part of it
  page_next,        // the page was not taken
  fall_due          // one of its clocks
};

// Of one that exists; where none does, incident_declared and incident_found open one.
[[nodiscard]] IncidentStep step(domain::IncidentState state, domain::EventKind event) noexcept;
[[nodiscard]] std::string_view name(IncidentStep step) noexcept;

}  // namespace triaged::decide
