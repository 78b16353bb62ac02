// One `field: value` of a condition: a value, a list, or comparisons in braces, all of which must hold.
#include <algorithm>

#include "rules/read.hpp"

namespace triaged::rules {
namespace {

using document::Node;

Condition negation_of(Condition inner, std::string written) {
  Condition result{.kind = Condition::Kind::negation, .parts = {}, .predicate = {}};
  result.predicate.written = std::move(written);
  result.predicate.place = inner.predicate.place;
  result.parts.push_back(std::move(inner));
  return result;
}

// What people write for the words we have.
std::string meant_instead(std::string_view key) {
  if (key == "and") return "all";
  if (key == "or") return "any";
  if (key == "none") return "not";
  return {};
}

void report_field(const Node& key, document::Faults& faults) {
  const std::string unknown = "unknown field `" + shortened(key.scalar, kShownBytes) + "`";
  std::vector<std::string> names(kGroups.begin(), kGroups.end());
  for (std::size_t i = 0; i < kFields; ++i) {
    const auto field = static_cast<Field>(i);
    const bool keyed = type(field) == Type::label;
    names.push_back(std::string(field_name(field)) + (keyed ? "<key>" : ""));
    // `labels`, `standing`: a part of a name that has a dot.
    const std::string begin = key.scalar.ends_with('.') ? key.scalar : key.scalar + ".";
    if (names.back().starts_with(begin) || names.back().ends_with("." + key.scalar))
      return faults.error(key.place, unknown, "write `" + names.back() + ": …`");
  }
  if (const auto meant = meant_instead(key.scalar); !meant.empty())
    return faults.error(key.place, unknown, "write `" + meant + ": …`");
  const std::vector<std::string_view> known(names.begin(), names.end());
  if (const auto near = document::nearest(key.scalar, known); !near.empty())
    return faults.error(key.place, unknown, "did you mean `" + std::string(near) + "`?");
  std::string all = "known are ";
  for (const auto name : known) all += (name == known.front() ? "`" : ", `") + std::string(name) + "`";
  faults.error(key.place, unknown, all);
}

std::vector<std::string_view> operators_for(Type type) {
  std::vector<std::string_view> names;
  for (const auto& one : operators())
    if (allowed(one, type)) names.push_back(one.name);
  return names;
}

// A comparison the field does not have.
void report_operator(const Node& key, const FieldRef& field, document::Faults& faults) {
  const std::string name = field_name(field);
  const auto known = operators_for(type(field.field));
  if (type(field.field) != Type::label && field_named(name + "." + key.scalar))
    return faults.error(key.place, "`" + key.scalar + "` is no comparison",
                        "write `" + name + "." + key.scalar + ": …`, as a field of its own");
  if (find_operator(key.scalar) == nullptr)
    return faults.error(key.place,
                        "unknown comparison `" + shortened(key.scalar, kShownBytes) + "` of `" + name + "`",
                        hint(key.scalar, known));
  const bool patterns = type(field.field) == Type::text && (key.scalar == "prefix" || key.scalar == "suffix");
  faults.error(key.place, "`" + name + "` cannot be compared by `" + key.scalar + "`",
               patterns
                   ? std::string("write a pattern: '^Dear' for how it begins, 'regards$' for how it ends")
                   : "it takes " + listed(known));
}

void read_operand(const Node& node, const Operator& comparison, document::MapReader& map,
                  Predicate& predicate, Reading& reading) {
  switch (comparison.takes) {
    case Operator::Takes::values:
      return read_values(node, predicate, reading);
    case Operator::Takes::patterns:
      return read_patterns(node, predicate, reading);
    case Operator::Takes::bound:
      return read_bound(node, predicate, reading);
    case Operator::Takes::calendars:
      return read_calendars(node, predicate, reading);
    case Operator::Takes::duration:
      if (const auto duration = map.duration(comparison.name))
        predicate.bound = static_cast<double>(duration->count());
      return;
    case Operator::Takes::anything:
    case Operator::Takes::boolean:
      return;  // read by the caller
  }
}

Predicate predicate_of(const Node& key, const FieldRef& field, Predicate::Test test, std::string written) {
  Predicate predicate;
  predicate.field = field;
  predicate.test = test;
  predicate.written = std::move(written);
  predicate.place = key.place;
  return predicate;
}

Condition test_of(Predicate predicate) {
  return {.kind = Condition::Kind::test, .parts = {}, .predicate = std::move(predicate)};
}

// As if it were the only one in the braces.
std::string written_alone(const Node& field, std::string_view comparison, const Node& operand) {
  Node key;
  key.kind = Node::Kind::scalar;
  key.scalar = comparison;
  Node braces;
  braces.kind = Node::Kind::map;
  braces.members.push_back({.first = std::move(key), .second = operand});
  return as_written(field, braces);
}

// `{at_least: 3}` of one field.
Condition read_comparison(const Node& field_key, const FieldRef& field, const document::Member& member,
                          document::MapReader& map, Reading& reading, std::size_t depth) {
  const auto& [key, operand] = member;
  const Operator* comparison = find_operator(key.scalar);
  if (comparison == nullptr || !allowed(*comparison, type(field.field)))
    return report_operator(key, field, reading.faults), Condition{};
  const std::string written = written_alone(field_key, key.scalar, operand);
  if (operand.is_null())
    return reading.faults.error(key.place, "`" + key.scalar + "` has no value", "give it one, or remove it"),
           Condition{};
  if (comparison->takes == Operator::Takes::anything)
    return negation_of(read_test(field_key, operand, reading, depth + 1), written);
  Predicate predicate = predicate_of(field_key, field, comparison->test, written);
  if (comparison->takes == Operator::Takes::boolean) {
    const bool wanted = map.boolean(comparison->name).value_or(true);
    if (wanted) return test_of(std::move(predicate));
    predicate.written = field_name(field) + ": {present: true}";
    return negation_of(test_of(std::move(predicate)), written);
  }
  read_operand(operand, *comparison, map, predicate, reading);
  if (!comparison->negated) return test_of(std::move(predicate));
  predicate.written = written_alone(field_key, "during", operand);
  return negation_of(test_of(std::move(predicate)), written);
}

Condition read_comparisons(const Node& key, const FieldRef& field, const Node& value, Reading& reading,
                           std::size_t depth) {
  Condition result{.kind = Condition::Kind::all, .parts = {}, .predicate = {}};
  result.predicate.written = as_written(key, value);
  result.predicate.place = key.place;
  if (value.members.empty())
    reading.faults.error(value.place, "the braces after `" + key.scalar + "` are empty",
                         "put a comparison into them: " + listed(operators_for(type(field.field))));
  document::MapReader map(value, "a comparison", reading.faults);
  for (const auto& member : value.members)
    result.parts.push_back(read_comparison(key, field, member, map, reading, depth));
  if (result.parts.size() != 1) return result;
  Condition only = std::move(result.parts.front());
  return only;
}

}  // namespace

Condition read_test(const Node& key, const Node& value, Reading& reading, std::size_t depth) {
  if (++reading.conditions > RuleLimits::kConditions) {
    if (reading.conditions == RuleLimits::kConditions + 1)
      reading.faults.error(
          key.place, "a rule has " + std::to_string(RuleLimits::kConditions) + " conditions at the most",
          "use lists of values, or let classify rules set a category that this rule asks for");
    return {};
  }
  if (depth > RuleLimits::kNesting)
    return reading.faults.error(value.place, "`not` within `not` too many times", "two of them are none"),
           Condition{};
  const auto field = field_named(key.scalar);
  if (!field) return report_field(key, reading.faults), Condition{};
  if (!fits(key, "the name of a field", kLabelPrefix.size() + RuleLimits::kNameBytes, reading.faults))
    return {};
  if (value.is_null())
    return reading.faults.error(key.place, "`" + key.scalar + "` has no value",
                                "write the value that it must have, or {present: false}"),
           Condition{};
  if (value.is_map()) return read_comparisons(key, *field, value, reading, depth);
  const Type kind = type(field->field);
  if (kind == Type::calendar || kind == Type::instant) {
    const std::string better = kind == Type::calendar ? "during" : "within";
    const std::string operand = value.is_scalar() ? value.scalar : std::string("…");
    return reading.faults.error(value.place, "`" + key.scalar + "` needs a comparison",
                                "write {" + better + ": " + shortened(operand, kShownBytes) + "}"),
           Condition{};
  }
  Predicate predicate =
      predicate_of(key, *field, kind == Type::text ? Predicate::Test::matches : Predicate::Test::equals,
                   as_written(key, value));
  if (kind == Type::text)
    read_patterns(value, predicate, reading);
  else
    read_values(value, predicate, reading);
  return test_of(std::move(predicate));
}

}  // namespace triaged::rules
