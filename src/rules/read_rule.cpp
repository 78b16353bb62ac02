// One rule: its name, its condition, what it sets, and of route rules where they send a ticket and whose say
// that needs.
#include <algorithm>

#include "rules/read.hpp"

namespace triaged::rules {
namespace {

using document::Node;

bool is_team(const Reading& reading, std::string_view name) {
  return std::ranges::find(reading.names.teams, name) != reading.names.teams.end();
}

std::vector<std::string_view> teams_and(const Reading& reading,
                                        std::initializer_list<std::string_view> more) {
  auto known = reading.names.teams;
  known.insert(known.end(), more);
  return known;
}

domain::Destination read_destination(document::MapReader& map, Reading& reading) {
  auto& faults = reading.faults;
  const Node& to = map.require("to");
  const auto because = map.text("because");
  if (to.is_null()) {
    if (map.has("to"))
      faults.error(map.place_of("to"), "`to` has no value", "name a team, a rung, next_rung or nobody");
    return domain::ToNextRung{};
  }
  if (!to.is_scalar()) {
    faults.error(to.place, "`to` must be one team, a rung, next_rung or nobody",
                 "a ticket goes to one place; who else should know can watch that team's queue");
    return domain::ToNextRung{};
  }
  if (to.scalar == kNobody) {
    if (!because && !map.has("because"))
      faults.error(to.place, "`to: nobody` needs a reason", "add `because: why nobody has to act`");
    else if (because && because->empty())
      faults.error(map.place_of("because"), "the reason is empty", "say why nobody has to act");
    else if (because)
      fits(*map.node("because"), "`because`", RuleLimits::kValueBytes, faults);
    return domain::ToNobody{because.value_or("")};
  }
  if (map.has("because"))
    faults.error(map.place_of("because"), "`because` belongs to `to: nobody` only",
                 "put the reason into a comment");
  if (to.scalar == kNextRung) return domain::ToNextRung{};
  if (to.scalar == name(domain::Rung::user)) {
    faults.error(to.place, "`user` is the rung of requesters; nothing is routed to it",
                 "name a team, a higher rung, next_rung, or nobody with `because`");
    return domain::ToNextRung{};
  }
  if (const auto rung = domain::parse<domain::Rung>(to.scalar)) return *rung;
  if (is_team(reading, to.scalar)) return domain::TeamId{to.scalar};
  faults.error(to.place, "there is no team `" + shortened(to.scalar, kShownBytes) + "` in the directory",
               hint(to.scalar, teams_and(reading, {kNextRung, kNobody}),
                    "add it to the directory, or name a rung, next_rung or nobody"));
  return domain::ToNextRung{};
}

domain::IfSilent read_silence(const Node& node, Reading& reading) {
  if (!node.is_scalar()) {
    reading.faults.error(node.place, "`silence` must be refuse, pass_on or a team",
                         "it says what becomes of the ticket when nobody answers");
    return domain::PassOn{};
  }
  if (node.scalar == kPassOn) return domain::PassOn{};
  if (node.scalar == kRefuse) return domain::Refuse{};
  if (is_team(reading, node.scalar)) return domain::TeamId{node.scalar};
  reading.faults.error(node.place, "`silence` cannot be `" + shortened(node.scalar, kShownBytes) + "`",
                       hint(node.scalar, teams_and(reading, {kRefuse, kPassOn}),
                            "write refuse, pass_on or a team of the directory"));
  return domain::PassOn{};
}

void read_approval(document::MapReader& map, Rule& rule, Reading& reading) {
  std::vector<std::string_view> approvers;
  for (const auto rung : kApprovers) approvers.push_back(name(rung));
  const bool asks = map.has("needs");
  const auto by = map.word("needs", approvers);
  const Node* silence = map.node("silence");
  if (silence != nullptr && !asks)
    reading.faults.error(silence->place,
                         "`silence` says what follows when nobody answers, and nobody is asked",
                         "add `needs: community_representative`, or remove `silence`");
  if (by) rule.needs = domain::Approval{.by = *domain::parse<domain::Rung>(*by), .silence = domain::PassOn{}};
  if (silence != nullptr) {
    const auto read = read_silence(*silence, reading);
    if (rule.needs) rule.needs->silence = read;
  }
  if (asks && std::holds_alternative<domain::ToNobody>(rule.destination))
    reading.faults.error(map.place_of("needs"),
                         "with `to: nobody` nobody acts, so there is nothing to approve",
                         "remove `needs`, or name who acts");
}

void refuse_in_classify(document::MapReader& map, document::Faults& faults) {
  for (const std::string_view key : kRouteOnly)
    if (map.has(key)) {
      map.node(key);
      faults.error(map.place_of(key), "`" + std::string(key) + "` belongs to route rules",
                   "a classify rule says what a ticket is; add a rule under `route:` for who gets it");
    }
}

}  // namespace

std::optional<Rule> read_rule(const Node& node, Part part, Reading& reading) {
  const std::string_view what = part == Part::classify ? "a classify rule" : "a route rule";
  if (!node.is_map()) {
    reading.faults.error(node.place, std::string(what) + " must be a map", "begin it with `- name: …`");
    return std::nullopt;
  }
  document::MapReader map(node, what, reading.faults);
  reading.conditions = 0;
  Rule rule;
  rule.place = node.place;
  if (!map.has("name"))
    static_cast<void>(map.require("name"));
  else if (const auto given = map.name("name"))
    if (fits(*map.node("name"), "the name of this rule", RuleLimits::kNameBytes, reading.faults))
      rule.name = domain::RuleName{*given};
  const std::string called =
      rule.name.empty() ? std::string(what) : std::string(what.substr(2)) + " `" + rule.name.value + "`";
  if (const Node* when = map.node("when"))
    rule.when = read_condition(*when, reading);
  else
    rule.unconditional = true;
  if (rule.unconditional && part == Part::classify)
    reading.faults.warning(node.place, called + " has no `when` and holds for everything",
                           "add a condition, unless that is meant");
  const Node* set = map.node("set");
  if (set != nullptr) read_set(*set, part, rule, reading);
  if (part == Part::classify) {
    refuse_in_classify(map, reading.faults);
    if (set == nullptr || (set->is_map() && set->members.empty()))
      reading.faults.error(node.place, called + " sets nothing", "add `set: {category: …}`");
  } else {
    rule.destination = read_destination(map, reading);
    read_approval(map, rule, reading);
  }
  map.finish();
  return rule;
}

}  // namespace triaged::rules
