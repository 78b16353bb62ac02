// What is bounded, and how the engine ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/engine_world.hpp"

namespace triaged::test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST(Limits, AFullOutboxHoldsTheIntakeUntilThereIsRoom) {
  World world;
  world.limits.outbox_rows = 10;
  world.start();
  world.connect();
  for (int i = 0; i < 12; ++i) {
    world.open("e" + std::to_string(i), "T" + std::to_string(i));
    world.work();
  }
  EXPECT_FALSE(world.broker.wanted);
  EXPECT_EQ(world.engine->counters().received, 10u);
  world.settle_down();
  EXPECT_TRUE(world.broker.wanted);
  EXPECT_EQ(world.engine->counters().received, 12u) << "what had been sent ahead was kept";
}

TEST(Limits, ABatchIsLimitedInBytesToo) {
  World world;
  world.limits.batch_bytes = 300;  // the first message fits, the second goes over, the third waits
  world.start();
  world.connect();
  engine::Delivered many;
  for (int i = 0; i < 3; ++i)
    many.deliveries.push_back(
        world.delivery(world.message("e" + std::to_string(i), "T" + std::to_string(i), "help")));
  world.give(std::move(many));
  ASSERT_THAT(world.access.jobs, SizeIs(1));
  EXPECT_THAT(std::get<ports::Batch>(world.access.jobs[0]).tickets, SizeIs(2));
  world.settle_down();
  EXPECT_EQ(world.engine->counters().applied, 3u);
}

TEST(Limits, ALaneHasOnlySoManyUnconfirmed) {
  World world;
  world.limits.unconfirmed = 3;
  world.start();
  world.connect();
  for (int i = 0; i < 5; ++i) {
    world.open("e" + std::to_string(i), "T" + std::to_string(i));
    world.work();
  }
  EXPECT_THAT(world.broker.published, SizeIs(3));
}

TEST(Draining, TakesNothingMoreAndEndsWhenEverythingIsConfirmed) {
  World world;
  world.connect();
  world.open("e1", "T1");
  world.give(engine::Drain{});
  world.open("e2", "T2");
  EXPECT_FALSE(world.engine->safe());
  world.work();
  EXPECT_TRUE(world.engine->safe());
  EXPECT_FALSE(world.engine->drained());
  world.settle_down();
  EXPECT_TRUE(world.engine->drained());
  EXPECT_EQ(world.engine->counters().received, 1u);
  EXPECT_THAT(world.store.disk().outbox, IsEmpty());
}

}  // namespace
}  // namespace triaged::test
