// What monitoring tells, through the engine: alerts, signs of life, and the silences that keep from paging.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watched_service.hpp"

namespace triaged::test {
namespace {

using namespace std::chrono_literals;
using domain::IncidentState;
using domain::TicketState;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::SizeIs;

using Monitoring = Incidents;

// ---- alerts ----

TEST_F(Monitoring, AnAlertOfSeveralPodsIsOneTicketAndOfSeveralHubsSeveral) {
  fire("a");
  fire("b");
  world.settle_down();
  EXPECT_THAT(world.store.disk().tickets, SizeIs(1));
  EXPECT_THAT(alert_ticket().firing, SizeIs(2));
  fire("c", "two");
  world.settle_down();
  EXPECT_THAT(world.store.disk().tickets, SizeIs(2));
  EXPECT_THAT(world.store.disk().incidents, SizeIs(2));
}

TEST_F(Monitoring, AClearingThatOvertookItsAlertWaitsForIt) {
  clear();
  world.settle_down();
  EXPECT_THAT(world.store.disk().tickets, IsEmpty());
  EXPECT_EQ(world.engine->counters().early, 1u);
  fire();
  world.settle_down();
  EXPECT_EQ(world.engine->counters().early, 0u);
  EXPECT_THAT(alert_ticket().firing, IsEmpty());
  EXPECT_NE(timer(alert_ticket(), domain::Clock::quiet), nullptr);
  EXPECT_THAT(world.store.disk().incidents, IsEmpty()) << "nobody is woken for it";
  EXPECT_THAT(queues_of("incident.paged"), IsEmpty());
  world.pass(11min);
  EXPECT_EQ(alert_ticket().state, TicketState::resolved);
}

TEST_F(Monitoring, AClearingThatOvertookItsAlertIsKnownAfterARestart) {
  clear();
  world.settle_down();
  restart();
  world.settle_down();
  fire();
  world.settle_down();
  EXPECT_THAT(alert_ticket().firing, IsEmpty());
  EXPECT_THAT(world.store.disk().incidents, IsEmpty());
}

TEST_F(Monitoring, WhatHadClearedAndFiresAnewIsAnIncidentThen) {
  clear();
  fire();
  world.settle_down();
  ASSERT_THAT(world.store.disk().incidents, IsEmpty());
  fire("a", "prod", "2026-03-02T09:02:00Z");
  world.settle_down();
  EXPECT_EQ(incident().state, IncidentState::open);
  EXPECT_EQ(alert_ticket().incident_id.value, "INC-1");
}

TEST_F(Monitoring, AnOlderClearingKeepsNobodyFromBeingPaged) {
  clear("a", "2026-03-02T08:00:00Z");
  fire();
  world.settle_down();
  EXPECT_EQ(incident().state, IncidentState::open);
  EXPECT_THAT(alert_ticket().firing, SizeIs(1));
}

TEST_F(Monitoring, AClearingByWhoMayNotSpeakOfTheHubKeepsNobodyFromBeingPaged) {
  tell(
      "",
      R"("alert_cleared": {"source": "prometheus", "fingerprint": "a", "starts_at": "2026-03-02T09:00:00Z"})",
      "south");
  fire();
  world.settle_down();
  EXPECT_EQ(incident().state, IncidentState::open);
  EXPECT_THAT(alert_ticket().firing, SizeIs(1));
}

TEST_F(Monitoring, AnAlertThatIsBackAndGoneAgainReopensNoIncident) {
  fire();
  world.settle_down();
  clear();
  world.settle_down();
  world.pass(11min);
  ASSERT_EQ(incident().state, IncidentState::resolved);
  clear("a", "2026-03-02T10:00:00Z");
  fire("a", "prod", "2026-03-02T10:00:00Z");
  world.settle_down();
  EXPECT_EQ(incident().state, IncidentState::resolved);
  EXPECT_EQ(alert_ticket().state, TicketState::open);
  world.pass(11min);
  EXPECT_EQ(alert_ticket().state, TicketState::resolved);
}

TEST_F(Monitoring, AClearingWhoseAlertNeverComesIsRefusedInTheEnd) {
  clear();
  world.settle_down();
  world.pass(11min);
  EXPECT_EQ(world.engine->counters().early, 0u);
  EXPECT_EQ(world.engine->counters().refused, 1u);
  EXPECT_THAT(world.observer.parked, IsEmpty()) << "it is no message that anybody misses";
}

TEST_F(Monitoring, AnAlertThatClearsAndStaysQuietEndsWhatNobodyHasTaken) {
  fire();
  world.settle_down();
  clear();
  world.settle_down();
  world.pass(9min);
  EXPECT_EQ(alert_ticket().state, TicketState::open);
  world.pass(2min);
  EXPECT_EQ(alert_ticket().state, TicketState::resolved);
  EXPECT_EQ(incident().state, IncidentState::resolved);
}

TEST_F(Monitoring, AnAlertThatComesBackReopensItsIncidentAndIsPagedAnew) {
  fire();
  world.settle_down();
  clear();
  world.settle_down();
  world.pass(11min);
  ASSERT_EQ(incident().state, IncidentState::resolved);
  fire("a", "prod", "2026-03-02T10:00:00Z");
  world.work();
  EXPECT_THAT(queues_of("incident.paged"), ElementsAre("team.on_call"));
  world.settle_down();
  EXPECT_EQ(incident().state, IncidentState::open);
  EXPECT_THAT(world.store.disk().incidents, SizeIs(1));
  EXPECT_EQ(alert_ticket().incident_id.value, "INC-1");
  EXPECT_NE(timer(alert_ticket(), domain::Clock::asleep), nullptr);
}

TEST_F(Monitoring, AnAlertThatComesBackAfterTheWindowOpensAnotherIncident) {
  fire();
  world.settle_down();
  clear();
  world.settle_down();
  world.pass(11min);
  world.pass(49h);
  ASSERT_EQ(incident(1).state, IncidentState::closed);
  ASSERT_EQ(alert_ticket().state, TicketState::resolved);
  fire("a", "prod", "2026-03-04T12:00:00Z");
  world.settle_down();
  EXPECT_EQ(incident(2).state, IncidentState::open);
  EXPECT_EQ(alert_ticket().incident_id.value, "INC-2");
}

// ---- signs of life ----

TEST_F(Monitoring, ASignOfLifeThatStaysAwayIsAnIncidentUntilItIsBack) {
  beat();
  world.settle_down();
  ASSERT_THAT(world.store.disk().heartbeats, SizeIs(1));
  world.pass(50min);
  beat();
  world.pass(50min);
  EXPECT_THAT(world.store.disk().incidents, IsEmpty()) << "it is on time";
  world.pass(11min);
  EXPECT_EQ(incident().cluster.value, "north");
  EXPECT_EQ(incident().severity, domain::Severity::high);
  EXPECT_TRUE(world.store.disk().heartbeats.begin()->second.missed);
  world.pass(2h);
  EXPECT_THAT(world.store.disk().incidents, SizeIs(1)) << "once";
  beat();
  world.settle_down();
  EXPECT_EQ(incident().state, IncidentState::resolved);
  EXPECT_FALSE(world.store.disk().heartbeats.begin()->second.missed);
}

TEST_F(Monitoring, ASignOfLifeIsExpectedAfterARestartAndNotDuringATimeAway) {
  beat();
  world.settle_down();
  restart();
  world.settle_down();
  world.disconnect();
  world.clock.at += 5h;
  world.connect();
  world.settle_down();
  EXPECT_THAT(world.store.disk().incidents, IsEmpty()) << "nobody could be heard";
  world.pass(61min);
  EXPECT_THAT(world.store.disk().incidents, SizeIs(1));
}

TEST_F(Monitoring, ASignOfLifeThatNobodyWatchesForIsRefused) {
  tell("", R"("heartbeat": {"name": "Pulse", "cluster": "north"})", "alertmanager");
  world.settle_down();
  EXPECT_THAT(world.store.disk().heartbeats, IsEmpty());
  EXPECT_EQ(world.engine->counters().refused, 1u);
}

TEST_F(Monitoring, AnAlertOfTheNameThatIsWatchedIsASignOfLifeAndNoTicket) {
  fire("w", "prod", "2026-03-02T09:00:00Z", "Watchdog");
  world.settle_down();
  EXPECT_THAT(world.store.disk().heartbeats, SizeIs(1));
  EXPECT_THAT(world.store.disk().tickets, IsEmpty());
}

// ---- silences ----

constexpr const char* kMaintenance =
    R"("hub": "north/prod", "silence_set": {"silence_id": "s1", "matchers": [{"name": "hub", "value": "north/prod"}], "ends_at": "2026-03-02T11:00:00Z", "reason": "a new disk"})";

TEST_F(Monitoring, ASilenceKeepsFromPagingAndRemembersWhatItKept) {
  by_support(kMaintenance);
  fire();
  world.settle_down();
  EXPECT_THAT(world.store.disk().incidents, IsEmpty());
  EXPECT_EQ(alert_ticket().silenced_by.value, "s1");
  const auto row = world.store.disk().silences.at(domain::SilenceId{"s1"});
  const auto silence = codec::decode_silence(row.payload);
  EXPECT_EQ(silence->swallowed, 1u);
  EXPECT_THAT(silence->tickets, ElementsAre(alert_ticket().id));
  EXPECT_EQ(silence->author.value, "support@service.example");
}

TEST_F(Monitoring, WhatStillFiresWhenASilenceIsOverIsAnIncidentThen) {
  by_support(kMaintenance);
  fire();
  world.settle_down();
  world.pass(2h);
  EXPECT_TRUE(alert_ticket().silenced_by.empty());
  EXPECT_EQ(incident().state, IncidentState::open);
}

TEST_F(Monitoring, ASilenceThatAPersonEndsIsOverAtOnce) {
  by_support(kMaintenance);
  fire();
  world.settle_down();
  by_support(R"("silence_ended": {"silence_id": "s1"})");
  EXPECT_TRUE(alert_ticket().silenced_by.empty());
  EXPECT_EQ(incident().state, IncidentState::open);
}

TEST_F(Monitoring, WhatClearedUnderASilenceIsNone) {
  by_support(kMaintenance);
  fire();
  world.settle_down();
  clear();
  world.settle_down();
  world.pass(2h);
  EXPECT_THAT(world.store.disk().incidents, IsEmpty());
}

TEST_F(Monitoring, ASilenceThatEndedWhileTheDaemonWasDownIsOverAfterIt) {
  by_support(kMaintenance);
  fire();
  world.settle_down();
  world.store.crash();
  world.clock.at += 2h + 30min;
  world.start();
  world.connect();
  world.settle_down();
  EXPECT_TRUE(alert_ticket().silenced_by.empty());
  EXPECT_EQ(incident().state, IncidentState::open);
}

TEST_F(Monitoring, ASilenceThatEndsBesideNothingLeavesTheStoreToo) {
  by_support(kMaintenance);
  world.pass(3h);
  EXPECT_FALSE(world.store.disk().silences.at(domain::SilenceId{"s1"}).open);
}

TEST_F(Monitoring, ASilenceIsNotForEverybodyToSet) {
  tell("eva@north.example", kMaintenance);
  world.settle_down();
  EXPECT_THAT(world.store.disk().silences, IsEmpty());
  EXPECT_EQ(world.engine->counters().refused, 1u);
}

}  // namespace
}  // namespace triaged::test
