// Scenario files that cannot be played: every fault at its place, with what to do about it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/scenario/read.hpp"

namespace triaged::app::scenario {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> faults_of(const std::string& text) {
  document::Faults faults;
  const auto file = read("a.yaml", text, faults);
  EXPECT_EQ(file.has_value(), faults.errors() == 0);
  std::vector<std::string> lines;
  for (const auto& fault : faults.all()) lines.push_back(to_text(fault));
  return lines;
}

// A file with one test; its steps begin in line 4.
std::vector<std::string> faults_of_steps(const std::string& steps) {
  return faults_of("tests:\n  - name: one\n    steps:\n" + steps);
}

File sound(const std::string& text) {
  document::Faults faults;
  auto file = read("a.yaml", text, faults);
  for (const auto& fault : faults.all()) ADD_FAILURE() << to_text(fault);
  return file.value_or(File{});
}

TEST(ReadScenario, TimesAreAbsoluteOrAfterTheStepBeforeOrTheSame) {
  const File file = sound(R"(
tests:
  - name: one
    steps:
      - at: 2026-03-02T09:00:00Z
      - at: +30m
      - {crash: true}
      - at: +2d
      - at: 2026-03-05T10:00:00+01:00
)");
  ASSERT_EQ(file.tests.size(), 1U);
  std::vector<std::string> times;
  for (const auto& step : file.tests[0].steps) times.push_back(domain::to_rfc3339(step.at));
  EXPECT_THAT(times, ElementsAre("2026-03-02T09:00:00Z", "2026-03-02T09:30:00Z", "2026-03-02T09:30:00Z",
                                 "2026-03-04T09:30:00Z", "2026-03-05T09:00:00Z"));
}

TEST(ReadScenario, TimesThatAreNoneOrRunBackwardsAreFaults) {
  EXPECT_THAT(faults_of_steps("      - crash: true\n"),
              ElementsAre(HasSubstr("a.yaml:4:9: error: the first step has no `at`")));
  EXPECT_THAT(
      faults_of_steps("      - at: +1h\n"),
      ElementsAre(HasSubstr("a.yaml:4:13: error: `at: +1h` of the first step has no step before it")));
  EXPECT_THAT(faults_of_steps("      - at: yesterday\n"),
              ElementsAre(HasSubstr("`at` must be a point in time, and `yesterday` is none")));
  EXPECT_THAT(faults_of_steps("      - at: 2026-03-02T09:00:00Z\n      - at: 2026-03-01T09:00:00Z\n"),
              ElementsAre(HasSubstr("a.yaml:5:13: error: this step lies before the one above it")));
  EXPECT_THAT(faults_of_steps("      - at: 2026-03-02T09:00:00Z\n      - at: +30 minutes\n"),
              ElementsAre(HasSubstr("a.yaml:5:13: error: `at` must be a duration")));
  EXPECT_THAT(faults_of_steps("      - at: 2026-03-02T09:00:00Z\n      - at: +4000w\n"),
              ElementsAre(HasSubstr("more than ten years")));
  EXPECT_THAT(faults_of_steps("      - at: 9999-12-31T09:00:00Z\n      - at: +52w\n"),
              ElementsAre(HasSubstr("after the year 9999")));
}

TEST(ReadScenario, AllFaultsOfAFileAreToldAtOnceWithTheNearestKeyOrWord) {
  EXPECT_THAT(
      faults_of(R"(
confg: x
tests:
  - name: one
    stps: []
    steps:
      - at: 2026-03-02T09:00:00Z
        expect:
          - {kind: asigned, team: support}
          - {knd: assigned}
          - {refused: because}
        state: {T1: {verson: 1}}
)"),
      testing::UnorderedElementsAre(
          HasSubstr("a.yaml:2:1: error: unknown key `confg` in a scenario file; did you mean `config`?"),
          HasSubstr("a.yaml:5:5: error: unknown key `stps` in a test; did you mean `steps`?"),
          HasSubstr("a.yaml:9:20: error: `kind` cannot be `asigned`; did you mean `assigned`?"),
          HasSubstr("a.yaml:10:14: error: unknown key `knd` in an expected notice; did you mean `kind`?"),
          HasSubstr("a.yaml:11:23: error: `refused` cannot be `because`"),
          HasSubstr("a.yaml:12:22: error: unknown key `verson` in the state of a ticket; did you mean "
                    "`version`?")));
}

TEST(ReadScenario, ALevelIsSomethingOfIncidentNoticesOnly) {
  const auto faults = faults_of_steps(R"(      - at: 2026-03-02T09:00:00Z
        expect:
          - {incident: opened}
          - {incident: paged, incident_id: INC-1, level: 2}
          - {kind: linked, incident_id: INC-1}
          - {team: on_call, level: 2}
)");
  EXPECT_THAT(faults,
              ElementsAre(HasSubstr("a.yaml:9:29: error: unknown key `level` in an expected notice")));
}

TEST(ReadScenario, WhenAClockEndsIsAPointInTimeInAnyZoneOrAWordForNone) {
  const File file = sound(R"(
tests:
  - name: one
    steps:
      - at: 2026-03-02T09:00:00Z
        state:
          T1: {deadline: 2026-03-03T10:00:00+01:00,
               clocks: {resolution: stands_still, approval: none, pending: 2026-03-04T09:00:00Z}}
)");
  std::vector<std::string> wanted;
  for (const auto& one : file.tests[0].steps[0].state[0].wanted) wanted.push_back(one.key + " " + one.value);
  EXPECT_THAT(wanted, ElementsAre("deadline 2026-03-03T09:00:00Z", "clocks.resolution stands_still",
                                  "clocks.approval none", "clocks.pending 2026-03-04T09:00:00Z"));
}

TEST(ReadScenario, AClockThatIsNoneOrEndsAtNoTimeIsAFault) {
  const auto state = [](const std::string& text) {
    return faults_of_steps("      - at: 2026-03-02T09:00:00Z\n        state: {T1: " + text + "}\n");
  };
  EXPECT_THAT(state("{deadline: +4h}"),
              ElementsAre(AllOf(HasSubstr("a.yaml:5:32: error: `deadline` must be a point in time"),
                                HasSubstr("or `none`"))));
  EXPECT_THAT(state("{deadline: stands_still}"), ElementsAre(HasSubstr("`stands_still` is none")));
  EXPECT_THAT(state("{clocks: {resolution: later}}"), ElementsAre(HasSubstr("or `stands_still`, or `none`")));
  EXPECT_THAT(state("{clocks: {resolutoin: none}}"), ElementsAre(HasSubstr("did you mean `resolution`?")));
  EXPECT_THAT(state("{clocks: none}"), ElementsAre(HasSubstr("`clocks`")));
}

TEST(ReadScenario, NobodyWasDownBeforeTheFirstStepOrWhileSomethingElseHappened) {
  EXPECT_THAT(faults_of_steps("      - {at: 2026-03-02T09:00:00Z, down: true}\n"),
              ElementsAre(HasSubstr("nothing is before the first step")));
  for (const char* other : {"crash: true", "reload: x"})
    EXPECT_THAT(faults_of_steps("      - {at: 2026-03-02T09:00:00Z}\n      - {at: +1h, down: true, " +
                                std::string(other) + "}\n"),
                ElementsAre(HasSubstr("a step with `down` has neither `crash` nor `reload`")));
}

TEST(ReadScenario, AnEventThatTriagedCouldNotReadIsAFaultAtTheMemberToBlame) {
  const auto event = [](const std::string& text) {
    return faults_of_steps("      - at: 2026-03-02T09:00:00Z\n        event: " + text + "\n");
  };
  EXPECT_THAT(event("{ticket_id: T1, actor: {id: a}, opened: {subjet: help}}"),
              ElementsAre(AllOf(HasSubstr("a.yaml:5:57: error"), HasSubstr("did you mean `subject`?"))));
  EXPECT_THAT(event("{ticket_id: T1, actor: {id: a}}"),
              ElementsAre(AllOf(HasSubstr("a.yaml:5:16: error"), HasSubstr("has no member that says what"))));
  EXPECT_THAT(event("{actor: {id: a}, opened: {subject: help}}"),
              ElementsAre(HasSubstr("field `ticket_id` is missing")));
  EXPECT_THAT(event("help"), ElementsAre(HasSubstr("a.yaml:5:16: error: an event must be a map")));
}

TEST(ReadScenario, NumbersNeedNoQuotesInAnEvent) {
  EXPECT_THAT(faults_of_steps(R"(      - at: 2026-03-02T09:00:00Z
        event: {ticket_id: 974, actor: {id: a}, opened: {subject: 404, labels: {percent: 20}}}
)"),
              IsEmpty());
}

TEST(ReadScenario, AStepAndAFileDoNotContradictThemselves) {
  EXPECT_THAT(
      faults_of(
          "config: a\ndirectory: {}\nrules: {}\ntests: [{name: n, steps: [{at: 2026-03-02T09:00:00Z}]}]"),
      ElementsAre(HasSubstr("a.yaml:2:12: error: stands beside `config`")));
  EXPECT_THAT(faults_of("rules: {}\ntests: [{name: n, steps: [{at: 2026-03-02T09:00:00Z}]}]"),
              ElementsAre(HasSubstr("`directory` is missing beside it")));
  EXPECT_THAT(faults_of("tests: []"), ElementsAre(HasSubstr("a list of at least one test")));
  EXPECT_THAT(faults_of(""), ElementsAre(HasSubstr("has no `tests`")));
  EXPECT_THAT(faults_of("tests: [{name: n, steps: []}]"), ElementsAre(HasSubstr("at least one step")));
  EXPECT_THAT(faults_of("tests: [{name: n, steps: [{at: 2026-03-02T09:00:00Z}]}, {name: n, steps: [{at: "
                        "2026-03-02T09:00:00Z}]}]"),
              ElementsAre(HasSubstr("another test of this file is called `n` too")));
  EXPECT_THAT(faults_of_steps("      - {at: 2026-03-02T09:00:00Z, crash: true, reload: x}\n"),
              ElementsAre(HasSubstr("either `crash` or `reload`")));
  EXPECT_THAT(faults_of_steps("      - {at: 2026-03-02T09:00:00Z, producer: x}\n"),
              ElementsAre(HasSubstr("`producer` in a step without an event")));
  EXPECT_THAT(faults_of_steps("      - {at: 2026-03-02T09:00:00Z, expect: {kind: assigned}}\n"),
              ElementsAre(HasSubstr("`expect` must be a list")));
  EXPECT_THAT(faults_of_steps("      - {at: 2026-03-02T09:00:00Z, expect: [{}]}\n"),
              ElementsAre(HasSubstr("names no key")));
}

}  // namespace
}  // namespace triaged::app::scenario
