// What an event says, in one line for people: "to support: we cannot do this". Texts that people wrote are
// folded and cut.
#pragma once

#include <string>

#include <triaged/domain/event.hpp>

namespace triaged::app::show {

// Empty for an event that says nothing beside its kind.
[[nodiscard]] std::string in_words(const domain::TicketEvent& event);

// "ada@north.example via mail", "triaged" for the daemon's own.
[[nodiscard]] std::string who_told(const domain::TicketEvent& event);

}  // namespace triaged::app::show
