// The state of a ticket: what is kept in memory for every open one, and its durable twin in the store.
// The texts are not here; they are in the ticket's history.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <triaged/domain/classification.hpp>

namespace triaged::domain {

// Why a thing went where it went; handed unchanged to notice, log, metric and board.
struct Reason {
  ReasonCode code = ReasonCode::rule;
  RuleName rule;     // for code `rule`, and wherever a rule stands behind the decision
  std::string text;  // one sentence for people

  bool operator==(const Reason&) const = default;
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
  // Set when a representative's say is needed first: where it goes once approved, and what becomes of it when
  // nobody answers.
  std::optional<Destination> meant_for{};
  Silence silence{};

  bool operator==(const Ticket&) const = default;
};

// Open means: somebody should still do something. Closed tickets leave memory.
[[nodiscard]] bool is_open(TicketState state) noexcept;

}  // namespace triaged::domain
