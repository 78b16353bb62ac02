// Who may tell what, and what each event does to a ticket: its state, who is told in which order, and why.
#include <gtest/gtest.h>

#include "decide/table.hpp"
#include "ladder.hpp"

namespace triaged::decide {
namespace {

using namespace test;
using Lines = std::vector<std::string>;

// ---- who may ----

// As they stand to a ticket that support has.
const std::vector<std::pair<std::string, Voice>> kVoices{
    {"team", {.actor = "tim@team.example", .speaker = {.standing = Rung::support, .in_team = true}}},
    {"engineering", engineering()},
    {"support", support()},
    {"quoting", quoting()},
    {"manager", manager()},
    {"representative", representative()},
    {"hub_admin", hub_admin()},
    {"requester", requester()},
    {"stranger", stranger()}};

Lines who_may_tell(const EventBody& body, const Ladder& about) {
  Lines who;
  for (const auto& [kind, voice] : kVoices) {
    Ladder one = about;
    const auto effects = one.tell(body, voice);
    if (effects.refused != Refusal::not_allowed) who.push_back(kind);
    if (!effects.refused) continue;
    EXPECT_FALSE(effects.ticket);
    EXPECT_TRUE(effects.notices.empty());
  }
  return who;
}

const Lines kEverybody{"team",           "engineering", "support",   "quoting", "manager",
                       "representative", "hub_admin",   "requester", "stranger"};

TEST(WhoMay, OfATicketThatSupportHas) {
  Ladder one;
  one.open_at(Rung::support);
  const auto may = [&](const EventBody& body) { return who_may_tell(body, one); };
  EXPECT_EQ(may(Commented{}), kEverybody);
  EXPECT_EQ(may(Associated{}), (Lines{"team", "engineering", "support", "quoting"}));
  EXPECT_EQ(may(Acknowledged{}), (Lines{"team", "engineering"}));
  EXPECT_EQ(may(Paused{}), (Lines{"team"}));
  EXPECT_EQ(may(Resolved{}), (Lines{"team", "engineering", "requester"}));
  EXPECT_EQ(may(Reopened{}), (Lines{"team", "requester"}));
  EXPECT_EQ(may(Escalated{}), (Lines{"team", "engineering"}));
  EXPECT_EQ(may(HandedOver{.team = TeamId{"product"}, .reason = {}}),
            (Lines{"team", "engineering", "support", "quoting", "manager"}));
  EXPECT_EQ(may(SeverityChanged{}), (Lines{"team", "engineering", "support", "quoting"}));
  EXPECT_EQ(may(Approved{}), (Lines{"quoting", "representative"}));
  EXPECT_EQ(may(Declined{}), (Lines{"quoting", "representative"}));
  EXPECT_EQ(may(Withdrawn{}), (Lines{"requester"}));
  EXPECT_EQ(may(Deadline{Clock::resolution}), Lines{}) << "no producer speaks for the daemon's clocks";
}

// The team's own voice has the standing of support here, too.
TEST(WhoMay, OfATicketBesideTheLadderItsManagerIsTheHigherOne) {
  Ladder one;
  one.open_at(TeamId{"partnerships"});
  const auto may = [&](const EventBody& body) { return who_may_tell(body, one); };
  EXPECT_EQ(may(Acknowledged{}), (Lines{"team", "manager"}));
  EXPECT_EQ(may(Escalated{}), (Lines{"team", "manager"}));
  EXPECT_EQ(may(Resolved{}), (Lines{"team", "manager", "requester"}));
}

TEST(WhoMay, OfATicketThatNobodyHasTheServiceIsTheHigherOne) {
  Ladder one;
  for (auto& rung : one.view.reach.rungs) rung.reachability = Reachability::no_members;
  one.open();
  ASSERT_TRUE(one.ticket.team.empty());
  EXPECT_EQ(who_may_tell(Acknowledged{}, one), (Lines{"team", "engineering", "support", "quoting"}));
  EXPECT_EQ(who_may_tell(HandedOver{.team = TeamId{"product"}, .reason = {}}, one),
            (Lines{"team", "engineering", "support", "quoting", "manager"}));
}

TEST(WhoMay, ARequesterWithoutANameIsNobody) {
  Ladder one;
  one.open_at(Rung::support);
  one.ticket.requester = {};
  EXPECT_EQ(one.tell(Withdrawn{}, {}).refused, Refusal::not_allowed);
}

TEST(WhoMay, WhoMayNotIsToldSoEvenWhereItMakesNoSense) {
  Ladder one;
  one.open_at(Rung::support);
  EXPECT_EQ(one.tell(Reopened{}, stranger()).refused, Refusal::not_allowed);
  EXPECT_EQ(one.tell(Reopened{}, requester()).refused, Refusal::wrong_state);
}

// ---- the steps ----

TEST(Steps, AcknowledgingNamesTheAssigneeAndEndsTheResponseClock) {
  Ladder one;
  one.open_at(Rung::support);
  const auto effects = one.by_team(Acknowledged{ActorId{"sue@service.example"}});
  EXPECT_EQ(one.ticket.state, TicketState::acknowledged);
  EXPECT_EQ(one.ticket.assignee.value, "sue@service.example");
  EXPECT_EQ(told(effects), (Lines{"updated team.support"}));
  EXPECT_EQ(effects.ticket->reason, (Reason{ReasonCode::command, {}, "acknowledged by tim@team.example"}));
  EXPECT_EQ(one.clock(Clock::first_response), nullptr);
  ASSERT_NE(one.clock(Clock::resolution), nullptr);
  EXPECT_EQ(one.clock(Clock::resolution)->since, kNow) << "it runs on";
}

TEST(Steps, AcknowledgingAgainMayNameNobodyAndKeepsTheAssignee) {
  Ladder one;
  one.open_at(Rung::support);
  one.by_team(Acknowledged{ActorId{"sue@service.example"}});
  const auto box = *one.clock(Clock::time_box);
  one.now += std::chrono::minutes{20};
  one.by_team(Acknowledged{});
  EXPECT_EQ(one.ticket.assignee.value, "sue@service.example");
  EXPECT_EQ(*one.clock(Clock::time_box), box) << "saying it again gives no more time";
}

TEST(Steps, PausedForItsRequesterTheRequesterHearsOfItAndTheClockStandsStill) {
  Ladder one;
  one.open_at(Rung::support);
  const auto effects =
      one.by_team(Paused{.reason = "which file?", .waiting_for = WaitingFor::requester, .until = {}});
  EXPECT_EQ(one.ticket.state, TicketState::pending);
  EXPECT_EQ(told(effects), (Lines{"updated team.support", "waiting_for_you triaged.requesters"}));
  EXPECT_EQ(one.ticket.reason.text, "waits for its requester, said by tim@team.example: which file?");
  EXPECT_FALSE(one.clock(Clock::resolution)->due);
  EXPECT_EQ(one.clock(Clock::pending)->due, kNow + std::chrono::days{14});
}

TEST(Steps, PausedForUsNobodyElseHearsOfItAndTheClockRunsOn) {
  Ladder one;
  one.open_at(Rung::support);
  const auto due = one.clock(Clock::resolution)->due;
  const auto until = kNow + std::chrono::days{3};
  const auto effects =
      one.by_team(Paused{.reason = "a part is on its way", .waiting_for = WaitingFor::us, .until = until});
  EXPECT_EQ(told(effects), (Lines{"updated team.support"}));
  EXPECT_EQ(one.clock(Clock::resolution)->due, due);
  EXPECT_EQ(one.clock(Clock::pending)->due, until);
}

TEST(Steps, APauseIsNoLongerThanThePolicyLetsIt) {
  Ladder one;
  one.open_at(Rung::support);
  one.by_team(Paused{.reason = {}, .waiting_for = WaitingFor::us, .until = kNow + std::chrono::days{400}});
  EXPECT_EQ(one.clock(Clock::pending)->due, kNow + std::chrono::days{14});
  one.policy.pending_limit = {};
  one.by_team(Paused{.reason = {}, .waiting_for = WaitingFor::us, .until = {}});
  EXPECT_EQ(one.clock(Clock::pending), nullptr) << "no limit and no end named: for ever";
}

TEST(Steps, ResolvedTellsTeamAndRequesterAndOnlyTheClosingClockRuns) {
  Ladder one;
  one.open_at(Rung::support);
  const auto effects = one.by_team(Resolved{"the quota was full"});
  EXPECT_EQ(one.ticket.state, TicketState::resolved);
  EXPECT_EQ(told(effects), (Lines{"resolved team.support", "resolved triaged.requesters"}));
  EXPECT_EQ(one.ticket.reason.text, "resolved by tim@team.example: the quota was full");
  ASSERT_EQ(one.ticket.timers.size(), 1u);
  EXPECT_EQ(one.ticket.timers[0].clock, Clock::closing);
}

TEST(Steps, ReopenedItGoesToTheTeamThatResolvedItAndItsClocksBeginAnew) {
  Ladder one;
  one.open_at(TeamId{"partnerships"});
  one.by_team(Resolved{});
  one.now += std::chrono::days{2};
  const auto effects = one.tell(Reopened{"it is back"}, requester());
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_EQ(told(effects), (Lines{"assigned team.partnerships"}));
  EXPECT_EQ(one.ticket.reason.text, "reopened by ada@example.org: it is back");
  EXPECT_EQ(one.clock(Clock::first_response)->since, one.now);
  EXPECT_EQ(one.clock(Clock::resolution)->since, one.now);
}

TEST(Steps, ReopenedWhereNobodyIsLeftItGoesToTheNextRungAbove) {
  Ladder one;
  one.open_at(Rung::hub_admin);
  one.by_team(Resolved{});
  one.at(Rung::hub_admin).reachability = Reachability::no_members;
  const auto effects = one.tell(Reopened{}, requester());
  EXPECT_EQ(told(effects), (Lines{"recalled team.hub_admin", "assigned team.community_representative"}));
}

TEST(Steps, HandedOverTheTeamBeforeTheNewTeamAndTheRequesterHearInThisOrder) {
  Ladder one;
  one.open_at(Rung::support);
  one.by_team(Acknowledged{ActorId{"sue@service.example"}});
  const auto effects = one.by_team(HandedOver{.team = TeamId{"hub_admin"}, .reason = "they know them"});
  EXPECT_EQ(told(effects),
            (Lines{"recalled team.support", "handed_over team.hub_admin", "passed_on triaged.requesters"}));
  for (const auto& notice : effects.notices) EXPECT_EQ(notice.previous_team.value, "support");
  EXPECT_EQ(one.ticket.rung, Rung::hub_admin) << "people may hand it down";
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_TRUE(one.ticket.assignee.empty());
  EXPECT_EQ(one.ticket.moves, 1u);
  EXPECT_EQ(one.ticket.reason.text, "handed over by tim@team.example: they know them");
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::command);
}

TEST(Steps, HandedOverToNobodyKnownOrToItselfIsRefused) {
  Ladder one;
  one.open_at(Rung::support);
  const Ticket before = one.ticket;
  EXPECT_EQ(one.by_team(HandedOver{.team = TeamId{"moon"}, .reason = {}}).refused, Refusal::unknown_team);
  EXPECT_EQ(one.by_team(HandedOver{.team = TeamId{"user"}, .reason = {}}).refused, Refusal::unknown_team)
      << "the ladder has no such rung";
  EXPECT_EQ(one.by_team(HandedOver{.team = TeamId{"support"}, .reason = {}}).refused, Refusal::wrong_state);
  EXPECT_EQ(one.ticket, before);
}

TEST(Steps, HandedOverToATeamThatCannotBeReachedItGoesUpAndTheReasonSaysSo) {
  Ladder one;
  one.open_at(Rung::hub_admin);
  one.at("product").reachability = Reachability::undeliverable;
  const auto effects = one.by_team(HandedOver{.team = TeamId{"product"}, .reason = {}});
  EXPECT_EQ(one.ticket.team.value, "support");
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::undeliverable);
  EXPECT_EQ(one.ticket.reason.text, "handed over by tim@team.example; product's queue takes no messages");
}

TEST(Steps, ASeverityMayGoDownAndTheClocksAreSetAnewFromTheChange) {
  Ladder one;
  Promise slow = one.policy.deadlines[0];
  slow.when.severities = {Severity::low};
  slow.first_response = time(std::chrono::hours{40});
  slow.resolution = time(std::chrono::hours{400});
  one.policy.deadlines.insert(one.policy.deadlines.begin(), slow);
  one.open_at(Rung::support);
  one.now += std::chrono::hours{1};
  const auto effects = one.by_team(SeverityChanged{.severity = Severity::low, .reason = "a typo"});
  EXPECT_EQ(one.ticket.reason.text, "severity set to low by tim@team.example: a typo");
  EXPECT_EQ(told(effects), (Lines{"updated team.support"}));
  EXPECT_EQ(one.clock(Clock::first_response)->due, one.now + std::chrono::hours{40});
  EXPECT_EQ(one.clock(Clock::resolution)->due, one.now + std::chrono::hours{400});
}

TEST(Steps, ASeverityThatPromisesMoreStartsTheClockThatWasNotThere) {
  Ladder one;
  one.policy.deadlines[0].when.severities = {Severity::critical};
  one.open_at(Rung::support);
  EXPECT_TRUE(one.ticket.timers.empty());
  one.by_team(SeverityChanged{.severity = Severity::critical, .reason = {}});
  EXPECT_NE(one.clock(Clock::first_response), nullptr);
  EXPECT_NE(one.clock(Clock::resolution), nullptr);
}

TEST(Steps, ASeveritySetWhileItWaitsForItsRequesterStartsNothing) {
  Ladder one;
  one.open_at(Rung::support);
  one.by_team(Paused{});
  one.now += std::chrono::days{1};
  one.by_team(SeverityChanged{.severity = Severity::high, .reason = {}});
  EXPECT_EQ(one.ticket.state, TicketState::pending);
  EXPECT_FALSE(one.clock(Clock::resolution)->due) << "the new term, standing still";
  EXPECT_EQ(one.clock(Clock::resolution)->term, time(std::chrono::hours{100}));
  EXPECT_EQ(one.clock(Clock::first_response), nullptr);
}

TEST(Steps, WithdrawnTellsTheTeamAndIsOver) {
  Ladder one;
  one.open_at(Rung::support);
  EXPECT_EQ(told(one.tell(Withdrawn{"solved it"}, requester())), (Lines{"closed team.support"}));
  EXPECT_EQ(one.ticket.state, TicketState::withdrawn);
  EXPECT_TRUE(one.ticket.timers.empty());
  EXPECT_EQ(one.by_team(Acknowledged{}).refused, Refusal::wrong_state);
}

TEST(Steps, AQuietTimeAfterItsResolutionItIsClosed) {
  Ladder one;
  one.open_at(Rung::support);
  one.by_team(Resolved{});
  const auto effects = one.miss(Clock::closing);
  EXPECT_EQ(one.ticket.state, TicketState::closed);
  EXPECT_EQ(one.now, kNow + std::chrono::days{14});
  EXPECT_EQ(told(effects), (Lines{"closed team.support"}));
  EXPECT_TRUE(one.ticket.timers.empty());
}

TEST(Steps, OfWhatWentToNobodyNobodyIsToldWhenItIsClosed) {
  Ladder one;
  one.open_at(ToNobody{"a pager's copy"});
  EXPECT_EQ(told(one.miss(Clock::closing)), Lines{});
  EXPECT_EQ(one.ticket.state, TicketState::closed);
  EXPECT_EQ(told(one.tell(Reopened{}, requester())), (Lines{"assigned team.support"}))
      << "but a person may want it after all";
}

TEST(Steps, NoticesSpeakToRequestersOnlyWhereThePolicyWantsItAndAPersonReads) {
  Ladder one;
  one.policy.notify_requesters = false;
  one.open_at(Rung::support);
  EXPECT_EQ(told(one.by_team(Resolved{})), (Lines{"resolved team.support"}));
  Ladder alert;
  alert.open_at(Rung::support);
  alert.opened.channel = "alert";
  EXPECT_EQ(told(alert.by_team(Resolved{})), (Lines{"resolved team.support"}));
}

TEST(Steps, EveryNoticeCarriesTheOpeningsTextAndTheEventsTrace) {
  Ladder one;
  one.open_at(Rung::support);
  const auto effects = one.by_team(Resolved{});
  ASSERT_EQ(effects.notices.size(), 2u);
  EXPECT_EQ(effects.notices[0].id.value, "FD-1:2:0@1");
  EXPECT_EQ(effects.notices[1].id.value, "FD-1:2:1@1");
  EXPECT_EQ(effects.notices[0].body, "No way in");
  EXPECT_EQ(effects.notices[0].ticket, *effects.ticket);
}

}  // namespace
}  // namespace triaged::decide
