// Tickets of confidential categories: their own team, whoever is paged, their requester, and nobody else.
#include <gtest/gtest.h>

#include "ladder.hpp"

namespace triaged::decide {
namespace {

using namespace test;
using Lines = std::vector<std::string>;

struct Confidential : Ladder {
  explicit Confidential(Severity severity = Severity::normal) {
    policy.confidential = {"security"};
    view.classification.category = {.value = "security", .by = RuleName{"a-breach"}};
    view.classification.severity.value = severity;
  }
};

TEST(Confidential, AMissedResponseIsToldToWhoeverIsPagedAndNothingClimbs) {
  Confidential one{Severity::low};  // far below `page_from`
  EXPECT_EQ(told(one.open_at(Rung::support)),
            (Lines{"assigned team.support", "received triaged.requesters"}));
  for (int again = 0; again < 3; ++again) {
    EXPECT_EQ(told(one.miss(Clock::first_response)), (Lines{"escalated team.on_call"}));
    EXPECT_EQ(one.ticket.team.value, "support");
    EXPECT_EQ(one.clock(Clock::first_response)->since, one.now) << "told again while nobody answers";
  }
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::deadline);
  EXPECT_EQ(one.ticket.reason.text,
            "first response was missed; it is confidential, so nobody above hears of it");
}

TEST(Confidential, WithNobodyOnCallItsOwnTeamIsRemindedAgain) {
  Confidential one;
  one.open_at(Rung::support);
  one.at("on_call").reachability = Reachability::no_members;
  EXPECT_EQ(told(one.miss(Clock::first_response)), (Lines{"reminder team.support"}));
  EXPECT_EQ(one.ticket.team.value, "support");
}

TEST(Confidential, ATimeBoxThatClimbsPagesToo) {
  Confidential one;
  one.policy.time_box->climb = true;
  one.open_at(Rung::support);
  one.by_team(Acknowledged{});
  EXPECT_EQ(told(one.miss(Clock::time_box)), (Lines{"escalated team.on_call"}));
  EXPECT_EQ(one.ticket.state, TicketState::acknowledged);
}

TEST(Confidential, NeitherManagersNorTieBreakersHear) {
  Confidential one;
  one.at("partnerships").manager = TeamId{"product"};
  one.open_at(TeamId{"partnerships"});
  EXPECT_EQ(told(one.miss(Clock::resolution)), (Lines{"reminder team.partnerships"}));

  Confidential top{Severity::critical};
  top.open_at(Rung::engineering);
  EXPECT_EQ(top.clock(Clock::impasse), nullptr);
}

TEST(Confidential, AnImpasseClockThatBeganBeforeItWasConfidentialTellsOnlyItsTeam) {
  Confidential one;
  one.policy.confidential.clear();
  one.open_at(Rung::engineering);
  one.policy.confidential = {"security"};
  EXPECT_EQ(told(one.miss(Clock::impasse)), (Lines{"reminder team.engineering"}));
  EXPECT_EQ(one.clock(Clock::impasse), nullptr);
}

TEST(Confidential, HandedOverTheNewTeamIsItsOwnAndTheOldOneHearsNoMoreThanThat) {
  Confidential one;
  one.open_at(Rung::support);
  const auto effects = one.by_team(HandedOver{.team = TeamId{"product"}, .reason = {}});
  ASSERT_EQ(told(effects),
            (Lines{"recalled team.support", "handed_over team.product", "passed_on triaged.requesters"}));
  const auto& recalled = effects.notices.front();
  EXPECT_EQ(recalled.subject, "");
  EXPECT_EQ(recalled.body, "");
  EXPECT_TRUE(recalled.labels.empty());
  for (const auto& notice : {effects.notices[1], effects.notices[2]}) EXPECT_EQ(notice.body, "No way in");
  EXPECT_EQ(told(one.miss(Clock::first_response)), (Lines{"escalated team.on_call"}));
}

TEST(Confidential, HandedOverToAndFroNoTieBreakerHears) {
  Confidential one;
  one.open_at(Rung::support);
  for (int i = 0; i < 5; ++i) {
    const auto effects =
        one.by_team(HandedOver{.team = TeamId{i % 2 == 0 ? "product" : "support"}, .reason = {}});
    EXPECT_EQ(effects.notices.size(), 3U) << "recalled, handed over, passed on";
  }
  EXPECT_GT(one.ticket.moves, one.policy.impasse->moves);
}

TEST(Confidential, PassedUpByAPersonItGoesUp) {
  Confidential one;
  one.open_at(Rung::support);
  const auto effects = one.by_team(Escalated{"you know more of it"});
  EXPECT_EQ(told(effects),
            (Lines{"recalled team.support", "escalated team.engineering", "passed_on triaged.requesters"}));
  EXPECT_EQ(effects.notices.front().body, "");
}

TEST(Confidential, WhereItsTeamCannotBeReachedWhoeverIsPagedHasIt) {
  Confidential one;
  one.at(Rung::support).reachability = Reachability::no_members;
  EXPECT_EQ(told(one.open_at(Rung::support)),
            (Lines{"assigned team.on_call", "received triaged.requesters"}));
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::empty_rung);
  EXPECT_EQ(one.ticket.reason.text, "support has no members there; it is confidential, so on_call has it");
}

TEST(Confidential, WhereNobodyIsOnCallEitherTheUnroutedQueueHearsThatThereIsOneAndNotWhatItSays) {
  Confidential one;
  one.at(Rung::support).reachability = Reachability::no_members;
  one.at("on_call").reachability = Reachability::no_members;
  const auto effects = one.open_at(Rung::support);
  ASSERT_EQ(told(effects), (Lines{"assigned triaged.unrouted", "received triaged.requesters"}));
  EXPECT_EQ(effects.notices[0].subject, "");
  EXPECT_EQ(effects.notices[0].body, "");
  EXPECT_EQ(effects.notices[1].subject, "403") << "who wrote it may read it";
  EXPECT_TRUE(one.ticket.team.empty());
}

TEST(Confidential, ReopenedWhereItsTeamIsGoneItGoesToWhoeverIsPaged) {
  Confidential one;
  one.open_at(TeamId{"partnerships"});
  one.by_team(Resolved{});
  one.at("partnerships").reachability = Reachability::no_members;
  const auto effects = one.tell(Reopened{}, requester());
  EXPECT_EQ(told(effects), (Lines{"recalled team.partnerships", "assigned team.on_call"}));
  EXPECT_EQ(effects.notices[0].body, "");
  EXPECT_EQ(one.ticket.team.value, "on_call");
}

TEST(Confidential, NoRepresentativeIsAsked) {
  Confidential one;
  EXPECT_EQ(told(one.ask_for(Rung::engineering)),
            (Lines{"assigned team.engineering", "received triaged.requesters"}));
  EXPECT_EQ(one.ticket.state, TicketState::open);
  Confidential outage{Severity::critical};
  outage.view.classification.incident.value = true;
  EXPECT_EQ(told(outage.ask_for(Rung::engineering)),
            (Lines{"assigned team.engineering", "received triaged.requesters"}));
}

TEST(Confidential, TheNextRungIsItsTeamWhereTheRulesSaySo) {
  Confidential one;
  one.at(Rung::hub_admin).reachability = Reachability::no_members;
  one.open_at(ToNextRung{});
  EXPECT_EQ(one.ticket.team.value, "community_representative");
}

TEST(Confidential, OtherCategoriesGoTheirWay) {
  Confidential one;
  one.view.classification.category.value = "billing";
  one.open_at(Rung::support);
  one.miss(Clock::first_response);
  EXPECT_EQ(one.ticket.team.value, "engineering");
}

}  // namespace
}  // namespace triaged::decide
