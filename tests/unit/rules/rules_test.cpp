// The language as docs/rules.md gives it: what matches, what wins, what is set, what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/rules/rules.hpp>

namespace triaged::rules {
namespace {

using domain::Rung;
using domain::Severity;

const Names kNames{
    .teams = {"support", "engineering", "partnerships", "product"},
    .symptoms = {"unreachable", "login", "spawn", "storage", "performance", "provider", "other"}};

// One event with its facts, made to be bent by each test.
struct Case {
  domain::TicketEvent event;
  domain::Opened opened;
  domain::MatchText text;
  domain::Place place;

  Case& says(std::string subject, std::string body = {}) {
    text = {.subject = std::move(subject), .body = std::move(body)};
    return *this;
  }
  Case& from(Rung standing) { return place.standing = standing, *this; }
  Case& on(std::string hub) { return place.hub = domain::HubId{std::move(hub)}, *this; }
  Case& label(std::string key, std::string value) {
    return opened.labels.emplace(std::move(key), std::move(value)), *this;
  }
  [[nodiscard]] Facts facts() const { return {event, opened, text, place}; }
};

std::shared_ptr<const RuleSet> read(std::string_view yaml, document::Faults& faults) {
  std::vector<document::Node> files;
  if (auto node = document::parse("rules.yaml", yaml, faults)) files.push_back(std::move(*node));
  return compile(files, kNames, faults);
}

std::shared_ptr<const RuleSet> good(std::string_view yaml) {
  document::Faults faults;
  auto rules = read(yaml, faults);
  for (const auto& fault : faults.all()) ADD_FAILURE() << to_text(fault);
  EXPECT_NE(rules, nullptr);
  return rules;
}

std::string first_error(std::string_view yaml) {
  document::Faults faults;
  EXPECT_EQ(read(yaml, faults), nullptr);
  for (const auto& fault : faults.all())
    if (fault.level == document::Level::error) return to_text(fault);
  return "no error";
}

constexpr std::string_view kLast = "\n  - {name: rest, to: next_rung}\n";

// The name of the route rule that wins under `when: <condition>`, or "rest".
std::string winner(const std::string& condition, const Case& ticket) {
  const auto rules =
      good("route:\n  - {name: hit, when: " + condition + ", to: support}" + std::string(kLast));
  return classify(ticket.facts(), *rules).rule.value;
}

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
  const auto rules = compile(files, kNames, faults);
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

TEST(Compile, TheDigestIgnoresLayoutAndCommentsAndNothingElse) {
  const auto a = good("route: [{name: rest, to: next_rung}]");
  const auto b = good("# a comment\nroute:\n  - to: 'next_rung'\n    name: rest\n");
  const auto c = good("route: [{name: remainder, to: next_rung}]");
  EXPECT_EQ(digest(*a), digest(*b));
  EXPECT_NE(digest(*a), digest(*c));
}

TEST(Compile, MistakesAreNamedWithPlaceAndRemedy) {
  EXPECT_EQ(first_error("route: [{name: rest, to: suport}]"),
            "rules.yaml:1:26: error: there is no team `suport` in the directory; did you mean `support`?");
  EXPECT_THAT(first_error("route: [{name: a, when: {text: x}, to: support}]"),
              testing::HasSubstr("a ticket may match no rule"));
  EXPECT_THAT(first_error("route: [{name: a, to: support}, {name: b, to: next_rung}]"),
              testing::HasSubstr("no rule after it can win"));
  EXPECT_THAT(first_error("route: [{name: a, when: {text: '(x'}, to: support}, {name: b, to: next_rung}]"),
              testing::HasSubstr("pattern `(x`"));
  EXPECT_THAT(
      first_error("route: [{name: a, when: {hub.kid: staging}, to: support}, {name: b, to: next_rung}]"),
      testing::HasSubstr("did you mean `hub.kind`?"));
  EXPECT_THAT(
      first_error("route: [{name: a, when: {severity: critcal}, to: support}, {name: b, to: next_rung}]"),
      testing::HasSubstr("did you mean `critical`?"));
  EXPECT_THAT(first_error("route: [{name: a, when: {text: x}, to: nobody}, {name: b, to: next_rung}]"),
              testing::HasSubstr("needs a reason"));
  EXPECT_THAT(first_error("classify: [{name: a, when: {text: $fier}, set: {category: x}}]\npatterns: {fire: "
                          "[a]}\nroute: [{name: b, to: next_rung}]"),
              testing::HasSubstr("did you mean `$fire`?"));
}

}  // namespace
}  // namespace triaged::rules
