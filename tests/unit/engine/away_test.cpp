// The broker is away, and clocks stand still for that time: across commits that fail, and restarts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/engine_world.hpp"

namespace triaged::test {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;

struct WithoutBroker : testing::Test {
  World world;
  WithoutBroker() {
    world.limits.shortest_away = 1min;
    world.limits.marker_wait = 0s;
    world.set_policy("notify_requesters: false\ndeadlines: [{first_response: 2h}]\n");
    world.start();
    world.connect();
    world.open("e1", "T1");
    world.settle_down();
  }
  void away_for(domain::Duration time) {
    world.disconnect();
    world.clock.at += time;
    world.connect();
    world.settle_down();
  }
  void pass(domain::Duration time) {
    world.clock.at += time;
    world.give(engine::Tick{});
    world.settle_down();
  }
  std::string team() {
    for (const auto& [ticket, row] : world.store.disk().tickets)
      if (ticket.value == "T1") return codec::decode_ticket(row.payload)->team.value;
    return {};
  }
};

TEST_F(WithoutBroker, AClockStandsStillForThatTimeAndThenRunsOn) {
  away_for(3h);
  ASSERT_THAT(world.store.disk().away, SizeIs(1));
  EXPECT_EQ(team(), "hub_admin");
  pass(119min);
  EXPECT_EQ(team(), "hub_admin");
  pass(2min);
  EXPECT_EQ(team(), "community_representative");
}

TEST_F(WithoutBroker, ItIsOnDiskAtOnceAndHoldsUpNoStop) {
  world.disconnect();
  world.clock.at += 90min;
  world.give(engine::LinkUp{++world.link});
  world.work();
  EXPECT_THAT(world.store.disk().away, SizeIs(1)) << "though nothing else is to be stored";
  world.give(engine::Drain{});
  EXPECT_TRUE(world.engine->safe());
}

TEST_F(WithoutBroker, AMomentIsNotCounted) {
  away_for(30s);
  EXPECT_THAT(world.store.disk().away, IsEmpty());
}

TEST_F(WithoutBroker, ItIsRememberedAcrossARestart) {
  away_for(90min);
  pass(20min);
  world.start();
  world.connect();
  pass(60min);  // 170 minutes after its opening, of which 90 do not count
  EXPECT_EQ(team(), "hub_admin");
  pass(41min);
  EXPECT_EQ(team(), "community_representative");
}

TEST_F(WithoutBroker, ItIsKeptThoughTheCommitThatHeldItFailed) {
  world.disconnect();
  world.clock.at += 90min;
  world.store.fail_next_commit(CommitFault::lost);
  world.connect();
  world.settle_down();
  world.connect();
  world.settle_down();
  EXPECT_THAT(world.store.disk().away, SizeIs(1));
  pass(119min);
  EXPECT_EQ(team(), "hub_admin");
}

}  // namespace
}  // namespace triaged::test
