// What hubs tell of their admins counts from the next decision on, and after whatever happens to the process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/engine_world.hpp"

namespace triaged::test {
namespace {

using ports::DocumentKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kNew = "new@north.example";
constexpr const char* kAdmin = "admin@north.example";

struct AdminsWorld : World {
  AdminsWorld() {
    const auto digests = engine::digests(knowledge);
    knowledge.documents = {{{DocumentKind::rules, digests.rules}, "rules"},
                           {{DocumentKind::directory, digests.directory}, "directory"},
                           {{DocumentKind::policy, digests.policy}, "policy"}};
    start();
    connect();
  }

  [[nodiscard]] static domain::InboundMessage told(const std::string& id, const std::string& kind,
                                                   const std::string& admin,
                                                   const std::string& at = "2026-03-02T08:00:00Z",
                                                   const std::string& hub = "north/prod",
                                                   const std::string& user = "guest") {
    domain::InboundMessage message;
    message.body = R"({"event_id": ")" + id + R"(", "occurred_at": ")" + at + R"(", "hub": ")" + hub +
                   R"(", ")" + kind + R"(": {"actor": {"id": ")" + admin + R"("}}})";
    message.full_size = message.body.size();
    message.content_type = "application/json";
    message.user_id = user;
    return message;
  }
  [[nodiscard]] domain::InboundMessage acknowledged(const std::string& id, const std::string& ticket,
                                                    const std::string& by) const {
    return event(id, ticket, by, R"("acknowledged": {})");
  }
  [[nodiscard]] codec::HistoryEntry decision(std::size_t from_the_end = 0) const {
    const auto& history = store.disk().history;
    return *codec::decode_history(history.at(history.size() - 1 - from_the_end).payload);
  }
  void give_all(std::vector<domain::InboundMessage> messages) {
    engine::Delivered all;
    for (auto& one : messages) all.deliveries.push_back(delivery(std::move(one)));
    give(std::move(all));
  }
  // Opens a ticket at the hub's admins and lets somebody acknowledge it: the refusal, or nothing.
  std::optional<domain::Refusal> may_acknowledge(const std::string& actor) {
    const std::string name = "P" + std::to_string(++probes);
    open("open-" + name, name);
    deliver(acknowledged("ack-" + name, name, actor));
    settle_down();
    return decision().refused;
  }

  int probes = 0;
};

TEST(Admins, WhoeverWasAddedMayActAndWhoeverWasRemovedMayNot) {
  AdminsWorld world;
  EXPECT_EQ(world.may_acknowledge(kNew), domain::Refusal::not_allowed);
  world.deliver(world.told("a1", "admin_added", kNew));
  world.settle_down();
  EXPECT_EQ(world.may_acknowledge(kNew), std::nullopt);
  world.deliver(world.told("a2", "admin_removed", kNew, "2026-03-02T08:30:00Z"));
  world.deliver(world.told("a3", "admin_removed", kAdmin, "2026-03-02T08:30:00Z"));
  world.settle_down();
  EXPECT_EQ(world.may_acknowledge(kNew), domain::Refusal::not_allowed);
  EXPECT_EQ(world.may_acknowledge(kAdmin), domain::Refusal::not_allowed);
  EXPECT_EQ(world.decision(1).ticket.team.value, "community_representative") << "nobody is left on that rung";
  EXPECT_TRUE(ports::accounted(world.engine->counters()));
  EXPECT_EQ(world.engine->counters().parked, 0U);
}

TEST(Admins, TheVeryNextEventOfTheSameBatchIsDecidedUnderIt) {
  AdminsWorld world;
  world.open("e1", "T1");
  world.settle_down();
  world.give_all({world.acknowledged("e2", "T1", kNew), world.told("a1", "admin_added", kNew),
                  world.acknowledged("e3", "T1", kNew)});
  ASSERT_THAT(world.access.jobs, SizeIs(1)) << "one batch";
  world.settle_down();
  const auto before = world.decision(2);
  const auto after = world.decision();
  EXPECT_EQ(before.refused, domain::Refusal::not_allowed);
  EXPECT_EQ(after.refused, std::nullopt);
  EXPECT_EQ(before.directory, world.knowledge.directory->digest());
  const auto told = world.knowledge.directory->with_admins(std::vector<domain::AdminTold>{
      {.hub = domain::HubId("north/prod"), .admin = domain::ActorId(kNew), .present = true}});
  EXPECT_EQ(after.directory, told->digest());
  const auto document = world.store.disk().documents.find({DocumentKind::directory, told->digest()});
  ASSERT_NE(document, world.store.disk().documents.end()) << "so that the decision can be made again";
  EXPECT_EQ(document->second.source, told->told_text());
  EXPECT_EQ(world.store.disk().in_force->directory, told->digest());
}

TEST(Admins, ALongListInOneBatchMakesOneDirectory) {
  AdminsWorld world;
  std::vector<domain::InboundMessage> list;
  for (int i = 0; i < 50; ++i)
    list.push_back(world.told("a" + std::to_string(i), "admin_added", std::to_string(i) + "@north.example"));
  world.give_all(std::move(list));
  world.settle_down();
  EXPECT_THAT(world.store.disk().admins, SizeIs(50));
  EXPECT_THAT(world.store.disk().documents, SizeIs(4)) << "the three of the files, and one";
}

TEST(Admins, EveryWordHasItsLineInTheHubsHistory) {
  AdminsWorld world;
  world.deliver(world.told("a1", "admin_added", kNew));
  world.settle_down();
  const auto& row = world.store.disk().history.back();
  EXPECT_EQ(row.ticket.value, "HUB:north/prod");
  EXPECT_EQ(row.version, 0U);
  EXPECT_EQ(world.decision().ticket.reason.text, "told by guest");
  EXPECT_EQ(world.engine->counters().applied, 1U);
  EXPECT_THAT(world.observer.admins, ElementsAre("north/prod +" + std::string(kNew)));
}

TEST(Admins, ARepeatDoesNothingTwiceAndTheSameNewsAgainIsNoNews) {
  AdminsWorld world;
  world.deliver(world.told("a1", "admin_added", kNew));
  world.settle_down();
  const auto documents = world.store.disk().documents.size();
  world.deliver(world.told("a1", "admin_added", kNew), true);
  world.deliver(world.told("a2", "admin_added", kNew, "2026-03-02T08:10:00Z"));
  world.settle_down();
  EXPECT_EQ(world.observer.duplicates, 1U);
  EXPECT_EQ(world.engine->counters().applied, 2U);
  EXPECT_THAT(world.observer.admins, SizeIs(1));
  EXPECT_THAT(world.store.disk().documents, SizeIs(documents));
  EXPECT_EQ(world.store.disk().admins.begin()->second.at, *domain::from_rfc3339("2026-03-02T08:10:00Z"));
}

TEST(Admins, WhatIsOlderThanTheLastWordOnThatPersonIsStale) {
  AdminsWorld world;
  world.deliver(world.told("a1", "admin_removed", kNew, "2026-03-02T08:30:00Z"));
  world.deliver(world.told("a2", "admin_added", kNew, "2026-03-02T08:29:59Z"));
  world.settle_down();
  EXPECT_EQ(world.decision().refused, domain::Refusal::stale);
  EXPECT_EQ(world.may_acknowledge(kNew), domain::Refusal::not_allowed);
  world.deliver(world.told("a3", "admin_added", "other@north.example", "2026-03-02T08:00:00Z"));
  world.settle_down();
  EXPECT_EQ(world.decision().refused, std::nullopt) << "each person for themselves";
}

TEST(Admins, AClockThatRunsAheadDoesNotShutOutWhatComesAfter) {
  AdminsWorld world;
  world.deliver(world.told("a1", "admin_added", kNew, "2036-03-02T08:00:00Z"));
  world.settle_down();
  world.pass(std::chrono::minutes{1});
  world.deliver(world.told("a2", "admin_removed", kNew, "2036-03-02T07:59:00Z"));
  world.settle_down();
  EXPECT_EQ(world.decision().refused, std::nullopt);
}

TEST(Admins, AHubThatTheFilesDoNotKnowIsRefusedAndLeavesNoRow) {
  AdminsWorld world;
  world.deliver(world.told("a1", "admin_added", kNew, "2026-03-02T08:00:00Z", "made/up"));
  world.settle_down();
  EXPECT_EQ(world.decision().refused, domain::Refusal::not_your_hub);
  EXPECT_EQ(world.store.disk().history.back().ticket.value, "HUB:made/up");
  EXPECT_THAT(world.store.disk().admins, IsEmpty());
}

TEST(Admins, OnlyAProducerThatSpeaksForTheHubAndMayTellOfItIsHeard) {
  AdminsWorld world;
  world.deliver(world.told("a1", "admin_added", kNew, "2026-03-02T08:00:00Z", "north/prod", "south"));
  world.settle_down();
  EXPECT_EQ(world.decision().refused, domain::Refusal::not_allowed) << "its entry lists `opened` alone";
  world.deliver(world.told("a2", "admin_added", kNew, "2026-03-02T08:00:00Z", "north/prod", "southern-hub"));
  world.settle_down();
  EXPECT_EQ(world.decision().refused, domain::Refusal::not_your_hub);
  EXPECT_THAT(world.store.disk().admins, IsEmpty());
  EXPECT_EQ(world.engine->counters().refused, 2U);
}

TEST(Admins, ATicketNamedBesideTheHubIsNotTouched) {
  AdminsWorld world;
  world.open("e1", "T1");
  auto message = world.told("a1", "admin_added", kNew);
  message.body.insert(1, R"("ticket_id": "T1", )");
  message.full_size = message.body.size();
  world.deliver(message);
  world.settle_down();
  EXPECT_EQ(world.store.disk().history.back().ticket.value, "HUB:north/prod");
  EXPECT_EQ(world.store.disk().tickets.at(domain::TicketId("T1")).version, 1U);
}

TEST(Admins, BeyondTheLimitOfAHubNewPeopleAreRefusedAndKnownOnesAreNot) {
  AdminsWorld world;
  world.limits.admins_of_a_hub = 2;
  world.start();
  world.connect();
  for (const char* one : {"1", "2", "3"})
    world.deliver(world.told(std::string("a") + one, "admin_added", std::string(one) + "@north.example"));
  world.settle_down();
  EXPECT_EQ(world.decision().refused, domain::Refusal::not_allowed);
  world.deliver(world.told("a4", "admin_removed", "1@north.example"));
  world.settle_down();
  EXPECT_EQ(world.decision().refused, std::nullopt);
  EXPECT_THAT(world.store.disk().admins, SizeIs(2));
}

TEST(Admins, ARestartKnowsThemBeforeItsFirstDecision) {
  AdminsWorld world;
  world.deliver(world.told("a1", "admin_added", kNew));
  world.settle_down();
  const auto in_force = world.store.disk().in_force;
  const auto batches = world.store.disk().last_batch;
  world.store.restart();
  world.start();
  world.connect();
  world.settle_down();
  EXPECT_EQ(world.store.disk().last_batch, batches) << "the same is in force: nothing is to be stored";
  EXPECT_EQ(world.store.disk().in_force, in_force);
  EXPECT_EQ(world.may_acknowledge(kNew), std::nullopt);
  EXPECT_EQ(world.decision().directory, in_force->directory);
}

TEST(Admins, AReloadLeavesThemOverTheNewFiles) {
  AdminsWorld world;
  world.deliver(world.told("a1", "admin_added", kNew));
  world.settle_down();
  world.give(engine::Reconfigured{world.knowledge});
  EXPECT_EQ(world.may_acknowledge(kNew), std::nullopt);
}

TEST(Admins, ACommitThatWasLostIsForgottenAndToldAgain) {
  AdminsWorld world;
  world.store.fail_next_commit(CommitFault::lost);
  world.deliver(world.told("a1", "admin_added", kNew));
  world.work();
  ASSERT_THAT(world.broker.restarts, SizeIs(1));
  EXPECT_THAT(world.observer.admins, IsEmpty());
  world.connect();
  EXPECT_EQ(world.may_acknowledge(kNew), domain::Refusal::not_allowed);
  world.deliver(world.told("a1", "admin_added", kNew), true);
  world.settle_down();
  EXPECT_EQ(world.may_acknowledge(kNew), std::nullopt);
  EXPECT_THAT(world.observer.admins, SizeIs(1));
  EXPECT_TRUE(ports::accounted(world.engine->counters()));
}

TEST(Admins, ACommitThatWasThereAfterAllCounts) {
  AdminsWorld world;
  world.store.fail_next_commit(CommitFault::stored);
  world.deliver(world.told("a1", "admin_added", kNew));
  world.work();
  if (!world.broker.restarts.empty()) world.connect();
  EXPECT_EQ(world.may_acknowledge(kNew), std::nullopt);
}

}  // namespace
}  // namespace triaged::test
