#include "rules/program_code.hpp"

#include <algorithm>

namespace triaged::rules {
namespace {

// Equal for predicates that ask the same. Values are compared as sets.
std::string key_of(const Predicate& predicate) {
  const auto part = [](std::string_view text) {
    return std::to_string(text.size()) + ":" + std::string(text) + ",";
  };
  std::string key = std::to_string(static_cast<int>(predicate.field.field)) + "/" +
                    std::to_string(static_cast<int>(predicate.test)) + "/" + part(predicate.field.key);
  std::vector<std::string> values;
  for (const auto& value : predicate.values)
    values.push_back(part(value.text) + (value.number ? std::to_string(*value.number) : std::string("-")));
  for (const int pattern : predicate.patterns) values.push_back(std::to_string(pattern) + ";");
  std::ranges::sort(values);
  for (const auto& value : values) key += value;
  const auto bits = std::bit_cast<std::uint64_t>(predicate.bound);
  return key + "/" + std::to_string(bits);
}

// What a ticket has before any rule set anything: conditions that ask for it hold nearly always.
bool is_default(const Predicate& predicate) {
  if (predicate.test != Predicate::Test::equals) return false;
  const std::string_view usual = predicate.field.field == Field::category   ? "other"
                                 : predicate.field.field == Field::severity ? "normal"
                                 : predicate.field.field == Field::incident ? "false"
                                 : predicate.field.field == Field::source   ? "person"
                                                                            : "";
  return !usual.empty() &&
         std::ranges::any_of(predicate.values, [&](const Value& value) { return value.text == usual; });
}

// Guesses, as good as they need to be: a wrong one costs time, never an answer.
double likely(const Predicate& predicate) {
  using Test = Predicate::Test;
  if (is_default(predicate)) return 0.9;
  const auto values = static_cast<double>(predicate.values.size());
  switch (predicate.test) {
    case Test::equals:
      switch (type(predicate.field.field)) {
        case Type::ordered:
        case Type::closed:
          return std::min(0.2 * values, 0.8);
        case Type::text:
        case Type::word:
        case Type::label:
        case Type::calendar:
        case Type::instant:
          break;
      }
      return std::min(0.01 * values, 0.5);
    case Test::prefix:
    case Test::suffix:
      return std::min(0.03 * values, 0.6);
    case Test::matches:
      return std::min(0.02 * static_cast<double>(predicate.patterns.size()), 0.4);
    case Test::within:
      return 0.05;
    case Test::below:
    case Test::above:
    case Test::at_least:
    case Test::at_most:
      return type(predicate.field.field) == Type::ordered ? 0.4 : 0.1;
    case Test::during:
      return 0.4;
    case Test::present:
      return 0.6;
  }
  return 1;
}

std::optional<Guard> guard_of(const Condition& condition, bool negated, PredicateTable& predicates) {
  switch (condition.kind) {
    case Condition::Kind::test:
      if (negated) return std::nullopt;
      return Guard{.predicates = {predicates.number(condition.predicate)},
                   .likely = likely(condition.predicate)};
    case Condition::Kind::negation:
      return guard_of(condition.parts.front(), !negated, predicates);
    case Condition::Kind::all:
    case Condition::Kind::any:
      break;
  }
  const bool one_suffices = (condition.kind == Condition::Kind::any) != negated;
  std::optional<Guard> best;
  if (one_suffices) best = Guard{};
  for (const auto& part : condition.parts) {
    auto guard = guard_of(part, negated, predicates);
    if (one_suffices) {
      if (!guard) return std::nullopt;
      best->likely += guard->likely;
      best->predicates.insert(best->predicates.end(), guard->predicates.begin(), guard->predicates.end());
    } else if (guard && (!best || guard->likely < best->likely)) {
      best = std::move(guard);
    }
  }
  return best;
}

std::uint32_t append_condition(const Condition& condition, std::uint32_t when_true, std::uint32_t when_false,
                               PredicateTable& predicates, std::vector<Jump>& code) {
  switch (condition.kind) {
    case Condition::Kind::test:
      code.push_back({.predicate = predicates.number(condition.predicate),
                      .when_true = when_true,
                      .when_false = when_false});
      return static_cast<std::uint32_t>(code.size() - 1);
    case Condition::Kind::negation:
      return append_condition(condition.parts.front(), when_false, when_true, predicates, code);
    case Condition::Kind::all:
      // From the last part to the first: each goes on to the one after it.
      for (auto part = condition.parts.rbegin(); part != condition.parts.rend(); ++part)
        when_true = append_condition(*part, when_true, when_false, predicates, code);
      return when_true;
    case Condition::Kind::any:
      for (auto part = condition.parts.rbegin(); part != condition.parts.rend(); ++part)
        when_false = append_condition(*part, when_true, when_false, predicates, code);
      return when_false;
  }
  return Jump::kFails;
}

}  // namespace

PredicateNumber PredicateTable::number(const Predicate& predicate) {
  const auto [entry, fresh] =
      numbers_.try_emplace(key_of(predicate), static_cast<PredicateNumber>(all_.size()));
  if (fresh) all_.push_back(&predicate);
  return entry->second;
}

std::uint32_t append_condition(const Condition& condition, PredicateTable& predicates,
                               std::vector<Jump>& code) {
  return append_condition(condition, Jump::kHolds, Jump::kFails, predicates, code);
}

std::optional<Guard> guard_of(const Condition& condition, PredicateTable& predicates) {
  auto guard = guard_of(condition, false, predicates);
  if (guard) {
    std::ranges::sort(guard->predicates);
    const auto repeated = std::ranges::unique(guard->predicates);
    guard->predicates.erase(repeated.begin(), repeated.end());
  }
  return guard;
}

}  // namespace triaged::rules
