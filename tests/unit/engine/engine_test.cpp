// The order of the stages, and what happens when one of them fails.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/engine_world.hpp"

namespace triaged::test {
namespace {

using ports::DeliveryTag;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(TheWayOfATicket, NothingIsAcknowledgedOrPublishedBeforeTheCommit) {
  World world;
  world.connect();
  world.open("e1", "T1");
  EXPECT_THAT(world.access.jobs, SizeIs(1)) << "a lone message is handed to the store at once";
  EXPECT_THAT(world.broker.settled, IsEmpty());
  EXPECT_THAT(world.broker.published, IsEmpty());
  world.work();
  EXPECT_THAT(world.broker.settled, ElementsAre(DeliveryTag{1, 1}));
  ASSERT_THAT(world.broker.published, SizeIs(1));
  EXPECT_EQ(world.broker.published[0].message->queue, "team.hub_admin");
  EXPECT_EQ(world.broker.published[0].message->message_id, "T1:1:0@1");
}

TEST(TheWayOfATicket, ANoticeLeavesTheStoreOnlyWhenItIsConfirmed) {
  World world;
  world.connect();
  world.open("e1", "T1");
  world.work();
  EXPECT_THAT(world.store.disk().outbox, SizeIs(1));
  world.settle_down();
  EXPECT_THAT(world.store.disk().outbox, IsEmpty());
  EXPECT_EQ(world.engine->counters(), (ports::Counters{.received = 1,
                                                       .applied = 1,
                                                       .duplicate = 0,
                                                       .refused = 0,
                                                       .early = 0,
                                                       .parked = 0,
                                                       .notices = 1,
                                                       .confirmed = 1}));
}

TEST(TheWayOfATicket, WhatComesDuringACommitFormsTheNextBatch) {
  World world;
  world.connect();
  world.open("e1", "T1");
  world.open("e2", "T2");
  world.open("e3", "T3");
  ASSERT_THAT(world.access.jobs, SizeIs(1));
  world.give(world.access.work());
  ASSERT_THAT(world.access.jobs, SizeIs(1));
  EXPECT_THAT(std::get<ports::Batch>(world.access.jobs[0]).tickets, SizeIs(2));
}

TEST(TheWayOfATicket, ABatchHasALimit) {
  World world;
  world.limits.batch_max = 2;
  world.start();
  world.connect();
  engine::Delivered many;
  for (int i = 0; i < 5; ++i)
    many.deliveries.push_back(
        world.delivery(world.message("e" + std::to_string(i), "T" + std::to_string(i), "help")));
  world.give(std::move(many));
  std::vector<std::size_t> sizes;
  while (!world.access.jobs.empty()) {
    if (const auto* batch = std::get_if<ports::Batch>(&world.access.jobs.front()); !batch->tickets.empty())
      sizes.push_back(batch->tickets.size());
    world.give(world.access.work());
  }
  EXPECT_THAT(sizes, ElementsAre(2, 2, 1));
}

TEST(TheWayOfATicket, HistoryKeepsTheFactsAndWhatTheyWereDecidedUnder) {
  World world;
  world.connect();
  world.open("e1", "T1", "an invoice");
  world.settle_down();
  ASSERT_THAT(world.store.disk().history, SizeIs(1));
  const auto entry = codec::decode_history(world.store.disk().history[0].payload);
  ASSERT_TRUE(entry);
  EXPECT_EQ(std::get<domain::Opened>(entry->event.body).subject, "an invoice");
  EXPECT_EQ(entry->ticket.team.value, "partnerships");
  EXPECT_EQ(entry->classification.rule.value, "money");
  EXPECT_EQ(entry->ruleset, rules::digest(*world.knowledge.rules));
  EXPECT_EQ(entry->directory, world.knowledge.directory->digest());
  EXPECT_EQ(entry->policy, world.knowledge.policy->digest);
}

TEST(TheWayOfATicket, WhatNobodyMustDoIsRecordedAndSaysNothing) {
  World world;
  world.connect();
  world.open("e1", "T1", "You won the lottery");
  world.settle_down();
  EXPECT_EQ(codec::decode_ticket(world.store.disk().tickets.at(domain::TicketId{"T1"}).payload)->state,
            domain::TicketState::resolved);
  EXPECT_EQ(world.engine->counters().notices, 0u);
}

TEST(Repeats, TheSameEventTwiceHasItsEffectsOnce) {
  World world;
  world.connect();
  world.open("e1", "T1");
  world.open("e1", "T1");  // while the first is being committed
  world.settle_down();
  world.open("e1", "T1");  // long after
  world.settle_down();
  EXPECT_EQ(world.engine->counters().applied, 1u);
  EXPECT_EQ(world.engine->counters().duplicate, 2u);
  EXPECT_EQ(world.engine->counters().notices, 1u);
  EXPECT_THAT(world.broker.settled, SizeIs(3));
  EXPECT_TRUE(ports::accounted(world.engine->counters()));
}

TEST(Repeats, AreRecognisedByTheNextProcess) {
  World world;
  world.connect();
  world.open("e1", "T1");
  world.settle_down();
  world.store.crash();
  world.start();
  world.connect();
  world.deliver(world.message("e1", "T1", "help"), true);
  world.settle_down();
  EXPECT_EQ(world.engine->counters().applied, 1u);
  EXPECT_EQ(world.engine->counters().duplicate, 1u);
}

TEST(Repeats, TheSameIdWithOtherContentIsParkedAndSeen) {
  World world;
  world.connect();
  world.open("e1", "T1", "one");
  world.open("e1", "T1", "another");
  world.settle_down();
  EXPECT_THAT(world.observer.parked, ElementsAre(domain::ParkReason::id_conflict));
  ASSERT_THAT(world.store.disk().parked, SizeIs(1));
  EXPECT_EQ(codec::decode_inbound(world.store.disk().parked.begin()->second.message)->body,
            world.message("e1", "T1", "another").body);
  EXPECT_EQ(world.engine->counters().notices, 2u) << "a ticket at support says so";
}

TEST(Repeats, ASecondOpeningUnderAnotherIdIsRefused) {
  World world;
  world.connect();
  world.open("e1", "T1");
  world.open("e2", "T1");
  world.settle_down();
  EXPECT_EQ(world.observer.refused, 1u);
  EXPECT_EQ(world.engine->counters().refused, 1u);
  EXPECT_THAT(world.store.disk().history, SizeIs(2)) << "the refusal is recorded";
}

// The recall is answered after the commit that was under way: what became durable meanwhile is known all the
// same.
TEST(Repeats, OfAnEventBeingCommittedAreRecognisedBesideOneThatMustBeLookedUp) {
  World world;
  world.connect();
  world.open("e0", "T0");
  world.settle_down();
  world.open("e1", "T1");  // its commit is under way
  engine::Delivered again;
  again.deliveries.push_back(world.delivery(world.message("e0", "T0", "help")));
  again.deliveries.push_back(world.delivery(world.message("e1", "T1", "help")));
  again.deliveries.push_back(world.delivery(world.message("e1", "T9", "other")));
  world.give(std::move(again));
  world.settle_down();
  EXPECT_EQ(world.engine->counters().applied, 2u);
  EXPECT_EQ(world.engine->counters().duplicate, 2u);
  EXPECT_EQ(world.engine->counters().parked, 1u);
  EXPECT_EQ(world.engine->counters().refused, 0u);
}

TEST(Unreadable, IsParkedWithItsBytesAndOpensATicketOnce) {
  World world;
  world.connect();
  domain::InboundMessage broken = world.message("e1", "T1", "help");
  broken.body.resize(20);
  broken.full_size = broken.body.size();
  world.deliver(broken);
  world.deliver(broken);
  world.open("e2", "T2");
  world.settle_down();
  const auto& counters = world.engine->counters();
  EXPECT_EQ(counters.parked, 1u);
  EXPECT_EQ(counters.duplicate, 1u);
  EXPECT_EQ(counters.applied, 1u) << "good messages behind it pass";
  EXPECT_TRUE(ports::accounted(counters));
  EXPECT_THAT(world.store.disk().tickets, SizeIs(2));
  EXPECT_TRUE(world.store.disk().tickets.begin()->first.value.starts_with("PARKED-"));
  EXPECT_THAT(world.store.disk().history, SizeIs(2)) << "the parked one's ticket has its history too";
}

TEST(Unreadable, FromAProducerOfAlertsOrAStrangerOpensNoTicket) {
  World world;
  world.connect();
  for (const auto* user : {"alertmanager", "stranger"}) {
    auto broken = world.message("e1", "T1", "help", user);
    broken.body += "}";
    world.deliver(broken);
  }
  world.deliver(world.message("e2", "T2", "help", "stranger"));
  world.settle_down();
  EXPECT_EQ(world.engine->counters().parked, 3u);
  EXPECT_THAT(world.store.disk().tickets, IsEmpty());
  EXPECT_THAT(world.observer.parked,
              ElementsAre(domain::ParkReason::undecodable, domain::ParkReason::unknown_producer,
                          domain::ParkReason::unknown_producer));
}

TEST(Producers, SpeakOnlyForWhatTheyMay) {
  World world;
  world.connect();
  world.deliver(world.message("e1", "T1", "help", "alertmanager"));  // may tell alerts only
  world.deliver(world.message("e2", "T2", "help", "south"));         // another hub's
  world.settle_down();
  EXPECT_EQ(world.engine->counters().refused, 2u);
  EXPECT_THAT(world.store.disk().tickets, IsEmpty());
}

TEST(Producers, GetNoOtherHubByNamingItInTheText) {
  World world;
  world.connect();
  auto sly = world.message("e1", "T1", "see https://hub.north.example", "south");
  const std::string claim = R"(, "hub": "north/prod")";
  sly.body.erase(sly.body.find(claim), claim.size());
  sly.full_size = sly.body.size();
  world.deliver(sly);
  world.settle_down();
  const auto ticket = codec::decode_ticket(world.store.disk().tickets.at(domain::TicketId{"T1"}).payload);
  EXPECT_EQ(ticket->team.value, "support");
  EXPECT_EQ(ticket->reason.code, domain::ReasonCode::unknown_hub);
}

}  // namespace
}  // namespace triaged::test
