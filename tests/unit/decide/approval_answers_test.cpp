// What comes of the question to the representatives: a yes, a no, words that are neither, and silence.
#include <gtest/gtest.h>

#include "calendars.hpp"
#include "ladder.hpp"

namespace triaged::decide {
namespace {

using namespace test;
using Lines = std::vector<std::string>;

constexpr Destination kEngineering = Rung::engineering;

TEST(AYes, SendsTheTicketToWhereItWasMeantFor) {
  const std::vector<std::pair<Destination, std::string>> cases{{TeamId{"partnerships"}, "partnerships"},
                                                               {Rung::engineering, "engineering"},
                                                               {ToNextRung{}, "hub_admin"}};
  for (const auto& [meant_for, team] : cases) {
    Ladder one;
    one.ask_for(meant_for);
    ASSERT_EQ(one.ticket.state, TicketState::awaiting_approval);
    one.now += std::chrono::hours{5};
    const auto effects =
        one.tell(Approved{.comment = "we have the money", .on_behalf_of = {}}, representative());
    EXPECT_EQ(one.ticket.state, TicketState::open);
    EXPECT_EQ(told(effects), (Lines{"recalled team.community_representative", "assigned team." + team,
                                    "passed_on triaged.requesters"}));
    EXPECT_EQ(one.ticket.reason, (Reason{ReasonCode::approval, RuleName{"everything-else"},
                                         "approved by rose@utoronto.example: we have the money"}));
    EXPECT_EQ(one.clock(Clock::approval), nullptr);
    EXPECT_EQ(one.clock(Clock::first_response)->since, one.now);
    EXPECT_EQ(one.clock(Clock::resolution)->since, kNow) << "its requester waits since the opening";
  }
}

TEST(AYes, ToWhatNobodyShouldDoIsItsResolution) {
  Ladder one;
  one.ask_for(kEngineering);
  one.ticket.meant_for = ToNobody{"noted"};
  EXPECT_EQ(told(one.tell(Approved{}, representative())),
            (Lines{"resolved team.community_representative", "resolved triaged.requesters"}));
  EXPECT_EQ(one.ticket.state, TicketState::resolved);
}

TEST(AYes, ToATeamThatIsNotThereAnyMoreGoesUpAndSaysSo) {
  Ladder one;
  one.ask_for(TeamId{"partnerships"});
  one.at("partnerships").reachability = Reachability::no_members;
  one.view.reach.named.reset();
  one.tell(Approved{}, representative());
  EXPECT_EQ(one.ticket.team.value, "support");
  EXPECT_EQ(one.ticket.reason.text, "approved by rose@utoronto.example; partnerships has no members there");
}

TEST(AYes, QuotedBySupportNamesBoth) {
  Ladder one;
  one.ask_for(kEngineering);
  const Approved quoted{.comment = "by telephone", .on_behalf_of = ActorId{"rose@utoronto.example"}};
  EXPECT_EQ(one.tell(quoted, support()).refused, Refusal::not_allowed) << "whom they quote is nobody there";
  one.tell(quoted, quoting());
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_EQ(one.ticket.reason.text,
            "approved by sue@service.example for rose@utoronto.example: by telephone");
}

TEST(AYes, CannotBeGivenFromAboveNorByWhoAsks) {
  Ladder one;
  one.ask_for(kEngineering);
  for (const Voice& voice : {engineering(), support(), hub_admin(), requester(), manager()})
    EXPECT_EQ(one.tell(Approved{}, voice).refused, Refusal::not_allowed) << voice.actor;
  EXPECT_EQ(one.ticket.state, TicketState::awaiting_approval);
}

TEST(AYes, ToWhatGoesAheadAnywayIsOnlyNoted) {
  Ladder one;
  one.view.classification.incident.value = true;
  one.ask_for(kEngineering);
  ASSERT_EQ(one.ticket.state, TicketState::open);
  const auto timers = one.ticket.timers;
  EXPECT_EQ(told(one.tell(Approved{}, representative())), (Lines{"updated team.engineering"}));
  EXPECT_EQ(told(one.tell(Declined{}, representative())), (Lines{"updated team.engineering"}));
  EXPECT_EQ(one.ticket.reason.text, "declined, while it was under way by rose@utoronto.example");
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_EQ(one.ticket.timers, timers);
}

TEST(ANo, ResolvesTheTicketAndTheRequesterHearsWhy) {
  Ladder one;
  one.ask_for(kEngineering);
  const auto effects = one.tell(Declined{.reason = "not this year", .on_behalf_of = {}}, representative());
  EXPECT_EQ(one.ticket.state, TicketState::resolved);
  EXPECT_EQ(told(effects), (Lines{"resolved team.community_representative", "declined triaged.requesters"}));
  EXPECT_EQ(one.ticket.reason.text, "declined by rose@utoronto.example: not this year");
  ASSERT_EQ(one.ticket.timers.size(), 1u);
  EXPECT_EQ(one.ticket.timers[0].clock, Clock::closing);
}

TEST(Silence, PassesItToSupportAsUnapproved) {
  Ladder one;
  one.ask_for(kEngineering, PassOn{});
  const auto effects = one.miss(Clock::approval);
  EXPECT_EQ(one.now, kNow + std::chrono::hours{48});
  EXPECT_EQ(told(effects), (Lines{"recalled team.community_representative", "assigned team.support",
                                  "passed_on triaged.requesters"}));
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::unapproved);
  EXPECT_EQ(one.ticket.reason.text, "no representative has said yes or no in time");
}

TEST(Silence, IsNoYesWhenItsPlaceIsNamedLater) {
  Ladder one;
  one.ask_for(kEngineering, PassOn{});
  one.miss(Clock::approval);
  one.tell(Associated{}, support());
  EXPECT_EQ(one.ticket.team.value, "support") << "and not the team that it needed a say for";
}

TEST(Silence, MayNameATeam) {
  Ladder one;
  one.ask_for(kEngineering, TeamId{"product"});
  one.miss(Clock::approval);
  EXPECT_EQ(one.ticket.team.value, "product");
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::unapproved);
}

TEST(Silence, NeverSendsItDownTheLadder) {
  Ladder one;
  one.ask_for(kEngineering, TeamId{"hub_admin"});
  one.miss(Clock::approval);
  EXPECT_EQ(one.ticket.team.value, "support");
}

TEST(Silence, ThatRefusesResolvesItAndSupportHearsOfItToo) {
  Ladder one;
  one.ask_for(kEngineering, Refuse{});
  const auto effects = one.miss(Clock::approval);
  EXPECT_EQ(one.ticket.state, TicketState::resolved);
  EXPECT_EQ(told(effects), (Lines{"resolved team.community_representative", "resolved team.support",
                                  "declined triaged.requesters"}));
  EXPECT_EQ(one.ticket.reason.code, ReasonCode::unapproved);
}

TEST(Silence, IsNoneWhereTheRepresentativesAreReminded) {
  Ladder one;
  one.ask_for(kEngineering);
  one.now = *one.clock(Clock::approval)->remind;
  EXPECT_EQ(told(one.fall_due(Clock::approval)), (Lines{"reminder team.community_representative"}));
  EXPECT_EQ(one.ticket.state, TicketState::awaiting_approval);
}

TEST(TheQuestion, HasOnlyItsOwnClockAndThatOfTheDay) {
  Ladder one;
  one.opened.needed_by = kNow + std::chrono::days{30};
  one.ask_for(kEngineering);
  ASSERT_EQ(one.ticket.timers.size(), 2u);
  EXPECT_EQ(one.ticket.timers[0].clock, Clock::approval);
  EXPECT_EQ(one.ticket.timers[1].clock, Clock::needed_by);
}

TEST(TheQuestion, IsAsUrgentAsTheTicket) {
  Ladder one;
  ApprovalPromise urgent = one.policy.approval[0];
  urgent.when.severities = {Severity::high};
  urgent.answer_within = time(std::chrono::hours{1});
  one.policy.approval.insert(one.policy.approval.begin(), urgent);
  one.opened.needed_by = kNow + std::chrono::days{3};
  one.ask_for(kEngineering);
  one.miss(Clock::needed_by);
  EXPECT_EQ(one.now, kNow + std::chrono::days{1});
  EXPECT_EQ(one.ticket.severity, Severity::high);
  EXPECT_EQ(one.clock(Clock::approval)->due, one.now + std::chrono::hours{1});
}

TEST(TheQuestion, WaitsWithARepresentativesWordsUntilSupportRecordsThem) {
  Ladder one;
  one.ask_for(kEngineering);
  one.comment(requester());
  one.comment(hub_admin());
  one.comment(support());
  ASSERT_NE(one.clock(Clock::approval), nullptr) << "others' words are no answer";
  EXPECT_EQ(told(one.comment(representative())), (Lines{"updated team.community_representative"}));
  EXPECT_EQ(one.clock(Clock::approval), nullptr);
  EXPECT_EQ(one.ticket.state, TicketState::awaiting_approval);
  one.tell(Declined{}, quoting());
  EXPECT_EQ(one.ticket.state, TicketState::resolved);
}

TEST(TheQuestion, StandsStillWhileSupportIsClosed) {
  CalendarSpec spec = weekdays("UTC", {span(9, 17)});
  spec.name = "office";
  std::vector<UnknownZone> unknown;
  const auto calendars = Calendars::make({&spec, 1}, unknown);
  Ladder one;
  one.view.calendars = calendars.get();
  one.at(Rung::support).calendar = "office";
  one.policy.approval[0].answer_within = time(hours{12});
  one.ask_for(kEngineering);
  EXPECT_EQ(said(one.clock(Clock::approval)->due), "2026-03-03T13:00:00Z") << "eight hours, and four";
}

TEST(TheQuestion, IsPutToOthersWhereTheCommunityWasAnotherOne) {
  Ladder one;
  one.ask_for(kEngineering);
  one.comment(representative());
  one.view.place.hub = HubId{"lake/prod"};
  EXPECT_EQ(told(one.tell(Associated{}, support())), (Lines{"updated team.community_representative"}));
  one.view.place.community = CommunityId{"lake"};
  EXPECT_EQ(told(one.tell(Associated{}, support())),
            (Lines{"approval_requested team.community_representative"}));
  EXPECT_EQ(one.clock(Clock::approval)->since, one.now) << "these have said nothing yet";
}

TEST(ThePlace, NamedLaterSendsTheTicketWhereItWasMeantFor) {
  Ladder one;
  one.at(Rung::hub_admin).reachability = Reachability::unknown_hub;
  one.at(Rung::community_representative).reachability = Reachability::unknown_hub;
  one.view.place = {};
  one.open();
  ASSERT_EQ(one.ticket.team.value, "support");
  one.view.place = everybody_there().place;
  one.at(Rung::hub_admin).reachability = Reachability::reachable;
  EXPECT_EQ(told(one.tell(Associated{}, support())),
            (Lines{"recalled team.support", "assigned team.hub_admin", "passed_on triaged.requesters"}));
  EXPECT_EQ(one.ticket.place.hub.value, "utoronto/prod");
  EXPECT_EQ(one.ticket.reason.text, "the next rung above user; its place was named by sue@service.example");
}

TEST(ThePlace, NamedLaterIsNoRepresentativesYes) {
  Ladder one;
  one.view.place = {};
  one.at(Rung::community_representative).reachability = Reachability::unknown_hub;
  one.ask_for(kEngineering);
  ASSERT_EQ(one.ticket.team.value, "support");
  one.view.place = everybody_there().place;
  one.at(Rung::community_representative).reachability = Reachability::reachable;
  EXPECT_EQ(told(one.tell(Associated{}, support())), (Lines{"updated team.support"}));
}

TEST(ThePlace, NamedAnewTellsTheSameRungsOtherPeople) {
  Ladder one;
  one.open();
  one.view.place.hub = HubId{"lake/prod"};
  one.at(Rung::hub_admin).queue = "team.hub_admin.lake.prod";
  EXPECT_EQ(told(one.tell(Associated{}, support())),
            (Lines{"assigned team.hub_admin.lake.prod", "passed_on triaged.requesters"}));
  EXPECT_EQ(told(one.tell(Associated{}, support())), (Lines{"updated team.hub_admin.lake.prod"}));
}

}  // namespace
}  // namespace triaged::decide
