#include "rules/walk.hpp"

#include <algorithm>
#include <chrono>

namespace triaged::rules {
namespace {

bool equals(const Value& value, std::string_view seen) noexcept {
  if (value.text == seen) return true;
  return value.number && as_number(seen) == value.number;
}

// Where an ordered field stands, in the unit of Predicate::bound; nothing when it is absent or no number.
std::optional<double> standing_of(const Predicate& predicate, const Facts& facts,
                                  const domain::Classification& so_far) noexcept {
  switch (predicate.field.field) {
    case Field::standing:
      return static_cast<double>(facts.place.standing);
    case Field::severity:
      return static_cast<double>(so_far.severity.value);
    case Field::needed_by:
      if (!facts.opened.needed_by) return std::nullopt;
      return static_cast<double>(facts.opened.needed_by->time_since_epoch().count());
    case Field::label:
    case Field::alert_label:
      if (const auto value = value_of(predicate.field, facts, so_far)) return as_number(*value);
      return std::nullopt;
    case Field::subject:
    case Field::body:
    case Field::text:
    case Field::channel:
    case Field::source:
    case Field::hub:
    case Field::cluster:
    case Field::community:
    case Field::hub_kind:
    case Field::requester:
    case Field::category:
    case Field::symptom:
    case Field::incident:
    case Field::alert_name:
    case Field::time:
      break;  // without an order
  }
  return std::nullopt;
}

bool compares(const Predicate& predicate, double seen) noexcept {
  switch (predicate.test) {
    case Predicate::Test::below:
      return seen < predicate.bound;
    case Predicate::Test::above:
      return seen > predicate.bound;
    case Predicate::Test::at_least:
      return seen >= predicate.bound;
    case Predicate::Test::at_most:
      return seen <= predicate.bound;
    case Predicate::Test::equals:
    case Predicate::Test::present:
    case Predicate::Test::prefix:
    case Predicate::Test::suffix:
    case Predicate::Test::matches:
    case Predicate::Test::during:
    case Predicate::Test::within:
      break;  // not these
  }
  return false;
}

bool is_open(const Predicate& predicate, const Facts& facts) noexcept {
  return std::ranges::any_of(predicate.values, [&](const Value& calendar) {
    return std::ranges::find(facts.open_calendars, calendar.text) != facts.open_calendars.end();
  });
}

bool is_present(const Predicate& predicate, const Facts& facts,
                const domain::Classification& so_far) noexcept {
  if (predicate.field.field == Field::text) return !facts.text.subject.empty() || !facts.text.body.empty();
  if (predicate.field.field == Field::needed_by) return facts.opened.needed_by.has_value();
  return value_of(predicate.field, facts, so_far).has_value();
}

// Calls `visit` for each predicate that asks for patterns, in the order of writing, until it returns true.
template <class Visit>
bool each_match(const Condition& condition, const Visit& visit) {
  if (condition.kind == Condition::Kind::test)
    return condition.predicate.test == Predicate::Test::matches && visit(condition.predicate);
  return std::ranges::any_of(condition.parts, [&](const Condition& part) { return each_match(part, visit); });
}

std::optional<std::string> captured(const std::string& group, const Rule& rule, const Hits& hits,
                                    const domain::Classification& so_far) {
  std::optional<std::string> result;
  each_match(rule.when, [&](const Predicate& predicate) {
    const auto text = hits.searched(predicate.field, so_far);
    if (!text) return false;
    const auto& scanner = hits.scanner(predicate.field);
    for (const int number : predicate.patterns) {
      if (!scanner.has_group(number, group)) continue;
      if (scanner.words(number, *text).data() == nullptr) continue;
      result = std::string(scanner.capture(number, *text, group).value_or(std::string_view{}));
      return true;
    }
    return false;
  });
  return result;
}

// Nothing when all its captures are empty.
std::optional<std::string> filled_in(const LabelText& label, const Rule& rule, const Hits& hits,
                                     const domain::Classification& so_far) {
  std::string text;
  bool captures = false;
  bool found = false;
  for (const auto& part : label.parts) {
    if (const auto* literal = std::get_if<std::string>(&part)) {
      text += *literal;
      continue;
    }
    captures = true;
    const auto words = captured(std::get<LabelText::Capture>(part).group, rule, hits, so_far);
    found = found || (words && !words->empty());
    text += words.value_or(std::string{});
  }
  if (captures && !found) return std::nullopt;
  return text;
}

}  // namespace

Hits::Hits(const Facts& facts, const RuleSet& rules) : facts_(&facts), rules_(&rules) {
  both_.append(facts.text.subject).append("\n").append(facts.text.body);
  for (const auto& [field, scanner] : rules.scanners) {
    if (type(field.field) != Type::text) continue;
    if (const auto text = searched(field, {}))
      scanner.scan(*text, texts_[field]);
    else
      texts_[field].assign(scanner.size(), 0);
  }
}

std::optional<std::string_view> Hits::searched(const FieldRef& field,
                                               const domain::Classification& so_far) const noexcept {
  if (field.field != Field::text) return value_of(field, *facts_, so_far);
  return both_.size() > 1 ? std::optional<std::string_view>(both_) : std::nullopt;
}

int Hits::first(const Predicate& predicate, const domain::Classification& so_far) const {
  std::vector<std::uint8_t> fresh;
  const std::vector<std::uint8_t>* hit = &fresh;
  if (const auto known = texts_.find(predicate.field); known != texts_.end()) {
    hit = &known->second;
  } else {
    const auto value = searched(predicate.field, so_far);
    if (!value) return -1;
    scanner(predicate.field).scan(*value, fresh);
  }
  for (const int number : predicate.patterns)
    if ((*hit)[static_cast<std::size_t>(number)] != 0) return number;
  return -1;
}

bool holds(const Predicate& predicate, const domain::Classification& so_far, const Hits& hits) {
  const Facts& facts = hits.facts();
  switch (predicate.test) {
    case Predicate::Test::matches:
      return hits.first(predicate, so_far) >= 0;
    case Predicate::Test::during:
      return is_open(predicate, facts);
    case Predicate::Test::within:
      return facts.opened.needed_by &&
             static_cast<double>((*facts.opened.needed_by - facts.now).count()) <= predicate.bound;
    case Predicate::Test::present:
      return is_present(predicate, facts, so_far);
    case Predicate::Test::below:
    case Predicate::Test::above:
    case Predicate::Test::at_least:
    case Predicate::Test::at_most: {
      const auto seen = standing_of(predicate, facts, so_far);
      return seen && compares(predicate, *seen);
    }
    case Predicate::Test::equals:
    case Predicate::Test::prefix:
    case Predicate::Test::suffix:
      break;
  }
  const auto seen = value_of(predicate.field, facts, so_far);
  return seen && std::ranges::any_of(predicate.values, [&](const Value& value) {
           if (predicate.test == Predicate::Test::prefix) return seen->starts_with(value.text);
           if (predicate.test == Predicate::Test::suffix) return seen->ends_with(value.text);
           return equals(value, *seen);
         });
}

bool holds(const Condition& condition, const domain::Classification& so_far, const Hits& hits) {
  const auto part_holds = [&](const Condition& part) { return holds(part, so_far, hits); };
  switch (condition.kind) {
    case Condition::Kind::all:
      return std::ranges::all_of(condition.parts, part_holds);
    case Condition::Kind::any:
      return std::ranges::any_of(condition.parts, part_holds);
    case Condition::Kind::negation:
      return !part_holds(condition.parts.front());
    case Condition::Kind::test:
      return holds(condition.predicate, so_far, hits);
  }
  return false;
}

void apply(const Rule& rule, const Hits& hits, domain::Classification& so_far) {
  std::vector<std::pair<std::string, domain::Set<std::string>>> labels;
  for (const auto& [key, label] : rule.labels) {
    const bool known = std::ranges::any_of(so_far.labels, [&](const auto& set) { return set.first == key; });
    if (known) continue;
    if (auto text = filled_in(label, rule, hits, so_far))
      labels.emplace_back(key, domain::Set<std::string>{std::move(*text), rule.name});
  }
  if (rule.category && so_far.category.by.empty()) so_far.category = {*rule.category, rule.name};
  if (rule.symptom && so_far.symptom.by.empty()) so_far.symptom = {*rule.symptom, rule.name};
  if (rule.severity && (so_far.severity.by.empty() || *rule.severity > so_far.severity.value))
    so_far.severity = {*rule.severity, rule.name};
  if (rule.incident && (so_far.incident.by.empty() || (*rule.incident && !so_far.incident.value)))
    so_far.incident = {*rule.incident, rule.name};
  std::ranges::move(labels, std::back_inserter(so_far.labels));
}

void win(const Rule& rule, const Hits& hits, domain::Classification& so_far) {
  apply(rule, hits, so_far);
  so_far.destination = rule.destination;
  so_far.needs = rule.needs;
  so_far.rule = rule.name;
}

}  // namespace triaged::rules
