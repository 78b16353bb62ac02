// The state of a ticket: what is kept in memory for every open one, and its durable twin in the store.
// The texts are not here; they are in the ticket's history.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <triaged/domain/classification.hpp>

namespace triaged::domain {

// Why a thing went where it went; handed unchanged to notice, log, metric and board.
struct Reason {
  ReasonCode code = ReasonCode::rule;
  RuleName rule;     // for code `rule`, and wherever a rule stands behind the decision
  std::string text;  // one sentence for people

  bool operator==(const Reason&) const = default;
};

// How much time: so much of it, or so many working days of a calendar.
struct Term {
  Duration time{};
  std::int32_t working_days = 0;  // above zero, `time` is zero

  bool operator==(const Term&) const = default;
};

// A time in which the broker could not be reached, so that nobody could answer.
struct Away {
  Instant from{};
  Instant until{};

  bool operator==(const Away&) const = default;
};

// One clock of a ticket.
struct Timer {
  Clock clock{};
  Instant since{};                // it runs from here
  Term term;                      // for so long; while it stands still, what is left
  bool wall = false;              // passes all the time, not only in the open hours of the team's calendar
  std::optional<Instant> remind;  // a reminder before the end that has not been sent yet
  std::optional<Instant> due;     // nothing: it stands still

  bool operator==(const Timer&) const = default;
};

// An alert that keeps a ticket open.
struct Firing {
  AlertKey alert;
  Instant heard_at{};  // fired, or said so again

  bool operator==(const Firing&) const = default;
};

struct Ticket {
  TicketId id;
  std::uint32_t version = 0;  // 1 with its opening, one more with each event applied
  TicketState state = TicketState::open;
  TeamId team;               // the owner; empty when unrouted or sent to nobody
  std::optional<Rung> rung;  // the owner's rung, nothing for side teams
  Place place;               // hub, community, and the requester's standing at the opening
  ActorId requester;
  std::string category;
  Severity severity = Severity::normal;
  std::string symptom;
  bool incident = false;  // the rules say that it may be one
  Instant opened_at{};    // when it happened, by the producer
  Instant received_at{};  // when the daemon took it; clocks start here
  Reason reason;          // of the last change
  // Where the rules send it: so where it goes once it is approved, or its hub is known. Nothing: no rule
  // said.
  std::optional<Destination> meant_for{};
  // What becomes of it when a representative's say is needed and nobody answers.
  IfSilent silence{};
  ActorId assignee{};
  std::vector<Timer> timers{};  // in the order of their clocks, one of each at most
  Instant changed_at{};         // when the last event that set a state happened, by its producer
  std::uint32_t moves = 0;      // how often it was handed over
  std::uint32_t impasses = 0;   // how many above the ladder were told that it does not move
  std::optional<Instant> needed_by{};
  TicketId merged_into{};                    // of a merged one: where it goes on
  std::vector<ActorId> also_requested_by{};  // requesters of the tickets that were merged into it
  IncidentId incident_id{};                  // that it is linked to, or only suspected to be part of
  bool suspected = false;
  SilenceId silenced_by{};       // keeps it from paging
  std::vector<Firing> firing{};  // of an alert's ticket: what has not cleared

  bool operator==(const Ticket&) const = default;
};

[[nodiscard]] const Timer* timer(const Ticket& ticket,
                                 Clock clock) noexcept;  // nullptr: it has no such clock

// What is due next of a ticket: the end of a clock or the reminder before it.
struct Due {
  Instant at{};
  Clock clock{};

  auto operator<=>(const Due&) const = default;
};
[[nodiscard]] std::optional<Due> next_due(const Ticket& ticket) noexcept;

// Open means: not closed for good. Closed tickets leave memory.
[[nodiscard]] bool is_open(TicketState state) noexcept;
// Somebody should still do something about it: a resolved one only waits to be closed.
[[nodiscard]] bool is_active(TicketState state) noexcept;

}  // namespace triaged::domain
