// Other rules, directory and policy while the engine works, and what the store keeps of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/engine_world.hpp"

namespace triaged::test {
namespace {

using engine::Reconfigured;
using ports::DocumentKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// The small service with what it was read from, so to speak.
engine::Knowledge documented(engine::Knowledge knowledge, const std::string& source) {
  const auto digests = engine::digests(knowledge);
  knowledge.documents = {{{DocumentKind::rules, digests.rules}, source + " rules"},
                         {{DocumentKind::directory, digests.directory}, source + " directory"},
                         {{DocumentKind::policy, digests.policy}, source + " policy"}};
  return knowledge;
}

// Everything goes to this team.
engine::Knowledge all_to(const std::string& team) {
  document::Faults faults;
  auto knowledge = small_service();
  knowledge.rules = rules::compile(
      parse_one("route: [{name: all, to: " + team + "}]", faults),
      {.teams = {"partnerships", "support", "engineering"}, .symptoms = {}, .calendars = {}}, faults);
  if (faults.errors() != 0) throw std::logic_error(to_text(faults.all().front()));
  return documented(std::move(knowledge), team);
}

engine::Knowledge without_partnerships() {
  document::Faults faults;
  auto knowledge = all_to("support");
  knowledge.directory = directory::read(parse_one(R"(
ladder: [user, hub_admin, community_representative, support, engineering]
teams:
  hub_admin: {}
  community_representative: {}
  support: {members: [support@service.example]}
  engineering: {members: [engineer@service.example]}
communities: [{id: north, hubs: [{id: north/prod, admins: [admin@north.example]}]}]
producers: [{user: guest, hubs: ["*"], events: ["*"]}]
)",
                                                  faults),
                                        faults);
  if (faults.errors() != 0) throw std::logic_error(to_text(faults.all().front()));
  return documented(std::move(knowledge), "without partnerships");
}

struct DocumentedWorld : World {
  DocumentedWorld() {
    knowledge = documented(small_service(), "first");
    start();
  }
  [[nodiscard]] codec::HistoryEntry last_decision() const {
    return *codec::decode_history(store.disk().history.back().payload);
  }
};

TEST(Reload, TheNextDecisionIsMadeUnderTheNewRules) {
  DocumentedWorld world;
  world.connect();
  world.open("e1", "T1");
  world.settle_down();
  EXPECT_EQ(world.last_decision().ticket.team.value, "hub_admin");
  const auto candidate = all_to("engineering");
  world.give(Reconfigured{candidate});
  EXPECT_THAT(world.engine->teams_in_the_way(), IsEmpty());
  world.open("e2", "T2");
  world.settle_down();
  EXPECT_EQ(world.last_decision().ticket.team.value, "engineering");
  EXPECT_EQ(world.last_decision().ruleset, digest(*candidate.rules));
}

TEST(Reload, WhatWaitsForTheStoreIsDecidedUnderOneOfTheTwoAsAWhole) {
  DocumentedWorld world;
  world.connect();
  world.open("e1", "T1");
  world.settle_down();
  world.start();  // memory knows the event id only by its hash
  world.connect();
  engine::Delivered both;
  both.deliveries.push_back(world.delivery(world.message("e1", "T1", "help")));
  both.deliveries.push_back(world.delivery(world.message("e2", "T2", "help")));
  world.give(std::move(both));
  const auto candidate = all_to("engineering");
  world.give(Reconfigured{candidate});
  world.settle_down();
  const auto entry = world.last_decision();
  EXPECT_EQ(entry.event.event_id.value, "e2");
  EXPECT_EQ(entry.ruleset, digest(*candidate.rules));
  EXPECT_EQ(entry.classification.rule.value, "all") << "rules and digest belong together";
}

TEST(Reload, OnlyWhatTheStoreLacksIsStoredAndTheStoreKnowsWhatIsInForce) {
  DocumentedWorld world;
  world.connect();
  world.settle_down();
  EXPECT_THAT(world.store.disk().documents, SizeIs(3)) << "although nothing was decided";
  EXPECT_EQ(world.store.disk().in_force, engine::digests(world.knowledge));

  const auto candidate = all_to("support");
  world.give(Reconfigured{candidate});
  world.settle_down();
  EXPECT_THAT(world.store.disk().documents, SizeIs(4)) << "directory and policy were there";
  EXPECT_EQ(world.store.disk().in_force, engine::digests(candidate));
  EXPECT_EQ(world.store.disk().documents.at({DocumentKind::rules, digest(*candidate.rules)}).source,
            "support rules");

  world.give(Reconfigured{world.knowledge});
  world.settle_down();
  EXPECT_THAT(world.store.disk().documents, SizeIs(4));
  EXPECT_EQ(world.store.disk().in_force, engine::digests(world.knowledge));
}

TEST(Reload, ADecisionIsNeverOnDiskWithoutWhatItWasMadeUnder) {
  DocumentedWorld world;
  world.connect();
  world.settle_down();
  const auto candidate = all_to("support");
  engine::Delivered one;
  one.deliveries.push_back(world.delivery(world.message("e1", "T1", "help")));
  world.engine->step(Reconfigured{candidate});
  world.engine->step(std::move(one));
  world.engine->turn();
  world.give(world.access.work());  // the first commit with the decision
  ASSERT_THAT(world.store.disk().history, SizeIs(1));
  EXPECT_TRUE(world.store.disk().documents.contains({DocumentKind::rules, world.last_decision().ruleset}));
}

TEST(Reload, AStartUnderTheSameStoresNothingAgain) {
  DocumentedWorld world;
  world.connect();
  world.settle_down();
  const auto batches = world.store.disk().last_batch;
  world.start();
  world.connect();
  world.settle_down();
  EXPECT_EQ(world.store.disk().last_batch, batches);
}

TEST(Reload, DocumentsOfACommitThatWasLostAreStoredWithTheNext) {
  DocumentedWorld world;
  world.connect();
  world.settle_down();
  world.store.fail_next_commit(CommitFault::lost);
  const auto candidate = all_to("support");
  world.give(Reconfigured{candidate});
  world.settle_down();
  EXPECT_TRUE(world.store.disk().documents.contains({DocumentKind::rules, digest(*candidate.rules)}));
  EXPECT_EQ(world.store.disk().in_force, engine::digests(candidate));
}

TEST(Reload, ATeamThatOwnsOpenTicketsCannotVanish) {
  DocumentedWorld world;
  world.connect();
  world.open("e1", "T1", "an invoice");
  world.open("e2", "T2", "another invoice");
  world.settle_down();
  world.give(Reconfigured{without_partnerships()});
  EXPECT_THAT(world.engine->teams_in_the_way(),
              ElementsAre(engine::TeamInUse{.team = domain::TeamId{"partnerships"}, .open_tickets = 2}));
  world.open("e3", "T3", "a third invoice");
  world.settle_down();
  EXPECT_EQ(world.last_decision().ticket.team.value, "partnerships") << "all stays as it was";
  EXPECT_EQ(world.store.disk().in_force, engine::digests(world.knowledge));
}

TEST(Reload, ATeamWithoutOpenTicketsMayVanish) {
  DocumentedWorld world;
  world.connect();
  world.open("e1", "T1");
  world.settle_down();
  world.give(Reconfigured{without_partnerships()});
  EXPECT_THAT(world.engine->teams_in_the_way(), IsEmpty());
  world.open("e2", "T2", "an invoice");
  world.settle_down();
  EXPECT_EQ(world.last_decision().ticket.team.value, "support");
}

TEST(Reload, TheQueuesThatWereRoutedPastAreInTheHistory) {
  DocumentedWorld world;
  world.connect();
  world.open("e1", "T1");
  world.work();
  world.answer_all(ports::PublishResult::nacked);
  world.go_on_refusing(world.limits.lane_given_up);
  world.open("e2", "T2");
  world.work();
  EXPECT_THAT(world.last_decision().undeliverable, ElementsAre("team.hub_admin"));
  EXPECT_EQ(world.last_decision().ticket.team.value, "community_representative");
}

}  // namespace
}  // namespace triaged::test
