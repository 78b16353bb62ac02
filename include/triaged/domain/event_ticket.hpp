// What can be told of a ticket, an alert, or a hub's admins: bodies of a TicketEvent.
#pragma once

#include <map>
#include <optional>
#include <string>
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

}  // namespace triaged::domain
