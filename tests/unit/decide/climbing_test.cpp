// Up the ladder: by itself when nobody answers, and by people. Nobody comes down by a clock.
#include <random>

#include <gtest/gtest.h>

#include "ladder.hpp"

namespace triaged::decide {
namespace {

using namespace test;
using Lines = std::vector<std::string>;

TEST(Climbing, AnUnansweredTicketGoesThroughEveryRungToTheTop) {
  Ladder one;
  one.open();
  const Lines rungs{"hub_admin", "community_representative", "support", "engineering"};
  for (std::size_t i = 0; i + 1 < rungs.size(); ++i) {
    ASSERT_EQ(one.ticket.team.value, rungs[i]);
    const auto effects = one.miss(Clock::first_response);
    EXPECT_EQ(told(effects), (Lines{"recalled team." + rungs[i], "escalated team." + rungs[i + 1],
                                    "passed_on triaged.requesters"}));
    for (const auto& notice : effects.notices) EXPECT_EQ(notice.previous_team.value, rungs[i]);
    EXPECT_EQ(one.ticket.reason, (Reason{ReasonCode::deadline, {}, "first response was missed"}));
    EXPECT_EQ(one.clock(Clock::first_response)->since, one.now) << "the new team has its own time";
    EXPECT_EQ(one.clock(Clock::resolution)->since, kNow) << "and its requester waits since the opening";
  }
  EXPECT_EQ(one.now, kNow + 3 * std::chrono::hours{4});
}

TEST(Climbing, ARungWhereNobodyIsIsPassedOverAndSaidSo) {
  Ladder one;
  one.open();
  one.at(Rung::community_representative).reachability = Reachability::no_members;
  one.at(Rung::support).reachability = Reachability::undeliverable;
  one.miss(Clock::first_response);
  EXPECT_EQ(one.ticket.team.value, "engineering");
  EXPECT_EQ(one.ticket.reason.text,
            "first response was missed, community_representative has no members there, support's queue takes "
            "no messages");
}

TEST(Climbing, ARungHeldByThePeopleWhoHaveTheTicketIsPassedOver) {
  Ladder one;
  one.open();
  one.view.same_people[static_cast<std::size_t>(Rung::community_representative)] = true;
  EXPECT_EQ(told(one.miss(Clock::first_response)),
            (Lines{"recalled team.hub_admin", "escalated team.support", "passed_on triaged.requesters"}));
  EXPECT_EQ(one.ticket.reason,
            (Reason{ReasonCode::empty_rung,
                    {},
                    "first response was missed, community_representative are the same people"}));
}

TEST(Climbing, WhereAllAboveAreTheSamePeopleTheTopIsReached) {
  Ladder one;
  one.open_at(Rung::support);
  one.view.same_people[static_cast<std::size_t>(Rung::engineering)] = true;
  EXPECT_EQ(told(one.miss(Clock::first_response)), (Lines{"escalated team.area_leads"}));
  EXPECT_EQ(one.ticket.team.value, "support");
  EXPECT_EQ(one.ticket.reason.text,
            "first response was missed, engineering are the same people; nobody is above support");
}

TEST(Climbing, ARungThatTheLadderLeavesOutIsNotSpokenOf) {
  Ladder one;
  one.open();
  one.at(Rung::community_representative).reachability = Reachability::absent;
  one.miss(Clock::first_response);
  EXPECT_EQ(one.ticket.team.value, "support");
  EXPECT_EQ(one.ticket.reason.text, "first response was missed");
}

TEST(Climbing, FromATeamBesideTheLadderToItsManagerAndThenToSupport) {
  Ladder one;
  one.at("partnerships").manager = TeamId{"product"};
  one.open_at(TeamId{"partnerships"});
  EXPECT_EQ(told(one.miss(Clock::first_response)),
            (Lines{"recalled team.partnerships", "escalated team.product", "passed_on triaged.requesters"}));
  EXPECT_FALSE(one.ticket.rung);
  one.miss(Clock::first_response);
  EXPECT_EQ(one.ticket.team.value, "support");
  EXPECT_EQ(one.ticket.rung, Rung::support);
}

TEST(Climbing, AManagerWhoCannotBeReachedIsPassedOver) {
  Ladder one;
  one.at("partnerships").manager = TeamId{"product"};
  one.at("product").reachability = Reachability::no_members;
  one.open_at(TeamId{"partnerships"});
  one.miss(Clock::first_response);
  EXPECT_EQ(one.ticket.team.value, "support");
}

TEST(Climbing, ANextResponseMissedClimbsToo) {
  Ladder one;
  one.open_at(Rung::support);
  one.by_team(Acknowledged{ActorId{"sue@service.example"}});
  one.comment(requester());
  one.miss(Clock::next_response);
  EXPECT_EQ(one.ticket.team.value, "engineering");
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_TRUE(one.ticket.assignee.empty());
  EXPECT_EQ(one.ticket.reason.text, "next response was missed");
}

TEST(Climbing, PassedUpByPeopleItSaysByWhomAndWhy) {
  Ladder one;
  one.open_at(Rung::hub_admin);
  const auto effects = one.by_team(Escalated{"not ours"});
  EXPECT_EQ(told(effects), (Lines{"recalled team.hub_admin", "escalated team.community_representative",
                                  "passed_on triaged.requesters"}));
  EXPECT_EQ(one.ticket.reason, (Reason{ReasonCode::command, {}, "passed up by tim@team.example: not ours"}));
}

TEST(Climbing, PassedUpFromAPauseTheResolutionClockRunsOn) {
  Ladder one;
  one.open_at(Rung::support);
  one.by_team(Paused{});
  one.now += std::chrono::days{3};
  one.by_team(Escalated{});
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_EQ(one.clock(Clock::pending), nullptr);
  EXPECT_EQ(one.clock(Clock::resolution)->due, kNow + std::chrono::days{3} + std::chrono::hours{100});
}

// ---- the top ----

TEST(TheTop, AnUrgentTicketPagesAndPagesAgain) {
  Ladder one;
  one.view.classification.severity = {Severity::high, {}};
  one.open_at(Rung::engineering);
  for (int times = 0; times < 3; ++times) {
    const auto effects = one.miss(Clock::first_response);
    EXPECT_EQ(told(effects), (Lines{"escalated team.on_call"}));
    EXPECT_EQ(one.ticket.team.value, "engineering") << "who is paged does not have it";
    EXPECT_TRUE(effects.notices[0].previous_team.empty());
    EXPECT_GT(one.clock(Clock::first_response)->due, one.now);
  }
  EXPECT_EQ(one.ticket.reason.text, "first response was missed; nobody is above engineering");
}

TEST(TheTop, NobodyIsWokenForAnImageUpdate) {
  Ladder one;
  one.open_at(Rung::engineering);
  EXPECT_EQ(told(one.miss(Clock::first_response)), (Lines{"escalated team.area_leads"}));
  EXPECT_EQ(told(one.miss(Clock::first_response)), (Lines{"escalated team.area_leads"}));
}

TEST(TheTop, WhereNobodyCanBePagedTheAreaLeadsAreToldAndElseItsOwnTeam) {
  Ladder one;
  one.view.classification.severity = {Severity::critical, {}};
  one.open_at(Rung::engineering);
  one.at("on_call").reachability = Reachability::undeliverable;
  EXPECT_EQ(told(one.miss(Clock::first_response)), (Lines{"escalated team.area_leads"}));
  one.at("area_leads").reachability = Reachability::undeliverable;
  EXPECT_EQ(told(one.miss(Clock::first_response)), (Lines{"reminder team.engineering"}));
  EXPECT_EQ(one.ticket.reason.text,
            "first response was missed; nobody above can be told, so it stays with engineering");
}

TEST(TheTop, ANextResponseMissedThereIsToldAgainTooAndNotForEver) {
  Ladder one;
  one.open_at(Rung::engineering);
  one.by_team(Acknowledged{});
  one.comment(requester());
  EXPECT_EQ(told(one.miss(Clock::next_response)), (Lines{"escalated team.area_leads"}));
  EXPECT_EQ(one.ticket.state, TicketState::acknowledged);
  EXPECT_EQ(one.clock(Clock::next_response)->due, one.now + std::chrono::hours{2});
}

TEST(TheTop, PassedUpByPeopleSomebodyBesideTheLadderIsTold) {
  Ladder one;
  one.open_at(Rung::engineering);
  one.by_team(Acknowledged{});
  EXPECT_EQ(told(one.by_team(Escalated{})), (Lines{"escalated team.area_leads"}));
  EXPECT_EQ(one.ticket.state, TicketState::acknowledged);
  EXPECT_EQ(one.clock(Clock::first_response), nullptr) << "somebody has it";
}

TEST(TheTop, OfALadderWithoutAnybodyTheUnroutedQueueHearsOfIt) {
  Ladder one;
  for (auto& rung : one.view.reach.rungs) rung.reachability = Reachability::no_members;
  one.policy.impasse.reset();
  one.open();
  ASSERT_TRUE(one.ticket.team.empty());
  EXPECT_EQ(told(one.tell(Escalated{}, support())), (Lines{"reminder triaged.unrouted"}));
  EXPECT_TRUE(one.ticket.reason.text.ends_with("nobody above can be told, so it stays with nobody"))
      << one.ticket.reason.text;
}

// ---- resolution, time box ----

TEST(Resolution, MissedItsTeamAndThatTeamsManagerAreRemindedDailyAndNothingClimbs) {
  Ladder one;
  one.at(Rung::support).manager = TeamId{"product"};
  one.open_at(Rung::support);
  one.by_team(Acknowledged{});
  one.miss(Clock::time_box);
  for (int days = 0; days < 3; ++days) {
    EXPECT_EQ(told(one.miss(Clock::resolution)), (Lines{"reminder team.support", "reminder team.product"}));
    EXPECT_EQ(one.now, kNow + std::chrono::hours{100} + days * std::chrono::days{1});
    EXPECT_EQ(one.ticket.team.value, "support");
  }
}

TEST(TimeBox, SupportIsToldToPassItUpOnce) {
  Ladder one;
  one.open_at(Rung::support);
  one.by_team(Acknowledged{});
  EXPECT_EQ(told(one.miss(Clock::time_box)), (Lines{"reminder team.support"}));
  EXPECT_EQ(one.now, kNow + std::chrono::minutes{30});
  EXPECT_EQ(one.ticket.reason, (Reason{ReasonCode::time_box, {}, "time box is over: pass it up"}));
  EXPECT_EQ(one.clock(Clock::time_box), nullptr);
  EXPECT_EQ(one.ticket.team.value, "support");
}

TEST(TimeBox, ItClimbsByItselfOnlyWhereThePolicySaysSo) {
  Ladder one;
  one.policy.time_box->climb = true;
  one.open_at(Rung::support);
  one.by_team(Acknowledged{});
  one.miss(Clock::time_box);
  EXPECT_EQ(one.ticket.team.value, "engineering");
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::time_box);
}

TEST(TimeBox, AnAnswerTakesItUpAndOtherRungsHaveNone) {
  Ladder one;
  one.open_at(Rung::support);
  one.comment(its_team(one.ticket));
  EXPECT_NE(one.clock(Clock::time_box), nullptr);
  Ladder below;
  below.open();
  below.by_team(Acknowledged{});
  EXPECT_EQ(below.clock(Clock::time_box), nullptr);
}

// ---- impasse ----

TEST(AnImpasse, FromOneHandOverTooManyOnOneAfterTheOtherIsTold) {
  Ladder one;
  one.open_at(Rung::support);
  const Lines to{"engineering", "support", "engineering", "support", "engineering", "support"};
  std::vector<Lines> heard;
  for (const auto& team : to) {
    Lines lines = told(one.by_team(HandedOver{.team = TeamId{team}, .reason = {}}));
    heard.emplace_back(lines.begin() + 3, lines.end());
  }
  EXPECT_EQ(heard, (std::vector<Lines>{
                       {}, {}, {}, {"impasse team.area_leads"}, {"impasse team.executive_director"}, {}}));
  EXPECT_EQ(one.ticket.moves, 6u);
}

TEST(AnImpasse, WhatLiesAtTheTopIsToldToOneAfterTheOtherAndThenToItsTeam) {
  Ladder one;
  one.open_at(Rung::engineering);
  one.by_team(Acknowledged{});
  EXPECT_EQ(told(one.miss(Clock::impasse)), (Lines{"impasse team.area_leads"}));
  EXPECT_EQ(one.now, kNow + std::chrono::days{10});
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::impasse);
  one.at("executive_director").reachability = Reachability::no_members;
  EXPECT_EQ(told(one.miss(Clock::impasse)), (Lines{"reminder team.engineering"}));
  EXPECT_EQ(one.clock(Clock::impasse), nullptr) << "nobody is left to tell";
}

TEST(AnImpasse, LeavesWithTheTicketAndBeginsWhenItComesToTheTop) {
  Ladder one;
  one.open_at(Rung::support);
  EXPECT_EQ(one.clock(Clock::impasse), nullptr);
  one.now += std::chrono::hours{1};
  one.by_team(Escalated{});
  ASSERT_NE(one.clock(Clock::impasse), nullptr);
  EXPECT_EQ(one.clock(Clock::impasse)->since, one.now);
  one.by_team(HandedOver{.team = TeamId{"product"}, .reason = {}});
  EXPECT_EQ(one.clock(Clock::impasse), nullptr);
}

// ---- never down ----

TEST(NeverDown, NoClockOfAnyTicketMovesItToALowerRung) {
  std::mt19937 dice(20260302);
  const auto roll = [&](std::size_t sides) { return dice() % sides; };
  const std::vector<Destination> to{ToNextRung{},     Rung::hub_admin,   Rung::community_representative,
                                    Rung::support,    Rung::engineering, TeamId{"partnerships"},
                                    TeamId{"product"}};
  const std::vector<IfSilent> silences{PassOn{}, Refuse{}, TeamId{"hub_admin"}, TeamId{"product"}};
  int moved = 0;
  for (int round = 0; round < 2000; ++round) {
    Ladder one;
    one.policy.time_box =
        TimeBox{.rung = kLadder[1 + roll(4)], .after = time(std::chrono::minutes{30}), .climb = roll(2) == 0};
    if (roll(3) == 0) one.policy.impasse.reset();
    one.at("partnerships").manager = TeamId{roll(2) == 0 ? "product" : "hub_admin"};
    for (const auto rung : {Rung::hub_admin, Rung::community_representative, Rung::support})
      if (roll(4) == 0) one.at(rung).reachability = Reachability::no_members;
    one.view.classification.severity.value = static_cast<Severity>(roll(4));
    one.opened.needed_by = kNow + std::chrono::days{roll(12)};
    if (roll(2) == 0)
      one.ask_for(to[roll(to.size())], silences[roll(silences.size())]);
    else
      one.open_at(to[roll(to.size())]);
    if (roll(2) == 0) one.by_team(Acknowledged{});
    for (int step = 0; step < 12; ++step) {
      const auto due = next_due(one.ticket);
      if (!due) break;
      one.now = due->at;
      const auto before = one.ticket.rung;
      ASSERT_FALSE(one.fall_due(due->clock).refused);
      if (before && one.ticket.rung) {
        ASSERT_GE(*one.ticket.rung, *before) << name(due->clock) << " in round " << round;
      }
      moved += one.ticket.rung != before;
    }
  }
  EXPECT_GT(moved, 500) << "or nothing was tried";
}

}  // namespace
}  // namespace triaged::decide
