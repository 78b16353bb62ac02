// Incidents beside each other through the engine: a cluster's and those of its hubs, those that are merged;
// and what comes back to one that goes on again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watched_service.hpp"

namespace triaged::test {
namespace {

using namespace std::chrono_literals;
using domain::IncidentState;
using domain::TicketState;
using testing::ElementsAre;
using testing::SizeIs;

using IncidentKin = Incidents;

// ---- a cluster's ----

TEST_F(IncidentKin, TheClustersEndsWithTheLastOfItsHubsOnes) {
  for (const char* hub : {"prod", "two", "three"}) fire(hub, hub);
  world.settle_down();
  ASSERT_THAT(incident(4).children, SizeIs(3));
  by_support(R"("incident_acknowledged": {"incident_id": "INC-4"})");
  for (const char* id : {"INC-1", "INC-2"})
    by_support(R"("incident_resolved": {"incident_id": ")" + std::string(id) + R"("})");
  EXPECT_EQ(incident(4).state, IncidentState::acknowledged);
  restart();
  world.settle_down();
  by_support(R"("incident_resolved": {"incident_id": "INC-3"})");
  EXPECT_EQ(incident(4).state, IncidentState::resolved);
}

TEST_F(IncidentKin, TheClustersGoesOnWithItsHubsOverWhileItsSignOfLifeStaysAway) {
  beat();
  world.settle_down();
  world.pass(61min);
  ASSERT_EQ(incident(1).cluster.value, "north");
  fire("a", "prod");
  world.settle_down();
  ASSERT_EQ(incident(2).parent.value, "INC-1");
  by_support(R"("incident_resolved": {"incident_id": "INC-2"})");
  EXPECT_EQ(incident(1).state, IncidentState::open);
  beat();
  world.settle_down();
  EXPECT_EQ(incident(1).state, IncidentState::resolved);
}

TEST_F(IncidentKin, AHubsThatComesBackUnderOneThatSomebodyHasIsTheirs) {
  for (const char* hub : {"prod", "two", "three"}) fire(hub, hub);
  world.settle_down();
  by_support(R"("incident_resolved": {"incident_id": "INC-1"})");
  tell("carrier@service.example", R"("incident_acknowledged": {"incident_id": "INC-4"})");
  world.settle_down();
  fire("prod", "prod", "2026-03-02T10:00:00Z");
  world.settle_down();
  EXPECT_EQ(incident(1).state, IncidentState::acknowledged);
  EXPECT_EQ(incident(1).acknowledged_by.value, "carrier@service.example");
  EXPECT_EQ(incident(1).parent.value, "INC-4");
  by_support(R"("incident_resolved": {"incident_id": "INC-1"})");
  by_support(R"("incident_reopened": {"incident_id": "INC-1"})");
  EXPECT_EQ(incident(1).parent.value, "INC-4") << "by hand as well";
  EXPECT_EQ(incident(1).state, IncidentState::acknowledged);
}

TEST_F(IncidentKin, AHubsThatIsWorseThanItsClustersPagesThatAnewOnce) {
  for (const char* hub : {"prod", "two", "three"})
    tell("eva@north.example", R"("ticket_id": "T-)" + std::string(hub) + R"(", "hub": "north/)" + hub +
                                  R"(", "opened": {"subject": "the hub is down", "channel": "email"})");
  world.settle_down();
  ASSERT_EQ(incident(4).severity, domain::Severity::high);
  world.pass(16min);
  ASSERT_EQ(incident(4).level, 2u);
  world.broker.published.clear();
  fire("a", "prod");
  world.work();
  EXPECT_THAT(queues_of("incident.paged"), ElementsAre("team.on_call"));
  world.settle_down();
  EXPECT_EQ(incident(4).severity, domain::Severity::critical);
  EXPECT_EQ(incident(4).level, 1u);
}

// ---- merged, reopened, taken up ----

TEST_F(IncidentKin, WhatIsReportedWhereOneWasMergedFromComesToTheOneThatGoesOn) {
  fire("a", "prod");
  fire("b", "two");
  world.settle_down();
  by_support(R"("incident_merged": {"incident_id": "INC-1", "into": "INC-2"})");
  ASSERT_EQ(incident(1).state, IncidentState::merged);
  write("T1", "eva@north.example", "the hub is down");
  EXPECT_EQ(ticket("T1").incident_id.value, "INC-2");
  restart();
  world.settle_down();
  write("T2", "ole@north.example", "down");
  EXPECT_EQ(ticket("T2").incident_id.value, "INC-2");
  write("T3", "ole@north.example", "no login");
  EXPECT_TRUE(ticket("T3").suspected);
  tell("support@service.example", R"("hub": "north/prod", "incident_declared": {"title": "Down"})");
  world.settle_down();
  EXPECT_THAT(world.store.disk().incidents, SizeIs(2));
  by_support(R"("incident_resolved": {"incident_id": "INC-2"})");
  write("T4", "uwe@north.example", "down again");
  EXPECT_EQ(ticket("T4").incident_id.value, "INC-3") << "a hub of its own again";
  EXPECT_EQ(incident(3).hub.value, "north/prod");
}

TEST_F(IncidentKin, OneThatAPersonReopensHasItsOpenTicketsAgainAtOnce) {
  write("T1", "eva@north.example", "the hub is down");
  write("T2", "ole@north.example", "down");
  by_support(R"("incident_resolved": {"incident_id": "INC-1"})");
  about("T1", "eva@north.example", R"("reopened": {"reason": "it is not"})");
  ASSERT_TRUE(ticket("T1").incident_id.empty());
  by_support(R"("incident_reopened": {"incident_id": "INC-1"})");
  EXPECT_EQ(ticket("T1").incident_id.value, "INC-1");
  EXPECT_NE(timer(ticket("T1"), domain::Clock::asleep), nullptr);
  EXPECT_EQ(ticket("T2").state, TicketState::resolved) << "its requester says nothing";
  EXPECT_THAT(incident().over, ElementsAre(domain::TicketId{"T2"}));
}

TEST_F(IncidentKin, OneIsNotReopenedBesideAnotherThatGoesOnThere) {
  write("T1", "eva@north.example", "the hub is down");
  by_support(R"("incident_resolved": {"incident_id": "INC-1"})");
  tell("support@service.example",
       R"("hub": "north/prod", "incident_declared": {"title": "Slow", "symptom": "performance"})");
  ASSERT_EQ(incident(2).state, IncidentState::open);
  by_support(R"("incident_reopened": {"incident_id": "INC-1"})");
  EXPECT_EQ(incident(1).state, IncidentState::resolved);
  by_support(R"("incident_resolved": {"incident_id": "INC-2"})");
  by_support(R"("incident_reopened": {"incident_id": "INC-1"})");
  EXPECT_EQ(incident(1).state, IncidentState::open);
}

TEST_F(IncidentKin, ATicketThatIsOfAnotherOneByNowStaysThere) {
  write("T1", "eva@north.example", "the hub is down");
  by_support(R"("incident_resolved": {"incident_id": "INC-1"})");
  about("T1", "eva@north.example", R"("reopened": {"reason": "it is not"})");
  fire("b", "two");
  world.settle_down();
  about("T1", "support@service.example", R"("linked": {"incident_id": "INC-2"})");
  ASSERT_EQ(ticket("T1").incident_id.value, "INC-2");
  by_support(R"("incident_reopened": {"incident_id": "INC-1"})");
  EXPECT_EQ(ticket("T1").incident_id.value, "INC-2");
  restart();
  world.settle_down();
  EXPECT_EQ(ticket("T1").incident_id.value, "INC-2");
}

TEST_F(IncidentKin, WhoIsOnCallTakesOneUpWithItsFirstReport) {
  write("T1", "eva@north.example", "the hub is down");
  write("T2", "ole@north.example", "down");
  about("T1", "support@service.example", R"("acknowledged": {})");
  ASSERT_EQ(ticket("T1").state, TicketState::acknowledged);
  EXPECT_EQ(incident().state, IncidentState::open) << "they are not on call";
  about("T2", "both@service.example", R"("acknowledged": {})");
  EXPECT_EQ(incident().state, IncidentState::open) << "not the first report";
  about("T1", "both@service.example", R"("acknowledged": {})");
  EXPECT_EQ(incident().state, IncidentState::acknowledged);
  EXPECT_EQ(incident().acknowledged_by.value, "both@service.example");
  EXPECT_EQ(timer(incident(), domain::IncidentClock::page), nullptr);
}

}  // namespace
}  // namespace triaged::test
