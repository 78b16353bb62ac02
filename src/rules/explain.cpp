// The same walk as classify.cpp, told aloud: each rule, and of those that did not match the first condition
// that failed with the value it saw.
#include "rules/rule_set.hpp"

namespace triaged::rules {
namespace {

struct Failure {
  std::string condition;
  std::string saw;
};

std::string written(const Condition& condition) {
  const auto list = [&](std::string_view word) {
    std::string text(word);
    text += " [";
    for (const auto& part : condition.parts) text += (text.back() == '[' ? "" : "; ") + written(part);
    return text + "]";
  };
  switch (condition.kind) {
    case Condition::Kind::all:
      return list("all of");
    case Condition::Kind::any:
      return list("any of");
    case Condition::Kind::negation:
      return "not (" + written(condition.parts.front()) + ")";
    case Condition::Kind::test:
      return condition.predicate.written;
  }
  return {};
}

std::string seen(const Predicate& predicate, const Facts& facts, const domain::Classification& so_far) {
  if (predicate.test == Predicate::Test::matches)
    return "no pattern occurs in the " + std::string(field_name(predicate.field));
  const auto value = value_of(predicate.field, predicate.label, facts, so_far);
  return value ? std::string(*value) : "nothing";
}

// Of a condition that does not hold: the first part to blame.
Failure first_failure(const Condition& condition, const Facts& facts, const domain::Classification& so_far,
                      const Hits& hits) {
  switch (condition.kind) {
    case Condition::Kind::all:
      for (const auto& part : condition.parts)
        if (!holds(part, facts, so_far, hits)) return first_failure(part, facts, so_far, hits);
      break;
    case Condition::Kind::any:
      return {written(condition), "none of them holds"};
    case Condition::Kind::negation:
      return {written(condition), "it holds"};
    case Condition::Kind::test:
      return {condition.predicate.written, seen(condition.predicate, facts, so_far)};
  }
  return {};
}

}  // namespace

Explanation explain(const Facts& facts, const RuleSet& rules) {
  Explanation result;
  const Hits hits(facts, rules);
  const auto tell = [&](const Rule& rule, Step::Part part, bool reached) {
    Step step{.part = part,
              .rule = rule.name,
              .place = rule.place,
              .matched = false,
              .reached = reached,
              .failed = {},
              .saw = {}};
    step.matched = holds(rule.when, facts, result.classification, hits);
    if (!step.matched) {
      auto failure = first_failure(rule.when, facts, result.classification, hits);
      step.failed = std::move(failure.condition);
      step.saw = std::move(failure.saw);
    }
    result.steps.push_back(step);
    return step.matched;
  };
  for (const auto& rule : rules.classify)
    if (tell(rule, Step::Part::classify, true)) apply(rule, result.classification);
  bool won = false;
  for (const auto& rule : rules.route) {
    if (!tell(rule, Step::Part::route, !won) || won) continue;
    won = true;
    apply(rule, result.classification);
    result.classification.destination = rule.destination;
    result.classification.rule = rule.name;
  }
  return result;
}

}  // namespace triaged::rules
