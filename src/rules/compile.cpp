// Rule files to a rule set: all files are read, all mistakes reported, and only then is anything compiled.
#include <map>

#include "rules/read.hpp"

namespace triaged::rules {
namespace {

using document::Node;

// Collects `patterns:` of every file before any rule is read, so that rules may use names of later files.
// What is wrong with a pattern is said here, once, whether or not a rule uses it.
NamedPatterns collect_patterns(std::span<const Node> files, document::Faults& faults) {
  NamedPatterns result;
  Scanner scratch;
  for (const auto& file : files) {
    const Node* section = file.find("patterns");
    if (section == nullptr || section->is_null()) continue;
    if (!section->is_map()) {
      faults.error(section->place, "`patterns` must be a map of name to patterns");
      continue;
    }
    for (const auto& [key, value] : section->members) {
      if (!document::is_name(key.scalar))
        faults.error(key.place, "`" + key.scalar + "` is no name for patterns",
                     "use lower-case letters, digits and _");
      const auto [entry, fresh] = result.entries.try_emplace(key.scalar);
      if (!fresh) {
        const auto& first = entry->second.place;
        faults.error(key.place, "patterns `" + key.scalar + "` are there already",
                     "the others are at " + first.file + ":" + std::to_string(first.line));
        continue;
      }
      entry->second.place = key.place;
      for (const Node* item : document::as_list(value, "patterns", faults)) {
        std::string why;
        if (!item->is_scalar())
          faults.error(item->place, "a pattern must be text", "write it in single quotes: '\\binvoice\\b'");
        else if (item->scalar.starts_with('$'))
          faults.error(item->place, "named patterns cannot name others", "write the patterns out");
        else if (scratch.add(item->scalar, why) < 0)
          faults.error(item->place, "pattern `" + item->scalar + "`: " + why, "patterns use RE2's syntax");
        else
          entry->second.patterns.push_back(item);
      }
    }
  }
  return result;
}

domain::Destination read_destination(document::MapReader& map, Reading& reading) {
  const Node& to = map.require("to");
  const auto because = map.text("because");
  if (!to.is_scalar()) {
    if (!to.is_null()) reading.faults.error(to.place, "`to` must be one team, a rung, next_rung or nobody");
    return domain::ToNextRung{};
  }
  if (to.scalar == "nobody") {
    if (!because)
      reading.faults.error(to.place, "`to: nobody` needs a reason", "add `because: why nobody has to act`");
    return domain::ToNobody{because.value_or("")};
  }
  if (because)
    reading.faults.error(map.place_of("because"), "`because` belongs to `to: nobody` only",
                         "put the reason into a comment");
  if (to.scalar == "next_rung") return domain::ToNextRung{};
  if (to.scalar == "user") {
    reading.faults.error(to.place, "`user` is the rung of requesters; nothing is routed to it",
                         "name a team, a higher rung, next_rung, or nobody with `because`");
    return domain::ToNextRung{};
  }
  if (const auto rung = domain::parse<domain::Rung>(to.scalar)) return *rung;
  for (const auto team : reading.names.teams)
    if (team == to.scalar) return domain::TeamId{to.scalar};
  auto known = reading.names.teams;
  known.insert(known.end(), {"next_rung", "nobody"});
  const auto near = document::nearest(to.scalar, known);
  reading.faults.error(to.place, "there is no team `" + to.scalar + "` in the directory",
                       near.empty() ? "add it to the directory, or name a rung, next_rung or nobody"
                                    : "did you mean `" + std::string(near) + "`?");
  return domain::ToNextRung{};
}

void read_rules(const Node& list, Part part, Reading& reading, std::vector<Rule>& rules,
                std::map<std::string, document::Place>& used_names) {
  const std::string_view what = part == Part::classify ? "a classify rule" : "a route rule";
  if (list.is_null()) return;
  if (!list.is_sequence()) {
    reading.faults.error(
        list.place,
        std::string(part == Part::classify ? "`classify`" : "`route`") + " must be a list of rules",
        "start each rule with `- name: …`");
    return;
  }
  for (const auto& item : list.items) {
    document::MapReader map(item, what, reading.faults);
    if (!map.valid()) continue;
    Rule rule;
    rule.place = item.place;
    if (!map.has("name")) static_cast<void>(map.require("name"));
    if (const auto given = map.name("name")) {
      rule.name = domain::RuleName{*given};
      const auto [first, fresh] = used_names.try_emplace(*given, map.place_of("name"));
      if (!fresh)
        reading.faults.error(map.place_of("name"), "there are two rules named `" + *given + "`",
                             "decisions name their rule, so give each its own; the other is at " +
                                 first->second.file + ":" + std::to_string(first->second.line));
    }
    if (const Node* when = map.node("when"))
      rule.when = read_condition(*when, reading);
    else
      rule.unconditional = true;
    if (rule.unconditional && part == Part::classify)
      reading.faults.warning(item.place,
                             "classify rule `" + rule.name.value + "` has no `when` and holds for everything",
                             "add a condition, unless that is meant");
    for (const auto later : {"needs", "silence"})
      if (static_cast<void>(map.node(later)), map.has(later))
        reading.faults.error(map.place_of(later),
                             "`" + std::string(later) + "` is not in the language of this version",
                             "leave it out; docs/rules.md lists what there is");
    const Node* set = map.node("set");
    if (set != nullptr)
      read_set(*set, part, rule, reading);
    else if (part == Part::classify)
      reading.faults.error(item.place, "classify rule `" + rule.name.value + "` sets nothing",
                           "add `set: {category: …}`");
    if (part == Part::route) rule.destination = read_destination(map, reading);
    map.finish();
    rules.push_back(std::move(rule));
  }
}

// The last route rule matches everything, and none before it does.
void check_route(const std::vector<Rule>& route, const document::Place& end, document::Faults& faults) {
  if (route.empty()) {
    faults.error(end, "there are no route rules",
                 "end with a rule without `when`: `- {name: everything-else, to: next_rung}`");
    return;
  }
  for (std::size_t i = 0; i + 1 < route.size(); ++i)
    if (route[i].unconditional)
      faults.error(route[i].place,
                   "route rule `" + route[i].name.value + "` has no `when`, so no rule after it can win",
                   "move it to the end, or give it a condition");
  if (!route.back().unconditional)
    faults.error(
        route.back().place,
        "the last route rule `" + route.back().name.value + "` has a `when`, so a ticket may match no rule",
        "end with a rule without `when`: `- {name: everything-else, to: next_rung}`");
}

// Only where all else is in order: a rule with a mistake may be the one that should have used them.
void check_unused(const NamedPatterns& patterns, document::Faults& faults) {
  for (const auto& [name, entry] : patterns.entries)
    if (!entry.used)
      faults.warning(entry.place, "no rule uses the patterns `" + name + "`",
                     "use them as `$" + name + "`, or remove them");
}

domain::Digest digest_of(std::span<const Node> files) {
  std::string all;
  for (const auto& file : files) all.append(document::canonical(file)).push_back('\n');
  const std::string sum = document::sha256(all);
  domain::Digest digest;
  for (std::size_t i = 0; i < digest.octets.size(); ++i) digest.octets[i] = static_cast<std::uint8_t>(sum[i]);
  return digest;
}

}  // namespace

void read_set(const Node& node, Part part, Rule& rule, Reading& reading) {
  document::MapReader map(node, "`set`", reading.faults);
  if (!map.valid()) return;
  if (part == Part::classify) {
    rule.category = map.name("category");
    if (const auto symptom = map.word("symptom", reading.names.symptoms)) rule.symptom = *symptom;
    rule.incident = map.boolean("incident");
  }
  const auto severities = vocabulary(Field::severity, reading.names);
  if (const auto severity = map.word("severity", severities))
    rule.severity = domain::parse<domain::Severity>(*severity);
  for (const auto& [key, value] : node.members) {
    constexpr std::string_view kPrefix = "labels.";
    if (!key.scalar.starts_with(kPrefix) || key.scalar.size() == kPrefix.size()) continue;
    if (const auto text = map.text(key.scalar))
      rule.labels.emplace_back(key.scalar.substr(kPrefix.size()), *text);
  }
  map.finish();
}

std::shared_ptr<const RuleSet> compile(std::span<const Node> files, const Names& names,
                                       document::Faults& faults) {
  const auto errors_before = faults.errors();
  auto rules = std::make_shared<RuleSet>();
  auto patterns = collect_patterns(files, faults);
  Reading reading{.rules = *rules, .names = names, .patterns = patterns, .faults = faults};
  std::map<std::string, document::Place> used_names;
  document::Place end;
  for (const auto& file : files) {
    end = document::Place{.file = file.place.file, .line = 0, .column = 0};
    document::MapReader map(file, "a rule file", faults);
    if (!map.valid()) continue;
    static_cast<void>(map.node("patterns"));
    if (const Node* list = map.node("classify"))
      read_rules(*list, Part::classify, reading, rules->classify, used_names);
    if (const Node* list = map.node("route"))
      read_rules(*list, Part::route, reading, rules->route, used_names);
    map.finish();
  }
  check_route(rules->route, end, faults);
  if (faults.errors() != errors_before) return nullptr;
  check_unused(patterns, faults);
  rules->digest = digest_of(files);
  return rules;
}

bool accelerate(const RuleSet& rules, std::string& why) {
  for (const auto& scanner : rules.scanners)
    if (!scanner.accelerate(why)) return false;
  return true;
}

const domain::Digest& digest(const RuleSet& rules) noexcept { return rules.digest; }
std::size_t size(const RuleSet& rules) noexcept { return rules.classify.size() + rules.route.size(); }

}  // namespace triaged::rules
