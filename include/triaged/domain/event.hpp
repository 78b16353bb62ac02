// What a producer tells: one TicketEvent, after decoding. Identity is (producer, event_id).
#pragma once

#include <string>
#include <variant>

#include <triaged/domain/event_incident.hpp>
#include <triaged/domain/event_ticket.hpp>
#include <triaged/domain/id.hpp>
#include <triaged/domain/time.hpp>
#include <triaged/domain/words.hpp>

namespace triaged::domain {

using AnyEvent =
    std::variant<Opened, Commented, Associated, Acknowledged, Paused, Resolved, Reopened, Escalated,
                 HandedOver, SeverityChanged, Approved, Declined, Merged, Withdrawn, AdminAdded, AdminRemoved,
                 AlertFired, AlertCleared, Heartbeat, IncidentDeclared, IncidentAcknowledged, IncidentUpdated,
                 IncidentRole, IncidentSeverity, IncidentMerged, IncidentResolved, IncidentReopened, Linked,
                 Unlinked, SilenceSet, SilenceEnded, Deadline, Joined, TeamLost, Suspected, IncidentOver,
                 Unsilenced, IncidentFound, IncidentReported, IncidentJoined, IncidentDeadline, PageRefused,
                 NotSupported>;

// What is told: one of them. To copy, move, compare or destroy a variant of so many takes a compiler seconds;
// it is done in one place (event.cpp), not in every file that has an event in its hands.
struct EventBody : AnyEvent {
  using AnyEvent::AnyEvent;
  using AnyEvent::operator=;
  EventBody() noexcept;
  EventBody(const EventBody& other);
  EventBody(EventBody&& other) noexcept;
  EventBody& operator=(const EventBody& other);
  EventBody& operator=(EventBody&& other) noexcept;
  ~EventBody();

  bool operator==(const EventBody& other) const;
};

struct TicketEvent {
  ProducerId producer;
  EventId event_id;
  TicketId ticket_id;
  Instant occurred_at{};
  ActorId actor;
  HubId hub;  // empty when the producer does not say
  EventBody body;
  std::string traceparent;  // W3C Trace Context, handed on untouched; empty without one
  // The ticket that it was told about, which has been merged into `ticket_id`; empty: the same one.
  TicketId addressed_to{};

  bool operator==(const TicketEvent&) const = default;
};

[[nodiscard]] EventKind kind(const TicketEvent& event) noexcept;
// About an incident, and decided by decide_incident(); else about a ticket, or about neither.
[[nodiscard]] bool is_about_incident(EventKind kind) noexcept;
// The incident that an event about one names; empty for incident_declared and incident_found.
[[nodiscard]] IncidentId incident_of(const TicketEvent& event);
[[nodiscard]] Source source(const Opened& opened) noexcept;  // alert for channel "alert", else person

// Text as rules see it, made once by codec from an Opened (the original is what is stored and sent on):
// HTML to text, quoted mail and signatures cut, white space folded, quotes straightened, Unicode NFC.
struct MatchText {
  std::string subject;
  std::string body;

  bool operator==(const MatchText&) const = default;
};

}  // namespace triaged::domain
