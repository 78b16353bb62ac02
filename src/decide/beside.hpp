// A ticket beside an incident: whether it is one, belongs to one, sleeps while people deal with that, and
// what becomes of it when that is over.
#pragma once

#include <optional>

#include "decide/change.hpp"

namespace triaged::decide {

// Of a ticket that was opened, has risen, or has got its place: links it to the incident that is open there,
// or says that there is one (Effects::follow). A ticket that is linked already stays so. True: it is linked
// now.
bool look_for_incident(Change& change);

[[nodiscard]] std::optional<domain::Refusal> link(Change& change, const domain::Linked& to);
[[nodiscard]] std::optional<domain::Refusal> unlink(Change& change, const domain::Unlinked& from);
[[nodiscard]] std::optional<domain::Refusal> suspect(Change& change, const domain::Suspected& of);
[[nodiscard]] std::optional<domain::Refusal> end_with_incident(Change& change,
                                                               const domain::IncidentOver& over);
[[nodiscard]] std::optional<domain::Refusal> unsilence(Change& change, const domain::Unsilenced& by);

// Its time of sleep is over: it sleeps on while the incident's updates are on time, and wakes otherwise.
void look_after_incident(Change& change);

// A ticket that is reopened does not end once more with an incident that is over.
void leave_what_is_over(Change& change);

// Of the first report's ticket, acknowledged by somebody of a team that is paged: so they have the incident.
void take_incident_up(Change& change);

// What its incident is to hear of the change, and the clocks that stand still while the ticket sleeps; asked
// once, of the finished change.
void report_to_incident(Change& change);
void keep_asleep(Change& change);

// ---- alerts ----

[[nodiscard]] std::optional<domain::Refusal> fire(Change& change, const domain::AlertFired& fired);
[[nodiscard]] std::optional<domain::Refusal> clear(Change& change, const domain::AlertCleared& cleared);
void start_firing(Change& change, const domain::AlertKey& alert);  // of a ticket that an alert opens
void alerts_are_quiet(Change& change);                             // and have been for long enough
void alerts_expire(Change& change);                                // those that were not heard of again

}  // namespace triaged::decide
