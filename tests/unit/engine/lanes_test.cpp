// Lanes and the link under them: what stops, what flows, what is repeated.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/engine_world.hpp"

namespace triaged::test {
namespace {

using ports::PublishResult;
using testing::ElementsAre;
using testing::SizeIs;

TEST(Lanes, OneThatIsRefusedStopsAloneAndTriesAgain) {
  World world;
  world.connect();
  world.open("e1", "T1", "an invoice");
  world.open("e2", "T2", "help");
  world.work();
  engine::Answered answers{.link = world.link, .results = {}};
  for (const auto& one : world.broker.published)
    answers.results.push_back({one.sequence, one.message->queue == "team.partnerships"
                                                 ? PublishResult::nacked
                                                 : PublishResult::confirmed});
  world.broker.published.clear();
  world.give(std::move(answers));
  EXPECT_THAT(world.observer.stopped, ElementsAre("team.partnerships"));

  world.open("e3", "T3", "an invoice");
  world.open("e4", "T4", "help");
  world.work();
  ASSERT_THAT(world.broker.published, SizeIs(1)) << "only the other lane flows";
  EXPECT_EQ(world.broker.published[0].message->queue, "team.hub_admin");
  world.answer_all(PublishResult::confirmed);

  world.clock.at += world.limits.confirm_lag;
  world.give(engine::Tick{});
  world.work();  // the confirmations' own commit
  EXPECT_EQ(world.engine->wake_at(), world.clock.at - world.limits.confirm_lag + world.limits.lane_retry_min);
  world.clock.at += world.limits.lane_retry_min;
  world.give(engine::Tick{});
  ASSERT_THAT(world.broker.published, SizeIs(1)) << "one notice tries the way";
  EXPECT_EQ(world.broker.published[0].message->correlation_id, "T1") << "the oldest";
  world.settle_down();
  EXPECT_THAT(world.observer.flowing, ElementsAre("team.partnerships"));
  EXPECT_EQ(world.engine->outbox_rows(), 0u);
}

TEST(Lanes, AMissingQueueIsDeclaredAnewAndItsDelayGrows) {
  World world;
  world.connect();
  world.open("e1", "T1");
  world.work();
  world.answer_all(PublishResult::returned);
  EXPECT_THAT(world.broker.declared, ElementsAre("team.hub_admin"));
  world.clock.at += world.limits.lane_retry_min;
  world.give(engine::Tick{});
  world.answer_all(PublishResult::returned);
  EXPECT_EQ(world.engine->wake_at(), world.clock.at + 2 * world.limits.lane_retry_min);
}

TEST(Lanes, AClockSetBackDoesNotPutALaneToSleep) {
  World world;
  world.connect();
  world.open("e1", "T1");
  world.work();
  world.answer_all(PublishResult::nacked);
  world.clock.at -= std::chrono::hours{1};
  world.give(engine::Tick{});
  EXPECT_THAT(world.broker.published, SizeIs(1));
}

TEST(Lanes, AfterTenMinutesItsTeamIsPassedOver) {
  World world;
  world.connect();
  world.open("e1", "T1", "an invoice");
  world.work();
  world.answer_all(PublishResult::nacked);
  world.go_on_refusing(world.limits.lane_given_up);
  world.open("e2", "T2", "an invoice");
  world.work();
  const auto ticket = codec::decode_ticket(world.store.disk().tickets.at(domain::TicketId{"T2"}).payload);
  EXPECT_EQ(ticket->team.value, "support");
  EXPECT_EQ(ticket->reason.code, domain::ReasonCode::undeliverable);
}

TEST(Lanes, ATimeWithoutABrokerSaysNothingOfAQueue) {
  World world;
  world.limits.marker_wait = {};
  world.start();
  world.connect();
  world.open("e1", "T1", "an invoice");
  world.work();
  world.answer_all(PublishResult::nacked);
  world.disconnect();
  world.clock.at += 2 * world.limits.lane_given_up;
  world.connect();
  world.answer_all(PublishResult::nacked);  // once more, and for the first time over this link
  world.open("e2", "T2", "an invoice");
  world.work();
  const auto team = [&](const char* id) {
    return codec::decode_ticket(world.store.disk().tickets.at(domain::TicketId{id}).payload)->team.value;
  };
  EXPECT_EQ(team("T1"), "partnerships");
  EXPECT_EQ(team("T2"), "partnerships");
}

TEST(TheLink, WhatHadNoAnswerIsPublishedAgainUnderTheSameId) {
  World world;
  world.connect();
  world.open("e1", "T1");
  world.open("e2", "T2");
  world.work();
  world.disconnect();
  world.connect();
  ASSERT_THAT(world.broker.published, SizeIs(2));
  EXPECT_EQ(world.broker.published[0].message->message_id, "T1:1:0@1");
  EXPECT_EQ(world.broker.published[1].message->message_id, "T2:1:0@1");
}

TEST(TheLink, AnswersAndDeliveriesOfALinkThatIsGoneMeanNothing) {
  World world;
  world.connect();
  world.open("e1", "T1");
  world.work();
  const auto sequence = world.broker.published.at(0).sequence;
  world.disconnect();
  world.connect();
  world.give(engine::Answered{1, {{sequence, PublishResult::confirmed}}});
  EXPECT_EQ(world.engine->outbox_rows(), 1u);
  engine::Delivered stale;
  stale.deliveries.push_back(
      {.tag = {1, 7}, .redelivered = false, .message = world.message("e9", "T9", "help")});
  world.give(std::move(stale));
  world.settle_down();
  EXPECT_EQ(world.engine->counters().received, 1u);
}

}  // namespace
}  // namespace triaged::test
