// The future of a new ticket that nobody ever answers, as the daemon would bring it about: the real engine on
// a clock of its own, nothing sent and nothing kept. Each thing that happens is one happening.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <triaged/domain/message.hpp>
#include <triaged/engine/engine.hpp>

namespace triaged::app::simulation {

// One notice: what it is, and to whom. The words are those of the wire.
struct Told {
  std::string kind;
  std::string team;  // "nobody": the queue of what nobody can be reached for
  std::string rung;  // empty: beside the ladder

  bool operator==(const Told&) const = default;
};

struct Happening {
  domain::Instant at{};
  std::optional<domain::Clock> clock;  // that ran out or comes near its end; nothing: the ticket was opened
  bool warning = false;                // it only comes near its end
  domain::Ticket ticket;               // after it
  std::vector<Told> told;
};

enum class End {
  nothing_left,  // no clock of the ticket runs any more
  time_is_over,  // more would happen after the time asked for
  too_much       // more would happen, and this is enough
};

struct Future {
  std::vector<Happening> happenings;  // in order; the first is the opening
  End end{};
  domain::Instant until{};  // the end of the time asked for
};

// More than a person or a program wants to read; a ticket that is paged about every few minutes comes here.
inline constexpr std::size_t kHappeningsMost = 20'000;
// Each notice holds the ticket's text, and the rehearsal keeps them all.
inline constexpr std::size_t kTextMost = 256u << 20;

struct Question {
  domain::InboundMessage message;  // holds the event that opens `ticket`
  domain::TicketId ticket;
  domain::Instant at{};     // when it comes
  domain::Duration span{};  // how far to look ahead
  std::size_t most = kHappeningsMost;
};

// In words, why there would be no such ticket: refused, or parked.
using NotOpened = std::string;

[[nodiscard]] std::variant<Future, NotOpened> unfold(const Question& question,
                                                     const engine::Knowledge& knowledge,
                                                     const engine::Limits& limits);

}  // namespace triaged::app::simulation
