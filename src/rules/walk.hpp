// The plain reading of a rule set: condition by condition, rule by rule, as a person would. explain tells of
// it; the compiled program must agree with it.
#pragma once

#include "rules/rule_set.hpp"

namespace triaged::rules {

// The texts of one event with the patterns that hit them. Borrows the facts and the rule set.
class Hits {
 public:
  Hits(const Facts& facts, const RuleSet& rules);

  // The first of the predicate's patterns that occurs in its field's value; -1: none does.
  [[nodiscard]] int first(const Predicate& predicate, const domain::Classification& so_far) const;

  // What the predicate's field is searched in; nothing when it is absent.
  [[nodiscard]] std::optional<std::string_view> searched(const FieldRef& field,
                                                         const domain::Classification& so_far) const noexcept;

  [[nodiscard]] const Facts& facts() const noexcept { return *facts_; }
  [[nodiscard]] const Scanner& scanner(const FieldRef& field) const { return rules_->scanners.at(field); }

 private:
  const Facts* facts_;
  const RuleSet* rules_;
  std::string both_;                                     // subject, line feed, body
  std::map<FieldRef, std::vector<std::uint8_t>> texts_;  // of the fields that no rule can change
};

[[nodiscard]] bool holds(const Predicate& predicate, const domain::Classification& so_far, const Hits& hits);
[[nodiscard]] bool holds(const Condition& condition, const domain::Classification& so_far, const Hits& hits);

// Lets a matching rule set its fields: the first to set one wins, severity takes the highest, incident any
// `true`. Captures see what was there before this rule.
void apply(const Rule& rule, const Hits& hits, domain::Classification& so_far);

// Lets a route rule win: as apply(), and the destination is its own.
void win(const Rule& rule, const Hits& hits, domain::Classification& so_far);

}  // namespace triaged::rules
