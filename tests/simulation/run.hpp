// One seed from its first step to its end: so many steps of whatever happens, then no more faults, and
// everything must come to its end.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulation/counts.hpp"
#include "simulation/knowledge.hpp"
#include "simulation/violation.hpp"

namespace triaged::simulation {

struct Failure {
  std::size_t step = 0;
  Check check{};
  std::string why;
  std::vector<std::string> last;  // steps before it, the failing one at the end
};

struct Outcome {
  std::uint64_t sum = 0;  // of everything that happened: equal runs have equal sums
  std::optional<Failure> failure;
};

// The same arguments have the same outcome, on any machine. `everything`: takes each step as a line, or
// nullptr.
[[nodiscard]] Outcome run(std::uint64_t seed, std::size_t steps, const std::vector<Variant>& variants,
                          Counts& counts, std::ostream* everything);

}  // namespace triaged::simulation
