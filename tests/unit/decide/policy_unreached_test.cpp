// Entries of `paging` that nothing ever reaches.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy_text.hpp"

namespace triaged::decide {
namespace {

using test::read_text;
using test::Reading;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ReadPaging, WhatAnEarlierEntryCoversWhollyIsWarnedAbout) {
  const auto after = [](const std::string& first, const std::string& second) {
    const auto entry = [](const std::string& when) {
      return "{" + (when.empty() ? "" : "when: {" + when + "}, ") + "levels: [{team: on_call}]}";
    };
    const Reading reading = read_text("incidents:\n  paging:\n  - " + entry(first) + "\n  - " +
                                      entry(second) + "\n  - " + entry(""));
    EXPECT_NE(reading.policy, nullptr) << first << " / " << second;
    return reading.faults;
  };
  const auto never =
      ElementsAre(HasSubstr("policy.yaml:4:5: warning: this entry of `paging` is never reached: all that it "
                            "fits, the entry of line 3 "
                            "fits, which comes first; move it before that one, or remove it"));
  EXPECT_THAT(after("severity: critical", "severity: critical"), never);
  EXPECT_THAT(after("severity: critical", "severity: critical, symptom: login"), never);
  EXPECT_THAT(after("severity: [high, critical]", "severity: critical"), never);
  EXPECT_THAT(after("symptom: [login, spawn]", "symptom: spawn, severity: low"), never);
  EXPECT_THAT(after("severity: critical", "severity: [high, critical]"), IsEmpty());
  EXPECT_THAT(after("severity: critical, symptom: login", "severity: critical"), IsEmpty());
  EXPECT_THAT(after("symptom: login", "severity: critical"), IsEmpty());
  EXPECT_THAT(after("symptom: [login, spawn, storage, other]", "severity: critical"), IsEmpty())
      << "an incident may have no symptom";
  EXPECT_THAT(after("severity: [low, normal, high, critical]", "symptom: login"),
              ElementsAre(HasSubstr("policy.yaml:4:5: warning"), HasSubstr("policy.yaml:5:5: warning")))
      << "all there are";
}

TEST(ReadPaging, AConditionThatCannotBeReadCoversNothing) {
  EXPECT_THAT(read_text("incidents: {paging: [{when: {severity: sev1}, levels: [{team: on_call}]}, "
                        "{levels: [{team: on_call}]}]}")
                  .faults,
              ElementsAre(HasSubstr("`severity` is never `sev1`")));
}

}  // namespace
}  // namespace triaged::decide
