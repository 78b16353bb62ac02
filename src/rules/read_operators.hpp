// The words of the language in tables: keys of rules, comparisons, vocabularies, limits. The reader asks them
// and the schema is made of them, so that they cannot drift apart.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule_set.hpp"

namespace triaged::rules {

// What a rule file may not exceed; each is an error with its place.
struct RuleLimits {
  static constexpr std::size_t kRules = 20'000;                // of a rule set
  static constexpr std::size_t kConditions = 500;              // of a rule: tests of a field
  static constexpr std::size_t kNesting = 8;                   // of all, any and not within each other
  static constexpr std::size_t kValues = 2'000;                // of a list
  static constexpr std::size_t kPatternsOfACondition = 5'000;  // with those that `$name` stands for
  static constexpr std::size_t kLabels = 50;                   // that a rule sets
  static constexpr std::size_t kNameBytes = 100;     // of a rule, category, label or list of patterns
  static constexpr std::size_t kValueBytes = 1'000;  // of a value, a label's text, a reason
};

// A comparison within braces: `{prefix: lab-}`.
struct Operator {
  enum class Takes : std::uint8_t {
    anything,  // whatever the field itself takes
    boolean,
    values,  // one or several texts
    patterns,
    bound,  // one value of the field's order
    calendars,
    duration
  };

  std::string_view name;
  Takes takes{};
  Predicate::Test test{};  // not for `anything`
  bool negated = false;    // holds where the test does not
  std::string_view meaning;
};
[[nodiscard]] std::span<const Operator> operators() noexcept;
[[nodiscard]] bool allowed(const Operator& comparison, Type type) noexcept;
[[nodiscard]] const Operator* find_operator(std::string_view name) noexcept;  // nullptr: there is none

// The closed vocabulary of a field; empty for fields with free values.
[[nodiscard]] std::vector<std::string_view> vocabulary(Field field, const Names& names);

// Keys that only one kind of rule has, and fields that only classify rules set.
inline constexpr std::array<std::string_view, 4> kRouteOnly{"to", "because", "needs", "silence"};
inline constexpr std::array<std::string_view, 3> kClassifyOnly{"category", "symptom", "incident"};

inline constexpr std::array<std::string_view, 3> kGroups{"all", "any", "not"};
inline constexpr std::string_view kLabelPrefix = "labels.";
inline constexpr std::string_view kNextRung = "next_rung";
inline constexpr std::string_view kNobody = "nobody";
inline constexpr std::string_view kRefuse = "refuse";
inline constexpr std::string_view kPassOn = "pass_on";
// Whose say a rule may need. The others on the ladder answer for themselves, not for a community.
inline constexpr std::array<domain::Rung, 1> kApprovers{domain::Rung::community_representative};

}  // namespace triaged::rules
