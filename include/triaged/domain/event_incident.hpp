// What can be told of an incident or of a silence: bodies of a TicketEvent.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <triaged/domain/bytes.hpp>
#include <triaged/domain/id.hpp>
#include <triaged/domain/time.hpp>
#include <triaged/domain/words.hpp>

namespace triaged::domain {

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

// Where an incident belongs, or would: hub, else community, else cluster. Equal keys are the same place;
// empty: nowhere, and then no two reports belong together.
struct IncidentPlace {
  HubId hub;
  CommunityId community;
  ClusterId cluster;

  [[nodiscard]] bool empty() const noexcept { return hub.empty() && community.empty() && cluster.empty(); }
  bool operator==(const IncidentPlace&) const = default;
};

// A ticket came to the incident or left it, is over, or is open again. Without a ticket: a part of it is
// over, or what none of them reported (a heartbeat); or another one was merged into it.
struct IncidentReported {
  enum class How : std::uint8_t { linked, suspected, left, over, again, merged };

  IncidentId incident;
  TicketId ticket;
  How how = How::linked;
  Severity severity{};                  // the ticket's
  IncidentId other{};                   // of `over`: the part that is; of `merged`: the one that was
  std::vector<IncidentPlace> places{};  // of `merged`: where that one was

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
}  // namespace triaged::domain
