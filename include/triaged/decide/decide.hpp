// decide(view, event, now, policy) -> effects: the one door to a ticket's state. Pure: it reads no clock,
// does no I/O and calls nobody. Opening a ticket is built; every other event is refused as not_supported.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include <triaged/decide/policy.hpp>
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
  domain::Digest ruleset;   // the rule set that classified it
  std::uint32_t epoch = 1;  // of the store, for notice ids
};

// Everything to be done. A refused event leaves the ticket as it was and sends nothing.
struct Effects {
  std::optional<domain::Ticket> ticket;  // the new version, when there is one
  std::vector<domain::Notice> notices;   // in the order of their indices
  std::optional<domain::Refusal> refused;
};

[[nodiscard]] Effects decide(const View& view, const domain::TicketEvent& event, domain::Instant now,
                             const Policy& policy);

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
