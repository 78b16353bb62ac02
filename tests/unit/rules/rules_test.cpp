// The language as docs/rules.md gives it: what matches, what wins, what is set, what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/rules/case.hpp"

namespace triaged::rules {
namespace {

using domain::Rung;
using domain::Severity;

TEST(Conditions, AScalarIsEqualityAndAListIsAnyOf) {
  EXPECT_EQ(winner("{hub: utoronto/prod}", Case().on("utoronto/prod")), "hit");
  EXPECT_EQ(winner("{hub: utoronto/prod}", Case().on("utoronto/Prod")), "rest");
  EXPECT_EQ(winner("{requester.standing: [hub_admin, support]}", Case().from(Rung::support)), "hit");
  EXPECT_EQ(winner("{requester.standing: [hub_admin, support]}", Case().from(Rung::user)), "rest");
}

TEST(Conditions, AMapIsAConjunctionAndGroupsNest) {
  const std::string condition =
      "{hub: a/b, any: [{text: fire}, {all: [{text: water}, {not: {text: calm}}]}]}";
  EXPECT_EQ(winner(condition, Case().on("a/b").says("Fire!")), "hit");
  EXPECT_EQ(winner(condition, Case().on("a/b").says("Water")), "hit");
  EXPECT_EQ(winner(condition, Case().on("a/b").says("Calm water")), "rest");
  EXPECT_EQ(winner(condition, Case().on("a/c").says("Fire!")), "rest");
}

TEST(Conditions, AComparisonOnAnAbsentFieldIsFalseAndItsNotIsTrue) {
  EXPECT_EQ(winner("{labels.node: n1}", Case()), "rest");
  EXPECT_EQ(winner("{labels.node: {not: n1}}", Case()), "hit");
  EXPECT_EQ(winner("{labels.node: {not: n1}}", Case().label("node", "n1")), "rest");
  EXPECT_EQ(winner("{hub: {present: false}}", Case()), "hit");
  EXPECT_EQ(winner("{labels.node: {present: true}}", Case().label("node", "x")), "hit");
}

TEST(Patterns, AreUnanchoredAndCaseInsensitiveAndSeeTheirOwnField) {
  EXPECT_EQ(winner(R"({subject: 'log ?in'})", Case().says("Cannot LOGIN today")), "hit");
  EXPECT_EQ(winner(R"({subject: 'login'})", Case().says("Help", "login")), "rest");
  EXPECT_EQ(winner(R"({body: ['nothing', 'login']})", Case().says("Help", "login")), "hit");
  EXPECT_EQ(winner(R"({text: 'help\nlogin'})", Case().says("Help", "login")), "hit")
      << "text is subject, newline, body";
  EXPECT_EQ(winner(R"({text: {not: 'login'}})", Case().says("Help")), "hit");
}

TEST(Patterns, NamedOnesAreSharedAndMayStandInALaterFile) {
  document::Faults faults;
  std::vector<document::Node> files;
  files.push_back(*document::parse(
      "a.yaml",
      "route: [{name: hit, when: {text: [$fire, smoke]}, to: support}, {name: rest, to: next_rung}]",
      faults));
  files.push_back(*document::parse("b.yaml", "patterns: {fire: [flame, 'on fire']}", faults));
  const auto rules = compile(files, test_names(), faults);
  ASSERT_NE(rules, nullptr);
  EXPECT_EQ(classify(Case().says("The hub is on fire").facts(), *rules).rule.value, "hit");
  EXPECT_EQ(classify(Case().says("smoke").facts(), *rules).rule.value, "hit");
  EXPECT_EQ(classify(Case().says("rain").facts(), *rules).rule.value, "rest");
}

TEST(Classify, TheFirstToSetAFieldWinsButSeverityTakesTheHighestAndIncidentAnyTrue) {
  const auto rules = good(R"(
classify:
  - {name: one, when: {text: a}, set: {category: first, severity: high, incident: false, labels.k: v1}}
  - {name: two, when: {text: a}, set: {category: second, severity: low, symptom: login, incident: true, labels.k: v2}}
  - {name: three, when: {text: a}, set: {severity: critical, symptom: spawn, incident: false}}
route: [{name: rest, to: next_rung}]
)");
  const auto said = classify(Case().says("a").facts(), *rules);
  EXPECT_EQ(said.category, (domain::Set<std::string>{"first", domain::RuleName{"one"}}));
  EXPECT_EQ(said.severity, (domain::Set<Severity>{Severity::critical, domain::RuleName{"three"}}));
  EXPECT_EQ(said.symptom, (domain::Set<std::string>{"login", domain::RuleName{"two"}}));
  EXPECT_EQ(said.incident, (domain::Set<bool>{true, domain::RuleName{"two"}}));
  ASSERT_EQ(said.labels.size(), 1u);
  EXPECT_EQ(said.labels[0].second.value, "v1");
}

TEST(Classify, WhatNoRuleSetsKeepsItsDefaultAndSaysSo) {
  const auto said = classify(Case().facts(), *good("route: [{name: rest, to: next_rung}]"));
  EXPECT_EQ(said.category.value, "other");
  EXPECT_EQ(said.severity.value, Severity::normal);
  EXPECT_TRUE(said.symptom.value.empty());
  EXPECT_TRUE(said.category.by.empty());
}

TEST(Classify, ALowSeverityIsNotRaisedByTheDefault) {
  const auto rules = good(
      "classify: [{name: a, when: {text: x}, set: {severity: low}}]\nroute: [{name: rest, to: next_rung}]");
  EXPECT_EQ(classify(Case().says("x").facts(), *rules).severity.value, Severity::low);
}

TEST(Classify, ALaterRuleSeesWhatEarlierOnesSet) {
  const auto rules = good(R"(
classify:
  - {name: one, when: {text: bill}, set: {category: money}}
  - {name: two, when: {category: money}, set: {severity: high, labels.desk: billing}}
route:
  - {name: hit, when: {labels.desk: billing, severity: high}, to: partnerships}
  - {name: rest, to: next_rung}
)");
  const auto said = classify(Case().says("a bill").facts(), *rules);
  EXPECT_EQ(said.rule.value, "hit");
  EXPECT_EQ(std::get<domain::TeamId>(said.destination).value, "partnerships");
}

TEST(Route, TheFirstMatchWins) {
  const auto rules = good(R"(
route:
  - {name: first, when: {text: a}, to: product}
  - {name: second, when: {text: a}, to: engineering}
  - {name: third, when: {text: b}, to: engineering}
  - {name: spam, when: {text: c}, to: nobody, because: an advertisement}
  - {name: rest, to: next_rung}
)");
  EXPECT_EQ(classify(Case().says("a").facts(), *rules).rule.value, "first");
  EXPECT_EQ(std::get<Rung>(classify(Case().says("b").facts(), *rules).destination), Rung::engineering);
  EXPECT_EQ(std::get<domain::ToNobody>(classify(Case().says("c").facts(), *rules).destination).because,
            "an advertisement");
  EXPECT_TRUE(
      std::holds_alternative<domain::ToNextRung>(classify(Case().says("d").facts(), *rules).destination));
}

TEST(Compile, TheDigestIgnoresLayoutAndCommentsAndNothingElse) {
  const auto a = good("route: [{name: rest, to: next_rung}]");
  const auto b = good("# a comment\nroute:\n  - to: 'next_rung'\n    name: rest\n");
  const auto c = good("route: [{name: remainder, to: next_rung}]");
  EXPECT_EQ(digest(*a), digest(*b));
  EXPECT_NE(digest(*a), digest(*c));
}

}  // namespace
}  // namespace triaged::rules
