// What ends a seed: one of the named checks did not hold. Thrown where it is seen, even under the engine's
// own frames, and caught once, in run.cpp.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace triaged::simulation {

// The checks of the domain (what must always hold), and those of the simulation itself.
enum class Check {
  nothing_lost,
  once,
  no_effect_without_state,
  in_order,
  someone_owns_it,
  never_down_by_itself,
  explained,
  accounted,
  stands_still,            // a clock that stands still while somebody is waited for does not run out
  one_page,                // nobody is paged twice of one thing, or of what somebody has taken
  somebody_is_paged,       // of an incident that nobody has taken
  one_incident_per_place,  // and no second one beside it
  linked_both_ways,        // an incident and its tickets know of each other
  nothing_sleeps_on,       // behind an incident or a silence that is over
  incidents_survive,       // what memory has of an incident is what the store has
  drains,                  // when the faults stop, everything comes to its end
  stands,                  // the engine throws nothing and asks nothing impossible of its ports
  is_a_harness             // the simulation does what it believes to do
};

[[nodiscard]] std::string_view name(Check check) noexcept;

struct Violation : std::runtime_error {
  Violation(Check broken, const std::string& why) : std::runtime_error(why), check(broken) {}
  Check check;
};

inline void require(bool holds, Check check, const std::string& why) {
  if (!holds) throw Violation(check, why);
}
// The same where the words are costly to put together.
template <class Words>
  requires std::is_invocable_r_v<std::string, Words>
void require(bool holds, Check check, Words&& words) {
  if (!holds) throw Violation(check, words());
}

}  // namespace triaged::simulation
