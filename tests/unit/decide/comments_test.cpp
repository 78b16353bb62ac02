// What a few words do to a ticket: by whom they are and what the ticket waits for decides it.
#include <gtest/gtest.h>

#include "ladder.hpp"

namespace triaged::decide {
namespace {

using namespace test;
using Lines = std::vector<std::string>;

Ladder at_support() {
  Ladder one;
  one.open_at(Rung::support);
  return one;
}

Ladder resolved() {
  Ladder one = at_support();
  one.by_team(Resolved{});
  one.now += std::chrono::hours{1};
  return one;
}

Ladder closed() {
  Ladder one = resolved();
  one.miss(Clock::closing);
  return one;
}

TEST(ARequestersComment, WakesAPausedTicket) {
  Ladder one = at_support();
  one.now += std::chrono::hours{2};
  one.by_team(Paused{});
  one.now += std::chrono::days{3};
  EXPECT_EQ(told(one.comment(requester())), (Lines{"updated team.support"}));
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_EQ(one.clock(Clock::next_response)->due, one.now + std::chrono::hours{2});
  EXPECT_EQ(one.clock(Clock::resolution)->due, one.now + std::chrono::hours{98});
  EXPECT_EQ(one.clock(Clock::pending), nullptr);
  EXPECT_EQ(one.ticket.reason.text, "a comment by ada@example.org");
}

TEST(ARequestersComment, OnAnOpenTicketChangesNoClock) {
  Ladder one = at_support();
  const auto timers = one.ticket.timers;
  one.now += std::chrono::hours{1};
  EXPECT_EQ(told(one.comment(requester())), (Lines{"updated team.support"}));
  EXPECT_EQ(one.ticket.timers, timers);
  EXPECT_EQ(one.ticket.state, TicketState::open);
}

TEST(ARequestersComment, OnAnAcknowledgedTicketIsToBeAnsweredAndASecondOneGivesNoMoreTime) {
  Ladder one = at_support();
  one.by_team(Acknowledged{});
  one.comment(requester());
  EXPECT_EQ(one.ticket.state, TicketState::acknowledged);
  const auto due = one.clock(Clock::next_response)->due;
  EXPECT_EQ(due, kNow + std::chrono::hours{2});
  one.now += std::chrono::hours{1};
  one.comment(requester());
  EXPECT_EQ(one.clock(Clock::next_response)->due, due);
}

TEST(ARequestersComment, OpensWhatWasResolvedOrClosedAgainAtItsTeam) {
  for (Ladder one : {resolved(), closed()}) {
    EXPECT_EQ(told(one.comment(requester())), (Lines{"assigned team.support"}));
    EXPECT_EQ(one.ticket.state, TicketState::open);
    EXPECT_EQ(one.ticket.id.value, "FD-1");
    EXPECT_EQ(one.ticket.reason.text, "reopened by ada@example.org: a new comment");
    EXPECT_EQ(one.clock(Clock::closing), nullptr);
    EXPECT_EQ(one.clock(Clock::resolution)->since, one.now);
  }
}

TEST(ARequestersComment, ThatOnlyThanksOpensNothing) {
  for (Ladder one : {resolved(), closed()}) {
    const auto state = one.ticket.state;
    const auto timers = one.ticket.timers;
    one.view.classification.category.value = "thanks";
    EXPECT_EQ(told(one.comment(requester())), (Lines{"updated team.support"}));
    EXPECT_EQ(one.ticket.state, state);
    EXPECT_EQ(one.ticket.timers, timers);
    EXPECT_EQ(one.ticket.reason.text, "thanks by ada@example.org");
  }
}

TEST(ARequestersComment, ThatThanksWhileTheTicketWaitsWakesIt) {
  Ladder one = at_support();
  one.by_team(Paused{});
  one.view.classification.category.value = "thanks";
  one.comment(requester());
  EXPECT_EQ(one.ticket.state, TicketState::open) << "nobody has said that it is done";
}

TEST(ATeamsComment, IsAnAnswer) {
  Ladder one = at_support();
  EXPECT_EQ(told(one.comment(its_team(one.ticket))), (Lines{"updated team.support"}));
  EXPECT_EQ(one.ticket.state, TicketState::acknowledged);
  EXPECT_EQ(one.clock(Clock::first_response), nullptr);
  EXPECT_EQ(one.ticket.reason.text, "answered by tim@team.example");
  one.comment(requester());
  one.comment(its_team(one.ticket));
  EXPECT_EQ(one.clock(Clock::next_response), nullptr);
}

TEST(ATeamsComment, LeavesAPauseAndAnEndAsTheyAre) {
  Ladder paused = at_support();
  paused.by_team(Paused{});
  paused.comment(its_team(paused.ticket));
  EXPECT_EQ(paused.ticket.state, TicketState::pending);
  for (Ladder one : {resolved(), closed()}) {
    const auto state = one.ticket.state;
    one.comment(its_team(one.ticket));
    EXPECT_EQ(one.ticket.state, state);
  }
}

TEST(ACommentFromBeside, TheServiceIsNoAnswerOfTheRequester) {
  for (const Voice& voice : {support(), engineering()}) {
    Ladder one;
    one.open();  // the hub's admins have it
    one.by_team(Paused{});
    const auto timers = one.ticket.timers;
    EXPECT_EQ(told(one.comment(voice)), (Lines{"updated team.hub_admin"}));
    EXPECT_EQ(one.ticket.state, TicketState::pending);
    EXPECT_EQ(one.ticket.timers, timers);
    one.by_team(Resolved{});
    one.comment(voice);
    EXPECT_EQ(one.ticket.state, TicketState::resolved);
  }
}

TEST(ACommentFromBeside, TheServiceIsTheRequestersWhereTheyAsked) {
  Ladder one;
  one.open();
  one.by_team(Paused{});
  Voice asks = support();
  asks.actor = one.ticket.requester.value;
  one.comment(asks);
  EXPECT_EQ(one.ticket.state, TicketState::open);
}

TEST(ACommentFromBeside, TheCommunitySpeaksForTheRequester) {
  for (const Voice& voice : {hub_admin(), representative(), stranger()}) {
    Ladder one = at_support();
    one.by_team(Paused{});
    one.comment(voice);
    EXPECT_EQ(one.ticket.state, TicketState::open) << voice.actor;
  }
}

TEST(AnAutomaticAnswer, IsRecordedAndNothingElse) {
  Ladder paused = at_support();
  paused.by_team(Paused{});
  for (Ladder one : {at_support(), paused, resolved(), closed()}) {
    Ticket before = one.ticket;
    const auto effects = one.comment(requester(), {.body = "I am away",
                                                   .channel = "email",
                                                   .automatic = true,
                                                   .needed_by = one.now,
                                                   .truncated = false});
    EXPECT_FALSE(effects.refused);
    EXPECT_TRUE(effects.notices.empty());
    ++before.version;
    EXPECT_EQ(one.ticket, before);
  }
}

TEST(NewText, RaisesSeverityAndIncidentAndNeverLowersThem) {
  Ladder one = at_support();
  one.view.classification = {};
  one.comment(requester());
  one.view.classification.severity = {Severity::critical, RuleName{"outage"}};
  one.view.classification.incident = {true, RuleName{"outage"}};
  one.now += std::chrono::hours{1};
  one.comment(requester());
  EXPECT_EQ(one.ticket.severity, Severity::critical);
  EXPECT_TRUE(one.ticket.incident);
  EXPECT_EQ(one.clock(Clock::first_response)->since, one.now) << "the clocks are set anew";
  EXPECT_EQ(one.clock(Clock::resolution)->since, one.now);
  one.view.classification.severity = {Severity::low, RuleName{"a question"}};
  one.view.classification.incident = {false, RuleName{"a question"}};
  one.comment(requester());
  EXPECT_EQ(one.ticket.severity, Severity::critical);
  EXPECT_TRUE(one.ticket.incident);
}

TEST(NewText, MayTellOfAnIncidentWithoutBeingMoreUrgent) {
  Ladder one = at_support();
  one.comment(requester());
  one.view.classification.incident = {true, RuleName{"outage"}};
  const auto timers = one.ticket.timers;
  one.comment(requester());
  EXPECT_TRUE(one.ticket.incident);
  EXPECT_EQ(one.ticket.timers, timers);
}

TEST(NewText, ThatNoRuleSpeaksOfRaisesNothing) {
  Ladder one;
  one.view.classification.severity = {Severity::low, RuleName{"a question"}};
  one.open_at(Rung::support);
  one.comment(requester());
  EXPECT_EQ(one.ticket.severity, Severity::low) << "the default `normal` is nobody's word";
}

TEST(NewText, ThatNeedsASayHasTheRepresentativesAskedBesideIt) {
  Ladder one = at_support();
  one.comment(requester());  // of which the rules say nothing
  one.view.classification.rule = RuleName{"deletion-needs-consent"};
  one.view.classification.needs = Approval{.by = Rung::community_representative, .silence = PassOn{}};
  EXPECT_EQ(told(one.comment(requester())),
            (Lines{"updated team.support", "approval_requested team.community_representative"}));
  EXPECT_EQ(one.ticket.state, TicketState::open) << "what is under way goes on";
  EXPECT_EQ(one.clock(Clock::approval), nullptr);
  EXPECT_EQ(
      one.ticket.reason.text,
      "a comment by ada@example.org; rule deletion-needs-consent needs the say of community_representative");
  EXPECT_EQ(told(one.tell(Approved{}, representative())), Lines{"updated team.support"});
}

TEST(NewText, ThatNeedsASayAsksNobodyWhereItIsTheirOwnOrNobodyIsThere) {
  Ladder one = at_support();
  one.comment(requester());  // of which the rules say nothing
  one.view.classification.needs = Approval{.by = Rung::community_representative, .silence = PassOn{}};
  EXPECT_EQ(told(one.comment(representative())), Lines{"updated team.support"});
  one.at(Rung::community_representative).reachability = Reachability::no_members;
  EXPECT_EQ(told(one.comment(requester())), Lines{"updated team.support"});
  EXPECT_NE(one.ticket.reason.text.find(", and community_representative has no members there"),
            std::string::npos)
      << one.ticket.reason.text;
  Ladder theirs;
  theirs.open_at(Rung::community_representative);
  theirs.comment(requester());
  theirs.view.classification.needs = one.view.classification.needs;
  EXPECT_EQ(told(theirs.comment(requester())), Lines{"updated team.community_representative"});
}

TEST(NewText, ThatOpensATicketAgainAsksForASayToo) {
  Ladder one = resolved();
  one.view.classification.needs = Approval{.by = Rung::community_representative, .silence = PassOn{}};
  EXPECT_EQ(told(one.comment(requester())),
            (Lines{"assigned team.support", "approval_requested team.community_representative"}));
}

TEST(NewText, OfItsTeamIsNoReport) {
  Ladder one = at_support();
  one.by_team(Acknowledged{});
  one.view.classification.severity = {Severity::critical, RuleName{"outage"}};
  one.comment(its_team(one.ticket));
  EXPECT_EQ(one.ticket.severity, Severity::normal);
}

TEST(NewText, MayNameADayAndADayThatIsNearRaisesTheSeverity) {
  Ladder one = at_support();
  Commented said;
  said.needed_by = kNow + std::chrono::days{9};
  one.comment(requester(), said);
  EXPECT_EQ(one.ticket.needed_by, said.needed_by);
  EXPECT_EQ(one.clock(Clock::needed_by)->due, kNow + std::chrono::days{2});
  said.needed_by = kNow + std::chrono::days{1};
  one.now += std::chrono::hours{1};
  one.comment(requester(), said);
  EXPECT_EQ(one.ticket.severity, Severity::high);
  EXPECT_EQ(one.clock(Clock::needed_by), nullptr);
  EXPECT_EQ(one.clock(Clock::first_response)->since, one.now);
  said.needed_by = kNow + std::chrono::days{100};
  one.comment(requester(), said);
  EXPECT_EQ(one.ticket.severity, Severity::high) << "a later day lowers nothing";
}

TEST(NewText, WhoseOpeningNeverCameOpensTheTicketWithIt) {
  TicketEvent event = opening();
  event.body = Commented{
      .body = "any news?", .channel = "email", .automatic = false, .needed_by = kNow, .truncated = true};
  const TicketEvent opens = opening_by(event);
  const auto& opened = std::get<Opened>(opens.body);
  EXPECT_EQ(opened.body, "any news?");
  EXPECT_EQ(opened.channel, "email");
  EXPECT_EQ(opened.needed_by, kNow);
  EXPECT_TRUE(opened.truncated);
  EXPECT_EQ(opens.event_id, event.event_id);
  EXPECT_EQ(decide(everybody_there(), opens, kNow, {}).ticket->state, TicketState::open);
}

}  // namespace
}  // namespace triaged::decide
