// What the policy says of one ticket.
#include <triaged/decide/policy.hpp>

#include "calendars.hpp"

namespace triaged::decide {
namespace {

using domain::Rung;
using domain::Severity;
using domain::TeamId;
using std::chrono::days;
using test::said;
using test::utc;

domain::Ticket ticket(Severity severity, std::optional<Rung> rung, const std::string& team,
                      const std::string& category = "other") {
  domain::Ticket one;
  one.severity = severity;
  one.rung = rung;
  one.team = TeamId{team};
  one.category = category;
  return one;
}

Promise promise(PromiseFor when, int number) {
  Promise one;
  one.when = std::move(when);
  one.resolution = domain::Term{.time = {}, .working_days = number};
  return one;
}

// Which entry of the list counts, by the number it promises; 0 for none.
int promised(const Policy& policy, const domain::Ticket& of) {
  const Promise* found = promise_for(policy, of);
  return found != nullptr ? found->resolution->working_days : 0;
}

TEST(PromiseFor, TheFirstThatFitsCounts) {
  Policy policy;
  EXPECT_EQ(promise_for(policy, ticket(Severity::low, Rung::support, "support")), nullptr);
  PromiseFor critical, ladder, money;
  critical.severities = {Severity::critical};
  ladder.severities = {Severity::normal, Severity::high};
  ladder.rungs = {Rung::hub_admin, Rung::support};
  money.teams = {TeamId{"partnerships"}};
  money.categories = {"billing", "contract"};
  policy.deadlines = {promise(critical, 1), promise(ladder, 2), promise(money, 3), promise({}, 4)};

  EXPECT_EQ(promised(policy, ticket(Severity::critical, Rung::support, "support")), 1);
  EXPECT_EQ(promised(policy, ticket(Severity::high, Rung::support, "support")), 2);
  EXPECT_EQ(promised(policy, ticket(Severity::normal, Rung::hub_admin, "hub_admin")), 2);
  EXPECT_EQ(promised(policy, ticket(Severity::low, Rung::hub_admin, "hub_admin")), 4);
  EXPECT_EQ(promised(policy, ticket(Severity::high, Rung::engineering, "engineering")), 4);
  EXPECT_EQ(promised(policy, ticket(Severity::high, std::nullopt, "product")), 4);
  EXPECT_EQ(promised(policy, ticket(Severity::high, std::nullopt, "partnerships", "contract")), 3);
  EXPECT_EQ(promised(policy, ticket(Severity::high, std::nullopt, "partnerships", "access")), 4);
  EXPECT_EQ(promised(policy, ticket(Severity::low, std::nullopt, "", "billing")), 4);
}

TEST(PromiseFor, NothingFitsWhereTheLastAsksForSomething) {
  Policy policy;
  PromiseFor critical;
  critical.severities = {Severity::critical};
  policy.deadlines = {promise(critical, 1)};
  EXPECT_EQ(promise_for(policy, ticket(Severity::high, Rung::support, "support")), nullptr);
}

TEST(ApprovalTerm, DependsOnSeverityAndCategory) {
  Policy policy;
  EXPECT_EQ(approval_term(policy, ticket(Severity::high, {}, "")), nullptr);
  ApprovalPromise urgent, data, rest;
  urgent.when.severities = {Severity::high, Severity::critical};
  urgent.answer_within.working_days = 1;
  data.when.categories = {"data"};
  data.answer_within.working_days = 2;
  rest.answer_within.working_days = 3;
  policy.approval = {urgent, data, rest};
  const auto term = [&](Severity severity, const char* category) {
    return approval_term(policy, ticket(severity, {}, "", category))->working_days;
  };
  EXPECT_EQ(term(Severity::critical, "data"), 1);
  EXPECT_EQ(term(Severity::normal, "data"), 2);
  EXPECT_EQ(term(Severity::normal, "access"), 3);
}

class Need : public testing::Test {
 protected:
  Need() {
    policy_.needed_by = {{.within = days{2}, .severity = Severity::high},
                         {.within = days{7}, .severity = Severity::normal}};
  }
  std::optional<Severity> severity(std::string_view now) const {
    return severity_by_need(policy_, kDay, utc(now));
  }
  std::string next(std::string_view now) const { return said(next_need(policy_, kDay, utc(now))); }

  const domain::Instant kDay = utc("2026-03-20T09:00:00Z");
  Policy policy_;
};

TEST_F(Need, RisesStepByStepAsTheDayComesNear) {
  EXPECT_EQ(severity("2026-03-13T08:59:59Z"), std::nullopt);
  EXPECT_EQ(severity("2026-03-13T09:00:00Z"), Severity::normal);
  EXPECT_EQ(severity("2026-03-18T08:59:59Z"), Severity::normal);
  EXPECT_EQ(severity("2026-03-18T09:00:00Z"), Severity::high);
  EXPECT_EQ(severity("2026-03-25T00:00:00Z"), Severity::high);  // the day is past, the need is not
}

TEST_F(Need, SaysWhenItWillAskForMore) {
  EXPECT_EQ(next("2026-01-01T00:00:00Z"), "2026-03-13T09:00:00Z");
  EXPECT_EQ(next("2026-03-13T08:59:59Z"), "2026-03-13T09:00:00Z");
  EXPECT_EQ(next("2026-03-13T09:00:00Z"), "2026-03-18T09:00:00Z");
  EXPECT_EQ(next("2026-03-18T09:00:00Z"), "-");
  EXPECT_EQ(next("2026-04-01T00:00:00Z"), "-");
}

TEST_F(Need, AnEntryThatAsksForNoMoreIsNoReasonToLookAgain) {
  policy_.needed_by.push_back({.within = days{30}, .severity = Severity::critical});
  EXPECT_EQ(severity("2026-03-18T09:00:00Z"), Severity::critical);
  EXPECT_EQ(next("2026-03-01T00:00:00Z"), "-");
}

TEST_F(Need, AsksForNothingWithoutAPolicy) {
  policy_.needed_by.clear();
  EXPECT_EQ(severity("2026-03-20T09:00:00Z"), std::nullopt);
  EXPECT_EQ(next("2026-03-01T00:00:00Z"), "-");
}

}  // namespace
}  // namespace triaged::decide
