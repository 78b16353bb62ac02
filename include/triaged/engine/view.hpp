// What a decision about a ticket that exists may look at, brought together from what is in force. The engine
// and whoever decides an old event again call the same function, so that both see the same.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <triaged/decide/decide.hpp>
#include <triaged/engine/knowledge.hpp>

namespace triaged::engine {

// All borrowed for the call, and `opening` for as long as the view lives.
struct Asked {
  const domain::TicketEvent& event;
  const domain::MatchText& text;            // of a comment
  const domain::Ticket& ticket;             // before the event
  const domain::Opened* opening = nullptr;  // what the requester wrote, with the labels that the rules set
  std::optional<domain::Ticket> into{};     // of `merged`: the ticket that goes on; nothing: there is none
  domain::Instant now{};
  std::span<const std::string> undeliverable{};
  std::span<const domain::Away> away{};     // the oldest first
  std::span<const domain::TeamId> ended{};  // temporary teams that are over (endings.hpp)
  std::span<const std::string> open_calendars{};
  std::uint32_t epoch = 1;
};
[[nodiscard]] decide::View view_of(const Knowledge& knowledge, const Asked& asked);

}  // namespace triaged::engine
