// What is proved about rules, case by case, as its messages tell it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "prove_worlds.hpp"

namespace triaged::rules::proofs {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Of route rules a, b, c … with these conditions and a last one.
std::vector<std::string> of_route(const std::vector<std::string>& conditions,
                                  const std::string& before = {}) {
  std::string yaml = before + "route:\n";
  char name = 'a';
  for (const auto& condition : conditions)
    yaml += std::string("  - {name: ") + name++ + ", when: " + condition + ", to: support}\n";
  const auto rules = compiled(yaml + "  - {name: last, to: next_rung}\n");
  return rules ? findings(*rules) : std::vector<std::string>{"not compiled"};
}

std::vector<std::string> of_classify(const std::string& rules, const Names& names = kSmallNames) {
  const auto set = compiled("classify:\n" + rules + "route:\n  - {name: last, to: next_rung}\n", names);
  return set ? findings(*set, names) : std::vector<std::string>{"not compiled"};
}

TEST(DeadRules, AnEarlierRuleThatIsWiderTakesEverything) {
  EXPECT_THAT(of_route({"{hub: a/x}", "{hub: a/x, source: person}"}),
              ElementsAre("route rule `b` can never win: `a` (r.yaml:2) takes everything it would"));
  EXPECT_THAT(of_route({"{hub: a/x, source: person}", "{hub: a/x}"}), IsEmpty());
}

TEST(DeadRules, SeveralEarlierRulesTakeEverythingTogetherAndOnlyThoseAreNamed) {
  EXPECT_THAT(of_route({"{hub: a/x, source: person}", "{requester: bob}", "{source: alert}",
                        "{hub: [a/x, a/y], labels.n: {present: true}, source: alert}", "{hub: a/x}"}),
              ElementsAre("route rule `d` can never win: `c` (r.yaml:4) takes everything it would",
                          "route rule `e` can never win: `a` (r.yaml:2) and `c` (r.yaml:4) together take "
                          "everything it would"));
}

TEST(DeadRules, ClosedVocabulariesAreExhausted) {
  EXPECT_THAT(
      of_route({"{requester.standing: [user, hub_admin]}", "{requester.standing: {at_least: support}}",
                "{requester.standing: {not: community_representative}, hub: a/x}"}),
      ElementsAre(AllOf(HasSubstr("`c` can never win"), HasSubstr("`a` (r.yaml:2) and `b` (r.yaml:3)"))));
  EXPECT_THAT(of_route({"{hub.kind: {present: true}, not: {any: [{hub.kind: production}, {hub.kind: "
                        "staging}, {hub.kind: event}]}}"}),
              ElementsAre(HasSubstr("route rule `a` can never match")));
}

TEST(DeadRules, NumbersAreIntervals) {
  EXPECT_THAT(of_route({"{labels.n: {below: 20}}", "{labels.n: {above: 10}}", "{labels.n: 15}",
                        "{labels.n: {present: true}}"}),
              ElementsAre("route rule `c` can never win: `a` (r.yaml:2) takes everything it would"));
  EXPECT_THAT(of_route({"{labels.n: {below: 20}}", "{labels.n: {at_least: 20}}", "{labels.n: {above: 5}}"}),
              ElementsAre(HasSubstr("`c` can never win: `a` (r.yaml:2) and `b` (r.yaml:3) together take")));
  EXPECT_THAT(of_route({"{labels.n: 5}", "{labels.n: '5.0'}", "{labels.n: '5x'}"}),
              ElementsAre(HasSubstr("`b` can never win")));
}

TEST(DeadRules, LongerWordsHoldShorterOnes) {
  EXPECT_THAT(of_route({"{text: login}", "{text: 'login loop'}"}),
              ElementsAre(HasSubstr("`b` can never win")));
  EXPECT_THAT(of_route({"{text: 'login loop'}", "{text: login}"}), IsEmpty());
  EXPECT_THAT(of_route({"{text: login}", "{subject: 'the login'}", "{body: \"\\\\blogin\\\\b\"}"}),
              ElementsAre(HasSubstr("`b` can never win"), HasSubstr("`c` can never win")));
  EXPECT_THAT(of_route({"{subject: login}", "{body: login}", "{text: login loop}"}),
              ElementsAre(HasSubstr("`c` can never win: `a` (r.yaml:2) and `b` (r.yaml:3)")));
  EXPECT_THAT(of_route({"{text: [invoice, bill]}", "{text: 'billing|invoices'}"}),
              ElementsAre(HasSubstr("`b`")));
}

TEST(DeadRules, OtherPatternsAreTheSameOnlyWhenWrittenTheSame) {
  EXPECT_THAT(of_route({"{text: 'log ?in'}", "{text: 'log ?in', hub: a/x}"}), ElementsAre(HasSubstr("`b`")));
  EXPECT_THAT(of_route({"{text: 'log ?in'}", "{text: 'log ?in', subject: x}", "{text: login}"}),
              ElementsAre(HasSubstr("`b`")));  // that `c` is dead too is not seen
  EXPECT_THAT(of_route({"{text: 'log ?in'}", "{subject: 'log ?in'}"}), ElementsAre(HasSubstr("`b`")));
  EXPECT_THAT(of_route({"{text: '^login'}", "{body: '^login'}"}), IsEmpty());
}

TEST(DeadRules, PrefixesAndHubsOfAClusterAreKnown) {
  EXPECT_THAT(of_route({"{hub: {prefix: a/}}", "{hub: a/x}", "{hub: {prefix: a/y}}"}),
              ElementsAre(HasSubstr("`b`"), HasSubstr("`c`")));
  EXPECT_THAT(of_route({"{cluster: a}", "{hub: a/x}"}), ElementsAre(HasSubstr("`b` can never win")));
  EXPECT_THAT(
      of_route({"{hub: a/x, cluster: b}"}),
      ElementsAre("route rule `a` can never match: `hub: a/x` and `cluster: b` contradict each other"));
  EXPECT_THAT(of_route({"{hub: {matches: '^a/x$'}}", "{hub: a/x}"}), ElementsAre(HasSubstr("`b`")));
}

TEST(DeadRules, ACatchAllIsToldOnceAndTheLastRuleIsExcused) {
  EXPECT_THAT(of_route({"{source: person}", "{not: {source: person}}"}), IsEmpty());
  EXPECT_THAT(
      of_route({"{source: person}", "{source: alert}", "{hub: a/x}", "{hub: a/y}"}),
      ElementsAre(
          "`a` (r.yaml:2) and `b` (r.yaml:3) together take every ticket, so no rule after `b` can win"));
  EXPECT_THAT(of_route({"{requester.standing: {at_least: user}}"}),
              ElementsAre("route rule `a` takes every ticket, so no rule after it can win"));
}

TEST(DeadRules, WhatRulesSetIsTracedToWhatMadeThemSetIt) {
  const std::string classify =
      "classify:\n"
      "  - {name: m, when: {text: invoice}, set: {category: money}}\n"
      "  - {name: l, when: {text: login}, set: {category: login, severity: high}}\n";
  EXPECT_THAT(of_route({"{text: invoice}", "{category: money}"}, classify),
              ElementsAre(HasSubstr("`b` can never win")));
  EXPECT_THAT(of_route({"{text: login}", "{category: money}", "{severity: high}"}, classify),
              ElementsAre(HasSubstr("`c`")));
  EXPECT_THAT(of_route({"{category: login, text: invoice}"}, classify),
              ElementsAre(HasSubstr("contradict each other")));
  EXPECT_THAT(of_route({"{category: [money, login]}", "{category: {not: other}}"}, classify),
              ElementsAre(HasSubstr("`b`")));
  EXPECT_THAT(of_route({"{severity: high, category: money}"}, classify), IsEmpty());  // both texts
}

TEST(DeadRules, ALabelThatNoRuleSetsMayComeWithTheEvent) {
  const std::string classify = "classify:\n  - {name: m, when: {text: login}, set: {labels.n: loop}}\n";
  EXPECT_THAT(of_route({"{labels.n: other}", "{labels.n: loop}"}, classify), IsEmpty());
  EXPECT_THAT(of_route({"{labels.n: other, text: login}"}, classify),
              ElementsAre(HasSubstr("can never match")));
}

TEST(DeadRules, AnAlertsLabelsAreAbsentFromOtherTickets) {
  EXPECT_THAT(of_route({"{source: person, alert.name: Down}"}),
              ElementsAre(HasSubstr("contradict each other")));
  EXPECT_THAT(of_route({"{alert.labels.n: 5}", "{source: alert, labels.n: 5}"}),
              ElementsAre(HasSubstr("`b`")));
}

TEST(Contradictions, AreToldByTheConditionsThatDoNotGoTogether) {
  EXPECT_THAT(
      of_route({"{hub: a/x, source: alert, channel: email, requester: ann}"}),
      ElementsAre(
          "route rule `a` can never match: `source: alert` and `channel: email` contradict each other"));
  EXPECT_THAT(of_route({"{labels.n: {at_least: 7}, not: {labels.n: {above: 3}}}"}),
              ElementsAre(HasSubstr(
                  "`labels.n: {at_least: 7}` and `not: {labels.n: {above: 3}}` contradict each other")));
  EXPECT_THAT(of_route({"{labels.n: {above: 5}, all: [{labels.n: {below: 3}}]}"}),
              ElementsAre(HasSubstr("contradict")));
  EXPECT_THAT(
      of_route({"{requester.standing: {above: engineering}}"}),
      ElementsAre(
          "route rule `a` can never match: `requester.standing: {above: engineering}` holds for no ticket"));
  EXPECT_THAT(of_classify("  - {name: a, when: {text: login, not: {text: log}}, set: {category: x}}\n"),
              ElementsAre(HasSubstr("classify rule `a` can never match")));
}

TEST(Contradictions, APartOfAnyThatCannotHoldIsTold) {
  EXPECT_THAT(of_route({"{hub: a/x, any: [{cluster: b}, {text: login}]}"}),
              ElementsAre("in route rule `a`, `cluster: b` can never hold beside its other conditions"));
}

TEST(Calendars, ThatNeverOpenOrAreAlwaysOpenAreTold) {
  const Names names{
      .teams = {"support"},
      .symptoms = {},
      .calendars = {{.name = "never", .never_opens = true}, {.name = "ever", .always_open = true}},
      .without_people = {}};
  EXPECT_THAT(of_classify("  - {name: a, when: {time: {during: never}}, set: {category: x}}\n", names),
              ElementsAre("classify rule `a` asks for the calendar `never`, which never opens"));
  EXPECT_THAT(
      of_classify("  - {name: a, when: {time: {outside: ever}, text: x}, set: {category: x}}\n", names),
      ElementsAre(HasSubstr("the calendar `ever`, which is always open")));
  EXPECT_THAT(of_route({"{time: {during: office}}", "{time: {outside: night}}",
                        "{time: {during: office}, hub: a/x}"}),
              ElementsAre(HasSubstr("`c` can never win")));
}

TEST(Settings, ThatEarlierRulesAlwaysOverruleAreTold) {
  EXPECT_THAT(of_classify("  - {name: a, when: {text: login}, set: {category: x, severity: high}}\n"
                          "  - {name: b, when: {text: login loop}, set: {category: y, severity: critical}}\n"
                          "  - {name: c, when: {subject: login}, set: {severity: normal, symptom: login}}\n"),
              ElementsAre("classify rule `b` never has a say in `category`: wherever it matches, `a` "
                          "(r.yaml:2) has set it before",
                          "classify rule `c` never has a say in `severity`: wherever it matches, `a` "
                          "(r.yaml:2) sets one as high or higher"));
}

TEST(Settings, AHigherSeverityThatAlwaysFollowsOverrulesUnlessSomebodyLooksInBetween) {
  const std::string low = "  - {name: a, when: {text: login loop}, set: {severity: low}}\n";
  const std::string high = "  - {name: c, when: {text: login}, set: {severity: high}}\n";
  EXPECT_THAT(of_classify(low + high),
              ElementsAre(HasSubstr("classify rule `a` never has a say in `severity`")));
  EXPECT_THAT(of_classify(low + "  - {name: b, when: {severity: low}, set: {category: x}}\n" + high),
              IsEmpty());
}

TEST(Settings, AnIncidentIsOneAsSoonAsOneRuleSaysSo) {
  EXPECT_THAT(of_classify("  - {name: a, when: {text: login}, set: {incident: false}}\n"
                          "  - {name: b, when: {text: login}, set: {incident: true}}\n"
                          "  - {name: c, when: {subject: login}, set: {incident: true}}\n"),
              ElementsAre(HasSubstr("`a` never has a say in `incident`"),
                          HasSubstr("`c` never has a say in `incident`")));
}

TEST(Settings, ACaptureMayBeEmptyAndThenLeavesTheFieldToOthers) {
  EXPECT_THAT(of_classify("  - {name: a, when: {text: 'on (?P<node>n\\d)?'}, set: {labels.node: '${node}'}}\n"
                          "  - {name: b, when: {text: 'on (?P<node>n\\d)?'}, set: {labels.node: unknown}}\n"),
              IsEmpty());
}

TEST(Words, ThatNoRuleSetsUntilTheyAreAskedForAreTold) {
  const std::string classify = "classify:\n  - {name: m, when: {text: bill}, set: {category: invoice}}\n";
  EXPECT_THAT(of_route({"{category: [invoce, invoice]}"}, classify), IsEmpty());  // the reader has said so
  EXPECT_THAT(of_route({"{category: invoce}"}, classify),
              ElementsAre("route rule `a` can never match: `category: invoce` holds for no ticket"));
  EXPECT_THAT(of_route({"{severity: critical}"}, classify),
              ElementsAre(HasSubstr("`severity: critical`, and no rule before it makes it so")));
  EXPECT_THAT(
      of_route({"{symptom: [login, storage]}", "{incident: true}", "{category: {prefix: con}}"}, classify)
          .size(),
      3U);
  EXPECT_THAT(
      of_classify("  - {name: a, when: {category: x}, set: {severity: low}}\n"
                  "  - {name: b, when: {text: x}, set: {category: x}}\n"),
      ElementsAre("classify rule `a` asks for the category `x`, which `b` (r.yaml:3) sets only after it"));
}

TEST(Reach, ATeamWithoutPeopleIsToldWithTheRuleThatCountsOnIt) {
  const Names names{.teams = {"support", "partnerships"},
                    .symptoms = {},
                    .calendars = {},
                    .without_people = {"partnerships", "community_representative"}};
  const auto rules = compiled(
      "route:\n"
      "  - {name: a, when: {text: bill}, to: partnerships}\n"
      "  - {name: b, when: {text: wipe}, needs: community_representative, to: support}\n"
      "  - {name: last, to: next_rung}\n",
      names);
  ASSERT_NE(rules, nullptr);
  EXPECT_THAT(findings(*rules, names),
              ElementsAre("route rule `a` counts on `partnerships`, and nobody there can be reached",
                          HasSubstr("route rule `b` counts on `community_representative`")));
}

// Rules whose proof is a hard search: each excludes one way of dealing with random triples of labels.
std::string hard_rules() {
  Random random(7);
  std::string yaml = "route:\n";
  for (int i = 0; i < 190; ++i) {
    yaml += "  - {name: r" + std::to_string(i) + ", when: {";
    std::set<std::size_t> labels;
    while (labels.size() < 3) labels.insert(below(random, 40));
    for (const auto label : labels)
      yaml += "labels.l" + std::to_string(label) +
              ": {present: " + (below(random, 2) == 0 ? "true" : "false") + "}, ";
    yaml += "}, to: support}\n";
  }
  return yaml + "  - {name: last, to: next_rung}\n";
}

TEST(Effort, WhereItIsSpentThatIsSaidOnceForAllRulesTogether) {
  const auto rules = compiled(hard_rules());
  ASSERT_NE(rules, nullptr);
  const auto found = findings(*rules, kSmallNames, 300);
  ASSERT_FALSE(found.empty());
  EXPECT_THAT(found.back(), AllOf(HasSubstr("within 300 steps each it could not be decided whether"),
                                  HasSubstr(" more have any effect")));
  const auto undecided = std::ranges::count_if(
      found, [](const std::string& text) { return text.find("could not be decided") != std::string::npos; });
  EXPECT_EQ(undecided, 1);
}

TEST(Effort, SufficesForHundredsOfOrdinaryRules) {
  Random random(3);
  std::string yaml = "classify:\n";
  const auto word = [&] { return "w" + std::to_string(below(random, 2000)); };
  for (int i = 0; i < 100; ++i)
    yaml += "  - {name: c" + std::to_string(i) + ", when: {text: [" + word() + ", '" + word() +
            " ?x']}, set: {category: k" + std::to_string(below(random, 40)) + "}}\n";
  yaml += "route:\n";
  for (int i = 0; i < 250; ++i)
    yaml += "  - {name: r" + std::to_string(i) + ", when: {hub: a/h" + std::to_string(below(random, 300)) +
            ", any: [{text: " + word() + "}, {category: k" + std::to_string(below(random, 40)) +
            "}], not: {labels.n: {below: " + std::to_string(below(random, 50)) + "}}}, to: support}\n";
  const auto rules = compiled(yaml + "  - {name: last, to: next_rung}\n");
  ASSERT_NE(rules, nullptr);
  const auto found = findings(*rules);
  for (const auto& text : found) EXPECT_THAT(text, testing::Not(HasSubstr("could not be decided")));
}

}  // namespace
}  // namespace triaged::rules::proofs
