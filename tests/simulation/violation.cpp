#include "simulation/violation.hpp"

namespace triaged::simulation {

std::string_view name(Check check) noexcept {
  switch (check) {
    case Check::nothing_lost:
      return "nothing_lost";
    case Check::once:
      return "once";
    case Check::no_effect_without_state:
      return "no_effect_without_state";
    case Check::in_order:
      return "in_order";
    case Check::someone_owns_it:
      return "someone_owns_it";
    case Check::never_down_by_itself:
      return "never_down_by_itself";
    case Check::explained:
      return "explained";
    case Check::accounted:
      return "accounted";
    case Check::stands_still:
      return "stands_still";
    case Check::one_page:
      return "one_page";
    case Check::somebody_is_paged:
      return "somebody_is_paged";
    case Check::one_incident_per_place:
      return "one_incident_per_place";
    case Check::linked_both_ways:
      return "linked_both_ways";
    case Check::nothing_sleeps_on:
      return "nothing_sleeps_on";
    case Check::incidents_survive:
      return "incidents_survive";
    case Check::drains:
      return "drains";
    case Check::stands:
      return "stands";
    case Check::is_a_harness:
      return "is_a_harness";
  }
  return "";
}

}  // namespace triaged::simulation
