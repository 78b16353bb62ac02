// decide(view, event, now, policy) -> effects: the one door to a ticket's state. Pure: it reads no clock,
// does no I/O and calls nobody. What happens in which state is a table: src/decide/table.hpp,
// docs/formats/ticket-states.md.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include <triaged/decide/calendar.hpp>
#include <triaged/decide/policy.hpp>
#include <triaged/domain/incident.hpp>
#include <triaged/domain/notice.hpp>

namespace triaged::decide {

// Everything the decision may look at.
struct View {
  std::optional<domain::Ticket> ticket;   // the event's ticket, when it exists
  domain::Place place;                    // where the event belongs (directory)
  domain::Classification classification;  // what the rules say of it
  domain::Reach reach;                    // who can be reached there
  // The team that `classification.needs` names for silence, if it names one.
  std::optional<domain::TeamReach> if_silent{};
  // Of an event about a ticket that exists, and of none else:
  domain::Speaker speaker{};                // who tells it
  bool quotes_representative = false;       // `on_behalf_of` is a representative of the ticket's community
  const domain::Opened* opening = nullptr;  // what the requester wrote, for the notices; nullptr: not kept
  std::vector<domain::TeamReach> teams{};   // of teams_asked()
  // Of what may climb: rungs held by the very people who have the ticket, and by all of them.
  std::array<bool, domain::kLadder.size()> same_people{};
  // The times in which the broker was away that its clocks have not stood still for yet, the oldest first.
  std::vector<domain::Away> away{};
  // Of `merged`: the ticket that it names, or the one that that was merged into, to the end. Nothing:
  // unknown.
  std::optional<domain::Ticket> into{};
  // The incident that the ticket is linked to, or that an event names, or else one that is kept where the
  // ticket belongs (incident.hpp: incident_near).
  const domain::Incident* incident = nullptr;
  // How many distinct requesters have open tickets of the same symptom at the same hub that began within the
  // policy's time, this one included; zero: not asked (no storm in the policy, no symptom, no hub).
  std::uint32_t storm = 0;
  // Of an alert that fires: it has cleared, which was heard before. Then nobody is to be paged of it.
  bool cleared = false;
  // Of `acknowledged`: by a member of a team that the policy pages, or by who is on duty for one.
  bool on_call = false;
  domain::SilenceId silence{};           // one in force that matches the ticket; empty: none
  const Calendars* calendars = nullptr;  // the directory's; nullptr: all hours count
  domain::Digest ruleset;                // the rule set that classified it
  std::uint32_t epoch = 1;               // of the store, for notice ids
};

// Everything to be done. A refused event leaves the ticket as it was and sends nothing.
struct Effects {
  std::optional<domain::Ticket> ticket;  // the new version, when there is one
  std::vector<domain::Notice> notices;   // in the order of their indices
  std::optional<domain::Refusal> refused;
  // Events of the daemon's own that follow from this one: judged next, in the same transaction.
  std::vector<domain::TicketEvent> follow{};
  // Of an event about an incident: its new version, and who is told.
  std::optional<domain::Incident> incident{};
  std::vector<domain::IncidentNotice> incident_notices{};
};

// The teams whose reach decide() may want to know, beside the rungs.
[[nodiscard]] std::vector<domain::TeamId> teams_asked(const domain::Ticket& ticket,
                                                      const domain::TicketEvent& event, const Policy& policy);
// The same for a new ticket.
[[nodiscard]] std::vector<domain::TeamId> teams_asked(const domain::Classification& said,
                                                      const Policy& policy);

[[nodiscard]] Effects decide(const View& view, const domain::TicketEvent& event, domain::Instant now,
                             const Policy& policy);

[[nodiscard]] Effects refuse(domain::Refusal why);  // changes nothing

// Sets the ends of the ticket's running clocks anew, from when they began: after other calendars came in
// force, and when the ticket is loaded. `hours` of the team that has it, `support_hours` for the clock of an
// approval; nullptr: all hours count. The ticket's version stays: when a clock ends follows from what the row
// holds.
void recalculate(domain::Ticket& ticket, const Calendar* hours, const Calendar* support_hours,
                 const Policy& policy);

// The ticket that a comment opens whose own opening never came.
[[nodiscard]] domain::TicketEvent opening_by(const domain::TicketEvent& comment);

// Those of `away` (the oldest first) in which a clock of the ticket ran that should have stood still:
// View::away.
[[nodiscard]] std::vector<domain::Away> still_to_stand_still_for(const domain::Ticket& ticket,
                                                                 std::span<const domain::Away> away);

// The ticket that an alert opens: its summary is the subject, its labels are the ticket's.
[[nodiscard]] domain::TicketEvent opening_by_alert(const domain::TicketEvent& fired);

// Opens the ticket that stands for a message which could not be read, so that what a person wrote is seen:
// at support, with what could be saved of it as its text.
struct ParkedMessage {
  domain::TicketId ticket;  // "PARKED-<first 16 digits of the message's fingerprint>"
  domain::ParkReason reason{};
  std::string detail;
  std::string legible;  // what could be saved
};
// The event that opens it, as its history keeps it.
[[nodiscard]] domain::TicketEvent parked_event(const ParkedMessage& message, domain::Instant now);
[[nodiscard]] Effects open_for_parked(const View& view, const ParkedMessage& message, domain::Instant now,
                                      const Policy& policy);

}  // namespace triaged::decide
