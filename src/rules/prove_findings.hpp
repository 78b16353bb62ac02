// What the proofs have to say, in words.
#pragma once

#include "rules/rule_set.hpp"

namespace triaged::rules {

class Findings {
 public:
  Findings(const RuleSet& rules, document::Faults& faults) : rules_(&rules), faults_(&faults) {}

  // `conditions` cannot hold together; of the rule, or of a part of an `any` in it.
  void contradicts(const Rule& rule, const std::vector<const Condition*>& conditions);
  void never_chosen(const Rule& rule, const Condition& part);

  // Earlier route rules take everything the rule would; or every ticket there is.
  void never_wins(const Rule& rule, const std::vector<const Rule*>& earlier);
  void take_everything(const std::vector<const Rule*>& rules);

  // The rule's value for the field never counts, because of others that set it.
  void never_sets(const Rule& rule, const FieldRef& field, const std::vector<const Rule*>& others);

  void never_opens(const Rule& rule, const Predicate& predicate, const std::string& calendar);
  void always_open(const Rule& rule, const Predicate& predicate, const std::string& calendar);
  void set_later(const Rule& rule, const Predicate& predicate, const std::string& category,
                 const Rule& later);
  void fits_nothing_set(const Rule& rule, const Predicate& predicate);
  void reaches_nobody(const Rule& rule, std::string_view team);
  void undecided(const std::vector<const Rule*>& rules, std::size_t effort);

 private:
  [[nodiscard]] bool is_route(const Rule& rule) const;
  [[nodiscard]] std::string called(const Rule& rule) const;

  const RuleSet* rules_;
  document::Faults* faults_;
};

}  // namespace triaged::rules
