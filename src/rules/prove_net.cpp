#include "rules/prove_net.hpp"

#include <algorithm>
#include <bit>

namespace triaged::rules {
namespace {

using domain::Classification;
using domain::Severity;

Given given_of(const FieldRef& field) { return {.field = field, .rule = {}}; }
FieldRef ref(Field field) { return {.field = field, .key = {}}; }

constexpr std::size_t kChoicesMost = 100;  // parts of `any` that are examined one by one, per rule
constexpr std::string_view kAlertChannel = "alert";
constexpr std::string_view kAlertName = "alertname";
constexpr std::string_view kRemaining = "remaining";  // of needed_by: not the instant, but the time to it

// What tells one predicate about a field from another.
std::string key_of(const Predicate& predicate) {
  std::string key = std::to_string(static_cast<int>(predicate.test)) + ' ' +
                    std::to_string(std::bit_cast<std::uint64_t>(predicate.bound));
  for (const Value& value : predicate.values)
    key += (value.number ? " #" : " =") + std::to_string(value.text.size()) + ' ' + value.text;
  for (const int pattern : predicate.patterns) key += " $" + std::to_string(pattern);
  return key;
}

void flatten(const Condition& condition, std::vector<const Condition*>& flat) {
  if (condition.kind != Condition::Kind::all) {
    flat.push_back(&condition);
    return;
  }
  for (const Condition& part : condition.parts) flatten(part, flat);
}

}  // namespace

std::vector<const Condition*> conjuncts(const Condition& condition) {
  std::vector<const Condition*> flat;
  flatten(condition, flat);
  return flat;
}

Net::Net(const RuleSet& rules, const Names& names) : rules_(&rules), names_(&names), nothing_(facts_, rules) {
  for (std::size_t i = 0; i < rules.classify.size(); ++i) {
    classify_.push_back(read(rules.classify[i]));
    set(rules.classify[i], i, classify_.back().matches);
  }
  for (const Rule& rule : rules.route) route_.push_back(read(rule));
  givens_.finish();
}

const SetField* Net::set_field(const FieldRef& field) const {
  const auto at = fields_.find(field);
  return at == fields_.end() ? nullptr : &at->second;
}

bool Net::would_hold(const Predicate& predicate, const Classification& value) const {
  return holds(predicate, value, nothing_);
}

Matching Net::read(const Rule& rule) {
  Matching result;
  for (const Condition* part : conjuncts(rule.when)) result.parts.push_back(read(*part));
  result.matches = circuit_.all(result.parts);
  add_choices(rule.when, {}, result);
  return result;
}

void Net::add_choices(const Condition& condition, const std::vector<Literal>& beside, Matching& matching) {
  const auto parts = conjuncts(condition);
  std::vector<Literal> literals;
  for (const Condition* part : parts) literals.push_back(read(*part));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i]->kind != Condition::Kind::any) continue;
    auto rest = beside;
    for (std::size_t j = 0; j < parts.size(); ++j)
      if (j != i) rest.push_back(literals[j]);
    for (const Condition& part : parts[i]->parts) {
      if (matching.choices.size() == kChoicesMost) return;
      auto taken = rest;
      taken.push_back(read(part));
      matching.choices.push_back({.part = &part, .taken = circuit_.all(std::move(taken))});
      add_choices(part, rest, matching);
    }
  }
}

Literal Net::read(const Condition& condition) {
  std::vector<Literal> parts;
  for (const Condition& part : condition.parts) parts.push_back(read(part));
  switch (condition.kind) {
    case Condition::Kind::all:
      return circuit_.all(std::move(parts));
    case Condition::Kind::any:
      return circuit_.any(std::move(parts));
    case Condition::Kind::negation:
      return !parts.front();
    case Condition::Kind::test:
      return read(condition.predicate);
  }
  return Circuit::kTrue;
}

Literal Net::read(const Predicate& predicate) {
  const FieldRef& field = predicate.field;
  const auto of_alert = [&](std::string key) {
    return circuit_.all({givens_.equals(given_of(ref(Field::channel)), std::string(kAlertChannel)),
                         read_given(predicate, given_of({.field = Field::label, .key = std::move(key)}))});
  };
  switch (field.field) {
    case Field::source: {
      const Literal alert = givens_.equals(given_of(ref(Field::channel)), std::string(kAlertChannel));
      std::vector<Literal> any;
      for (const Value& value : predicate.values)
        any.push_back(value.text == name(domain::Source::alert) ? alert : !alert);
      return predicate.test == Predicate::Test::present ? Circuit::kTrue : circuit_.any(std::move(any));
    }
    case Field::category:
    case Field::symptom:
      return read_first(predicate, would_hold(predicate, {}) ? Circuit::kTrue : Circuit::kFalse);
    case Field::severity:
      return read_severity(predicate);
    case Field::incident:
      return read_incident(predicate);
    case Field::label:
      return read_first(predicate, read_given(predicate, given_of(field)));
    case Field::alert_name:
      return of_alert(std::string(kAlertName));
    case Field::alert_label:
      return of_alert(field.key);
    case Field::time:
      return read_calendars(predicate);
    case Field::subject:
    case Field::body:
    case Field::text:
    case Field::channel:
    case Field::hub:
    case Field::cluster:
    case Field::community:
    case Field::hub_kind:
    case Field::requester:
    case Field::standing:
    case Field::needed_by:
      break;
  }
  return read_given(predicate, given_of(field));
}

Literal Net::read_given(const Predicate& predicate, const Given& given) {
  std::vector<Literal> any;
  if (predicate.field.field == Field::standing && predicate.test != Predicate::Test::equals) {
    for (const domain::Rung rung : domain::kLadder) {
      place_.standing = rung;
      if (would_hold(predicate, {})) any.push_back(givens_.equals(given, std::string(name(rung))));
    }
    return circuit_.any(std::move(any));
  }
  switch (predicate.test) {
    case Predicate::Test::equals:
      for (const Value& value : predicate.values)
        any.push_back(value.number ? givens_.is_number(given, *value.number)
                                   : givens_.equals(given, value.text));
      return circuit_.any(std::move(any));
    case Predicate::Test::present:
      return givens_.is_present(given);
    case Predicate::Test::prefix:
      for (const Value& value : predicate.values) any.push_back(givens_.starts_with(given, value.text));
      return circuit_.any(std::move(any));
    case Predicate::Test::suffix:
      for (const Value& value : predicate.values) any.push_back(givens_.ends_with(given, value.text));
      return circuit_.any(std::move(any));
    case Predicate::Test::matches:
      for (const int pattern : predicate.patterns)
        any.push_back(givens_.hits(given, rules_->scanners.at(predicate.field), pattern));
      return circuit_.any(std::move(any));
    case Predicate::Test::below:
      return givens_.is_below(given, predicate.bound);
    case Predicate::Test::at_most:
      return givens_.is_at_most(given, predicate.bound);
    case Predicate::Test::above:
      return circuit_.all({givens_.is_any_number(given), !givens_.is_at_most(given, predicate.bound)});
    case Predicate::Test::at_least:
      return circuit_.all({givens_.is_any_number(given), !givens_.is_below(given, predicate.bound)});
    case Predicate::Test::during:
      break;
    case Predicate::Test::within:
      return givens_.is_at_most(given_of({.field = Field::needed_by, .key = std::string(kRemaining)}),
                                predicate.bound);
  }
  return Circuit::kFalse;
}

Literal Net::read_calendars(const Predicate& predicate) {
  if (predicate.test != Predicate::Test::during) return Circuit::kTrue;
  std::vector<Literal> any;
  for (const Value& value : predicate.values) {
    const auto flagged = std::ranges::find(names_->calendars, value.text, &Names::Calendar::name);
    if (flagged != names_->calendars.end() && flagged->always_open) return Circuit::kTrue;
    if (flagged == names_->calendars.end() || !flagged->never_opens)
      any.push_back(givens_.is_open(value.text));
  }
  return circuit_.any(std::move(any));
}

// Of a field that keeps the first value set.
Literal Net::read_first(const Predicate& predicate, Literal otherwise) {
  const auto at = fields_.find(predicate.field);
  if (at == fields_.end()) return otherwise;
  const SetField& field = at->second;
  Chain& chain = chains_[{predicate.field, key_of(predicate)}];
  for (; chain.upto < field.settings.size(); ++chain.upto) {
    const auto& setting = field.settings[chain.upto];
    if (setting.captured)
      chain.holds.add(circuit_, circuit_.all({setting.wins, read_given(predicate, {.field = predicate.field,
                                                                                   .rule = setting.rule})}));
    else if (would_hold(predicate, setting.value))
      chain.holds.add(circuit_, setting.wins);
  }
  return circuit_.any({chain.holds.holds(circuit_), circuit_.all({!field.is_set, otherwise})});
}

Literal Net::at_least(Severity severity) {
  const SetField& field = fields_[ref(Field::severity)];
  Chain& chain = chains_[{ref(Field::severity), std::string(name(severity))}];
  for (; chain.upto < field.settings.size(); ++chain.upto)
    if (field.settings[chain.upto].value.severity.value >= severity)
      chain.holds.add(circuit_, field.settings[chain.upto].sets);
  const Literal set = chain.holds.holds(circuit_);
  return Classification{}.severity.value >= severity ? circuit_.any({set, !field.is_set}) : set;
}

Literal Net::read_severity(const Predicate& predicate) {
  std::vector<Literal> any;
  for (const Severity severity : {Severity::low, Severity::normal, Severity::high, Severity::critical}) {
    Classification value;
    value.severity.value = severity;
    if (!would_hold(predicate, value)) continue;
    const Literal above = severity == Severity::critical
                              ? Circuit::kFalse
                              : at_least(static_cast<Severity>(static_cast<int>(severity) + 1));
    any.push_back(circuit_.all({at_least(severity), !above}));
  }
  return circuit_.any(std::move(any));
}

Literal Net::read_incident(const Predicate& predicate) {
  const SetField& field = fields_[ref(Field::incident)];
  Chain& chain = chains_[{ref(Field::incident), {}}];
  for (; chain.upto < field.settings.size(); ++chain.upto)
    if (field.settings[chain.upto].value.incident.value)
      chain.holds.add(circuit_, field.settings[chain.upto].sets);
  const Literal is = chain.holds.holds(circuit_);
  Classification incident;
  incident.incident.value = true;
  const Literal if_true = would_hold(predicate, incident) ? is : Circuit::kFalse;
  const Literal if_false = would_hold(predicate, {}) ? !is : Circuit::kFalse;
  return circuit_.any({if_true, if_false});
}

void Net::set(const Rule& rule, std::size_t number, Literal matches) {
  const SetField::Setting setting{
      .rule = number, .sets = matches, .wins = matches, .value = {}, .captured = false};
  const auto add_value = [&](Field field, bool keeps_first, const auto& change) {
    auto its = setting;
    change(its.value);
    add(ref(field), keeps_first, std::move(its));
  };
  if (rule.category)
    add_value(Field::category, true,
              [&](Classification& value) { value.category = {*rule.category, rule.name}; });
  if (rule.symptom)
    add_value(Field::symptom, true,
              [&](Classification& value) { value.symptom = {*rule.symptom, rule.name}; });
  if (rule.severity)
    add_value(Field::severity, false,
              [&](Classification& value) { value.severity = {*rule.severity, rule.name}; });
  if (rule.incident)
    add_value(Field::incident, false,
              [&](Classification& value) { value.incident = {*rule.incident, rule.name}; });
  for (const auto& [key, text] : rule.labels) {
    const FieldRef field{.field = Field::label, .key = key};
    auto its = setting;
    std::string constant;
    for (const auto& part : text.parts) {
      if (const auto* words = std::get_if<std::string>(&part))
        constant += *words;
      else
        its.captured = true;
    }
    if (its.captured)  // set only when something was captured, and then it is not empty
      its.sets = circuit_.all({matches, givens_.is_present({.field = field, .rule = number})});
    else
      its.value.labels.emplace_back(key, domain::Set<std::string>{constant, rule.name});
    add(field, true, std::move(its));
  }
}

void Net::add(const FieldRef& field, bool keeps_first, SetField::Setting setting) {
  SetField& its = fields_[field];
  setting.wins = keeps_first ? circuit_.all({setting.sets, !its.is_set}) : setting.sets;
  its.sets.add(circuit_, setting.sets);
  its.is_set = its.sets.holds(circuit_);
  its.settings.push_back(std::move(setting));
}

}  // namespace triaged::rules
