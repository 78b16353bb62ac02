// Every comparison of the language: when it holds, and what is refused in its place. The words of the
// refusals are in tests/golden/mistakes.
#include <gmock/gmock.h>

#include "unit/rules/case.hpp"

namespace triaged::rules {
namespace {

using domain::Rung;
using testing::HasSubstr;

TEST(Comparisons, OfTextsAreExactAndAListIsAnyOf) {
  EXPECT_EQ(winner("{hub: {prefix: utoronto/}}", Case().on("utoronto/prod")), "hit");
  EXPECT_EQ(winner("{hub: {prefix: [x, Utoronto]}}", Case().on("utoronto/prod")), "rest");
  EXPECT_EQ(winner("{hub: {suffix: [/staging, /prod]}}", Case().on("utoronto/prod")), "hit");
  EXPECT_EQ(winner("{requester: {suffix: '@service.example'}}", Case().by("a@lab.example")), "rest");
}

TEST(Comparisons, MatchesTakesPatternsAndNames) {
  EXPECT_EQ(winner("{hub: {matches: '^[a-z]+/PROD$'}}", Case().on("utoronto/prod")), "hit");
  const auto rules = good("patterns: {odd: ['[13579]$']}\n" + asking("{labels.node: {matches: [$odd, x]}}"));
  EXPECT_EQ(classify(Case().label("node", "n7").facts(), *rules).rule.value, "hit");
  EXPECT_EQ(classify(Case().label("node", "n8").facts(), *rules).rule.value, "rest");
  EXPECT_EQ(winner("{text: {matches: 'log ?in', not: calm}}", Case().says("Login")), "hit");
  EXPECT_EQ(winner("{text: {matches: 'log ?in', not: calm}}", Case().says("Calm login")), "rest");
}

TEST(Comparisons, OfRungsAndSeveritiesFollowTheirOrder) {
  EXPECT_EQ(winner("{requester.standing: {at_least: hub_admin}}", Case().from(Rung::support)), "hit");
  EXPECT_EQ(winner("{requester.standing: {at_least: hub_admin}}", Case().from(Rung::hub_admin)), "hit");
  EXPECT_EQ(winner("{requester.standing: {above: hub_admin}}", Case().from(Rung::hub_admin)), "rest");
  EXPECT_EQ(winner("{requester.standing: {below: hub_admin}}", Case().from(Rung::user)), "hit");
  EXPECT_EQ(winner("{severity: {at_most: normal}}", Case()), "hit") << "normal is the default";
  EXPECT_EQ(winner("{severity: {above: normal}}", Case()), "rest");
}

TEST(Comparisons, SeveralInTheSameBracesMustAllHold) {
  const std::string between = "{labels.percent: {at_least: 5, below: 20}}";
  EXPECT_EQ(winner(between, Case().label("percent", "5.0")), "hit");
  EXPECT_EQ(winner(between, Case().label("percent", "20")), "rest");
  EXPECT_EQ(winner("{hub: {prefix: a, not: {suffix: z}}}", Case().on("a/y")), "hit");
  EXPECT_EQ(winner("{hub: {prefix: a, not: {suffix: z}}}", Case().on("a/z")), "rest");
}

TEST(Labels, AreNumbersWhenTheRuleWritesOneAndTheyReadAsOne) {
  EXPECT_EQ(winner("{labels.percent: 5}", Case().label("percent", "5.0")), "hit");
  EXPECT_EQ(winner("{labels.percent: '5'}", Case().label("percent", "5.0")), "rest");
  EXPECT_EQ(winner("{labels.percent: {not: 5}}", Case().label("percent", "5e0")), "rest");
  EXPECT_EQ(winner("{labels.percent: {below: 20}}", Case().label("percent", "few")), "rest");
  EXPECT_EQ(winner("{not: {labels.percent: {below: 20}}}", Case().label("percent", "few")), "hit");
  EXPECT_EQ(winner("{labels.percent: {above: -1}}", Case().label("percent", "inf")), "rest");
  EXPECT_EQ(winner("{labels.a.b: x}", Case().label("a.b", "x")), "hit") << "keys may hold dots";
}

TEST(Alerts, HaveANameAndLabelsAndPeopleHaveNot) {
  auto alert = Case().over("alert").label("alertname", "HubDown").label("pod", "hub-1");
  EXPECT_EQ(winner("{alert.name: HubDown, alert.labels.pod: {prefix: hub-}}", alert), "hit");
  EXPECT_EQ(winner("{alert.name: {present: true}}", alert.over("email")), "rest");
  EXPECT_EQ(winner("{alert.labels.pod: {present: false}}", alert), "hit");
}

TEST(Times, AreAskedByCalendars) {
  EXPECT_EQ(winner("{time: {during: office}}", Case().during("office")), "hit");
  EXPECT_EQ(winner("{time: {during: [extended, office]}}", Case().during("office")), "hit");
  EXPECT_EQ(winner("{time: {outside: [extended, office]}}", Case().during("office")), "rest");
  EXPECT_EQ(winner("{time: {outside: office}}", Case()), "hit");
  const auto rules = good(asking("{any: [{time: {outside: office}}, {time: {during: [extended, office]}}]}"));
  EXPECT_THAT(calendars(*rules), testing::ElementsAre("extended", "office"));
}

TEST(NeededBy, IsComparedWithNowAndWithInstants) {
  const auto soon = Case().at("2026-03-02T09:00:00Z").needed("2026-03-05T09:00:00Z");
  EXPECT_EQ(winner("{needed_by: {within: 3d}}", soon), "hit");
  EXPECT_EQ(winner("{needed_by: {within: 71h}}", soon), "rest");
  EXPECT_EQ(
      winner("{needed_by: {within: 0s}}", Case().at("2026-03-02T09:00:00Z").needed("2026-03-01T09:00:00Z")),
      "hit")
      << "past is within";
  EXPECT_EQ(winner("{needed_by: {within: 3d}}", Case()), "rest") << "nobody said when";
  EXPECT_EQ(winner("{needed_by: {above: 2026-03-05T08:59:59Z, at_most: '2026-03-05T10:00:00+01:00'}}", soon),
            "hit");
  EXPECT_EQ(winner("{needed_by: {present: false}}", Case()), "hit");
}

TEST(Captures, PutWordsOfTheTextIntoLabels) {
  const auto rules = good(R"(
classify:
  - name: node
    when: {text: ['pod', 'node (?P<node>[\w-]+)( in (?P<zone>\w+))?']}
    set: {labels.node: "${node}", labels.where: "${node} of ${zone}", labels.zone: "${zone}", labels.price: "5$"}
route: [{name: rest, to: next_rung}]
)");
  const auto said = classify(Case().says("Help", "Node gpu-7 is gone").facts(), *rules);
  ASSERT_EQ(said.labels.size(), 3U) << "zone captured nothing and is not set";
  EXPECT_EQ(said.labels[0],
            (std::pair<std::string, domain::Set<std::string>>{"node", {"gpu-7", domain::RuleName{"node"}}}));
  EXPECT_EQ(said.labels[1].second.value, "gpu-7 of ");
  EXPECT_EQ(said.labels[2].second.value, "5$");
  const auto without = classify(Case().says("Help", "a pod").facts(), *rules);
  ASSERT_EQ(without.labels.size(), 1U) << "another pattern hit";
  EXPECT_EQ(without.labels[0].first, "price");
}

TEST(Approval, IsReadWithItsSilence) {
  const auto needs = [](const std::string& more) {
    const auto rules =
        good("route:\n  - {name: a, when: {text: x}, to: support" + more + "}\n  - {name: b, to: next_rung}");
    return classify(Case().says("x").facts(), *rules).needs;
  };
  EXPECT_EQ(needs(""), std::nullopt);
  EXPECT_EQ(needs(", needs: community_representative")->silence, domain::IfSilent{domain::PassOn{}});
  EXPECT_EQ(needs(", needs: community_representative, silence: pass_on")->silence,
            domain::IfSilent{domain::PassOn{}});
  EXPECT_EQ(needs(", needs: community_representative, silence: refuse")->silence,
            domain::IfSilent{domain::Refuse{}});
  EXPECT_EQ(needs(", needs: community_representative, silence: product")->silence,
            domain::IfSilent{domain::TeamId{"product"}});
}

TEST(Route, MayRaiseTheSeverityAndSetLabels) {
  const auto rules = good(
      "route: [{name: a, when: {text: x}, set: {severity: high, labels.desk: billing}, to: support}, {name: "
      "b, to: next_rung}]");
  const auto said = classify(Case().says("x").facts(), *rules);
  EXPECT_EQ(said.severity, (domain::Set<domain::Severity>{domain::Severity::high, domain::RuleName{"a"}}));
  ASSERT_EQ(said.labels.size(), 1U);
}

TEST(Patterns, ThatMatchEverythingAreWarnedOfAndThoseForNothingAreNot) {
  EXPECT_THAT(first_warning(asking("{text: 'a*'}")), HasSubstr("matches every text"));
  EXPECT_EQ(first_warning(asking("{text: '^$'}")), "no warning");
}

TEST(Limits, AreErrorsWithAPlace) {
  std::string many = "route:\n";
  for (int i = 0; i <= 20'000; ++i)
    many += "  - {name: r" + std::to_string(i) + ", when: {hub: a}, to: support}\n";
  EXPECT_THAT(first_error(many), HasSubstr("rules.yaml:20002:5: error: more than 20000 rules"));
}

TEST(Reading, RefusesBombsAndDeepNesting) {
  std::string deep = "route: [{name: a, when: ";
  for (int i = 0; i < 100'000; ++i) deep += "{not: ";
  EXPECT_THAT(first_error(deep), HasSubstr("levels deep"));
  std::string open(100'000, '[');
  EXPECT_THAT(first_error("route: " + open), HasSubstr("levels deep"));
  std::string lines = "route:\n";
  for (std::size_t i = 0; i < 1'000; ++i) lines += std::string(i, ' ') + "not:\n";
  EXPECT_THAT(first_error(lines), HasSubstr("levels deep"));
  std::string bomb = "patterns:\n  a0: &a0 [x, x]\n";
  for (int i = 1; i < 40; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "  a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before + "]\n";
  }
  EXPECT_THAT(first_error(bomb + "route: [{name: a, to: next_rung}]"), HasSubstr("is an anchor"));
}

}  // namespace
}  // namespace triaged::rules
