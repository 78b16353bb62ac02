// What time brings, through the engine: clocks that run out, and events that came before their ticket.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/engine_world.hpp"

namespace triaged::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kHour = R"(
notify_requesters: false
deadlines: [{first_response: 1h}]
early_events: {wait: 10m}
)";

// The kinds of what was published and not answered, in its order.
std::vector<std::string> kinds(const World& world) {
  std::vector<std::string> kinds;
  for (const auto& one : world.broker.published) kinds.push_back(one.message->type);
  return kinds;
}

const domain::Ticket stored(const World& world, const std::string& id) {
  for (const auto& [ticket, row] : world.store.disk().tickets)
    if (ticket.value == id) return *codec::decode_ticket(row.payload);
  return {};
}

struct Timers : testing::Test {
  World world;
  Timers() {
    world.limits.shortest_away = std::chrono::days{1};  // away_test.cpp
    world.set_policy(kHour);
    world.connect();
  }
  void give_work(domain::Duration time) {  // and leave what is published unanswered
    world.clock.at += time;
    world.give(engine::Tick{});
    world.work();
  }
};

TEST_F(Timers, AnUnansweredTicketIsRemindedOfAndThenClimbs) {
  world.open("e1", "T1");
  world.settle_down();
  give_work(50min);
  EXPECT_THAT(kinds(world), ElementsAre("notice.reminder"));
  world.settle_down();
  give_work(11min);
  EXPECT_THAT(kinds(world), testing::UnorderedElementsAre("notice.recalled", "notice.escalated"));
  EXPECT_EQ(stored(world, "T1").team.value, "community_representative");
}

TEST_F(Timers, TheNoticeShowsWhatTheRequesterWroteThoughItIsNotInMemory) {
  world.open("e1", "T1", "No way in");
  world.settle_down();
  give_work(50min);
  ASSERT_THAT(world.broker.published, SizeIs(1));
  EXPECT_THAT(world.broker.published[0].message->body, testing::HasSubstr("No way in"));
}

TEST_F(Timers, AnAcknowledgementStopsTheClock) {
  world.open("e1", "T1");
  world.settle_down();
  world.deliver(world.event("e2", "T1", "admin@north.example", R"("acknowledged": {})"));
  world.settle_down();
  EXPECT_EQ(stored(world, "T1").state, domain::TicketState::acknowledged);
  give_work(24h);
  EXPECT_THAT(kinds(world), IsEmpty());
}

TEST_F(Timers, AnEventAboutATicketThatIsNotOnDiskYetIsDecidedOnWhatIsAboutToBeTrue) {
  world.open("e1", "T1");  // its commit is under way
  world.deliver(world.event("e2", "T1", "admin@north.example", R"("acknowledged": {})"));
  world.settle_down();
  EXPECT_EQ(world.engine->counters().applied, 2u);
  EXPECT_EQ(stored(world, "T1").state, domain::TicketState::acknowledged);
}

TEST_F(Timers, ADueClockSurvivesARestartAndFiresOnce) {
  world.open("e1", "T1");
  world.settle_down();
  world.start();
  world.connect();
  give_work(50min);
  EXPECT_THAT(kinds(world), ElementsAre("notice.reminder"));
  world.start();  // confirmed by nobody: it is published again, and nothing new is decided
  world.connect();
  world.work();
  EXPECT_THAT(kinds(world), ElementsAre("notice.reminder"));
  EXPECT_EQ(stored(world, "T1").version, 2u);
}

TEST_F(Timers, AfterATimeAwayWhatLiesInTheIntakeIsSeenBeforeAClockIsBelieved) {
  world.open("e1", "T1");
  world.settle_down();
  world.disconnect();
  world.clock.at += 2h;
  world.connect();
  ASSERT_THAT(world.broker.markers, SizeIs(1));
  EXPECT_THAT(kinds(world), IsEmpty());
  world.deliver(world.event("e2", "T1", "admin@north.example", R"("acknowledged": {})"));
  world.settle_down();
  EXPECT_EQ(stored(world, "T1").state, domain::TicketState::acknowledged);
  EXPECT_EQ(stored(world, "T1").version, 2u) << "no clock fired";
  EXPECT_THAT(world.broker.markers, IsEmpty());
  EXPECT_TRUE(ports::accounted(world.engine->counters())) << "a marker is nobody's event";
}

TEST_F(Timers, AMarkerThatComesBackAfterACrashIsSettledAndNothingElse) {
  world.open("e1", "T1");
  world.settle_down();
  world.store.crash();
  world.start();
  world.connect();
  domain::InboundMessage marker;
  marker.content_type = "application/x-triaged-marker";
  marker.message_id = "marker-of-a-link-that-is-gone";
  world.deliver(marker, true);
  world.settle_down();
  EXPECT_THAT(world.observer.parked, IsEmpty());
  EXPECT_THAT(world.broker.settled, SizeIs(2)) << "it, and this link's own";
}

TEST_F(Timers, WhatOnlyLooksLikeAMarkerIsParked) {
  domain::InboundMessage foreign;
  foreign.content_type = "application/x-triaged-marker";
  foreign.message_id = "marker-1";
  foreign.body = "not ours";
  foreign.user_id = "guest";
  world.deliver(foreign);
  world.settle_down();
  EXPECT_THAT(world.observer.parked, ElementsAre(domain::ParkReason::unknown_content_type));
}

TEST_F(Timers, AnAcknowledgementThatLiesThereIsReadBeforeAClockThatRanOutMeanwhile) {
  world.open("e1", "T1");
  world.settle_down();
  world.clock.at += 2h;
  world.deliver(world.event("e2", "T1", "admin@north.example", R"("acknowledged": {})"));
  world.settle_down();
  EXPECT_EQ(stored(world, "T1").version, 2u);
  EXPECT_EQ(stored(world, "T1").state, domain::TicketState::acknowledged);
}

TEST_F(Timers, WhatWaitsIsJudgedInItsOrderAndWhatMakesNoSenseThenIsRefused) {
  world.deliver(world.event("e2", "T1", "admin@north.example", R"("acknowledged": {})"));
  world.deliver(world.event("e3", "T1", "admin@north.example", R"("linked": {"incident_id": "INC-1"})"));
  world.settle_down();
  EXPECT_EQ(world.engine->counters().early, 2u);
  EXPECT_EQ(world.engine->counters().refused, 0u);
  world.open("e1", "T1");
  world.settle_down();
  EXPECT_EQ(stored(world, "T1").state, domain::TicketState::acknowledged);
  EXPECT_EQ(stored(world, "T1").version, 2u);
  EXPECT_EQ(world.engine->counters().early, 0u);
  EXPECT_EQ(world.engine->counters().refused, 1u) << "there is no such incident";
}

TEST_F(Timers, AnAutomaticReplyOpensNoTicket) {
  world.deliver(world.event("e1", "T1", "ada@north.example",
                            R"("commented": {"body": "I am away", "automatic": true})"));
  world.settle_down();
  world.pass(11min);
  EXPECT_EQ(world.engine->counters().refused, 1u);
  EXPECT_EQ(stored(world, "T1").version, 0u);
}

TEST_F(Timers, ButAClockDoesNotWaitForAMarkerForEver) {
  world.open("e1", "T1");
  world.settle_down();
  world.disconnect();
  world.clock.at += 2h;
  world.connect();
  give_work(59s);
  EXPECT_THAT(kinds(world), IsEmpty());
  give_work(1s);
  EXPECT_THAT(kinds(world), testing::UnorderedElementsAre("notice.recalled", "notice.escalated"));
}

TEST_F(Timers, NoClockFiresWhileTheBrokerIsAway) {
  world.open("e1", "T1");
  world.settle_down();
  world.disconnect();
  give_work(3h);
  EXPECT_EQ(stored(world, "T1").version, 1u);
  EXPECT_FALSE(world.engine->wake_at());
}

TEST_F(Timers, ASetBackClockFiresNothingTwice) {
  world.open("e1", "T1");
  world.settle_down();
  world.pass(61min);
  EXPECT_EQ(stored(world, "T1").version, 2u);
  world.pass(-1h);
  EXPECT_EQ(stored(world, "T1").version, 2u);
  world.pass(1h);
  EXPECT_EQ(stored(world, "T1").version, 2u);
}

TEST_F(Timers, AnEventBeforeItsTicketIsJudgedWhenTheTicketOpens) {
  world.deliver(world.event("e2", "T1", "admin@north.example", R"("acknowledged": {})"));
  world.settle_down();
  EXPECT_EQ(world.engine->counters().early, 1);
  EXPECT_THAT(world.broker.settled, SizeIs(1)) << "it is safe";
  world.start();
  world.connect();
  world.open("e1", "T1");
  world.settle_down();
  EXPECT_EQ(stored(world, "T1").state, domain::TicketState::acknowledged);
  EXPECT_EQ(world.engine->counters().early, 0);
  EXPECT_EQ(world.engine->counters().applied, 2u);
  EXPECT_TRUE(ports::accounted(world.engine->counters()));
}

TEST_F(Timers, ACommentThatWaitedInVainOpensItsTicketAndAnythingElseIsParked) {
  world.deliver(world.event("e1", "T1", "ada@north.example", R"("commented": {"body": "It is down again"})"));
  world.deliver(world.event("e2", "T2", "admin@north.example", R"("acknowledged": {})"));
  world.settle_down();
  world.pass(10min);
  EXPECT_EQ(stored(world, "T1").state, domain::TicketState::open);
  EXPECT_THAT(world.observer.parked, ElementsAre(domain::ParkReason::unknown_ticket));
  EXPECT_EQ(world.engine->counters().early, 0);
  EXPECT_TRUE(ports::accounted(world.engine->counters()));
}

TEST_F(Timers, TheSameEarlyEventAgainIsADuplicate) {
  for (int i = 0; i < 2; ++i) {
    world.deliver(world.event("e2", "T1", "admin@north.example", R"("acknowledged": {})"));
    world.settle_down();
  }
  EXPECT_EQ(world.engine->counters().early, 1);
  EXPECT_EQ(world.engine->counters().duplicate, 1u);
}

TEST_F(Timers, BeyondTheirLimitEarlyEventsAreParkedAtOnce) {
  world.limits.early_bytes =
      world.event("e1", "T1", "admin@north.example", R"("acknowledged": {})").body.size();
  world.start();
  world.connect();
  world.deliver(world.event("e1", "T1", "admin@north.example", R"("acknowledged": {})"));
  world.deliver(world.event("e2", "T2", "admin@north.example", R"("acknowledged": {})"));
  world.settle_down();
  EXPECT_THAT(world.observer.parked, ElementsAre(domain::ParkReason::unknown_ticket));
}

TEST_F(Timers, AFloodOfEventsDoesNotKeepAClockFromRunningOut) {
  world.limits.batch_max = 4;
  world.start();
  world.connect();
  world.open("e1", "T1");
  world.settle_down();
  world.clock.at += 2h;
  engine::Delivered flood;
  for (int i = 0; i < 100; ++i) {
    const auto number = std::to_string(i);
    flood.deliveries.push_back(world.delivery(world.message("f" + number, "F" + number, "help")));
  }
  world.give(std::move(flood));
  world.give(world.access.work());  // the text of T1
  ASSERT_FALSE(world.access.jobs.empty());
  const auto& batch = std::get<ports::Batch>(world.access.jobs.front());
  ASSERT_THAT(batch.tickets, SizeIs(4));
  EXPECT_EQ(batch.tickets.back().id.value, "T1") << "after the deliveries of its batch";
}

TEST_F(Timers, SixThousandAtOnceAllClimb) {
  for (int i = 0; i < 6000; ++i) world.open("e" + std::to_string(i), "T" + std::to_string(i));
  world.settle_down();
  world.pass(61min);
  EXPECT_EQ(world.engine->counters().notices, 3u * 6000u) << "assigned, recalled, escalated";
}

}  // namespace
}  // namespace triaged::test
