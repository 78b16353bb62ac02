// Bridges to other on-call tooling: what they are told, that they hold up nothing, and what happens when the
// other side will not have a page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "watched_service.hpp"

namespace triaged::test {
namespace {

using namespace std::chrono_literals;
using ports::PublishResult;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct ABridge : Incidents {
  RecordingBridge pager;

  ABridge() {
    world.bridges.push_back({.kind = domain::BridgeKind::pagerduty, .outlet = pager});
    world.start();
    world.connect();
  }
  void answer(PublishResult result, domain::Duration wait = {}) {
    engine::Crossed crossed{.bridge = domain::BridgeKind::pagerduty, .link = pager.link, .results = {}};
    for (const auto& one : std::exchange(pager.published, {}))
      crossed.results.push_back(
          {.sequence = one.sequence, .result = result, .wait = wait, .why = "because of this test"});
    world.give(std::move(crossed));
  }
  // "type incident", in their order.
  [[nodiscard]] std::vector<std::string> under_way() const {
    std::vector<std::string> all;
    for (const auto& one : pager.published)
      all.push_back(one.message->type + " " + one.message->correlation_id);
    return all;
  }
  void acknowledge() { by_support(R"("incident_acknowledged": {"incident_id": "INC-1"})"); }
  void resolve() { by_support(R"("incident_resolved": {"incident_id": "INC-1"})"); }
};

TEST_F(ABridge, HearsOfAnIncidentInItsOrderOneAtATime) {
  fire();
  world.settle_down();
  EXPECT_THAT(under_way(), ElementsAre("signal.page INC-1"));
  acknowledge();
  resolve();
  EXPECT_THAT(under_way(), ElementsAre("signal.page INC-1")) << "the rest waits for its answer";
  answer(PublishResult::confirmed);
  EXPECT_THAT(under_way(), ElementsAre("signal.acknowledged INC-1"));
  answer(PublishResult::confirmed);
  EXPECT_THAT(under_way(), ElementsAre("signal.over INC-1"));
  answer(PublishResult::confirmed);
  world.settle_down();
  EXPECT_EQ(world.engine->outbox_rows(), 0u);
  EXPECT_THAT(world.store.disk().outbox, IsEmpty());
}

TEST_F(ABridge, ThatIsDownHoldsUpNoQueueAndLosesNothing) {
  fire();
  world.work();
  EXPECT_THAT(queues_of("incident.paged"), ElementsAre("team.on_call"));
  answer(PublishResult::nacked);
  EXPECT_THAT(world.observer.stopped, ElementsAre("bridge:pagerduty"));
  world.settle_down();
  EXPECT_EQ(world.engine->outbox_rows(), 1u) << "all but the signal went out";
  EXPECT_THAT(pager.published, IsEmpty());
  world.pass(world.limits.lane_retry_min);
  EXPECT_THAT(under_way(), ElementsAre("signal.page INC-1"));
  answer(PublishResult::confirmed);
  EXPECT_THAT(world.observer.flowing, ElementsAre("bridge:pagerduty"));
}

TEST_F(ABridge, WaitsAsLongAsTheOtherSideAsks) {
  fire();
  world.settle_down();
  answer(PublishResult::nacked, 5min);
  world.pass(4min);
  EXPECT_THAT(pager.published, IsEmpty());
  world.pass(1min);
  EXPECT_THAT(pager.published, SizeIs(1));
}

TEST_F(ABridge, FlowsThoughTheBrokerIsAway) {
  fire();
  world.settle_down();
  answer(PublishResult::nacked);
  world.disconnect();
  EXPECT_EQ(world.engine->wake_at(), world.clock.at + world.limits.lane_retry_min);
  world.clock.at += world.limits.lane_retry_min;
  world.give(engine::Tick{});
  EXPECT_THAT(under_way(), ElementsAre("signal.page INC-1"));
}

TEST_F(ABridge, RepeatsAfterACrashWhatHadNoAnswer) {
  fire();
  world.settle_down();
  const auto first = pager.published.at(0);
  pager.published.clear();
  restart();
  ASSERT_THAT(pager.published, SizeIs(1));
  EXPECT_EQ(*pager.published[0].message, *first.message);
}

TEST_F(ABridge, ThatRefusesAPageForGoodHasTheNextLevelPagedOnce) {
  fire();
  world.settle_down();
  answer(PublishResult::refused);
  world.work();
  EXPECT_THAT(queues_of("incident.paged"), ElementsAre("team.area_leads"));
  EXPECT_EQ(incident().level, 2u);
  EXPECT_THAT(incident().reason.text, HasSubstr("the page was refused: pagerduty: because of this test"));
  EXPECT_THAT(world.observer.lost, ElementsAre("INC-1"));
  EXPECT_THAT(pager.published, IsEmpty()) << "what was refused would be refused again";
  world.settle_down();
  EXPECT_EQ(world.engine->outbox_rows(), 0u);
}

TEST_F(ABridge, ThatRefusesTheLastLevelDoesNotBeginAnewAtOnce) {
  fire();
  world.settle_down();
  answer(PublishResult::confirmed);
  world.pass(15min);
  ASSERT_EQ(incident().level, 2u) << "which is the last";
  answer(PublishResult::refused);
  world.settle_down();
  EXPECT_EQ(incident().level, 2u);
  EXPECT_THAT(pager.published, IsEmpty());
  EXPECT_NE(timer(incident(), domain::IncidentClock::page), nullptr) << "all are paged again in their time";
}

TEST_F(ABridge, ARefusalAndWhatFollowsAreInOneCommit) {
  fire();
  world.settle_down();
  const auto rows = world.store.disk().outbox.size();
  ASSERT_EQ(rows, 1u);
  answer(PublishResult::refused);
  ASSERT_THAT(world.access.jobs, SizeIs(1));
  const auto& batch = std::get<ports::Batch>(world.access.jobs.front());
  EXPECT_THAT(batch.outbox_done, SizeIs(1));
  EXPECT_THAT(batch.incidents, SizeIs(1));
}

TEST_F(ABridge, ARefusalOfWhatIsNoPageIsSaidAndChangesNothing) {
  fire();
  world.settle_down();
  answer(PublishResult::confirmed);
  acknowledge();
  const auto version = incident().version;
  answer(PublishResult::refused);
  world.settle_down();
  EXPECT_EQ(incident().version, version);
  EXPECT_THAT(world.observer.lost, ElementsAre("INC-1"));
}

TEST_F(ABridge, ThatIsNotThereAnyMoreHasItsSignalsGivenUpAndSaidSo) {
  fire();
  world.settle_down();
  world.bridges.clear();
  restart();
  world.settle_down();
  EXPECT_THAT(world.observer.lost, ElementsAre("INC-1"));
  EXPECT_EQ(world.engine->outbox_rows(), 0u);
  EXPECT_EQ(incident().level, 2u) << "nobody was woken by it";
}

TEST_F(ABridge, ThatLosesAPageBecauseTooManyWaitFallsBackToo) {
  world.limits.bridge_rows = world.limits.bridge_unanswered = 1;
  world.start();
  world.connect();
  fire("a", "prod");
  fire("b", "two");
  world.settle_down();
  ASSERT_THAT(under_way(), ElementsAre("signal.page INC-1"));
  ASSERT_EQ(incident(2).level, 1u);
  resolve();
  EXPECT_THAT(world.observer.lost, ElementsAre("INC-2"));
  EXPECT_EQ(incident(2).level, 2u);
}

TEST_F(ABridge, LateAnswersFromBeforeTheStoreFailedSayNothing) {
  fire();
  world.settle_down();
  const auto before = std::exchange(pager.published, {});
  const auto link = pager.link;
  ASSERT_THAT(before, SizeIs(1));
  acknowledge();
  world.store.fail_next_commit(CommitFault::lost);
  world.open("e1", "T1");
  world.work();
  world.disconnect();
  world.connect();
  world.settle_down();
  ASSERT_THAT(under_way(), ElementsAre("signal.page INC-1")) << "once more";
  world.give(
      engine::Crossed{.bridge = domain::BridgeKind::pagerduty,
                      .link = link,
                      .results = {{.sequence = before[0].sequence, .result = PublishResult::confirmed}}});
  EXPECT_THAT(under_way(), ElementsAre("signal.page INC-1")) << "and nothing overtakes it";
  answer(PublishResult::confirmed);
  EXPECT_THAT(under_way(), ElementsAre("signal.acknowledged INC-1"));
}

TEST_F(ABridge, WaitsAsLongAsTheOtherSideAsksAlsoWhereAnotherFailedFirst) {
  fire("a", "prod");
  fire("b", "two");
  world.settle_down();
  ASSERT_THAT(pager.published, SizeIs(2));
  engine::Crossed crossed{.bridge = domain::BridgeKind::pagerduty, .link = pager.link, .results = {}};
  crossed.results = {
      {.sequence = pager.published[0].sequence, .result = PublishResult::nacked},
      {.sequence = pager.published[1].sequence, .result = PublishResult::nacked, .wait = 5min}};
  pager.published.clear();
  world.give(std::move(crossed));
  world.pass(4min);
  EXPECT_THAT(pager.published, IsEmpty());
  world.pass(1min);
  EXPECT_THAT(pager.published, SizeIs(1));
}

TEST_F(ABridge, IsOneOfTwoAndBothHearOfItWhateverBecomesOfTheOther) {
  RecordingBridge wall;
  world.bridges.push_back({.kind = domain::BridgeKind::alertmanager, .outlet = wall});
  world.start();
  world.connect();
  fire();
  world.settle_down();
  ASSERT_THAT(wall.published, SizeIs(1));
  answer(PublishResult::refused);
  world.settle_down();
  EXPECT_EQ(incident().level, 2u);
  world.give(engine::Crossed{
      .bridge = domain::BridgeKind::alertmanager,
      .link = wall.link,
      .results = {{.sequence = wall.published.at(0).sequence, .result = PublishResult::refused}}});
  world.settle_down();
  EXPECT_EQ(incident().level, 2u) << "that page has fallen back already";
  EXPECT_EQ(world.engine->outbox_rows(), 0u);
}

TEST_F(ABridge, WithTooManyWaitingGivesUpTheOldest) {
  world.limits.bridge_rows = 2;
  world.start();
  world.connect();
  fire();
  world.settle_down();
  acknowledge();
  EXPECT_THAT(world.observer.lost, IsEmpty());
  resolve();
  EXPECT_THAT(world.observer.lost, ElementsAre("INC-1"));
  EXPECT_THAT(under_way(), ElementsAre("signal.page INC-1"));
  answer(PublishResult::confirmed);
  EXPECT_THAT(under_way(), ElementsAre("signal.over INC-1")) << "of those that waited, the newest is left";
}

TEST_F(ABridge, ThatIsDownDoesNotHoldUpTheEnd) {
  fire();
  world.settle_down();
  acknowledge();
  world.give(engine::Drain{});
  world.settle_down();
  EXPECT_FALSE(world.engine->drained()) << "one is under way";
  answer(PublishResult::confirmed);
  world.settle_down();
  EXPECT_TRUE(world.engine->drained());
  EXPECT_THAT(pager.published, IsEmpty()) << "the rest is told after the next start";
  EXPECT_EQ(world.engine->outbox_rows(), 1u);
}

}  // namespace
}  // namespace triaged::test
