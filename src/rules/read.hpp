// Reading rule files: the parts that compile.cpp puts together. Mistakes are reported, each with its place
// and what to do; what is read of a file with mistakes is not used.
#pragma once

#include <map>
#include <set>

#include "rules/read_operators.hpp"

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

// Categories that conditions ask for, each where it was asked first.
using AskedCategories = std::map<std::string, document::Place, std::less<>>;

// What reading a rule needs to know and where it reports.
struct Reading {
  RuleSet& rules;
  const Names& names;
  NamedPatterns& patterns;
  document::Faults& faults;
  AskedCategories categories{};
  std::set<std::string> calendars{};
  std::size_t conditions = 0;  // of the rule being read
};

// `patterns:` of every file, before any rule is read, so that rules may use names of later files. What is
// wrong with a pattern is said here, once, whether or not a rule uses it.
[[nodiscard]] NamedPatterns collect_patterns(std::span<const document::Node> files, document::Faults& faults);

// Patterns of one condition, `$name` resolved, as numbers of the field's scanner.
void read_patterns(const document::Node& node, Predicate& predicate, Reading& reading);

// A map of conditions (a conjunction), `depth` groups down.
[[nodiscard]] Condition read_condition(const document::Node& node, Reading& reading, std::size_t depth = 0);

// One `field: value` of a condition.
[[nodiscard]] Condition read_test(const document::Node& key, const document::Node& value, Reading& reading,
                                  std::size_t depth);

// The values of an equality, a prefix or a suffix.
void read_values(const document::Node& node, Predicate& predicate, Reading& reading);
// The one value of an ordered comparison; names of calendars.
void read_bound(const document::Node& node, Predicate& predicate, Reading& reading);
void read_calendars(const document::Node& node, Predicate& predicate, Reading& reading);

// A rule. Rules of the two parts differ in the keys they have.
enum class Part : std::uint8_t { classify, route };
[[nodiscard]] std::optional<Rule> read_rule(const document::Node& node, Part part, Reading& reading);

// The `set:` of a rule whose `when` has been read. A route rule may set labels and severity only.
void read_set(const document::Node& node, Part part, Rule& rule, Reading& reading);

// As YAML on one line, shortened to kWrittenBytes: "hub.kind: {not: staging}".
inline constexpr std::size_t kWrittenBytes = 160;
[[nodiscard]] std::string as_written(const document::Node& key, const document::Node& value);
[[nodiscard]] std::string as_written(const document::Node& map);

// Values in messages are shortened to that.
inline constexpr std::size_t kShownBytes = 80;

// At most that many bytes, cut between characters; what was cut leaves "…".
[[nodiscard]] std::string shortened(std::string_view text, std::size_t bytes);

// "`a`, `b` or `c`"
[[nodiscard]] std::string listed(const std::vector<std::string_view>& words);

// "did you mean `critical`?"; when no known word is near, `otherwise`, or without that all of them.
[[nodiscard]] std::string hint(std::string_view word, const std::vector<std::string_view>& known,
                               std::string_view otherwise = {});

// False, and said, when the text is longer than a name or a value may be.
bool fits(const document::Node& node, std::string_view what, std::size_t most, document::Faults& faults);

}  // namespace triaged::rules
