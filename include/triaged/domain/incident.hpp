// An incident: one outage, with everything that was reported of it. It belongs to a hub, else to a community,
// else to a whole cluster; one is open there at a time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <triaged/domain/directory_facts.hpp>
#include <triaged/domain/ticket.hpp>

namespace triaged::domain {

struct IncidentTimer {
  IncidentClock clock{};
  Instant due{};

  bool operator==(const IncidentTimer&) const = default;
};

// A page that waits for somebody to come on duty.
struct Held {
  std::uint32_t level = 0;
  Instant until{};

  bool operator==(const Held&) const = default;
};

struct Incident {
  IncidentId id;
  std::uint32_t version = 0;  // 1 with its opening, one more with each event applied
  IncidentState state = IncidentState::open;
  std::string title;
  Severity severity = Severity::critical;
  std::string symptom;
  HubId hub;  // empty: of a community or a cluster
  CommunityId community;
  ClusterId cluster;
  IncidentId parent;                 // its cluster's incident, which is paged in its place
  std::vector<IncidentId> children;  // of a cluster's: those of its hubs
  IncidentId merged_into;
  std::vector<IncidentPlace> also_at;  // where those were that were merged into it
  std::vector<TicketId> tickets;       // linked, the first report first
  std::vector<TicketId> suspected;     // of another symptom, shown beside it
  std::vector<TicketId> over;          // of those linked: resolved, closed, withdrawn or merged
  Instant opened_at{};                 // when the daemon found it
  Instant updated_at{};                // when people last heard how it stands; first: its opening
  std::optional<Instant> paged_at;     // the first page
  std::optional<Instant> acknowledged_at;
  ActorId acknowledged_by;
  std::optional<Instant> resolved_at;
  std::map<std::string, ActorId, std::less<>> roles;  // "lead", "liaison"
  std::string channel;                                // where people talk about it
  bool community_informed = false;
  bool confidential = false;  // whoever is paged hears of it, and no one else
  std::uint32_t level = 0;    // of paging, from 1; 0: nobody was paged
  std::vector<Held> held;
  std::vector<IncidentTimer> timers;  // in the order of their clocks, one of each at most
  Reason reason;                      // of the last change

  bool operator==(const Incident&) const = default;
};

// Open or acknowledged: it is dealt with. (A resolved one is kept for a while, lest it come back.)
[[nodiscard]] bool is_going_on(const Incident& incident) noexcept;
// Kept in memory: going on, or resolved and not yet closed.
[[nodiscard]] bool is_kept(IncidentState state) noexcept;

[[nodiscard]] const IncidentTimer* timer(const Incident& incident,
                                         IncidentClock clock) noexcept;  // nullptr: it has no such clock
struct IncidentDue {
  Instant at{};
  IncidentClock clock{};

  auto operator<=>(const IncidentDue&) const = default;
};
[[nodiscard]] std::optional<IncidentDue> next_due(const Incident& incident) noexcept;

[[nodiscard]] IncidentId incident_id(std::uint64_t number);                       // "INC-7"
[[nodiscard]] std::optional<std::uint64_t> incident_number(std::string_view id);  // nothing: no such id

// What is published: one notice to one audience about one version of an incident.
struct IncidentNotice {
  NoticeId id;  // "<incident>:<version>:<index>@<store epoch>"
  IncidentNoticeKind kind{};
  TeamId team;                     // the audience
  std::uint32_t level = 0;         // of a page, from 1
  std::vector<ActorId> on_duty{};  // of a page: who is
  std::string queue;
  Format format = Format::protobuf;
  Incident incident;
  std::vector<StartNeed> missing;  // before it counts as started
  Reason reason;
  Instant at{};
  std::string traceparent;

  bool operator==(const IncidentNotice&) const = default;
};

// What other on-call tooling is told of an incident (a bridge). One for each change that matters there,
// whatever the number of people who are paged.
struct IncidentSignal {
  NoticeId id;  // the same when it is repeated; of no notice
  SignalKind kind{};
  std::uint32_t level = 0;               // of a page: the highest that is paged
  std::optional<Severity> severity_was;  // when it has changed
  Incident incident;
  Reason reason;
  Instant at{};

  bool operator==(const IncidentSignal&) const = default;
};

// Keeps what it matches from paging, from one time until another; set by a person, with a reason.
struct Silence {
  SilenceId id;
  std::vector<Matcher> matchers;  // all must match
  Instant from{};
  Instant until{};
  ActorId author;
  std::string reason;
  bool ended = false;             // before its time, by a person
  std::uint64_t swallowed = 0;    // how many tickets it kept from paging
  std::vector<TicketId> tickets;  // the first of them, kSilencedShown at most

  bool operator==(const Silence&) const = default;
};
inline constexpr std::size_t kSilencedShown = 100;

[[nodiscard]] bool in_force(const Silence& silence, Instant now) noexcept;

// A sign of life that is expected, and when it came last.
struct ExpectedHeartbeat {
  std::string name;
  ClusterId cluster;
  Instant last{};
  bool missed = false;  // it stayed away, and an incident says so

  bool operator==(const ExpectedHeartbeat&) const = default;
};

}  // namespace triaged::domain
