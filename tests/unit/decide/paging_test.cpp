// Who is paged of an incident, one level after the other, until somebody acknowledges it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/decide/incident.hpp>

#include "outage.hpp"

namespace triaged::decide {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Only the pages of what was told: "queue level".
std::vector<std::string> paged(const Effects& effects) {
  std::vector<std::string> lines;
  for (const auto& notice : effects.incident_notices)
    if (notice.kind == IncidentNoticeKind::paged)
      lines.push_back(notice.queue + " " + std::to_string(notice.level));
  return lines;
}

TEST(Paging, ClimbsItsLevelsAndBeginsAgainUntilSomebodyTakesIt) {
  Outage outage;
  EXPECT_THAT(paged(outage.open()), ElementsAre("team.on_call 1"));
  EXPECT_EQ(outage.left(IncidentClock::page), minutes{15});
  EXPECT_THAT(heard(outage.miss(IncidentClock::page)), ElementsAre("paged team.area_leads 2"));
  EXPECT_EQ(outage.left(IncidentClock::page), minutes{20});
  EXPECT_THAT(paged(outage.miss(IncidentClock::page)), ElementsAre("team.executive_director 3"));
  EXPECT_EQ(outage.left(IncidentClock::page), hours{1}) << "the last level waits as long as the repeat says";
  EXPECT_THAT(paged(outage.miss(IncidentClock::page)), ElementsAre("team.on_call 1"));
  EXPECT_THAT(outage.incident.reason.text, HasSubstr("again"));
  EXPECT_EQ(outage.incident.paged_at, kNow) << "the first page counts";
  outage.tell(IncidentAcknowledged{outage.incident.id});
  EXPECT_EQ(outage.clock(IncidentClock::page), nullptr);
  EXPECT_EQ(outage.clock(IncidentClock::unattended), nullptr);
}

TEST(Paging, TheLastLevelsOwnWaitComesBeforeTheRepeat) {
  Outage outage;
  outage.policy.incidents.paging[0].levels.back().wait = minutes{7};
  outage.open();
  outage.miss(IncidentClock::page);
  outage.miss(IncidentClock::page);
  EXPECT_EQ(outage.left(IncidentClock::page), minutes{7});
}

TEST(Paging, WithoutARepeatEndsAtTheLastLevel) {
  Outage outage;
  outage.policy.incidents.paging[0].repeat_every = {};
  outage.open();
  outage.miss(IncidentClock::page);
  EXPECT_THAT(paged(outage.miss(IncidentClock::page)), ElementsAre("team.executive_director 3"));
  EXPECT_EQ(outage.clock(IncidentClock::page), nullptr);
}

TEST(Paging, WithoutLevelsIsThePolicysTeamOnce) {
  Outage outage;
  outage.policy.incidents.paging.clear();
  EXPECT_THAT(paged(outage.open()), ElementsAre("team.on_call 1"));
  EXPECT_EQ(outage.clock(IncidentClock::page), nullptr);
  EXPECT_NE(outage.clock(IncidentClock::unattended), nullptr);
}

TEST(Paging, SaysWhoIsOnDuty) {
  Outage outage;
  outage.at("on_call").duty.people = {ActorId{"grace@service.example"}};
  const auto effects = outage.open();
  EXPECT_THAT(effects.incident_notices[0].on_duty, ElementsAre(ActorId{"grace@service.example"}));
  EXPECT_THAT(effects.incident_notices[1].on_duty, IsEmpty()) << "only a page says so";
}

// ---- nobody on duty ----

TEST(Paging, OfATeamWithNobodyOnDutyIsHeldAndFallsBackAtOnce) {
  Outage outage;
  outage.off_duty("on_call", kNow + hours{8});
  EXPECT_THAT(paged(outage.open()), ElementsAre("team.area_leads 2"));
  EXPECT_EQ(outage.incident.level, 2u);
  EXPECT_THAT(outage.incident.held, ElementsAre(Held{.level = 1, .until = kNow + hours{8}}));
  EXPECT_EQ(outage.clock(IncidentClock::duty)->due, kNow + hours{8});
  EXPECT_THAT(outage.incident.reason.text, HasSubstr("nobody of on_call is on duty"));
}

TEST(Paging, WhatWasHeldIsPagedWhenSomebodyComesOnDuty) {
  Outage outage;
  outage.off_duty("on_call", kNow + minutes{10});
  outage.open();
  outage.on_duty("on_call");
  EXPECT_THAT(heard(outage.miss(IncidentClock::duty)), ElementsAre("paged team.on_call 1"));
  EXPECT_THAT(outage.incident.held, IsEmpty());
  EXPECT_EQ(outage.clock(IncidentClock::duty), nullptr);
  EXPECT_EQ(outage.incident.level, 2u) << "the page on its way up goes on";
}

TEST(Paging, WhoIsStillNotThereIsWaitedForOnceMore) {
  Outage outage;
  outage.off_duty("on_call", kNow + minutes{10});
  outage.open();
  outage.off_duty("on_call", kNow + hours{10});
  EXPECT_THAT(paged(outage.miss(IncidentClock::duty)), IsEmpty());
  EXPECT_THAT(outage.incident.held, ElementsAre(Held{.level = 1, .until = kNow + hours{10}}));
  EXPECT_EQ(outage.clock(IncidentClock::duty)->due, kNow + hours{10});
}

TEST(Paging, OfSeveralHeldTheFirstToComeIsAwaited) {
  Outage outage;
  outage.off_duty("on_call", kNow + hours{8});
  outage.off_duty("area_leads", kNow + hours{2});
  EXPECT_THAT(paged(outage.open()), ElementsAre("team.executive_director 3"));
  outage.on_duty("area_leads");
  EXPECT_THAT(paged(outage.miss(IncidentClock::duty)), ElementsAre("team.area_leads 2"));
  EXPECT_EQ(outage.clock(IncidentClock::duty)->due, kNow + hours{8});
}

TEST(Paging, WhereNobodyIsOnDutyAtAllEverybodyIsPagedAndHeld) {
  Outage outage;
  for (const char* id : {"on_call", "area_leads", "executive_director"}) outage.off_duty(id, kNow + hours{8});
  EXPECT_THAT(paged(outage.open()),
              ElementsAre("team.on_call 1", "team.area_leads 2", "team.executive_director 3"));
  EXPECT_EQ(outage.incident.held.size(), 3u);
  EXPECT_EQ(outage.incident.level, 3u);
  EXPECT_EQ(outage.left(IncidentClock::page), hours{1});
  EXPECT_THAT(outage.incident.reason.text, HasSubstr("all of them are paged"));
  EXPECT_TRUE(outage.incident.paged_at);
}

TEST(Paging, WhoNeverComesOnDutyIsNotWaitedFor) {
  Outage outage;
  outage.off_duty("on_call", {});
  outage.open();
  EXPECT_THAT(outage.incident.held, IsEmpty());
  EXPECT_EQ(outage.clock(IncidentClock::duty), nullptr);
}

TEST(Paging, ATeamThatCannotBeReachedIsPassedOver) {
  struct Case {
    const char* what;
    void (*make)(Outage&);
  };
  for (const Case& one :
       {Case{"no members",
             [](Outage& outage) { outage.at("on_call").reach.reachability = Reachability::no_members; }},
        Case{"unknown", [](Outage& outage) {
               std::erase_if(outage.view.audiences,
                             [](const Audience& audience) { return audience.reach.team.value == "on_call"; });
             }}}) {
    Outage outage;
    one.make(outage);
    EXPECT_THAT(paged(outage.open()), ElementsAre("team.area_leads 2")) << one.what;
    EXPECT_THAT(outage.incident.reason.text, HasSubstr("on_call cannot be reached")) << one.what;
  }
}

TEST(Paging, OfNobodyWhoCouldHearItLeavesAnIncidentThatLacksAPage) {
  Outage outage;
  std::erase_if(outage.view.audiences, [](const Audience& audience) {
    return !audience.reach.rung;  // support and the representatives are left
  });
  const auto effects = outage.open();
  EXPECT_THAT(paged(effects), IsEmpty());
  EXPECT_FALSE(outage.incident.paged_at);
  EXPECT_EQ(missing(outage.incident, outage.policy.incidents).front(), StartNeed::paged);
  EXPECT_EQ(outage.left(IncidentClock::page), hours{1}) << "and somebody may come";
  outage.view.audiences.push_back(listening(team("on_call")));
  EXPECT_THAT(paged(outage.miss(IncidentClock::page)), ElementsAre("team.on_call 1"));
}

// ---- not delivered ----

TEST(Paging, AQueueThatNobodyConsumesFallsBackToTheNextLevel) {
  Outage outage;
  outage.open();
  EXPECT_EQ(outage.left(IncidentClock::unattended), seconds{60});
  outage.at("on_call").attended = false;
  EXPECT_THAT(paged(outage.miss(IncidentClock::unattended)), ElementsAre("team.area_leads 2"));
  EXPECT_EQ(outage.left(IncidentClock::unattended), seconds{60}) << "that one is watched as well";
  EXPECT_THAT(outage.incident.reason.text, HasSubstr("nobody consumes the queue of on_call"));
}

TEST(Paging, AQueueWithAConsumerIsBelieved) {
  Outage outage;
  outage.open();
  EXPECT_THAT(paged(outage.miss(IncidentClock::unattended)), IsEmpty());
  EXPECT_EQ(outage.clock(IncidentClock::unattended), nullptr);
  EXPECT_EQ(outage.clock(IncidentClock::page)->due, kNow + minutes{15})
      << "who does not look is another case";
}

TEST(Paging, TheLastQueueThatNobodyConsumesWaitsForTheRepeat) {
  Outage outage;
  outage.open();
  outage.miss(IncidentClock::page);
  outage.miss(IncidentClock::page);
  outage.at("executive_director").attended = false;
  const auto due = outage.clock(IncidentClock::page)->due;
  EXPECT_THAT(paged(outage.miss(IncidentClock::unattended)), IsEmpty());
  EXPECT_EQ(outage.clock(IncidentClock::page)->due, due);
}

TEST(Paging, APageThatIsRefusedFallsBackAndAnOlderRefusalIsStale) {
  Outage outage;
  outage.open();
  const auto refused = [&](std::uint32_t level) {
    return outage.by_itself(
        PageRefused{.incident = outage.incident.id, .level = level, .why = "the pager is down"});
  };
  EXPECT_THAT(paged(refused(1)), ElementsAre("team.area_leads 2"));
  EXPECT_THAT(outage.incident.reason.text, HasSubstr("the pager is down"));
  EXPECT_EQ(refused(1).refused, Refusal::stale);
  outage.tell(IncidentAcknowledged{outage.incident.id});
  EXPECT_EQ(refused(2).refused, Refusal::wrong_state) << "somebody has it";
}

TEST(Paging, OfAReopenedOneHoldsNothingOver) {
  Outage outage;
  outage.off_duty("on_call", kNow + hours{8});
  outage.open();
  outage.tell(IncidentResolved{.incident = outage.incident.id, .resolution = {}});
  EXPECT_THAT(outage.incident.held, IsEmpty());
  outage.on_duty("on_call");
  EXPECT_THAT(paged(outage.open(Outage::report("FD-2"))), ElementsAre("team.on_call 1"));
  EXPECT_THAT(outage.incident.held, IsEmpty());
}

}  // namespace
}  // namespace triaged::decide
