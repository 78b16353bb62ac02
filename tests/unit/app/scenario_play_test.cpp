// Tests that do not hold: what is said of each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/scenario/play.hpp"
#include "app/scenario/read.hpp"

namespace triaged::app::scenario {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kService = R"(
directory:
  ladder: [user, hub_admin, support, engineering]
  teams:
    hub_admin: {}
    support: {members: [support@service.example]}
    engineering: {members: [engineer@service.example]}
    partnerships: {members: [money@service.example]}
  communities:
    - {id: north, representatives: [], hubs: [{id: north/prod, kind: production, admins: [admin@north.example]}]}
rules:
  classify:
    - {name: outages, when: {text: is down}, set: {severity: critical}}
  route:
    - {name: spam, when: {text: lottery}, to: nobody, because: an advertisement}
    - {name: outage, when: {severity: critical, hub.kind: production}, to: engineering}
    - {name: disks, when: {text: disk}, to: engineering}
    - {name: rest, to: next_rung}
policy: {deadlines: [{first_response: 4h}]}
    )";

// Plays the steps as the one test of a file.
Result played(const std::string& steps, std::size_t* decisions = nullptr) {
  document::Faults faults;
  const auto file =
      read("a.yaml", std::string(kService) + "\ntests:\n  - name: one\n    steps:\n" + steps, faults);
  Configurations configurations("/no/such/folder");
  const Setting* setting = file ? configurations.of(*file, faults) : nullptr;
  for (const auto& fault : faults.all())
    if (fault.level == document::Level::error) ADD_FAILURE() << to_text(fault);
  if (setting == nullptr) return {};
  return play(file->tests.front(), *setting, {}, [&](const auto&, const auto&) {
    if (decisions != nullptr) ++*decisions;
  });
}

std::string opened(const std::string& ticket, const std::string& subject) {
  return "{ticket_id: " + ticket + ", actor: {id: ada@north.example}, hub: north/prod, opened: {subject: \"" +
         subject + "\"}}";
}

std::string step(const std::string& rest, const std::string& at = "2026-03-02T09:00:00Z") {
  return "      - at: " + at + "\n        " + rest + "\n";
}

TEST(PlayScenario, ATicketThatWentElsewhereIsToldWithTheRuleThatWonAndWhatTheOthersLacked) {
  const auto said = played(
      step("event: " + opened("T1", "help") + "\n        expect: [{kind: assigned, team: engineering}]"));
  ASSERT_EQ(said.differences.size(), 1U);
  const auto& one = said.differences[0];
  EXPECT_EQ(one.step, 1U);
  EXPECT_EQ(one.expected, "{kind: assigned, team: engineering}");
  EXPECT_EQ(one.got, "{kind: assigned, team: hub_admin, reason: next_rung}");
  ASSERT_EQ(one.why.size(), 3U);
  EXPECT_THAT(one.why[0],
              AllOf(HasSubstr("rule `rest` won (a.yaml:"), HasSubstr("the next rung above user")));
  EXPECT_THAT(one.why[1], AllOf(HasSubstr("`outage`"), HasSubstr("severity: critical"), HasSubstr("normal")))
      << "half of it held: the nearest comes first";
  EXPECT_THAT(one.why[2], HasSubstr("`disks`"));
}

TEST(PlayScenario, ATicketThatNobodyHeardOfIsExplainedToo) {
  const auto said =
      played(step("event: " + opened("T1", "lottery disk") + "\n        expect: [{team: engineering}]"));
  ASSERT_EQ(said.differences.size(), 1U);
  EXPECT_EQ(said.differences[0].got, "silence");
  EXPECT_THAT(said.differences[0].why,
              ElementsAre(HasSubstr("rule `spam` won"), HasSubstr("`disks`"), HasSubstr("`outage`")));
  EXPECT_THAT(said.differences[0].why[1], HasSubstr("comes after the rule that won"));
}

TEST(PlayScenario, EachKeyOfAStateIsADifferenceOfItsOwnWithTheRuleBehindIt) {
  const auto said =
      played(step("event: " + opened("T1", "it is down") +
                  "\n        state: {T1: {severity: low, team: engineering, version: 2}, T9: {team: "
                  "support}}"));
  ASSERT_EQ(said.differences.size(), 3U);
  EXPECT_EQ(said.differences[0].expected, "T1 severity: low");
  EXPECT_EQ(said.differences[0].got, "T1 severity: critical");
  EXPECT_THAT(said.differences[0].why, ElementsAre("rule `outages` set its severity"));
  EXPECT_EQ(said.differences[1].got, "T1 version: 1");
  EXPECT_EQ(said.differences[2].got, "there is no ticket T9");
}

TEST(PlayScenario, AStepWithoutExpectationsChecksNothingAndSilenceIsAskedForInSoManyWords) {
  EXPECT_THAT(played(step("event: " + opened("T1", "help"))).differences, IsEmpty());
  const auto said = played(step("event: " + opened("T1", "help") + "\n        expect: []"));
  ASSERT_EQ(said.differences.size(), 1U);
  EXPECT_EQ(said.differences[0].expected, "nothing more");
  EXPECT_EQ(said.differences[0].got, "{kind: assigned, team: hub_admin, reason: next_rung}");
}

TEST(PlayScenario, RefusedEventsAndParkedMessagesAreNotPassedOver) {
  const auto said = played(step("events: [" + opened("T1", "help") + ", " + opened("T1", "again") +
                                "]\n        expect: [{ticket_id: T1}]"));
  ASSERT_EQ(said.differences.size(), 1U);
  EXPECT_EQ(said.differences[0].got, "{refused: wrong_state, ticket_id: T1}");
}

TEST(PlayScenario, ACrashChangesNothingAndItsDecisionsAreSeenOnce) {
  std::size_t decisions = 0;
  const auto said =
      played(step("event: " + opened("T1", "help")) +
                 step("events: [" + opened("T2", "help") + ", " + opened("T3", "disk") +
                          "]\n        crash: true\n        expect: [{team: hub_admin}, {team: "
                          "engineering}]",
                      "+1m") +
                 step("crash: true\n        expect: []\n        state: {T3: {version: 1}}", "+1s"),
             &decisions);
  EXPECT_THAT(said.differences, IsEmpty());
  EXPECT_EQ(decisions, 3U);
}

TEST(PlayScenario, AClockThatEndsAtAnotherTimeIsADifferenceInTheWordsOfTheFile) {
  const auto said =
      played(step("event: " + opened("T1", "disk") +
                  "\n        state: {T1: {deadline: 2026-03-02T12:00:00Z, assignee: nobody, hub: "
                  "north/prod, clocks: {first_response: stands_still, closing: none}}}"));
  ASSERT_EQ(said.differences.size(), 2U);
  EXPECT_EQ(said.differences[0].expected, "T1 deadline: \"2026-03-02T12:00:00Z\"");
  EXPECT_EQ(said.differences[0].got, "T1 deadline: \"2026-03-02T13:00:00Z\"");
  EXPECT_EQ(said.differences[1].expected, "T1 clocks.first_response: stands_still");
  EXPECT_EQ(said.differences[1].got, "T1 clocks.first_response: \"2026-03-02T13:00:00Z\"");
}

TEST(PlayScenario, WhatTimeBringsBetweenTwoStepsCountsForTheLaterOne) {
  EXPECT_THAT(
      played(step("event: " + opened("T1", "help")) +
             step("expect: [{kind: reminder, team: hub_admin}, {kind: recalled}, {kind: escalated, team: "
                  "support}]",
                  "+4h"))
          .differences,
      IsEmpty());
  const auto said = played(step("event: " + opened("T1", "help")) + step("expect: []", "+5h"));
  EXPECT_EQ(said.differences.size(), 3U) << "a climb that nobody expects is a failure";
}

TEST(PlayScenario, ADaemonThatWasDownTakesWhatWaitedBeforeWhatIsOverdue) {
  const auto ack = "event: {ticket_id: T1, actor: {id: admin@north.example}, acknowledged: {}}";
  EXPECT_THAT(played(step("event: " + opened("T1", "help")) +
                     step(std::string("down: true\n        ") + ack +
                              "\n        expect: [{kind: updated}]\n        state: {T1: {team: hub_admin}}",
                          "+6h"))
                  .differences,
              IsEmpty());
  EXPECT_THAT(
      played(step("event: " + opened("T1", "help")) +
             step("down: true\n        expect: [{kind: recalled}, {kind: escalated, team: support}]", "+30h"))
          .differences,
      IsEmpty())
      << "one climb, however long it was away";
  EXPECT_THAT(
      played(step("event: " + opened("T1", "help")) + step(std::string(ack) + "\n        expect: []", "+6h"))
          .differences,
      testing::Not(IsEmpty()))
      << "a daemon that is there climbs before it hears of it";
}

TEST(PlayScenario, AReloadThatWouldOrphanTicketsIsRefusedAndTheOldRulesStay) {
  document::Faults faults;
  Configurations configurations("/no/such/folder");
  const std::string steps =
      "tests:\n  - name: one\n    steps:\n" + step("event: " + opened("T1", "disk")) +
      step("reload: other", "+1m") +
      step("event: " + opened("T2", "disk") + "\n        expect: [{team: engineering}]", "+1m");
  const auto file = read("a.yaml", std::string(kService) + "\n" + steps, faults);
  auto other = read("b.yaml", R"(
directory:
  ladder: [user, support]
  teams: {support: {members: [support@service.example]}}
  communities: []
rules: {route: [{name: rest, to: next_rung}]}
tests: [{name: none, steps: [{at: 2026-03-02T09:00:00Z}]}]
)",
                    faults);
  ASSERT_TRUE(file && other);
  const Setting* setting = configurations.of(*file, faults);
  const Setting* without_engineering = configurations.of(*other, faults);
  ASSERT_TRUE(setting != nullptr && without_engineering != nullptr);
  const auto said =
      play(file->tests.front(), *setting, {{"other", without_engineering}}, [](const auto&...) {});
  ASSERT_EQ(said.differences.size(), 1U);
  EXPECT_EQ(said.differences[0].step, 2U);
  EXPECT_THAT(said.differences[0].why, ElementsAre("`engineering` owns 1 open tickets"));
}

TEST(CheckTeams, ATeamThatNoDirectoryHasIsAFaultWithTheNearestOne) {
  document::Faults faults;
  const auto file =
      read("a.yaml",
           std::string(kService) + "\ntests:\n  - name: one\n    steps:\n" +
               step("expect: [{team: suport}, {team: requester}, {team: nobody}]\n        state: {T1: "
                    "{team: zebra}}"),
           faults);
  ASSERT_TRUE(file.has_value());
  Configurations configurations("/no/such/folder");
  check_teams(*file, {configurations.of(*file, faults)}, faults);
  std::vector<std::string> errors;
  for (const auto& fault : faults.all())
    if (fault.level == document::Level::error) errors.push_back(to_text(fault));
  EXPECT_THAT(errors,
              ElementsAre(HasSubstr("no team `suport`; did you mean `support`?"), HasSubstr("`zebra`")));
}

}  // namespace
}  // namespace triaged::app::scenario
