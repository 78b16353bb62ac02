// Lists of expectations beside lists of what happened.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/scenario/compare.hpp"

namespace triaged::app::scenario {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Expectation expect(Values wanted) {
  Expectation one;
  for (auto& [key, value] : wanted) one.wanted.push_back({key, value, {}});
  return one;
}

Outcome notice(const std::string& team, const std::string& ticket = "T1") {
  return {.sort = Outcome::Sort::notice,
          .values = {{"kind", "assigned"}, {"team", team}, {"ticket_id", ticket}, {"text", "one two three"}},
          .name = {}};
}

Outcome refused(const std::string& why) {
  return {.sort = Outcome::Sort::refused, .values = {{"refused", why}, {"ticket_id", "T1"}}, .name = {}};
}

// "expected/got" by team, "-" for none.
std::vector<std::string> differences(const std::vector<Expectation>& expected,
                                     const std::vector<Outcome>& outcomes, bool any_order = false) {
  std::vector<std::string> pairs;
  for (const auto& one : compare(expected, outcomes, any_order)) {
    std::string pair = one.expected != nullptr ? one.expected->wanted.front().value : "-";
    pair += "/";
    pair += one.got != nullptr ? one.got->values.rbegin()->second : "-";
    if (one.got != nullptr && one.got->sort == Outcome::Sort::notice) {
      pair.resize(pair.rfind('/') + 1);
      pair += one.got->values.at("team");
    }
    pairs.push_back(pair);
  }
  return pairs;
}

TEST(CompareScenario, ANoticeIsComparedOnTheKeysThatAreNamed) {
  EXPECT_TRUE(agrees(expect({{"team", "a"}}), notice("a")));
  EXPECT_FALSE(agrees(expect({{"team", "a"}}), notice("b")));
  EXPECT_FALSE(agrees(expect({{"team", "a"}, {"ticket_id", "T2"}}), notice("a")));
  EXPECT_TRUE(agrees(expect({{"text", "two"}}), notice("a"))) << "a text may be part of it";
  EXPECT_FALSE(agrees(expect({{"team", "aa"}}), notice("a")));
  EXPECT_FALSE(agrees(expect({{"ticket_id", "T1"}}), refused("stale"))) << "a refusal is no notice";
}

TEST(CompareScenario, OneTooManyInTheMiddleIsOneDifference) {
  EXPECT_THAT(differences({expect({{"team", "a"}}), expect({{"team", "b"}})},
                          {notice("a"), notice("x"), notice("b")}),
              ElementsAre("-/x"));
  EXPECT_THAT(differences({expect({{"team", "a"}}), expect({{"team", "x"}}), expect({{"team", "b"}})},
                          {notice("a"), notice("b")}),
              ElementsAre("x/-"));
}

TEST(CompareScenario, WhatCameInsteadStandsBesideWhatWasExpected) {
  EXPECT_THAT(differences({expect({{"team", "a"}}), expect({{"team", "b"}}), expect({{"team", "c"}})},
                          {notice("a"), notice("x"), notice("c")}),
              ElementsAre("b/x"));
  EXPECT_THAT(differences({expect({{"team", "a"}}), expect({{"ticket_id", "T2"}, {"team", "b"}})},
                          {notice("x", "T2")}),
              ElementsAre("a/-", "b/x"))
      << "the one most like it";
}

TEST(CompareScenario, TheOrderCountsUnlessItIsRelaxed) {
  const std::vector<Expectation> expected{expect({{"team", "a"}}), expect({{"team", "b"}})};
  EXPECT_EQ(differences(expected, {notice("b"), notice("a")}).size(), 2U);
  EXPECT_THAT(differences(expected, {notice("b"), notice("a")}, true), IsEmpty());
  EXPECT_THAT(differences(expected, {notice("b"), notice("b")}, true), ElementsAre("a/b"));
}

TEST(CompareScenario, AnExpectationThatNamesLittleLeavesWhatOthersNeed) {
  EXPECT_THAT(differences({expect({{"kind", "assigned"}}), expect({{"team", "a"}}), expect({{"team", "b"}})},
                          {notice("a"), notice("b"), notice("c")}, true),
              IsEmpty());
}

TEST(CompareScenario, SilenceIsExpectedWithAnEmptyList) {
  EXPECT_THAT(differences({}, {notice("a"), refused("stale")}), UnorderedElementsAre("-/a", "-/T1"));
  EXPECT_THAT(differences({}, {}), IsEmpty());
}

TEST(CompareScenario, NoticesToRequestersCountOnlyWhereTheListNamesOne) {
  const std::vector<Outcome> outcomes{notice("a"), notice("requester")};
  EXPECT_EQ(spoken_of({expect({{"team", "a"}})}, outcomes).size(), 1U);
  EXPECT_EQ(spoken_of({}, outcomes).size(), 1U);
  EXPECT_EQ(spoken_of({expect({{"team", "requester"}})}, outcomes).size(), 2U);
  EXPECT_EQ(spoken_of({expect({{"kind", "received"}})}, outcomes).size(), 2U);
}

}  // namespace
}  // namespace triaged::app::scenario
