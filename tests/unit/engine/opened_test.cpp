// What the engine tells of an opening, for those who decide it once more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/engine_world.hpp"

namespace triaged::test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST(Opening, IsToldAsSoonAsItIsDecidedWithAllThatItCameOf) {
  World world;
  world.connect();
  world.open("e1", "T1", "An invoice");
  EXPECT_EQ(world.observer.routed, 0u) << "it is not on disk";
  ASSERT_THAT(world.observer.opened, SizeIs(1));
  const auto& told = world.observer.opened[0];
  EXPECT_EQ(told.ticket.id, domain::TicketId("T1"));
  EXPECT_EQ(told.ticket.team, domain::TeamId("partnerships"));
  EXPECT_EQ(told.ticket.received_at, world.clock.at);
  EXPECT_EQ(told.text.subject, "An invoice");
  EXPECT_EQ(told.rule, domain::RuleName("money"));
  EXPECT_EQ(told.in_force, digests(world.knowledge));
}

TEST(Opening, OfWhatWasRefusedParkedOrCameTwiceNothingIsTold) {
  World world;
  world.connect();
  world.open("e1", "T1");
  world.observer.opened.clear();
  world.open("e1", "T1");
  world.open("e2", "T1", "opened a second time");
  world.deliver(world.message("e3", "T3", "from the south", "south"));
  auto unreadable = world.message("e4", "T4", "help");
  unreadable.body = "{";
  world.deliver(unreadable);
  world.work();
  EXPECT_EQ(world.observer.duplicates, 1u);
  EXPECT_EQ(world.observer.refused, 2u);
  EXPECT_THAT(world.observer.parked, SizeIs(1));
  EXPECT_THAT(world.observer.opened, IsEmpty());
}

}  // namespace
}  // namespace triaged::test
