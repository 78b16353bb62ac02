// A compiled rule set: what compile.cpp makes and classify.cpp and explain.cpp walk. Immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/rules/rules.hpp>

#include "rules/scanner.hpp"

namespace triaged::rules {

// What a condition may look at; the names in rule files are in field_name().
enum class Field : std::uint8_t {
  subject,
  body,
  text,  // scanned for patterns
  channel,
  source,
  hub,
  cluster,
  community,
  hub_kind,
  requester,
  standing,
  category,
  severity,
  symptom,
  incident,
  label
};
inline constexpr std::size_t kScanned = 3;  // subject, body, text come first
inline constexpr std::size_t kFields = static_cast<std::size_t>(Field::label) + 1;

[[nodiscard]] std::string_view field_name(Field field) noexcept;

// One test of one field.
struct Predicate {
  enum class Test : std::uint8_t { any_of, none_of, present, absent, matches };

  Field field{};
  Test test{};
  std::string label;                // the key, for Field::label
  std::vector<std::string> values;  // for any_of, none_of
  std::vector<int> patterns;        // for matches: numbers in the field's scanner, one of which must hit
  std::string written;              // as a person would write it: "hub.kind: production"
};

// A tree of tests. `all` of nothing holds, `any` of nothing does not.
struct Condition {
  enum class Kind : std::uint8_t { all, any, negation, test };

  Kind kind = Kind::all;
  std::vector<Condition> parts;  // for negation: exactly one
  Predicate predicate;           // for test
};

struct Rule {
  domain::RuleName name;
  document::Place place;
  Condition when;
  bool unconditional = false;  // has no `when`
  // What it sets; nothing where it does not.
  std::optional<std::string> category;
  std::optional<domain::Severity> severity;
  std::optional<std::string> symptom;
  std::optional<bool> incident;
  std::vector<std::pair<std::string, std::string>> labels;
  domain::Destination destination;  // for route rules
};

class RuleSet {
 public:
  std::vector<Rule> classify;
  std::vector<Rule> route;  // the last one has no condition
  std::array<Scanner, kScanned> scanners;
  domain::Digest digest;
};

// The scanned text of one event: which patterns hit, per scanned field.
class Hits {
 public:
  Hits(const Facts& facts, const RuleSet& rules);
  [[nodiscard]] bool any(Field field, const std::vector<int>& patterns) const noexcept;

 private:
  std::array<std::vector<std::uint8_t>, kScanned> hit_;
};

// The value of a field for this event, as text; nothing when it is absent (empty values count as absent).
[[nodiscard]] std::optional<std::string_view> value_of(Field field, std::string_view label,
                                                       const Facts& facts,
                                                       const domain::Classification& so_far) noexcept;

[[nodiscard]] bool holds(const Predicate& predicate, const Facts& facts, const domain::Classification& so_far,
                         const Hits& hits);
[[nodiscard]] bool holds(const Condition& condition, const Facts& facts, const domain::Classification& so_far,
                         const Hits& hits);

// Lets a matching rule set its fields: the first to set one wins, severity takes the highest, incident any
// `true`.
void apply(const Rule& rule, domain::Classification& so_far);

}  // namespace triaged::rules
