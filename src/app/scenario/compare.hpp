// What a step expected beside what happened. Pure.
#pragma once

#include <vector>

#include "app/scenario/scenario.hpp"

namespace triaged::app::scenario {

[[nodiscard]] bool agrees(const Wanted& wanted, const Values& found);
[[nodiscard]] bool agrees(const Expectation& expectation, const Outcome& outcome);

// An expectation that nothing met, something that nobody expected, or one in the place of the other.
struct Mismatch {
  const Expectation* expected = nullptr;  // nullptr: nobody expected it
  const Outcome* got = nullptr;           // nullptr: nothing came
};

// Those outcomes that the list speaks of: notices to requesters only where it names one.
[[nodiscard]] std::vector<Outcome> spoken_of(const std::vector<Expectation>& expected,
                                             std::vector<Outcome> outcomes);

// As few as can be, in the order of the list. What it returns points into both lists.
[[nodiscard]] std::vector<Mismatch> compare(const std::vector<Expectation>& expected,
                                            const std::vector<Outcome>& outcomes, bool any_order);

}  // namespace triaged::app::scenario
