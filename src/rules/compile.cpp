// Rule files to a rule set: all files are read, all mistakes reported, and only then is anything compiled.
#include <map>

#include "rules/program.hpp"
#include "rules/read.hpp"

namespace triaged::rules {
namespace {

using document::Node;

using Places = std::map<std::string, document::Place>;

void read_rules(const Node& list, Part part, Reading& reading, Places& used_names) {
  if (list.is_null()) return;
  const std::string section = part == Part::classify ? "`classify`" : "`route`";
  if (!list.is_sequence()) {
    reading.faults.error(list.place, section + " must be a list of rules",
                         "start each rule with `- name: …`");
    return;
  }
  auto& rules = part == Part::classify ? reading.rules.classify : reading.rules.route;
  for (const auto& item : list.items) {
    if (reading.rules.classify.size() + reading.rules.route.size() >= RuleLimits::kRules)
      return reading.faults.error(
          item.place, "more than " + std::to_string(RuleLimits::kRules) + " rules",
          "rules that differ in one value only can be one rule with a list of values");
    auto rule = read_rule(item, part, reading);
    if (!rule) continue;
    if (!rule->name.empty()) {
      const auto [first, fresh] = used_names.try_emplace(rule->name.value, item.place);
      if (!fresh)
        reading.faults.error(item.find("name")->place, "there are two rules named `" + rule->name.value + "`",
                             "decisions name their rule, so give each its own; the other is at " +
                                 first->second.file + ":" + std::to_string(first->second.line));
    }
    rules.push_back(std::move(*rule));
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

// A condition on a category that no rule sets is most often a slip of the pen. `other` is there without
// rules.
void check_categories(const Reading& reading, document::Faults& faults) {
  const domain::Classification nothing_set;
  std::set<std::string_view> set{nothing_set.category.value};
  for (const auto& rule : reading.rules.classify)
    if (rule.category) set.insert(*rule.category);
  const std::vector<std::string_view> known(set.begin(), set.end());
  for (const auto& [category, place] : reading.categories) {
    if (set.contains(category)) continue;
    const auto near = document::nearest(category, known);
    faults.warning(place, "no classify rule sets the category `" + shortened(category, kShownBytes) + "`",
                   near.empty() ? "add a rule that sets it, or remove it here"
                                : "did you mean `" + std::string(near) + "`?");
  }
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

std::shared_ptr<const RuleSet> compile(std::span<const Node> files, const Names& names,
                                       document::Faults& faults) {
  const std::size_t errors_before = faults.errors();
  auto rules = std::make_shared<RuleSet>();
  auto patterns = collect_patterns(files, faults);
  Reading reading{.rules = *rules, .names = names, .patterns = patterns, .faults = faults};
  Places used_names;
  document::Place end;
  for (const auto& file : files) {
    end = document::Place{.file = file.place.file, .line = 0, .column = 0};
    document::MapReader map(file, "a rule file", faults);
    if (!map.valid()) continue;
    static_cast<void>(map.node("patterns"));
    if (const Node* list = map.node("classify")) read_rules(*list, Part::classify, reading, used_names);
    if (const Node* list = map.node("route")) read_rules(*list, Part::route, reading, used_names);
    map.finish();
  }
  check_route(rules->route, end, faults);
  if (faults.errors() != errors_before) return nullptr;
  check_unused(patterns, faults);
  check_categories(reading, faults);
  rules->calendars.assign(reading.calendars.begin(), reading.calendars.end());
  rules->digest = digest_of(files);
  rules->program = std::make_unique<const Program>(*rules);
  return rules;
}

std::span<const std::string> calendars(const RuleSet& rules) noexcept { return rules.calendars; }
const domain::Digest& digest(const RuleSet& rules) noexcept { return rules.digest; }
std::size_t size(const RuleSet& rules) noexcept { return rules.classify.size() + rules.route.size(); }

}  // namespace triaged::rules
