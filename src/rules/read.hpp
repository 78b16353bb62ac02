// Reading rule files: the parts that compile.cpp puts together.
#pragma once

#include <map>

#include "rules/rule_set.hpp"

namespace triaged::rules {

// Named lists of patterns: `$name` in a condition.
struct NamedPatterns {
  struct Entry {
    document::Place place;
    std::vector<const document::Node*> patterns;
    bool used = false;  // by a condition
  };
  std::map<std::string, Entry, std::less<>> entries;
};

// What reading a rule needs to know and where it reports.
struct Reading {
  RuleSet& rules;
  const Names& names;
  NamedPatterns& patterns;
  document::Faults& faults;
};

// `parts` of the closed vocabulary of a field; empty for fields with free values.
[[nodiscard]] std::vector<std::string_view> vocabulary(Field field, const Names& names);

// A map of conditions (a conjunction). Mistakes are reported; what is left is not used when there are any.
[[nodiscard]] Condition read_condition(const document::Node& node, Reading& reading);

// The `set:` of a rule. A route rule may set labels and severity only.
enum class Part : std::uint8_t { classify, route };
void read_set(const document::Node& node, Part part, Rule& rule, Reading& reading);

// "`critcal` is not a severity", with the nearest word or all of them as the remedy.
void report_word(const document::Node& node, std::string_view what,
                 const std::vector<std::string_view>& words, document::Faults& faults);

}  // namespace triaged::rules
