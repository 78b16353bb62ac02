// What people and machines write: each kind of event as the JSON that producers send.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "simulation/ledger.hpp"
#include "simulation/random.hpp"

namespace triaged::simulation {

struct Kind {
  std::string_view name;
  unsigned weight;                                            // among the events about a ticket
  std::string (*member)(Random& random, domain::Instant at);  // its JSON
};

// Every kind that a producer may tell of a ticket or a hub by itself.
[[nodiscard]] std::span<const Kind> kinds();
[[nodiscard]] const Kind& opened();

[[nodiscard]] domain::InboundMessage written(const Told& told);
// Something that no event can be read from, made out of one that could be.
[[nodiscard]] domain::InboundMessage garbled(Random& random, domain::InboundMessage message);

}  // namespace triaged::simulation
