// The proofs against events: whatever is reported of a rule must be true of every event there is; and in
// worlds so small that all events can be tried, whatever is true must be reported.
#include <gtest/gtest.h>

#include "prove_worlds.hpp"

namespace triaged::rules::proofs {
namespace {

// What a condition of these can tell apart is in World; the ones further down are more than can be
// enumerated.
const std::vector<std::string> kFewTests{"hub: a/x",
                                         "hub: [a/y, b/x]",
                                         "hub: {prefix: a/}",
                                         "hub: {present: false}",
                                         "hub: {suffix: x}",
                                         "cluster: a",
                                         "cluster: {not: b}",
                                         "hub.kind: production",
                                         "hub.kind: [staging, event]",
                                         "hub.kind: {present: true}",
                                         "source: alert",
                                         "source: person",
                                         "requester.standing: {at_least: support}",
                                         "requester.standing: {below: hub_admin}",
                                         "requester.standing: [hub_admin, community_representative]",
                                         "labels.n: 5",
                                         "labels.n: word",
                                         "labels.n: {at_least: 3}",
                                         "labels.n: {below: 5}",
                                         "labels.n: {present: true}",
                                         "alert.labels.n: {present: true}",
                                         "subject: login",
                                         "text: login loop",
                                         "text: 'login|stuck'",
                                         "category: invoice",
                                         "category: other",
                                         "category: {not: login}",
                                         "severity: {at_least: high}",
                                         "severity: normal",
                                         "severity: {below: normal}",
                                         "symptom: login",
                                         "symptom: {present: false}",
                                         "incident: true",
                                         "incident: false",
                                         "time: {during: office}",
                                         "time: {outside: [office, night]}"};

const std::vector<std::string> kManyTests{"text: 'log ?in'",
                                          "text: ['^login', 'loops?$']",
                                          "subject: {not: 'log ?in'}",
                                          "body: '(a|b)*'",
                                          "hub: {matches: '^a/'}",
                                          "cluster: {matches: '[ab]'}",
                                          "requester: {suffix: '@a.example'}",
                                          "requester: {prefix: ann}",
                                          "requester: {matches: example}",
                                          "channel: {present: true}",
                                          "labels.m: {prefix: wo}",
                                          "labels.m: {matches: 'or'}",
                                          "labels.m: {not: word}",
                                          "category: {prefix: in}",
                                          "category: {matches: o}",
                                          "alert.name: Down",
                                          "alert.name: {present: false}",
                                          "needed_by: {within: 3d}",
                                          "needed_by: {within: 1d}",
                                          "needed_by: {present: false}",
                                          "needed_by: {below: '2024-11-01T00:00:00Z'}",
                                          "channel: email",
                                          "labels.n: {above: 7}",
                                          "labels.n: {at_most: 7}",
                                          "alert.labels.n: {above: 4}",
                                          "body: '\\blogin\\b'",
                                          "text: {present: true}",
                                          "subject: {present: false}"};

World random_world(Random& random) {
  World world;
  const std::vector<std::string> hubs{"a/x", "a/y", "b/x", "c/z"};
  if (below(random, 4) > 0) {
    std::optional<domain::HubKind> kind;
    if (below(random, 4) > 0) kind = static_cast<domain::HubKind>(below(random, 3));
    world.on(one_of(random, hubs), kind);
  }
  world.place.standing = static_cast<domain::Rung>(below(random, 5));
  world.opened.channel = one_of(random, {"", "alert", "email", "alert"});
  for (const std::string key : {"n", "m", "alertname"})
    if (below(random, 3) > 0)
      world.opened.labels[key] =
          one_of(random, {"2", "3.0", "4.5", "5", "5.0", "6", "7", "8", "word", "wombat", "Down", ""});
  const std::vector<std::string> texts{"",      "login", "login loop", "relogin", "I log in, it loops",
                                       "stuck", "x"};
  world.text.subject = one_of(random, texts);
  world.text.body = one_of(random, texts);
  world.event.actor.value = one_of(random, {"", "ann@a.example", "bob@a.example", "ann@b.example"});
  if (below(random, 2) > 0)
    world.opened.needed_by = world.now + std::chrono::hours(12 * static_cast<int>(below(random, 10)));
  if (below(random, 2) > 0) world.open.emplace_back("office");
  if (below(random, 2) > 0) world.open.emplace_back("night");
  return world;
}

// Everything that kFewTests can tell apart.
std::vector<World> all_worlds() {
  std::vector<World> worlds;
  std::vector<World> next;
  const auto multiply = [&](std::size_t ways, const auto& bend) {
    next.clear();
    for (const World& world : worlds)
      for (std::size_t way = 0; way < ways; ++way) {
        next.push_back(world);
        bend(next.back(), way);
      }
    worlds.swap(next);
  };
  worlds.emplace_back();
  const std::vector<std::string> hubs{"a/x", "a/y", "a/zx", "a/z", "b/x", "b/zx", "b/z", "c/x", "c/z"};
  multiply(1 + hubs.size() * 3, [&](World& world, std::size_t way) {
    if (way == 0) return;
    const std::size_t kind = (way - 1) % 3;  // none, production, another
    world.on(hubs[(way - 1) / 3],
             kind == 0 ? std::nullopt : std::optional(static_cast<domain::HubKind>(kind - 1)));
  });
  const std::vector<domain::Rung> rungs{domain::Rung::user, domain::Rung::hub_admin, domain::Rung::support};
  multiply(rungs.size(), [&](World& world, std::size_t way) { world.place.standing = rungs[way]; });
  const std::vector<std::string> channels{"alert", "email"};
  multiply(channels.size(), [&](World& world, std::size_t way) { world.opened.channel = channels[way]; });
  const std::vector<std::string> labels{"", "2", "4", "5", "6", "word", "else"};
  multiply(labels.size(), [&](World& world, std::size_t way) { world.opened.labels["n"] = labels[way]; });
  const std::vector<std::pair<std::string, std::string>> texts{
      {"", ""},           {"login", ""}, {"login loop", ""},     {"stuck", ""},
      {"", "login loop"}, {"", "login"}, {"login", "login loop"}};
  multiply(texts.size(), [&](World& world, std::size_t way) {
    world.text = {.subject = texts[way].first, .body = texts[way].second};
  });
  return worlds;
}

// Which rules of a set match, win and have a say in some of the worlds tried.
struct Seen {
  std::set<std::string> matched, won;
  std::set<std::pair<std::string, std::string>> set;

  void note_all(const RuleSet& rules, const World& world) {
    for (const auto& step : explain(world.facts(), rules).steps)
      if (step.matched) matched.insert(step.rule.value);
    note(rules, world);
  }
  void note(const RuleSet& rules, const World& world) {
    const auto result = classify(world.facts(), rules);
    won.insert(result.rule.value);
    set.emplace(result.category.by.value, "category");
    set.emplace(result.severity.by.value, "severity");
    set.emplace(result.symptom.by.value, "symptom");
    set.emplace(result.incident.by.value, "incident");
    for (const auto& [key, value] : result.labels) set.emplace(value.by.value, "labels." + key);
  }
};

void expect_true(const Verdicts& verdicts, const Seen& seen, const std::string& yaml) {
  for (const auto& rule : verdicts.never_match)
    EXPECT_FALSE(seen.matched.contains(rule)) << rule << "\n" << yaml;
  for (const auto& rule : verdicts.never_win) EXPECT_FALSE(seen.won.contains(rule)) << rule << "\n" << yaml;
  for (const auto& setting : verdicts.never_set)
    EXPECT_FALSE(seen.set.contains(setting)) << setting.first << " " << setting.second << "\n" << yaml;
  for (const auto& taker : verdicts.last_takers) {
    const auto number = taker == "last" ? 99 : std::stoi(taker.substr(1));
    EXPECT_FALSE(seen.won.contains("last")) << taker << "\n" << yaml;
    for (const auto& rule : seen.won) {
      if (rule == "last") continue;
      EXPECT_LE(std::stoi(rule.substr(1)), number) << taker << "\n" << yaml;
    }
  }
}

TEST(ProofsAgainstEvents, WhatIsReportedIsTrueOfRandomEvents) {
  auto tests = kFewTests;
  tests.insert(tests.end(), kManyTests.begin(), kManyTests.end());
  std::size_t reported = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const auto yaml = RandomRules(seed, tests).file(8, 10);
    const auto rules = compiled(yaml);
    ASSERT_NE(rules, nullptr) << seed;
    const Verdicts verdicts(findings(*rules));
    reported += verdicts.never_match.size() + verdicts.never_win.size() + verdicts.last_takers.size() +
                verdicts.never_set.size();
    Seen seen;
    Random random(seed);
    for (int i = 0; i < 200; ++i) seen.note_all(*rules, random_world(random));
    expect_true(verdicts, seen, yaml);
    if (HasFailure()) FAIL() << "seed " << seed;
  }
  EXPECT_GT(reported, 100U);  // else the test says little
}

TEST(ProofsAgainstEvents, WhereAllEventsCanBeTriedEveryDeadRuleIsReported) {
  auto worlds = all_worlds();
  std::size_t dead = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto yaml = RandomRules(seed, kFewTests).file(6, 8);
    const auto rules = compiled(yaml);
    ASSERT_NE(rules, nullptr) << seed;
    const Verdicts verdicts(findings(*rules));
    Seen seen;
    for (World& world : worlds)
      for (const auto& open : std::vector<std::vector<std::string>>{{}, {"office"}, {"night"}}) {
        world.open = open;
        seen.note(*rules, world);
      }
    expect_true(verdicts, seen, yaml);
    bool taken = false;  // what comes after a rule that takes the rest is not reported one by one
    for (int i = 0; i < 8 && !taken; ++i) {
      const auto name = "r" + std::to_string(i);
      if (seen.won.contains(name)) {
        taken = verdicts.last_takers.contains(name);
        continue;
      }
      ++dead;
      EXPECT_TRUE(verdicts.never_match.contains(name) || verdicts.never_win.contains(name) ||
                  verdicts.ask_in_vain.contains(name))
          << name << " never won, and nothing was said of it\n"
          << yaml;
    }
    if (HasFailure()) FAIL() << "seed " << seed;
  }
  EXPECT_GT(dead, 3U);
}

}  // namespace
}  // namespace triaged::rules::proofs
