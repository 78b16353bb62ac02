// What a producer tells: one TicketEvent, after decoding. Identity is (producer, event_id).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <triaged/domain/bytes.hpp>
#include <triaged/domain/id.hpp>
#include <triaged/domain/time.hpp>
#include <triaged/domain/words.hpp>

namespace triaged::domain {

using Labels = std::map<std::string, std::string, std::less<>>;

struct Opened {
  std::string subject;
  std::string body;
  std::string channel;  // "email", "widget", "alert", …; free text
  Labels labels;
  CommunityId community;  // empty when the producer does not say
  std::optional<Instant> needed_by;
  bool truncated = false;  // subject or body was over its limit and was cut

  bool operator==(const Opened&) const = default;
};

// Somebody wrote on.
struct Commented {
  std::string body;
  std::string channel;
  bool automatic = false;  // an automatic reply
  std::optional<Instant> needed_by;
  bool truncated = false;

  bool operator==(const Commented&) const = default;
};

// Names what the opening did not. Either may be empty, not both.
struct Associated {
  HubId hub;
  CommunityId community;

  bool operator==(const Associated&) const = default;
};

struct Acknowledged {
  ActorId assignee;  // empty: nobody in particular

  bool operator==(const Acknowledged&) const = default;
};

struct Paused {
  std::string reason;
  WaitingFor waiting_for = WaitingFor::requester;
  std::optional<Instant> until;

  bool operator==(const Paused&) const = default;
};

struct Resolved {
  std::string resolution;

  bool operator==(const Resolved&) const = default;
};

struct Reopened {
  std::string reason;

  bool operator==(const Reopened&) const = default;
};

struct Escalated {
  std::string reason;

  bool operator==(const Escalated&) const = default;
};

struct HandedOver {
  TeamId team;
  std::string reason;

  bool operator==(const HandedOver&) const = default;
};

struct SeverityChanged {
  Severity severity = Severity::normal;
  std::string reason;

  bool operator==(const SeverityChanged&) const = default;
};

struct Approved {
  std::string comment;
  ActorId on_behalf_of;  // the representative whom support quotes; empty: the actor speaks for themselves

  bool operator==(const Approved&) const = default;
};

struct Declined {
  std::string reason;
  ActorId on_behalf_of;

  bool operator==(const Declined&) const = default;
};

struct Withdrawn {
  std::string reason;

  bool operator==(const Withdrawn&) const = default;
};

// Its ticket is joined to another one, which has its requesters from then on, and whatever comes later.
struct Merged {
  TicketId into;

  bool operator==(const Merged&) const = default;
};

// About the event's hub, not about a ticket: somebody may administer it now, or no longer.
struct AdminAdded {
  ActorId admin;

  bool operator==(const AdminAdded&) const = default;
};

struct AdminRemoved {
  ActorId admin;

  bool operator==(const AdminRemoved&) const = default;
};

// Another ticket was merged into this one.
struct Joined {
  TicketId from;
  std::vector<ActorId> requesters;  // of that one

  bool operator==(const Joined&) const = default;
};

// The team that has the ticket cannot be reached any more.
struct TeamLost {
  bool operator==(const TeamLost&) const = default;
};

// One of the ticket's clocks has run out, or comes near its end.
struct Deadline {
  Clock clock{};

  bool operator==(const Deadline&) const = default;
};

// An event whose kind is known and whose handling has not been built; it is refused as not_supported.
struct NotSupported {
  EventKind kind{};

  bool operator==(const NotSupported&) const = default;
};

using EventBody = std::variant<Opened, Commented, Associated, Acknowledged, Paused, Resolved, Reopened,
                               Escalated, HandedOver, SeverityChanged, Approved, Declined, Merged, Withdrawn,
                               AdminAdded, AdminRemoved, Deadline, Joined, TeamLost, NotSupported>;

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
[[nodiscard]] Source source(const Opened& opened) noexcept;  // alert for channel "alert", else person

// Text as rules see it, made once by codec from an Opened (the original is what is stored and sent on):
// HTML to text, quoted mail and signatures cut, white space folded, quotes straightened, Unicode NFC.
struct MatchText {
  std::string subject;
  std::string body;

  bool operator==(const MatchText&) const = default;
};

}  // namespace triaged::domain
