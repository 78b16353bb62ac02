// The tests of one field, turned round: from a value to the predicates that hold of it. Equality, prefixes
// and suffixes are found by hash, ordered ones by binary search among sorted bounds, so what a value costs
// depends on the predicates that hold and hardly on those that do not.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "rules/rule_set.hpp"

namespace triaged::rules {

using PredicateNumber = std::uint32_t;  // of a distinct predicate of the rule set
using PredicateNumbers = std::vector<PredicateNumber>;

class ValueIndex {
 public:
  void add(const Predicate& predicate, PredicateNumber number);
  void finish();  // after the last add()

  // Each appends the predicates that hold; one may be appended twice. None allocates where `out` has room.
  void of_present(PredicateNumbers& out) const;
  void of_text(std::string_view value, PredicateNumbers& out) const;  // equality, prefix, suffix; calendars
  void of_number(double value, PredicateNumbers& out) const;          // equality and the ordered ones
  void of_delay(double microseconds, PredicateNumbers& out) const;    // within
  void of_pattern(int pattern, PredicateNumbers& out) const;          // of the field's scanner

  [[nodiscard]] bool asks_numbers() const noexcept { return asks_numbers_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  using ByText = std::unordered_map<std::string, PredicateNumbers, Hash, std::equal_to<>>;
  using ByLength = std::vector<std::pair<std::size_t, ByText>>;  // few different lengths
  using Bounds = std::vector<std::pair<double, PredicateNumber>>;

  static void add_by_length(ByLength& all, const std::string& text, PredicateNumber number);

  PredicateNumbers present_;
  ByText equal_;
  std::unordered_map<double, PredicateNumbers> equal_numbers_;
  ByLength prefixes_;
  ByLength suffixes_;
  Bounds below_;
  Bounds above_;
  Bounds at_least_;
  Bounds at_most_;
  Bounds within_;
  std::vector<PredicateNumbers> patterns_;
  bool asks_numbers_ = false;
};

}  // namespace triaged::rules
