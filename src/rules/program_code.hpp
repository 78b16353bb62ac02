// Conditions without trees: jumps over the bits of the predicates, and the predicates that lead to a rule.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rules/program_values.hpp"

namespace triaged::rules {

// Asks one bit and goes on to another jump, or to an end.
struct Jump {
  static constexpr std::uint32_t kHolds = 0xFFFF'FFFF;
  static constexpr std::uint32_t kFails = 0xFFFF'FFFE;

  PredicateNumber predicate = 0;
  std::uint32_t when_true = kHolds;
  std::uint32_t when_false = kFails;
};

// Gives equal predicates equal numbers, whatever rules they stand in and however they are written.
class PredicateTable {
 public:
  PredicateNumber number(const Predicate& predicate);
  [[nodiscard]] const std::vector<const Predicate*>& all() const noexcept { return all_; }  // one of each

 private:
  std::map<std::string, PredicateNumber> numbers_;
  std::vector<const Predicate*> all_;
};

// Appends the condition to `code`; returns where it begins, which may be an end.
[[nodiscard]] std::uint32_t append_condition(const Condition& condition, PredicateTable& predicates,
                                             std::vector<Jump>& code);

// Predicates of which at least one is true whenever the condition holds: the fewest tickets' worth that can
// be told from the condition alone. Nothing: it may hold with none true.
struct Guard {
  PredicateNumbers predicates;
  double likely = 0;  // a rough share of tickets, for choosing between guards only
};
[[nodiscard]] std::optional<Guard> guard_of(const Condition& condition, PredicateTable& predicates);

}  // namespace triaged::rules
