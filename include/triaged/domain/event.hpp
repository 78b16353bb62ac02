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

// Which alert, as its Alertmanager identifies it.
struct AlertKey {
  std::string source;       // which Alertmanager
  std::string fingerprint;  // of its labels
  Instant starts_at{};

  auto operator<=>(const AlertKey&) const = default;
};

struct Opened {
  std::string subject;
  std::string body;
  std::string channel;  // "email", "widget", "alert", …; free text
  Labels labels;
  CommunityId community;  // empty when the producer does not say
  std::optional<Instant> needed_by;
  bool truncated = false;           // subject or body was over its limit and was cut
  std::optional<AlertKey> alert{};  // of a ticket that an alert opened

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

// ---- monitoring ----

struct AlertFired {
  AlertKey alert;
  std::string name;
  Labels labels;
  Labels annotations;
  std::string generator_url;

  bool operator==(const AlertFired&) const = default;
};

struct AlertCleared {
  AlertKey alert;
  std::optional<Instant> ends_at;

  bool operator==(const AlertCleared&) const = default;
};

// A sign of life; its absence is what counts.
struct Heartbeat {
  std::string name;
  ClusterId cluster;  // empty: that of the event's hub

  bool operator==(const Heartbeat&) const = default;
};

// ---- about incidents ----

struct IncidentDeclared {
  std::string title;
  std::string symptom;
  Severity severity = Severity::critical;

  bool operator==(const IncidentDeclared&) const = default;
};

struct IncidentAcknowledged {
  IncidentId incident;

  bool operator==(const IncidentAcknowledged&) const = default;
};

struct IncidentUpdated {
  IncidentId incident;
  std::string text;
  std::string channel;              // where people talk about it; empty: as before
  bool community_informed = false;  // they have been told now

  bool operator==(const IncidentUpdated&) const = default;
};

struct IncidentRole {
  IncidentId incident;
  std::string role;  // one of those the policy names: "lead", "liaison"
  ActorId actor;

  bool operator==(const IncidentRole&) const = default;
};

struct IncidentSeverity {
  IncidentId incident;
  Severity severity{};
  std::string reason;

  bool operator==(const IncidentSeverity&) const = default;
};

struct IncidentMerged {
  IncidentId incident;
  IncidentId into;

  bool operator==(const IncidentMerged&) const = default;
};

struct IncidentResolved {
  IncidentId incident;
  std::string resolution;

  bool operator==(const IncidentResolved&) const = default;
};

struct IncidentReopened {
  IncidentId incident;
  std::string reason;

  bool operator==(const IncidentReopened&) const = default;
};

// The event's ticket belongs to the incident; told by people, and by the daemon itself.
struct Linked {
  IncidentId incident;

  bool operator==(const Linked&) const = default;
};

struct Unlinked {
  IncidentId incident;

  bool operator==(const Unlinked&) const = default;
};

// Compares one label with a whole value, or with a pattern over the whole value (RE2 syntax).
struct Matcher {
  std::string name;
  std::string value;
  bool is_regex = false;

  bool operator==(const Matcher&) const = default;
};

struct SilenceSet {
  SilenceId silence;
  std::vector<Matcher> matchers;     // all must match
  std::optional<Instant> starts_at;  // nothing: now
  Instant ends_at{};
  std::string reason;

  bool operator==(const SilenceSet&) const = default;
};

struct SilenceEnded {
  SilenceId silence;

  bool operator==(const SilenceEnded&) const = default;
};

// ---- the daemon's own ----

// An incident is open where the ticket belongs, of another symptom than the ticket's.
struct Suspected {
  IncidentId incident;

  bool operator==(const Suspected&) const = default;
};

// The incident that the ticket is linked to has ended.
struct IncidentOver {
  IncidentId incident;
  std::string resolution;

  bool operator==(const IncidentOver&) const = default;
};

// The silence that kept the ticket from paging is over.
struct Unsilenced {
  SilenceId silence;

  bool operator==(const Unsilenced&) const = default;
};

// Reports say that there is an incident: it is opened there, or comes back.
struct IncidentFound {
  TicketId
      ticket;  // whose report it was; empty: none (a heartbeat that stays away, several hubs of a cluster)
  std::string title;
  std::string symptom;
  Severity severity = Severity::critical;
  HubId hub;  // where: hub, else community, else cluster
  CommunityId community;
  ClusterId cluster;
  ReasonCode code = ReasonCode::rule;  // rule, storm, deadline (a heartbeat), incident (several hubs)
  RuleName rule;
  std::string because;        // one sentence for people
  bool confidential = false;  // its ticket is: the title says nothing of it

  bool operator==(const IncidentFound&) const = default;
};

// A ticket came to the incident or left it, is over, or is open again. Without a ticket: what was reported by
// none of them (a heartbeat) is over.
struct IncidentReported {
  enum class How : std::uint8_t { linked, suspected, left, over, again };

  IncidentId incident;
  TicketId ticket;
  How how = How::linked;
  Severity severity{};  // the ticket's

  bool operator==(const IncidentReported&) const = default;
};

// `child` is part of `parent`: told to the one that `incident` names, then to the other.
struct IncidentJoined {
  IncidentId incident;
  IncidentId parent;
  IncidentId child;

  bool operator==(const IncidentJoined&) const = default;
};

struct IncidentDeadline {
  IncidentId incident;
  IncidentClock clock{};

  bool operator==(const IncidentDeadline&) const = default;
};

struct PageRefused {
  IncidentId incident;
  std::uint32_t level = 0;
  std::string why;

  bool operator==(const PageRefused&) const = default;
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

// An event whose kind is known and whose content is not: a row of the store from before it was handled. It is
// refused as not_supported.
struct NotSupported {
  EventKind kind{};

  bool operator==(const NotSupported&) const = default;
};

using EventBody =
    std::variant<Opened, Commented, Associated, Acknowledged, Paused, Resolved, Reopened, Escalated,
                 HandedOver, SeverityChanged, Approved, Declined, Merged, Withdrawn, AdminAdded, AdminRemoved,
                 AlertFired, AlertCleared, Heartbeat, IncidentDeclared, IncidentAcknowledged, IncidentUpdated,
                 IncidentRole, IncidentSeverity, IncidentMerged, IncidentResolved, IncidentReopened, Linked,
                 Unlinked, SilenceSet, SilenceEnded, Deadline, Joined, TeamLost, Suspected, IncidentOver,
                 Unsilenced, IncidentFound, IncidentReported, IncidentJoined, IncidentDeadline, PageRefused,
                 NotSupported>;

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
