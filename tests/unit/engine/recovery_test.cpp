// When the store fails, or the daemon died: what was decided and not stored is decided again, and once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/engine_world.hpp"

namespace triaged::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(TheStore, AnUnknownCommitThatWasStoredCounts) {
  World world;
  world.connect();
  world.store.fail_next_commit(CommitFault::stored);
  world.open("e1", "T1");
  world.settle_down();
  EXPECT_THAT(world.broker.settled, SizeIs(1));
  EXPECT_THAT(world.broker.restarts, IsEmpty());
  EXPECT_EQ(world.engine->counters().applied, 1u);
}

TEST(TheStore, AnUnknownCommitThatWasLostIsDecidedAgainFromTheBroker) {
  World world;
  world.connect();
  world.open("e0", "T0");
  world.settle_down();
  world.store.fail_next_commit(CommitFault::lost);
  world.open("e1", "T1");
  world.open("e2", "T2");  // decided on what is not true
  world.work();
  EXPECT_THAT(world.broker.settled, SizeIs(1)) << "only the first, from before";
  EXPECT_THAT(world.broker.restarts, SizeIs(1));
  world.disconnect();
  world.connect();
  world.deliver(world.message("e1", "T1", "help"), true);
  world.deliver(world.message("e2", "T2", "help"), true);
  world.settle_down();
  EXPECT_EQ(world.engine->counters().applied, 3u);
  EXPECT_EQ(world.engine->counters().notices, 3u);
  EXPECT_THAT(world.store.disk().tickets, SizeIs(3));
}

TEST(TheStore, ThatDoesNotComeBackEndsTheProcess) {
  World world;
  world.connect();
  world.store.fail_next_commit(CommitFault::lost);
  world.store.fail_next_reopen();
  world.open("e1", "T1");
  world.work();
  EXPECT_EQ(world.engine->health(), engine::Health::failed);
}

TEST(TheStore, AFailedReadIsClearedUpLikeAFailedCommit) {
  World world;
  world.connect();
  world.open("e1", "T1");
  world.settle_down();
  world.store.fail_next_fetch();
  world.open("e1", "T1");  // perhaps seen: the store must be asked
  world.work();
  EXPECT_EQ(world.engine->health(), engine::Health::running);
  EXPECT_THAT(world.broker.restarts, SizeIs(1));
}

TEST(AfterACrash, ARedeliveredMessageIsNotedBeforeItIsDecidedAndParkedTheThirdTime) {
  World world;
  for (int attempt = 1; attempt <= 2; ++attempt) {
    world.store.crash();
    world.start();
    world.connect();
    world.deliver(world.message("e1", "T1", "deadly"), true);
    ASSERT_THAT(world.access.jobs, SizeIs(1));
    EXPECT_THAT(std::get<ports::Batch>(world.access.jobs[0]).attempts, SizeIs(1));
    ASSERT_EQ(world.store.commit(std::get<ports::Batch>(world.access.jobs[0])),
              ports::CommitResult::committed);
    // and here the process dies, deciding it
  }
  world.store.crash();
  world.start();
  world.connect();
  world.deliver(world.message("e1", "T1", "deadly"), true);
  world.deliver(world.message("e2", "T2", "harmless"), true);
  world.settle_down();
  EXPECT_THAT(world.observer.parked, ElementsAre(domain::ParkReason::crashed_three_times));
  EXPECT_EQ(world.engine->counters().applied, 1u);
  EXPECT_THAT(world.store.disk().attempts, IsEmpty());
  EXPECT_TRUE(ports::accounted(world.engine->counters()));
}

TEST(AfterACrash, RedeliveredMessagesAreTakenAloneUntilAFreshOneComes) {
  World world;
  world.store.crash();
  world.start();
  world.connect();
  engine::Delivered all;
  all.deliveries.push_back(world.delivery(world.message("e1", "T1", "help"), true));
  all.deliveries.push_back(world.delivery(world.message("e2", "T2", "help"), true));
  all.deliveries.push_back(world.delivery(world.message("e3", "T3", "help"), false));
  all.deliveries.push_back(world.delivery(world.message("e4", "T4", "help"), true));
  world.give(std::move(all));
  std::vector<std::size_t> sizes;
  while (!world.access.jobs.empty()) {
    if (const auto* batch = std::get_if<ports::Batch>(&world.access.jobs.front()); !batch->tickets.empty())
      sizes.push_back(batch->tickets.size());
    world.give(world.access.work());
  }
  EXPECT_THAT(sizes, ElementsAre(1, 1, 2));
}

TEST(AfterACrash, ConfirmationsDoNotKeepARedeliveredMessageWaiting) {
  World world;
  world.store.crash();
  world.start();
  world.connect();
  world.deliver(world.message("e1", "T1", "help"), true);
  world.work();
  world.answer_all(ports::PublishResult::confirmed);
  ASSERT_THAT(world.access.jobs, IsEmpty()) << "the confirmation waits for company";
  world.deliver(world.message("e2", "T2", "help"), true);
  ASSERT_THAT(world.access.jobs, SizeIs(1));
  EXPECT_THAT(std::get<ports::Batch>(world.access.jobs[0]).attempts, SizeIs(1));
}

TEST(AfterAProperEnd, RedeliveredMessagesNeedNoNotes) {
  World world;
  world.store.restart();
  world.start();
  world.connect();
  world.deliver(world.message("e1", "T1", "help"), true);
  EXPECT_THAT(std::get<ports::Batch>(world.access.jobs.at(0)).attempts, IsEmpty());
}

}  // namespace
}  // namespace triaged::test
