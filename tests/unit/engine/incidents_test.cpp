// Incidents, alerts, signs of life and silences through the engine: what is stored with what, what tickets
// are owed, and what a restart in between finds again.
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

TEST_F(Incidents, AnAlertOpensATicketAndAnIncidentInOneCommit) {
  fire();
  ASSERT_FALSE(world.access.jobs.empty());
  const auto& batch = std::get<ports::Batch>(world.access.jobs.front());
  EXPECT_FALSE(batch.tickets.empty());
  EXPECT_FALSE(batch.incidents.empty());
  world.settle_down();
  const auto known = incident();
  EXPECT_EQ(known.id.value, "INC-1");
  EXPECT_EQ(known.hub.value, "north/prod");
  EXPECT_EQ(known.cluster.value, "north");
  EXPECT_EQ(known.symptom, "unreachable");
  EXPECT_EQ(known.state, IncidentState::open);
  const auto founder = alert_ticket();
  EXPECT_THAT(known.tickets, ElementsAre(founder.id));
  EXPECT_EQ(founder.incident_id, known.id) << "what it was owed";
  EXPECT_FALSE(founder.suspected);
  EXPECT_NE(timer(founder, domain::Clock::asleep), nullptr);
}

TEST_F(Incidents, ItsPageIsPublishedWithItsTicketsNotice) {
  fire();
  world.work();
  EXPECT_THAT(queues_of("incident.paged"), ElementsAre("team.on_call"));
  EXPECT_THAT(queues_of("incident.opened"), IsSupersetOf({"incidents.communication"}));
}

TEST_F(Incidents, WhatATicketIsOwedIsFoundAgainAfterACrash) {
  world.limits.batch_max = 1;  // so that what is owed comes with another commit
  world.start();
  world.connect();
  fire();
  world.give(world.access.work());
  ASSERT_EQ(incident().id.value, "INC-1");
  ASSERT_TRUE(alert_ticket().incident_id.empty()) << "owed, and not there yet";
  restart();
  world.settle_down();
  EXPECT_EQ(alert_ticket().incident_id.value, "INC-1");
  EXPECT_EQ(incident().version, 1u) << "and the incident knew of it";
}

TEST_F(Incidents, WhatTicketsAreOwedByItsEndIsFoundAgainAfterACrash) {
  fire();
  world.settle_down();
  write("T1", "eva@north.example", "the login is broken");
  ASSERT_TRUE(ticket("T1").suspected);
  world.limits.batch_max = 1;
  restart();
  world.settle_down();
  tell("support@service.example", R"("incident_resolved": {"incident_id": "INC-1"})");
  while (incident().state != IncidentState::resolved) world.give(world.access.work());
  ASSERT_NE(alert_ticket().state, TicketState::resolved);
  restart();
  world.settle_down();
  EXPECT_EQ(alert_ticket().state, TicketState::resolved);
  EXPECT_EQ(ticket("T1").state, TicketState::open) << "it was only suspected";
  EXPECT_TRUE(ticket("T1").incident_id.empty());
}

TEST_F(Incidents, ATicketThatWentOnAfterItsIncidentIsNotResolvedByARestart) {
  write("T1", "eva@north.example", "the hub is down");
  ASSERT_EQ(ticket("T1").incident_id.value, "INC-1");
  by_support(R"("incident_resolved": {"incident_id": "INC-1"})");
  ASSERT_EQ(ticket("T1").state, TicketState::resolved);
  about("T1", "eva@north.example", R"("reopened": {"reason": "my files are gone"})");
  ASSERT_EQ(ticket("T1").state, TicketState::open);
  restart();
  world.settle_down();
  EXPECT_EQ(ticket("T1").state, TicketState::open);
}

TEST_F(Incidents, ATicketOfAMergedIncidentGoesOverThoughTheDaemonCrashesInBetween) {
  for (const bool crash : {false, true}) {
    const std::string hub = crash ? "three" : "two";
    fire("m" + hub, hub);
    world.settle_down();
  }
  const auto tickets_of = [&](std::uint64_t number) { return incident(number).tickets; };
  ASSERT_THAT(tickets_of(1), SizeIs(1));
  ASSERT_THAT(tickets_of(2), SizeIs(1));
  const auto moved = tickets_of(1).front();
  world.limits.batch_max = 1;
  restart();
  world.settle_down();
  tell("support@service.example", R"("incident_merged": {"incident_id": "INC-1", "into": "INC-2"})");
  while (incident(1).state != IncidentState::merged) world.give(world.access.work());
  ASSERT_EQ(ticket(moved.value).incident_id.value, "INC-1");
  restart();
  world.settle_down();
  EXPECT_EQ(ticket(moved.value).incident_id.value, "INC-2");
  EXPECT_EQ(ticket(moved.value).state, TicketState::open);
  EXPECT_THAT(tickets_of(2), SizeIs(2));
}

TEST_F(Incidents, TheirIdsRiseAcrossRestartsAndAreNeverGivenOutTwice) {
  fire("a", "prod");
  world.settle_down();
  by_support(R"("incident_resolved": {"incident_id": "INC-1"})");
  world.pass(49h);  // the window to reopen it is over
  ASSERT_EQ(incident(1).state, IncidentState::closed);
  restart();
  world.settle_down();
  fire("b", "two", "2026-03-05T09:00:00Z");
  world.settle_down();
  EXPECT_EQ(incident(2).id.value, "INC-2");
  EXPECT_EQ(incident(1).state, IncidentState::closed);
}

TEST_F(Incidents, OneThatIsClosedIsInTheWrongStateAndOneThatNeverWasIsUnknown) {
  fire();
  world.settle_down();
  by_support(R"("incident_resolved": {"incident_id": "INC-1"})");
  world.pass(49h);
  const auto refusal = [&](const std::string& id) {
    by_support(R"("incident_acknowledged": {"incident_id": ")" + id + R"("})");
    return codec::decode_history(world.store.disk().history.back().payload)->refused;
  };
  EXPECT_EQ(refusal("INC-1"), domain::Refusal::wrong_state);
  EXPECT_EQ(refusal("INC-2"), domain::Refusal::unknown_incident);
  EXPECT_EQ(refusal("nonsense"), domain::Refusal::unknown_incident);
}

TEST_F(Incidents, AProducerOfAnotherHubIsRefused) {
  fire();
  world.settle_down();
  tell("support@service.example", R"("incident_acknowledged": {"incident_id": "INC-1"})", "south");
  world.settle_down();
  EXPECT_EQ(incident().state, IncidentState::open);
  EXPECT_EQ(codec::decode_history(world.store.disk().history.back().payload)->refused,
            domain::Refusal::not_your_hub);
}

TEST_F(Incidents, WhoCarriesThePagerMayAcknowledgeAndARequesterMayNot) {
  fire();
  world.settle_down();
  tell("eva@north.example", R"("incident_acknowledged": {"incident_id": "INC-1"})");
  world.settle_down();
  EXPECT_EQ(incident().state, IncidentState::open);
  tell("carrier@service.example", R"("incident_acknowledged": {"incident_id": "INC-1"})");
  world.settle_down();
  EXPECT_EQ(incident().state, IncidentState::acknowledged);
  EXPECT_EQ(incident().acknowledged_by.value, "carrier@service.example");
}

// ---- paging ----

TEST_F(Incidents, APageWhoseQueueNobodyConsumesFallsBackToTheNextLevel) {
  fire();
  world.settle_down();
  world.clock.at += 52s;
  world.give(engine::Tick{});
  EXPECT_THAT(world.broker.counted, testing::Contains("team.on_call")) << "asked shortly before";
  world.give(engine::Consumers{.queue = "team.on_call", .count = 0});
  world.clock.at += 10s;
  world.give(engine::Tick{});
  world.work();
  EXPECT_THAT(queues_of("incident.paged"), ElementsAre("team.area_leads"));
  EXPECT_EQ(incident().level, 2u);
}

TEST_F(Incidents, APageWhoseQueueIsConsumedWaitsForItsTime) {
  fire();
  world.settle_down();
  world.clock.at += 52s;
  world.give(engine::Tick{});
  world.give(engine::Consumers{.queue = "team.on_call", .count = 1});
  world.pass(1min);
  EXPECT_EQ(incident().level, 1u);
  world.pass(15min);
  EXPECT_EQ(incident().level, 2u);
}

// ---- storms, clusters, neighbours ----

TEST_F(Incidents, ThreePeopleOfOneTroubleAreAStorm) {
  write("T1", "eva@north.example", "the login fails");
  write("T2", "eva@north.example", "the login fails still");
  EXPECT_THAT(world.store.disk().incidents, IsEmpty()) << "one person, twice";
  write("T3", "ole@north.example", "no login");
  EXPECT_THAT(world.store.disk().incidents, IsEmpty());
  write("T4", "ida@north.example", "login?");
  const auto storm = incident();
  EXPECT_EQ(storm.reason.code, domain::ReasonCode::storm);
  EXPECT_EQ(storm.severity, domain::Severity::critical);
  EXPECT_EQ(storm.tickets.size(), 4u);
  for (const char* id : {"T1", "T2", "T3", "T4"}) EXPECT_EQ(ticket(id).incident_id.value, "INC-1") << id;
  write("T5", "uwe@north.example", "login");
  EXPECT_EQ(ticket("T5").incident_id.value, "INC-1");
  EXPECT_THAT(incident().tickets, SizeIs(5));
}

TEST_F(Incidents, PeopleWhoWriteHoursApartAreNoStorm) {
  write("T1", "eva@north.example", "the login fails");
  world.pass(1h);
  write("T2", "ole@north.example", "no login");
  world.pass(1h);
  write("T3", "ida@north.example", "login?");
  EXPECT_THAT(world.store.disk().incidents, IsEmpty());
}

TEST_F(Incidents, ThreeHubsOfAClusterHaveOneAboveThem) {
  fire("a", "prod");
  fire("b", "two");
  world.settle_down();
  EXPECT_THAT(world.store.disk().incidents, SizeIs(2));
  fire("c", "three");
  world.settle_down();
  const auto cluster = incident(4);
  EXPECT_TRUE(cluster.hub.empty());
  EXPECT_EQ(cluster.cluster.value, "north");
  EXPECT_THAT(cluster.children, SizeIs(3));
  for (const std::uint64_t number : {1u, 2u, 3u}) {
    EXPECT_EQ(incident(number).parent.value, "INC-4");
    EXPECT_EQ(timer(incident(number), domain::IncidentClock::page), nullptr);
  }
  by_support(R"("incident_resolved": {"incident_id": "INC-4"})");
  for (const std::uint64_t number : {1u, 2u, 3u})
    EXPECT_EQ(incident(number).state, IncidentState::resolved) << number;
  for (const auto& [id, row] : world.store.disk().tickets)
    EXPECT_EQ(ticket(id.value).state, TicketState::resolved) << id.value;
}

// ---- when the store fails ----

TEST_F(Incidents, AfterACommitThatWasLostTheyAreDecidedAgainFromTheBroker) {
  fire();
  world.settle_down();
  world.store.fail_next_commit(CommitFault::lost);
  fire("b", "two");
  world.work();
  world.disconnect();
  world.connect();
  EXPECT_THAT(world.store.disk().incidents, SizeIs(1));
  --told_;
  fire("b", "two");
  world.settle_down();
  EXPECT_THAT(world.store.disk().incidents, SizeIs(2));
  EXPECT_EQ(incident(2).id.value, "INC-2") << "the number was not given out";
  for (const std::uint64_t number : {1u, 2u})
    for (const auto& id : incident(number).tickets)
      EXPECT_EQ(ticket(id.value).incident_id, incident(number).id);
}

TEST_F(Incidents, AfterACommitThatWasStoredUnknowinglyNothingIsDoneTwice) {
  world.store.fail_next_commit(CommitFault::stored);
  fire();
  world.settle_down();
  EXPECT_THAT(world.store.disk().incidents, SizeIs(1));
  EXPECT_EQ(alert_ticket().incident_id.value, "INC-1");
  EXPECT_EQ(incident().level, 1u);
}

}  // namespace
}  // namespace triaged::test
