#include "rules/read_operators.hpp"

namespace triaged::rules {
namespace {

using Takes = Operator::Takes;
using Test = Predicate::Test;

constexpr std::array kOperators{
    Operator{"not", Takes::anything, Test::equals, true, "holds where this does not"},
    Operator{"present", Takes::boolean, Test::present, false, "whether there is a value at all"},
    Operator{"prefix", Takes::values, Test::prefix, false, "begins with one of these"},
    Operator{"suffix", Takes::values, Test::suffix, false, "ends with one of these"},
    Operator{"matches", Takes::patterns, Test::matches, false, "one of these patterns occurs in it"},
    Operator{"below", Takes::bound, Test::below, false, "less, lower or earlier than this"},
    Operator{"above", Takes::bound, Test::above, false, "more, higher or later than this"},
    Operator{"at_least", Takes::bound, Test::at_least, false, "this, or more"},
    Operator{"at_most", Takes::bound, Test::at_most, false, "this, or less"},
    Operator{"during", Takes::calendars, Test::during, false, "while one of these calendars is open"},
    Operator{"outside", Takes::calendars, Test::during, true, "while none of these calendars is open"},
    Operator{"within", Takes::duration, Test::within, false, "at most this long from now, or past"}};

}  // namespace

std::span<const Operator> operators() noexcept { return kOperators; }

const Operator* find_operator(std::string_view name) noexcept {
  for (const auto& one : kOperators)
    if (one.name == name) return &one;
  return nullptr;
}

bool allowed(const Operator& comparison, Type type) noexcept {
  switch (comparison.takes) {
    case Takes::anything:
      return true;
    case Takes::boolean:
      return type != Type::calendar;
    case Takes::values:
      return type == Type::word || type == Type::label;
    case Takes::patterns:
      return type == Type::text || type == Type::word || type == Type::label;
    case Takes::bound:
      return type == Type::ordered || type == Type::label || type == Type::instant;
    case Takes::calendars:
      return type == Type::calendar;
    case Takes::duration:
      return type == Type::instant;
  }
  return false;
}

std::vector<std::string_view> vocabulary(Field field, const Names& names) {
  const auto of = [](std::span<const std::string_view> all) { return std::vector(all.begin(), all.end()); };
  switch (field) {
    case Field::source:
      return of(domain::names<domain::Source>());
    case Field::hub_kind:
      return of(domain::names<domain::HubKind>());
    case Field::standing:
      return of(domain::names<domain::Rung>());
    case Field::severity:
      return of(domain::names<domain::Severity>());
    case Field::symptom:
      return names.symptoms;
    case Field::incident:
      return {"true", "false"};
    case Field::subject:
    case Field::body:
    case Field::text:
    case Field::channel:
    case Field::hub:
    case Field::cluster:
    case Field::community:
    case Field::requester:
    case Field::category:
    case Field::label:
    case Field::alert_name:
    case Field::alert_label:
    case Field::time:
    case Field::needed_by:
      return {};
  }
  return {};
}

}  // namespace triaged::rules
