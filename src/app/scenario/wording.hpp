// Expectations and outcomes as text, in the notation of the file, so that what came can be pasted where what
// was expected stands.
#pragma once

#include <string>
#include <vector>

#include <triaged/decide/incident.hpp>
#include <triaged/domain/ticket.hpp>

#include "app/scenario/scenario.hpp"

namespace triaged::app::scenario {

[[nodiscard]] std::string in_words(const Wanted& wanted);
[[nodiscard]] std::string in_words(const Expectation& expectation);

// With the keys that `beside` names, and those that say most.
[[nodiscard]] std::string in_words(const Outcome& outcome, const Expectation* beside);
[[nodiscard]] std::string in_words(const std::vector<Outcome>& outcomes);

// A ticket by the keys of `state`.
[[nodiscard]] Values values_of(const domain::Ticket& ticket);
// An incident by its own; lists are written with blanks between.
[[nodiscard]] Values values_of(const domain::Incident& incident, const decide::IncidentPolicy& policy);

}  // namespace triaged::app::scenario
