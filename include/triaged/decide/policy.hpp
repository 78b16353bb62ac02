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
#include <triaged/domain/ticket.hpp>

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

  domain::Digest digest;  // of the file it came from
};

// Reads policy.yaml. nullptr when there were errors. `teams`: the ids that the directory knows; what names
// another one is an error.
[[nodiscard]] std::shared_ptr<const Policy> read_policy(const document::Node& file,
                                                        std::span<const std::string> teams,
                                                        document::Faults& faults);

// nullptr: nothing is promised for it.
[[nodiscard]] const Promise* promise_for(const Policy& policy, const domain::Ticket& ticket) noexcept;
[[nodiscard]] const domain::Term* approval_term(const Policy& policy, const domain::Ticket& ticket) noexcept;

[[nodiscard]] bool is_confidential(const Policy& policy, std::string_view category) noexcept;

// The severity that `needed_by` asks for at `now`, if any; and when it will ask for more, if ever.
[[nodiscard]] std::optional<domain::Severity> severity_by_need(const Policy& policy,
                                                               domain::Instant needed_by,
                                                               domain::Instant now) noexcept;
[[nodiscard]] std::optional<domain::Instant> next_need(const Policy& policy, domain::Instant needed_by,
                                                       domain::Instant now) noexcept;

}  // namespace triaged::decide
