// The policy: what the service promises, in numbers and switches. Immutable, shared by pointer, replaced
// whole.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/document/reader.hpp>
#include <triaged/domain/bytes.hpp>
#include <triaged/domain/calendar.hpp>
#include <triaged/domain/incident.hpp>

namespace triaged::decide {

// Which tickets a promise is for. Empty lists ask nothing.
struct PromiseFor {
  std::vector<domain::Severity> severities;
  std::vector<domain::Rung> rungs;    // that the team which has it holds
  std::vector<domain::TeamId> teams;  // that have it
  std::vector<std::string> categories;

  bool operator==(const PromiseFor&) const = default;
};

// What a ticket's team promises. A clock without a term does not run.
struct Promise {
  PromiseFor when;
  bool wall = false;  // all hours count, not only those of the team's calendar
  std::optional<domain::Term> first_response;
  std::optional<domain::Term> next_response;  // nothing: as first_response
  std::optional<domain::Term> resolution;

  bool operator==(const Promise&) const = default;
};

// How long a representative has for a yes or a no, in the open hours of support.
struct ApprovalPromise {
  PromiseFor when;  // `severities` and `categories` only
  domain::Term answer_within;

  bool operator==(const ApprovalPromise&) const = default;
};

// A ticket acknowledged there and not resolved is to be passed up.
struct TimeBox {
  domain::Rung rung = domain::Rung::support;
  domain::Term after;
  bool climb = false;  // by itself; else its team is reminded

  bool operator==(const TimeBox&) const = default;
};

// From so long before `needed_by` on, a ticket has at least that severity.
struct NeededBy {
  domain::Duration within{};
  domain::Severity severity{};

  bool operator==(const NeededBy&) const = default;
};

// Who is told, in this order, of a ticket that goes to and fro, or lies at the top of the ladder.
struct Impasse {
  std::uint32_t moves = 3;  // with one more hand-over than this
  domain::Term after;
  std::vector<domain::TeamId> to;

  bool operator==(const Impasse&) const = default;
};

// ---- incidents ----

// So many tickets of distinct requesters, on one hub, of one symptom, within that time, are an incident even
// though none of them says so.
struct Storm {
  std::uint32_t tickets = 3;
  domain::Duration within{};
  domain::Severity severity = domain::Severity::critical;

  bool operator==(const Storm&) const = default;
};

// From so many hubs of one cluster on that have incidents which began within that time, the cluster has one.
struct ClusterThreshold {
  std::uint32_t hubs = 3;
  domain::Duration within{};

  bool operator==(const ClusterThreshold&) const = default;
};

// A sign of life that every cluster gives; it is watched from its first one on.
struct HeartbeatWatch {
  std::string name;  // of a heartbeat event, or of an alert
  domain::Duration every{};
  domain::Severity severity = domain::Severity::high;

  bool operator==(const HeartbeatWatch&) const = default;
};

// Who of a team is on duty: the people in turn, a shift each. Outside of the hours of `only` nobody is.
struct Rotation {
  domain::TeamId team;
  std::string zone = "UTC";
  domain::Duration shift = std::chrono::weeks{1};  // on the wall's clock, whatever is skipped or shown twice
  std::chrono::local_time<domain::Duration> from{};  // the first one's begins; hands over at this time of day
  std::vector<domain::ActorId> people;  // at least one; who is named twice has two shifts in a turn
  std::string only = std::string(domain::kAlways);  // a calendar of the directory

  bool operator==(const Rotation&) const = default;
};

struct PagingLevel {
  domain::TeamId team;
  domain::Duration wait{};  // until the next level; of the last one: zero, repeat_every counts

  bool operator==(const PagingLevel&) const = default;
};

// Who is paged of an incident, one after the other, until somebody acknowledges it.
struct Paging {
  std::vector<domain::Severity> severities;  // for which; empty: any
  std::vector<std::string> symptoms;         // likewise
  std::vector<PagingLevel> levels;           // at least one
  domain::Duration repeat_every{};           // after the last level all are paged again; zero: never

  bool operator==(const Paging&) const = default;
};

struct IncidentPolicy {
  std::optional<Storm> storm;
  std::optional<ClusterThreshold> cluster_threshold;
  domain::Duration quiet_time = std::chrono::minutes{10};   // alerts that cleared count as such after it
  domain::Duration alerts_expire = std::chrono::hours{24};  // not heard of for so long: cleared
  domain::Duration look_back = std::chrono::hours{12};      // older tickets are not linked by themselves
  std::vector<HeartbeatWatch> heartbeats;
  std::vector<Rotation> rotations;
  domain::Duration reopen_within = std::chrono::days{2};
  std::vector<domain::StartNeed> started_needs;  // in the order of StartNeed
  domain::Duration remind_every = std::chrono::minutes{30};
  domain::Duration update_every = std::chrono::hours{3};
  domain::Duration unattended_after = std::chrono::seconds{60};  // a queue without a consumer was not paged
  std::vector<std::string> roles{"lead", "liaison"};
  domain::TeamId liaison{"support"};                            // tells the community how it stands
  std::string communication_queue = "incidents.communication";  // where the liaison hears of it
  std::vector<Paging> paging;                                   // the first that fits
  domain::Duration longest_silence = std::chrono::days{30};

  bool operator==(const IncidentPolicy&) const = default;
};

struct Policy {
  bool notify_requesters = true;  // send `received` and so on
  std::string requesters_queue = "triaged.requesters";
  std::string unrouted_queue = "triaged.unrouted";

  std::vector<Promise> deadlines;  // the first that fits; none: no clocks run
  int warn_at = 80;                // per cent of a response clock; then its team is reminded
  std::vector<ApprovalPromise> approval;
  std::optional<TimeBox> time_box;
  domain::Severity page_from = domain::Severity::high;
  domain::TeamId page{"on_call"};    // is told of what nobody answers at the top, from `page_from` on
  std::vector<NeededBy> needed_by;   // nearest first
  domain::Duration pending_limit{};  // zero: none
  domain::Duration close_after{};    // zero: never
  // Events wait so long for their ticket's opening; zero, which no file can say: they do not.
  domain::Duration early_wait = std::chrono::minutes{10};
  std::optional<Impasse> impasse;
  // Categories whose tickets are shown to the team that has them, to `page` and to their requester only.
  std::vector<std::string> confidential;
  IncidentPolicy incidents;  // without a `paging` whoever `page` names is paged, once

  domain::Digest digest;  // of the file it came from
};

// What a policy may name. A team, calendar or symptom that is not among these is an error.
struct PolicyNames {
  std::span<const std::string> teams{};
  std::span<const std::string> calendars{};  // beside `always`
  std::span<const std::string_view> symptoms{};
  std::span<const std::string> people{};  // members of any team; empty: not known, and everybody is believed
};

// Reads policy.yaml. nullptr when there were errors. Looks up time zones in the machine's data.
[[nodiscard]] std::shared_ptr<const Policy> read_policy(const document::Node& file, const PolicyNames& names,
                                                        document::Faults& faults);

// nullptr: nothing is promised for it.
[[nodiscard]] const Promise* promise_for(const Policy& policy, const domain::Ticket& ticket) noexcept;
[[nodiscard]] const domain::Term* approval_term(const Policy& policy, const domain::Ticket& ticket) noexcept;

// nullptr: none fits.
[[nodiscard]] const Paging* paging_for(const IncidentPolicy& policy, domain::Severity severity,
                                       std::string_view symptom) noexcept;

[[nodiscard]] bool is_confidential(const Policy& policy, std::string_view category) noexcept;

// The severity that `needed_by` asks for at `now`, if any; and when it will ask for more, if ever.
[[nodiscard]] std::optional<domain::Severity> severity_by_need(const Policy& policy,
                                                               domain::Instant needed_by,
                                                               domain::Instant now) noexcept;
[[nodiscard]] std::optional<domain::Instant> next_need(const Policy& policy, domain::Instant needed_by,
                                                       domain::Instant now) noexcept;

}  // namespace triaged::decide
