// The walk told aloud: each rule, and of those that did not match the first condition that failed with the
// value it saw.
#include <algorithm>

#include "rules/explain_words.hpp"

namespace triaged::rules {
namespace {

struct Failure {
  std::string condition;
  std::string saw;
};

// Of a condition that does not hold: the first part to blame.
Failure first_failure(const Condition& condition, const domain::Classification& so_far, const Hits& hits) {
  switch (condition.kind) {
    case Condition::Kind::all:
      for (const auto& part : condition.parts)
        if (!holds(part, so_far, hits)) return first_failure(part, so_far, hits);
      break;
    case Condition::Kind::any: {
      std::vector<std::string> all;
      for (const auto& part : condition.parts) {
        auto failure = first_failure(part, so_far, hits);
        if (std::ranges::find(all, failure.saw) == all.end()) all.push_back(std::move(failure.saw));
      }
      return {condition.predicate.written, joined(all)};
    }
    case Condition::Kind::negation:
      return {condition.predicate.written, why_holds(condition.parts.front(), so_far, hits)};
    case Condition::Kind::test:
      return {condition.predicate.written, seen(condition.predicate, so_far, hits)};
  }
  return {};
}

Step told(const Rule& rule, Step::Part part, bool reached, const domain::Classification& so_far,
          const Hits& hits) {
  Step step{.part = part,
            .rule = rule.name,
            .place = rule.place,
            .matched = holds(rule.when, so_far, hits),
            .reached = reached,
            .failed = {},
            .saw = {},
            .hit = {}};
  if (step.matched) {
    step.hit = hit_by(rule.when, so_far, hits);
  } else {
    auto failure = first_failure(rule.when, so_far, hits);
    step.failed = std::move(failure.condition);
    step.saw = std::move(failure.saw);
  }
  return step;
}

}  // namespace

Explanation explain(const Facts& facts, const RuleSet& rules) {
  Explanation result;
  const Hits hits(facts, rules);
  auto& so_far = result.classification;
  for (const auto& rule : rules.classify) {
    result.steps.push_back(told(rule, Step::Part::classify, true, so_far, hits));
    if (result.steps.back().matched) apply(rule, hits, so_far);
  }
  const domain::Classification routed = so_far;  // what the route rules are asked about, the later ones too
  bool won = false;
  for (const auto& rule : rules.route) {
    result.steps.push_back(told(rule, Step::Part::route, !won, routed, hits));
    if (won || !result.steps.back().matched) continue;
    won = true;
    win(rule, hits, so_far);
  }
  return result;
}

}  // namespace triaged::rules
