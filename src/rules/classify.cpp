// Facts and rule set to a classification: the rules in their order, over text scanned once.
#include "rules/rule_set.hpp"

namespace triaged::rules {
namespace {

std::optional<std::string_view> unless_empty(std::string_view text) noexcept {
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<std::string_view> label_of(std::string_view key, const Facts& facts,
                                         const domain::Classification& so_far) noexcept {
  for (const auto& [name, set] : so_far.labels)
    if (name == key) return set.value;
  const auto found = facts.opened.labels.find(key);
  if (found == facts.opened.labels.end()) return std::nullopt;
  return found->second;
}

bool one_of(std::string_view value, const std::vector<std::string>& values) noexcept {
  for (const auto& candidate : values)
    if (candidate == value) return true;
  return false;
}

}  // namespace

std::optional<std::string_view> value_of(Field field, std::string_view label, const Facts& facts,
                                         const domain::Classification& so_far) noexcept {
  switch (field) {
    case Field::subject:
      return unless_empty(facts.text.subject);
    case Field::body:
      return unless_empty(facts.text.body);
    case Field::text:
      return facts.text.body.empty() ? unless_empty(facts.text.subject) : facts.text.body;
    case Field::channel:
      return unless_empty(facts.opened.channel);
    case Field::source:
      return name(source(facts.opened));
    case Field::hub:
      return unless_empty(facts.place.hub.value);
    case Field::cluster:
      return unless_empty(facts.place.cluster.value);
    case Field::community:
      return unless_empty(facts.place.community.value);
    case Field::hub_kind:
      if (!facts.place.hub_kind) return std::nullopt;
      return name(*facts.place.hub_kind);
    case Field::requester:
      return unless_empty(facts.event.actor.value);
    case Field::standing:
      return name(facts.place.standing);
    case Field::category:
      return unless_empty(so_far.category.value);
    case Field::severity:
      return name(so_far.severity.value);
    case Field::symptom:
      return unless_empty(so_far.symptom.value);
    case Field::incident:
      return so_far.incident.value ? "true" : "false";
    case Field::label:
      return label_of(label, facts, so_far);
  }
  return std::nullopt;
}

Hits::Hits(const Facts& facts, const RuleSet& rules) {
  const auto scan = [&](Field field, std::string_view text) {
    const auto at = static_cast<std::size_t>(field);
    rules.scanners[at].scan(text, hit_[at]);
  };
  scan(Field::subject, facts.text.subject);
  scan(Field::body, facts.text.body);
  if (rules.scanners[static_cast<std::size_t>(Field::text)].size() == 0) return;
  std::string both;
  both.reserve(facts.text.subject.size() + 1 + facts.text.body.size());
  both.append(facts.text.subject).append("\n").append(facts.text.body);
  scan(Field::text, both);
}

bool Hits::any(Field field, const std::vector<int>& patterns) const noexcept {
  const auto& hit = hit_[static_cast<std::size_t>(field)];
  for (const int number : patterns)
    if (hit[static_cast<std::size_t>(number)] != 0) return true;
  return false;
}

bool holds(const Predicate& predicate, const Facts& facts, const domain::Classification& so_far,
           const Hits& hits) {
  if (predicate.test == Predicate::Test::matches) return hits.any(predicate.field, predicate.patterns);
  const auto value = value_of(predicate.field, predicate.label, facts, so_far);
  switch (predicate.test) {
    case Predicate::Test::any_of:
      return value && one_of(*value, predicate.values);
    case Predicate::Test::none_of:
      return !value || !one_of(*value, predicate.values);
    case Predicate::Test::present:
      return value.has_value();
    case Predicate::Test::absent:
      return !value.has_value();
    case Predicate::Test::matches:
      break;  // above
  }
  return false;
}

bool holds(const Condition& condition, const Facts& facts, const domain::Classification& so_far,
           const Hits& hits) {
  switch (condition.kind) {
    case Condition::Kind::all:
      for (const auto& part : condition.parts)
        if (!holds(part, facts, so_far, hits)) return false;
      return true;
    case Condition::Kind::any:
      for (const auto& part : condition.parts)
        if (holds(part, facts, so_far, hits)) return true;
      return false;
    case Condition::Kind::negation:
      return !holds(condition.parts.front(), facts, so_far, hits);
    case Condition::Kind::test:
      return holds(condition.predicate, facts, so_far, hits);
  }
  return false;
}

void apply(const Rule& rule, domain::Classification& so_far) {
  if (rule.category && so_far.category.by.empty()) so_far.category = {*rule.category, rule.name};
  if (rule.symptom && so_far.symptom.by.empty()) so_far.symptom = {*rule.symptom, rule.name};
  if (rule.severity && (so_far.severity.by.empty() || *rule.severity > so_far.severity.value))
    so_far.severity = {*rule.severity, rule.name};
  if (rule.incident && (so_far.incident.by.empty() || (*rule.incident && !so_far.incident.value)))
    so_far.incident = {*rule.incident, rule.name};
  for (const auto& [key, value] : rule.labels) {
    bool known = false;
    for (const auto& [name, set] : so_far.labels) known = known || name == key;
    if (!known) so_far.labels.emplace_back(key, domain::Set<std::string>{value, rule.name});
  }
}

domain::Classification classify(const Facts& facts, const RuleSet& rules) {
  domain::Classification result;
  const Hits hits(facts, rules);
  for (const auto& rule : rules.classify)
    if (holds(rule.when, facts, result, hits)) apply(rule, result);
  for (const auto& rule : rules.route) {
    if (!holds(rule.when, facts, result, hits)) continue;
    apply(rule, result);
    result.destination = rule.destination;
    result.rule = rule.name;
    break;
  }
  return result;
}

}  // namespace triaged::rules
