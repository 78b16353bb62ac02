#include <triaged/rules/coverage.hpp>

#include "rules/rule_set.hpp"
#include "rules/walk.hpp"

namespace triaged::rules {
namespace {

// The conditions of a tree in the order of writing, each with how it is said: the tests, and the negations of
// single tests, which people write and read as one.
template <class Visit>
void each_condition(const Condition& condition, const Visit& visit) {
  switch (condition.kind) {
    case Condition::Kind::test:
      return visit(condition, condition.predicate, false);
    case Condition::Kind::negation:
      if (const Condition& inner = condition.parts.front(); inner.kind == Condition::Kind::test)
        return visit(condition, inner.predicate, true);
      break;
    case Condition::Kind::all:
    case Condition::Kind::any:
      break;
  }
  for (const auto& part : condition.parts) each_condition(part, visit);
}

Looked told(const Rule& rule, Step::Part part) {
  return {.part = part,
          .rule = rule.name,
          .place = rule.place,
          .destination = part == Step::Part::route ? std::optional(rule.destination) : std::nullopt,
          .reached = true,
          .matched = false,
          .conditions = {}};
}

Looked look_at(const Rule& rule, Step::Part part, const domain::Classification& so_far, const Hits& hits) {
  Looked looked = told(rule, part);
  looked.matched = holds(rule.when, so_far, hits);
  each_condition(rule.when, [&](const Condition& one, const Predicate& predicate, bool negated) {
    looked.conditions.push_back({.written = negated ? "not (" + predicate.written + ")" : predicate.written,
                                 .place = predicate.place,
                                 .held = holds(one, so_far, hits)});
  });
  return looked;
}

}  // namespace

std::vector<Looked> look(const Facts& facts, const RuleSet& rules) {
  std::vector<Looked> all;
  domain::Classification so_far;
  const Hits hits(facts, rules);
  for (const auto& rule : rules.classify) {
    all.push_back(look_at(rule, Step::Part::classify, so_far, hits));
    if (all.back().matched) apply(rule, hits, so_far);
  }
  bool won = false;
  for (const auto& rule : rules.route) {
    all.push_back(look_at(rule, Step::Part::route, so_far, hits));
    all.back().reached = !won;
    if (won || !all.back().matched) continue;
    won = true;
    win(rule, hits, so_far);
  }
  return all;
}

Coverage::Coverage(std::shared_ptr<const RuleSet> rules) : rules_(std::move(rules)) {
  const auto list = [&](const triaged::rules::Rule& rule, Step::Part part) {
    Rule seen{
        .part = part, .name = rule.name, .place = rule.place, .reached = 0, .matched = 0, .conditions = {}};
    each_condition(rule.when, [&](const auto&, const Predicate& predicate, bool negated) {
      seen.conditions.push_back({.written = negated ? "not (" + predicate.written + ")" : predicate.written,
                                 .place = predicate.place,
                                 .held = 0,
                                 .failed = 0});
    });
    seen_.push_back(std::move(seen));
  };
  for (const auto& rule : rules_->classify) list(rule, Step::Part::classify);
  for (const auto& rule : rules_->route) list(rule, Step::Part::route);
}

void Coverage::add(const Facts& facts) {
  ++tickets_;
  const auto all = look(facts, *rules_);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].reached) continue;
    ++seen_[i].reached;
    if (all[i].matched) ++seen_[i].matched;
    for (std::size_t c = 0; c < all[i].conditions.size(); ++c)
      ++(all[i].conditions[c].held ? seen_[i].conditions[c].held : seen_[i].conditions[c].failed);
  }
}

}  // namespace triaged::rules
