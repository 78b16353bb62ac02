// Conditions: YAML maps to trees of tests, groups within groups.
#include <algorithm>

#include "rules/read.hpp"

namespace triaged::rules {
namespace {

using document::Node;

Condition group(Condition::Kind kind, const Node& node, std::string written) {
  Condition result{.kind = kind, .parts = {}, .predicate = {}};
  result.predicate.written = std::move(written);
  result.predicate.place = node.place;
  return result;
}

bool too_deep(const Node& node, std::size_t depth, document::Faults& faults) {
  if (depth <= RuleLimits::kNesting) return false;
  faults.error(node.place,
               "conditions are nested more than " + std::to_string(RuleLimits::kNesting) + " levels deep",
               "split the rule: a classify rule may set a label that another rule asks for");
  return true;
}

Condition read_group(const Node& key, const Node& value, Reading& reading, std::size_t depth) {
  const bool all = key.scalar == "all";
  Condition result = group(all ? Condition::Kind::all : Condition::Kind::any, key, as_written(key, value));
  if (!value.is_sequence() || value.items.empty())
    reading.faults.error(value.place, "`" + key.scalar + "` needs a list of conditions",
                         "write `" + key.scalar + ": [{…}, {…}]`");
  for (const auto& item : value.items) result.parts.push_back(read_condition(item, reading, depth + 1));
  return result;
}

Condition read_not(const Node& key, const Node& value, Reading& reading, std::size_t depth) {
  Condition result = group(Condition::Kind::negation, key, as_written(key, value));
  if (value.is_sequence())
    reading.faults.error(value.place, "`not` takes one condition, not a list",
                         "write `not: {any: [{…}, {…}]}` for none of them");
  else
    result.parts.push_back(read_condition(value, reading, depth + 1));
  return result;
}

Condition read_member(const document::Member& member, Reading& reading, std::size_t depth) {
  const auto& [key, value] = member;
  if (key.scalar == "all" || key.scalar == "any") return read_group(key, value, reading, depth);
  if (key.scalar == "not") return read_not(key, value, reading, depth);
  return read_test(key, value, reading, depth);
}

}  // namespace

Condition read_condition(const Node& node, Reading& reading, std::size_t depth) {
  Condition result = group(Condition::Kind::all, node, node.is_map() ? as_written(node) : std::string{});
  if (too_deep(node, depth, reading.faults)) return result;
  if (node.is_null())
    reading.faults.error(node.place, "a condition is missing",
                         "write `{field: value}`, or remove the line if the rule is for everything");
  else if (!node.is_map())
    reading.faults.error(node.place, "a condition must be a map of fields", "write `{field: value}`");
  else if (node.members.empty())
    reading.faults.error(node.place, "an empty condition holds for everything",
                         "leave `when` out if that is meant");
  for (const auto& member : node.members) {
    if (reading.conditions > RuleLimits::kConditions) break;  // has been said
    result.parts.push_back(read_member(member, reading, depth));
  }
  if (result.parts.size() != 1) return result;
  Condition only = std::move(result.parts.front());
  return only;
}

}  // namespace triaged::rules
