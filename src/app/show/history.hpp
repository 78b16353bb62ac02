// A history told line by line: when what happened, who said so, and what came of it.
#pragma once

#include <iosfwd>
#include <span>

#include <boost/json/array.hpp>

#include "app/show/stored.hpp"

namespace triaged::app::show {

// Whose history it is: what came of an event is then the ticket, or the incident, or neither.
enum class Of : std::uint8_t { ticket, incident, neither };

// "open, with hub_admin", "refused: not_allowed".
[[nodiscard]] std::string outcome(const codec::HistoryEntry& entry, Of of);

void print_history(const domain::TicketId& key, std::span<const Line> lines, Of of, std::ostream& out);
[[nodiscard]] boost::json::array history_to_json(const domain::TicketId& key, std::span<const Line> lines,
                                                 Of of);

}  // namespace triaged::app::show
