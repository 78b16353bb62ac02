// A ticket whose team cannot be reached any more.
#include <gtest/gtest.h>

#include "ladder.hpp"

namespace triaged::decide::test {
namespace {

using Lines = std::vector<std::string>;

constexpr auto kLastDay =
    std::chrono::local_days{std::chrono::year{2026} / std::chrono::February / std::chrono::day{28}};

struct MovesOn : testing::Test {
  Ladder one;

  Effects lose() { return one.by_itself(TeamLost{}); }
  // The directory does not have it any more.
  void vanish(const std::string& id) {
    TeamReach gone;
    gone.team = TeamId{id};
    one.at(id) = gone;
  }
  void vanish(Rung rung) {
    one.view.teams.push_back({});
    one.view.teams.back().team = one.at(rung).team;
    one.at(rung) = {};
    one.at(rung).rung = rung;
  }
};

TEST_F(MovesOn, NotWhileItsTeamCanBeReached) {
  one.open();
  EXPECT_EQ(lose().refused, Refusal::stale);
  EXPECT_EQ(one.ticket.version, 1u);
}

TEST_F(MovesOn, OnlyByTheDaemonItself) {
  one.open();
  one.at(Rung::hub_admin).reachability = Reachability::no_members;
  one.view.ticket = one.ticket;
  TicketEvent forged = opening();
  forged.body = TeamLost{};
  EXPECT_EQ(decide(one.view, forged, one.now, one.policy).refused, Refusal::not_allowed);
}

TEST_F(MovesOn, ToTheSuccessorOfATeamThatIsGone) {
  one.open_at(TeamId{"partnerships"});
  vanish("partnerships");
  one.at("partnerships").successor = TeamId{"product"};
  EXPECT_EQ(told(lose()), (Lines{"handed_over team.product", "passed_on triaged.requesters"}));
  EXPECT_EQ(one.ticket.team.value, "product");
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_EQ(one.ticket.reason,
            (Reason{ReasonCode::command,
                    {},
                    "partnerships is not in the directory any more; its successor is product"}));
  EXPECT_EQ(one.ticket.moves, 0u) << "nobody plays ping-pong here";
  EXPECT_EQ(lose().refused, Refusal::stale) << "and it is over";
}

TEST_F(MovesOn, ToTheSuccessorOfATeamWhoseTimeIsOverAndThatTeamHearsOfIt) {
  one.open_at(TeamId{"partnerships"});
  one.at("partnerships").reachability = Reachability::absent;
  one.at("partnerships").ended = kLastDay;
  one.at("partnerships").successor = TeamId{"product"};
  EXPECT_EQ(told(lose()), (Lines{"recalled team.partnerships", "handed_over team.product",
                                 "passed_on triaged.requesters"}));
  EXPECT_EQ(one.ticket.reason.text, "partnerships ended on 2026-02-28; its successor is product");
}

TEST_F(MovesOn, WithoutASuccessorToItsManagerAndThenToSupport) {
  one.open_at(TeamId{"partnerships"});
  auto& team = one.at("partnerships");
  team.reachability = Reachability::absent;
  team.ended = kLastDay;
  team.manager = TeamId{"product"};
  EXPECT_EQ(told(lose()),
            (Lines{"recalled team.partnerships", "escalated team.product", "passed_on triaged.requesters"}));
  EXPECT_EQ(one.ticket.reason, (Reason{ReasonCode::empty_rung, {}, "partnerships ended on 2026-02-28"}));
  vanish("product");
  lose();
  EXPECT_EQ(one.ticket.team.value, "support");
  EXPECT_EQ(one.ticket.rung, Rung::support);
}

TEST_F(MovesOn, PastASuccessorWhoCannotBeReachedEither) {
  one.open_at(TeamId{"partnerships"});
  vanish("partnerships");
  one.at("partnerships").successor = TeamId{"product"};
  one.at("product").reachability = Reachability::no_members;
  lose();
  EXPECT_EQ(one.ticket.team.value, "support");
  EXPECT_EQ(one.ticket.reason.text,
            "partnerships is not in the directory any more, product has no members there");
}

TEST_F(MovesOn, UpTheLadderFromARungThatLostItsPeople) {
  one.open();
  one.at(Rung::hub_admin).reachability = Reachability::no_members;
  one.at(Rung::community_representative).reachability = Reachability::unknown_hub;
  EXPECT_EQ(told(lose()),
            (Lines{"recalled team.hub_admin", "escalated team.support", "passed_on triaged.requesters"}));
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::empty_rung);
  EXPECT_EQ(one.ticket.reason.text,
            "hub_admin has no members there, community_representative is not known without a known hub");
  EXPECT_EQ(one.clock(Clock::first_response)->since, one.now);
}

TEST_F(MovesOn, UpTheLadderWhenItsQueueTakesNothing) {
  one.open_at(Rung::support);
  one.by_team(Acknowledged{ActorId{"sue@service.example"}});
  one.at(Rung::support).reachability = Reachability::undeliverable;
  lose();
  EXPECT_EQ(one.ticket.team.value, "engineering");
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_TRUE(one.ticket.assignee.empty());
  EXPECT_EQ(one.ticket.reason, (Reason{ReasonCode::undeliverable, {}, "support's queue takes no messages"}));
}

TEST_F(MovesOn, NeverDownByItself) {
  one.open_at(Rung::engineering);
  vanish(Rung::engineering);
  lose();
  EXPECT_EQ(one.ticket.team.value, "") << "support is below it, and nobody named it";
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::unrouted);
}

TEST_F(MovesOn, DownWhereTheDirectoryNamesWhoIsBelow) {
  one.open_at(Rung::engineering);
  vanish(Rung::engineering);
  one.view.teams.back().successor = TeamId{"support"};
  lose();
  EXPECT_EQ(one.ticket.rung, Rung::support);
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::command);
}

TEST_F(MovesOn, AtTheTopItStaysAndSomebodyBesideTheLadderIsToldOnce) {
  one.open_at(Rung::engineering);
  one.at(Rung::engineering).reachability = Reachability::no_members;
  EXPECT_EQ(told(lose()), (Lines{"escalated team.area_leads"}));
  EXPECT_EQ(one.ticket.team.value, "engineering");
  EXPECT_EQ(one.ticket.reason.text, "engineering has no members there; nobody is above engineering");
  const auto version = one.ticket.version;
  EXPECT_EQ(lose().refused, Refusal::stale) << "the same again is no news";
  EXPECT_EQ(one.ticket.version, version);
}

TEST_F(MovesOn, WhoseQueueComesBackOneDayKeepsItWhereNobodyIsAbove) {
  one.open_at(Rung::support);
  one.at(Rung::support).reachability = Reachability::undeliverable;
  one.at(Rung::engineering).reachability = Reachability::absent;
  lose();
  EXPECT_EQ(one.ticket.team.value, "support");
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::undeliverable);
}

TEST_F(MovesOn, NobodyAtAllIsLeft) {
  one.open_at(TeamId{"partnerships"});
  vanish("partnerships");
  one.at(Rung::support).reachability = Reachability::no_members;
  one.at(Rung::engineering).reachability = Reachability::no_members;
  EXPECT_EQ(told(lose()), (Lines{"escalated triaged.unrouted"}));
  EXPECT_TRUE(one.ticket.team.empty());
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::unrouted);
  EXPECT_EQ(lose().refused, Refusal::stale) << "what nobody has cannot be lost";
}

TEST_F(MovesOn, FromWaitingForItsRequester) {
  one.open_at(TeamId{"partnerships"});
  one.by_team(Paused{.reason = "which one?", .waiting_for = WaitingFor::requester, .until = {}});
  vanish("partnerships");
  lose();
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_EQ(one.clock(Clock::pending), nullptr);
  EXPECT_TRUE(one.clock(Clock::resolution)->due) << "it runs again";
}

TEST_F(MovesOn, RepresentativesWhoAreGoneSayNothingAtOnce) {
  one.ask_for(Rung::engineering);
  one.at(Rung::community_representative).reachability = Reachability::no_members;
  EXPECT_EQ(told(lose()), (Lines{"recalled team.community_representative", "assigned team.support",
                                 "passed_on triaged.requesters"}));
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::unapproved);
  EXPECT_EQ(one.ticket.reason.text,
            "community_representative has no members there, so that nobody can say yes or no");
}

TEST_F(MovesOn, WhatSilenceRefusesIsRefusedWhenTheyAreGoneAndNotWhenOnlyTheirQueueIsStuck) {
  one.ask_for(Rung::engineering, Refuse{});
  auto& asked = one.at(Rung::community_representative);
  const Ticket before = one.ticket;
  asked.reachability = Reachability::undeliverable;
  lose();
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_EQ(one.ticket.team.value, "support");
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::unapproved);
  one.ticket = before;
  asked.reachability = Reachability::no_members;
  EXPECT_EQ(told(lose()), (Lines{"resolved team.community_representative", "resolved team.support",
                                 "declined triaged.requesters"}));
  EXPECT_EQ(one.ticket.state, TicketState::resolved);
}

TEST_F(MovesOn, AConfidentialOneToWhoeverIsPagedAndToNobodyElse) {
  one.policy.confidential = {"other"};
  one.policy.page = TeamId{"on_call"};
  one.open_at(Rung::support);
  one.at(Rung::support).reachability = Reachability::no_members;
  lose();
  EXPECT_EQ(one.ticket.team.value, "on_call");
  EXPECT_EQ(one.ticket.reason.text, "support has no members there; it is confidential, so on_call has it");
}

TEST_F(MovesOn, NotWhenItIsResolvedAndWhatIsLeftIsToldToTheSuccessor) {
  one.open_at(TeamId{"partnerships"});
  one.by_team(Resolved{});
  vanish("partnerships");
  one.at("partnerships").successor = TeamId{"product"};
  EXPECT_EQ(lose().refused, Refusal::wrong_state);
  EXPECT_EQ(told(one.miss(Clock::closing)), (Lines{"closed team.product"}));
}

TEST_F(MovesOn, ReopenedItIsAtTheSuccessor) {
  one.open_at(TeamId{"partnerships"});
  one.by_team(Resolved{});
  vanish("partnerships");
  one.at("partnerships").successor = TeamId{"product"};
  one.comment(
      requester(),
      Commented{
          .body = "it is back", .channel = {}, .automatic = false, .needed_by = {}, .truncated = false});
  EXPECT_EQ(one.ticket.team.value, "product");
  EXPECT_EQ(one.ticket.state, TicketState::open);
}

TEST_F(MovesOn, ANewTicketPassesOverATeamWhoseTimeIsOver) {
  one.at("partnerships").reachability = Reachability::absent;
  one.at("partnerships").ended = kLastDay;
  one.open_at(TeamId{"partnerships"});
  EXPECT_EQ(one.ticket.team.value, "support");
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::empty_rung);
  EXPECT_EQ(one.ticket.reason.text, "partnerships ended on 2026-02-28");
}

}  // namespace
}  // namespace triaged::decide::test
