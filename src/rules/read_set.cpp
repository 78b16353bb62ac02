// What a rule sets: words of closed vocabularies, and labels with captured groups in their texts.
#include <algorithm>

#include "rules/read.hpp"

namespace triaged::rules {
namespace {

using document::Node;

// The named groups of the patterns that must have hit somewhere when the condition holds: those under `not`
// hit nothing.
void collect_groups(const Condition& condition, const RuleSet& rules, std::set<std::string>& groups) {
  switch (condition.kind) {
    case Condition::Kind::negation:
      return;
    case Condition::Kind::all:
    case Condition::Kind::any:
      for (const auto& part : condition.parts) collect_groups(part, rules, groups);
      return;
    case Condition::Kind::test:
      if (condition.predicate.test != Predicate::Test::matches) return;
      for (const int number : condition.predicate.patterns)
        for (auto& name : rules.scanners.at(condition.predicate.field).groups(number))
          groups.insert(std::move(name));
  }
}

void check_group(const Node& node, const std::string& group, const Rule& rule, Reading& reading) {
  std::set<std::string> groups;
  collect_groups(rule.when, reading.rules, groups);
  if (groups.contains(group)) return;
  const std::vector<std::string_view> known(groups.begin(), groups.end());
  reading.faults.error(
      node.place,
      "`${" + shortened(group, kShownBytes) + "}`: no pattern in this rule's `when` has a group of that name",
      hint(group, known,
           "name a part of a pattern, like `(?P<" +
               (group.empty() ? std::string("node") : shortened(group, kShownBytes)) + R"(>\w+)`)"));
}

// "node ${node}" in parts. A `$` without a brace is itself.
LabelText read_label_text(const Node& node, const Rule& rule, Reading& reading) {
  LabelText result;
  std::string literal;
  std::string_view rest = node.scalar;
  while (!rest.empty()) {
    const auto begin = rest.find("${");
    literal += rest.substr(0, begin);
    if (begin == std::string_view::npos) break;
    const auto end = rest.find('}', begin);
    if (end == std::string_view::npos) {
      reading.faults.error(node.place, "a `${` is not closed", "write `${name}`");
      return result;
    }
    const std::string group(rest.substr(begin + 2, end - begin - 2));
    check_group(node, group, rule, reading);
    if (!literal.empty()) result.parts.emplace_back(std::move(literal));
    literal.clear();
    result.parts.emplace_back(LabelText::Capture{group});
    rest.remove_prefix(end + 1);
  }
  if (!literal.empty()) result.parts.emplace_back(std::move(literal));
  return result;
}

void read_label(const document::Member& member, document::MapReader& map, Rule& rule, Reading& reading) {
  const auto& [key, value] = member;
  const std::string what = "`" + shortened(key.scalar, kShownBytes) + "`";
  const auto text = map.text(key.scalar);
  if (!text ||
      !fits(key, "the name of a label", kLabelPrefix.size() + RuleLimits::kNameBytes, reading.faults) ||
      !fits(value, what, RuleLimits::kValueBytes, reading.faults))
    return;
  if (text->empty())
    return reading.faults.error(value.place, what + " is empty, and an empty label counts as absent",
                                "give it a text, or remove it");
  rule.labels.emplace_back(key.scalar.substr(kLabelPrefix.size()), read_label_text(value, rule, reading));
}

void refuse_in_route(document::MapReader& map, document::Faults& faults) {
  for (const std::string_view key : kClassifyOnly)
    if (map.node(key) != nullptr)
      faults.error(map.place_of(key), "a route rule cannot set `" + std::string(key) + "`",
                   "set it in a classify rule, and ask for it in `when`");
}

void read_category(const Node& node, document::MapReader& map, Rule& rule, document::Faults& faults) {
  if (node.is_scalar() && node.scalar.find("${") != std::string::npos) {
    faults.error(node.place, "words of the text can be put into labels only, not into `category`",
                 "set a label, like `labels.node: \"${node}\"`, and a fixed category");
    return;
  }
  rule.category = map.name("category");
  fits(node, "`category`", RuleLimits::kNameBytes, faults);
}

}  // namespace

void read_set(const Node& node, Part part, Rule& rule, Reading& reading) {
  if (!node.is_map())
    return reading.faults.error(node.place, "`set` must be a map", "write `set: {category: login}`");
  document::MapReader map(node, "`set`", reading.faults);
  if (node.members.size() > RuleLimits::kLabels + kClassifyOnly.size() + 1)
    return reading.faults.error(node.place,
                                "a rule sets " + std::to_string(RuleLimits::kLabels) + " labels at the most",
                                "split the rule");
  if (part == Part::classify) {
    if (const Node* category = map.node("category")) read_category(*category, map, rule, reading.faults);
    rule.symptom = map.word("symptom", vocabulary(Field::symptom, reading.names));
    rule.incident = map.boolean("incident");
  } else {
    refuse_in_route(map, reading.faults);
  }
  if (const auto severity = map.word("severity", vocabulary(Field::severity, reading.names)))
    rule.severity = domain::parse<domain::Severity>(*severity);
  if (map.has("labels") && map.node("labels") != nullptr)
    reading.faults.error(map.place_of("labels"), "labels are set one by one",
                         "write `labels.key: text` for each");
  for (const auto& member : node.members)
    if (member.first.scalar.starts_with(kLabelPrefix) && member.first.scalar.size() > kLabelPrefix.size())
      read_label(member, map, rule, reading);
  map.finish();
}

}  // namespace triaged::rules
