// What explain tells: the same decision as classify, and of each rule why, or why not.
#include "unit/rules/case.hpp"

namespace triaged::rules {
namespace {

using domain::Rung;

// The first step of an explanation of a rule that asks for `condition`.
Step told(const std::string& condition, const Case& ticket) {
  const auto rules = good(asking(condition));
  return rules ? explain(ticket.facts(), *rules).steps.front() : Step{};
}

TEST(Explain, NamesTheFirstConditionThatFailedAndTheValueItSaw) {
  const auto rules = good(R"(
classify: [{name: prod, when: {hub.kind: production, text: down}, set: {severity: high}}]
route:
  - {name: admins, when: {requester.standing: hub_admin}, to: support}
  - {name: winner, when: {text: down}, to: engineering}
  - {name: also, when: {text: [down, up]}, to: product}
  - {name: rest, to: next_rung}
)");
  auto ticket = Case().says("The hub is down").from(Rung::user);
  ticket.place.hub_kind = domain::HubKind::staging;
  const auto explanation = explain(ticket.facts(), *rules);
  ASSERT_EQ(explanation.steps.size(), 5u);
  EXPECT_FALSE(explanation.steps[0].matched);
  EXPECT_EQ(explanation.steps[0].failed, "hub.kind: production");
  EXPECT_EQ(explanation.steps[0].saw, "staging");
  EXPECT_EQ(explanation.steps[1].failed, "requester.standing: hub_admin");
  EXPECT_EQ(explanation.steps[1].saw, "user");
  EXPECT_TRUE(explanation.steps[2].matched && explanation.steps[2].reached);
  EXPECT_TRUE(explanation.steps[3].matched && !explanation.steps[3].reached);
  EXPECT_EQ(explanation.classification, classify(ticket.facts(), *rules));
}

TEST(Explain, ShowsConditionsAsTheyWereWritten) {
  EXPECT_EQ(told("{requester.standing: {at_least: support}}", Case()).failed,
            "requester.standing: {at_least: support}");
  EXPECT_EQ(told("{hub: {not: a/b}}", Case().on("a/b")).failed, "hub: {not: a/b}");
  EXPECT_EQ(told("{text: ['\\bfire\\b', smoke]}", Case()).failed, "text: ['\\bfire\\b', smoke]");
  EXPECT_EQ(told("{any: [{source: alert}, {hub: a/b}]}", Case()).failed,
            "any: [{source: alert}, {hub: a/b}]");
  EXPECT_EQ(told("{time: {outside: office}}", Case().during("office")).failed, "time: {outside: office}");
  EXPECT_EQ(told("{hub: {prefix: a, suffix: z}}", Case().on("a/b")).failed, "hub: {suffix: z}")
      << "of several comparisons the one that failed";
}

TEST(Explain, ShowsWhatEachKindOfFieldHeld) {
  EXPECT_EQ(told("{hub: a/b}", Case()).saw, "nothing");
  EXPECT_EQ(told("{labels.percent: {below: 5}}", Case().label("percent", "few")).saw,
            "few, which is no number");
  EXPECT_EQ(told("{subject: fire}", Case().says("All is well")).saw, "none of it in \"All is well\"");
  EXPECT_EQ(told("{text: fire}", Case().says("All", "is well")).saw,
            "none of it in subject and body (10 characters)");
  EXPECT_EQ(told("{any: [{source: alert}, {hub: a/b}]}", Case().on("c/d")).saw, "person; c/d");
  EXPECT_EQ(told("{time: {during: office}}", Case().at("2026-03-02T09:00:00Z")).saw,
            "closed at 2026-03-02T09:00:00Z");
  EXPECT_EQ(
      told("{needed_by: {within: 1d}}", Case().at("2026-03-02T09:00:00Z").needed("2026-03-05T10:00:00Z")).saw,
      "2026-03-05T10:00:00Z, in 3d 1h");
  EXPECT_EQ(told("{not: {text: 'w.ll'}}", Case().says("All is Well")).saw, "'w.ll' hit \"Well\"");
  EXPECT_EQ(told("{hub.kind: {not: {present: false}}}", Case()).saw, "hub.kind: {present: false}");
}

TEST(Explain, ShortensLongValuesBetweenCharacters) {
  std::string words;
  for (int i = 0; i < 100; ++i) words += "é";
  const auto saw = told("{labels.k: x}", Case().label("k", words)).saw;
  EXPECT_LE(saw.size(), 80U);
  EXPECT_TRUE(saw.ends_with("é…")) << saw;
}

TEST(Explain, SaysWhichPatternHitAndWhichWords) {
  EXPECT_EQ(told("{hub: a/b, text: [fire, 'log ?in']}", Case().on("a/b").says("Cannot LOG IN")).hit,
            "text: 'log ?in' hit \"LOG IN\"");
  EXPECT_EQ(told("{hub: a/b}", Case().on("a/b")).hit, "");
  EXPECT_EQ(told("{any: [{subject: fire}, {body: fire}]}", Case().says("x", "Fire")).hit,
            "body: 'fire' hit \"Fire\"");
}

TEST(Explain, AsksLaterRouteRulesWhatTheWinnerWasAsked) {
  const auto rules = good(R"(
route:
  - {name: winner, when: {text: x}, set: {severity: high}, to: support}
  - {name: later, when: {severity: normal}, to: product}
  - {name: rest, to: next_rung}
)");
  const auto explanation = explain(Case().says("x").facts(), *rules);
  EXPECT_TRUE(explanation.steps[1].matched);
  EXPECT_FALSE(explanation.steps[1].reached);
  EXPECT_EQ(explanation.classification.rule.value, "winner");
}

}  // namespace
}  // namespace triaged::rules
