// Merged tickets through the engine: both tickets change in one transaction, what is told of the one is
// decided about the other wherever that is (in memory, in the store, on its way there), and nothing is lost
// between.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/engine_world.hpp"

namespace triaged::test {
namespace {

using domain::Refusal;
using domain::TicketState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kSupport = "support@service.example";
constexpr const char* kAda = "ada@north.example";

struct Merged : testing::Test {
  World world;
  int events = 0;

  Merged() {
    world.connect();
    for (const char* id : {"T1", "T2", "T3"})
      world.open("open-" + std::string(id), id, "of " + std::string(id));
    world.settle_down();
  }
  [[nodiscard]] domain::InboundMessage told(const std::string& ticket, const std::string& actor,
                                            const std::string& member) {
    return world.event("m" + std::to_string(++events), ticket, actor, member);
  }
  void tell(const std::string& ticket, const std::string& actor, const std::string& member) {
    world.deliver(told(ticket, actor, member));
    world.settle_down();
  }
  [[nodiscard]] domain::InboundMessage merging(const std::string& one, const std::string& into) {
    return told(one, kSupport, R"("merged": {"into": ")" + into + R"("})");
  }
  void merge(const std::string& one, const std::string& into) {
    world.deliver(merging(one, into));
    world.settle_down();
  }
  [[nodiscard]] domain::InboundMessage comment(const std::string& ticket) {
    return told(ticket, kAda, R"("commented": {"body": "still so"})");
  }
  void close(const std::string& ticket) { tell(ticket, kAda, R"("withdrawn": {"reason": "over"})"); }
  void restart() {
    world.start();
    world.connect();
    world.settle_down();
  }

  [[nodiscard]] domain::Ticket stored(const std::string& id) const {
    for (const auto& [ticket, row] : world.store.disk().tickets)
      if (ticket.value == id) return *codec::decode_ticket(row.payload);
    return {};
  }
  [[nodiscard]] codec::HistoryEntry last() const {
    return *codec::decode_history(world.store.disk().history.back().payload);
  }
};

TEST_F(Merged, BothTicketsChangeInOneTransaction) {
  world.deliver(merging("T1", "T2"));
  world.give(world.access.work());  // the texts
  ASSERT_THAT(world.access.jobs, SizeIs(1));
  const auto& batch = std::get<ports::Batch>(world.access.jobs[0]);
  EXPECT_THAT(batch.tickets, SizeIs(2));
  EXPECT_THAT(batch.history, SizeIs(2));
  EXPECT_EQ(batch.counters.applied, 1u) << "what follows is nobody's message";
  world.settle_down();
  EXPECT_EQ(stored("T1").state, TicketState::merged);
  EXPECT_EQ(stored("T1").merged_into.value, "T2");
  EXPECT_EQ(stored("T2").version, 2u);
  EXPECT_EQ(last().event.actor.value, kSupport) << "the history of the other names who did it";
  EXPECT_TRUE(ports::accounted(world.engine->counters()));
}

TEST_F(Merged, ALostCommitLosesBothChangesAndTheBrokerBringsThemBack) {
  const auto merged = merging("T1", "T2");
  world.store.fail_next_commit(CommitFault::lost);
  world.deliver(merged);
  world.work();
  EXPECT_EQ(stored("T1").state, TicketState::open);
  EXPECT_EQ(stored("T2").version, 1u);
  world.disconnect();
  world.connect();
  world.deliver(merged, true);
  world.settle_down();
  EXPECT_EQ(stored("T1").state, TicketState::merged);
  EXPECT_EQ(stored("T2").version, 2u);
  EXPECT_EQ(world.engine->counters().applied, 4u);
}

TEST_F(Merged, WhatIsToldOfTheOneIsDecidedAboutTheOther) {
  merge("T1", "T2");
  world.deliver(comment("T1"));
  world.work();
  ASSERT_THAT(world.broker.published, SizeIs(1));
  const auto& notice = *world.broker.published[0].message;
  EXPECT_EQ(notice.correlation_id, "T2");
  EXPECT_THAT(notice.body, HasSubstr("of T2")) << "the other's own text";
  EXPECT_THAT(notice.body, HasSubstr("addressed to T1, which was merged into it"));
  world.settle_down();
  EXPECT_EQ(last().event.ticket_id.value, "T2");
  EXPECT_EQ(last().event.addressed_to.value, "T1");
  EXPECT_EQ(stored("T1").version, 2u);
  EXPECT_EQ(stored("T2").version, 3u);
}

TEST_F(Merged, TheSameAfterARestart) {
  merge("T1", "T2");
  restart();
  world.deliver(comment("T1"));
  world.settle_down();
  EXPECT_EQ(last().event.addressed_to.value, "T1");
  EXPECT_EQ(stored("T2").version, 3u);
}

TEST_F(Merged, AlsoWhereTheOtherHasBeenClosedAndIsOnlyInTheStore) {
  merge("T1", "T2");
  tell("T2", "admin@north.example", R"("resolved": {"resolution": "done"})");
  close("T2");
  restart();
  world.deliver(comment("T1"));
  world.settle_down();
  EXPECT_EQ(last().event.ticket_id.value, "T2");
  EXPECT_EQ(last().refused, Refusal::wrong_state) << "withdrawn, and that is what it was decided on";
}

TEST_F(Merged, AlongAChainThatIsAllInTheStore) {
  merge("T1", "T2");
  merge("T2", "T3");
  restart();
  world.deliver(comment("T1"));
  int asked = 0;
  for (; std::holds_alternative<ports::Recall>(world.access.jobs.front()); ++asked)
    world.give(world.access.work());
  EXPECT_EQ(asked, 3) << "T1, then T2, then the text of T3";
  world.settle_down();
  EXPECT_EQ(last().event.ticket_id.value, "T3");
  EXPECT_EQ(last().event.addressed_to.value, "T1");
}

TEST_F(Merged, AndWhileTheMergingIsNotOnDiskYet) {
  world.deliver(merging("T1", "T2"));
  world.deliver(merging("T2", "T3"));
  world.deliver(comment("T1"));
  world.settle_down();
  EXPECT_EQ(last().event.ticket_id.value, "T3");
  EXPECT_EQ(stored("T3").version, 3u);
  EXPECT_EQ(world.engine->counters().applied, 6u);
}

TEST_F(Merged, AllInOneBatch) {
  engine::Delivered all;
  for (auto& message : {merging("T2", "T3"), merging("T1", "T2"), comment("T1"), comment("T2")})
    all.deliveries.push_back(world.delivery(message));
  world.give(std::move(all));
  world.settle_down();
  EXPECT_EQ(stored("T1").merged_into.value, "T3") << "where T2 went";
  EXPECT_EQ(stored("T3").version, 5u);
}

// While the store looks for T1, its answer is not all that is needed: T2, which becomes durable in between,
// must still be in memory when it is judged.
TEST_F(Merged, WhatBecomesDurableBetweenTwoQuestionsIsStillFound) {
  merge("T1", "T2");
  restart();
  world.deliver(merging("T2", "T3"));
  world.give(world.access.work());  // the texts; now its commit is under way
  ASSERT_TRUE(std::holds_alternative<ports::Batch>(world.access.jobs.front()));
  world.deliver(comment("T1"));  // asks for T1
  ASSERT_THAT(world.access.jobs, SizeIs(2));
  world.give(world.access.work());  // T2 and T3 are on disk
  ASSERT_TRUE(std::holds_alternative<ports::Recall>(world.access.jobs.front()));
  world.settle_down();
  EXPECT_EQ(last().event.ticket_id.value, "T3");
  EXPECT_EQ(last().event.addressed_to.value, "T1");
  EXPECT_EQ(stored("T3").version, 3u);
}

TEST_F(Merged, AStoreThatFailsAtTheSecondQuestionIsClearedUpAndNothingIsLost) {
  merge("T1", "T2");
  merge("T2", "T3");
  restart();
  const auto said = comment("T1");
  world.deliver(said);
  world.give(world.access.work());  // T1
  world.store.fail_next_fetch();
  world.work();
  EXPECT_EQ(world.engine->health(), engine::Health::running);
  ASSERT_THAT(world.broker.restarts, SizeIs(1));
  world.disconnect();
  world.connect();
  world.deliver(said, true);
  world.settle_down();
  EXPECT_EQ(last().event.ticket_id.value, "T3");
  EXPECT_EQ(last().event.addressed_to.value, "T1");
}

TEST_F(Merged, ATicketIsMergedIntoWhatTheNamedOneBecame) {
  merge("T1", "T2");
  restart();
  merge("T3", "T1");
  EXPECT_EQ(stored("T3").merged_into.value, "T2");
  EXPECT_EQ(stored("T2").version, 3u);
}

TEST_F(Merged, CyclesAndUnknownTicketsAreRefused) {
  merge("T1", "T1");
  EXPECT_EQ(last().refused, Refusal::cycle);
  merge("T1", "T9");
  EXPECT_EQ(last().refused, Refusal::unknown_ticket);
  merge("T1", "T2");
  restart();
  merge("T2", "T1");
  EXPECT_EQ(last().refused, Refusal::cycle);
  EXPECT_EQ(stored("T2").state, TicketState::open);
}

TEST_F(Merged, IntoOneThatWasClosedBeforeItInTheSameBatchIsRefusedAndLosesNobody) {
  engine::Delivered all;
  for (auto& message : {told("T2", kAda, R"("withdrawn": {"reason": "over"})"), merging("T1", "T2")})
    all.deliveries.push_back(world.delivery(message));
  world.give(std::move(all));
  world.settle_down();
  EXPECT_EQ(last().refused, Refusal::wrong_state);
  EXPECT_EQ(stored("T1").state, TicketState::open);
  EXPECT_EQ(stored("T1").version, 1u);
}

TEST_F(Merged, ItsOpeningToldAgainIsRefusedAndGoesNowhereElse) {
  merge("T1", "T2");
  world.open("again", "T1");
  world.settle_down();
  EXPECT_EQ(last().refused, Refusal::wrong_state);
  EXPECT_EQ(last().event.ticket_id.value, "T1");
  EXPECT_EQ(last().event.addressed_to.value, "");
}

TEST_F(Merged, ARepeatOfALedOnEventIsADuplicate) {
  merge("T1", "T2");
  const auto said = comment("T1");
  world.deliver(said);
  world.settle_down();
  world.deliver(said);
  world.settle_down();
  EXPECT_EQ(world.engine->counters().duplicate, 1u);
  EXPECT_EQ(stored("T2").version, 3u);
}

TEST_F(Merged, AMergingThatCameBeforeItsTicketFindsTheOtherOneInTheStore) {
  tell("T2", "admin@north.example", R"("resolved": {"resolution": "done"})");
  world.deliver(merging("T4", "T2"));
  world.settle_down();
  EXPECT_EQ(world.engine->counters().early, 1);
  restart();
  world.open("open-T4", "T4");
  world.settle_down();
  EXPECT_EQ(stored("T4").state, TicketState::merged);
  EXPECT_EQ(stored("T2").version, 3u);
  EXPECT_EQ(world.engine->counters().early, 0);
  EXPECT_TRUE(ports::accounted(world.engine->counters()));
}

// Beyond the limit a comment does not wait: it opens the ticket, and not only an opening has to ask for what
// the waiting events name.
TEST_F(Merged, AMergingThatCameBeforeItsTicketIsJudgedTooWhenACommentOpensIt) {
  world.limits.early = 1;
  restart();
  tell("T2", "admin@north.example", R"("resolved": {"resolution": "done"})");
  tell("T4", kSupport, R"("merged": {"into": "T2"})");
  EXPECT_EQ(world.engine->counters().early, 1);
  tell("T4", kAda, R"("commented": {"body": "still so"})");
  EXPECT_EQ(stored("T4").state, TicketState::merged);
  EXPECT_EQ(stored("T4").merged_into.value, "T2");
  EXPECT_EQ(world.engine->counters().early, 0);
}

// A chain longer than the limit leads nowhere: the event is refused where it was addressed to.
TEST_F(Merged, AnEventIsLedOnNoFurtherThanTheLimit) {
  merge("T1", "T2");
  merge("T2", "T3");
  world.limits.merged_links = 1;
  restart();
  world.deliver(comment("T1"));
  world.settle_down();
  EXPECT_EQ(last().event.ticket_id.value, "T1");
  EXPECT_EQ(last().refused, Refusal::wrong_state);
  world.deliver(comment("T2"));
  world.settle_down();
  EXPECT_EQ(last().event.ticket_id.value, "T3");
  EXPECT_FALSE(last().refused);
}

TEST_F(Merged, TheHistoryKeepsWhatWasSeenOfTheTicketNamed) {
  tell("T2", "admin@north.example", R"("resolved": {"resolution": "done"})");
  world.deliver(merging("T1", "T2"));
  world.settle_down();
  const auto& rows = world.store.disk().history;
  const auto entry = codec::decode_history(rows[rows.size() - 2].payload);
  ASSERT_TRUE(entry && entry->into);
  EXPECT_EQ(entry->into->id.value, "T2");
  EXPECT_EQ(entry->into->state, TicketState::resolved);
  EXPECT_EQ(entry->into->hub.value, "north/prod");
}

// ---- producers that speak for some hubs only ----

constexpr const char* kTwoHubs = R"(
ladder: [user, hub_admin, support]
teams:
  hub_admin: {}
  support: {members: [support@service.example]}
communities:
  - {id: north, hubs: [{id: north/prod, admins: [admin@north.example]}]}
  - {id: south, hubs: [{id: south/prod, admins: [admin@south.example]}]}
producers:
  - {user: guest, hubs: ["*"], events: ["*"]}
  - {user: south, hubs: ["south/*"], events: ["*"]}
)";

struct MergedElsewhere : Merged {
  MergedElsewhere() {
    document::Faults faults;
    world.knowledge.directory = directory::read(parse_one(kTwoHubs, faults), faults);
    if (faults.errors() != 0) throw std::logic_error(to_text(faults.all().front()));
    restart();
    auto south = world.message("s0", "S1", "of S1");
    south.body.replace(south.body.find("north/prod"), 10, "south/prod");
    world.deliver(south);
    world.settle_down();
  }
  [[nodiscard]] domain::InboundMessage by_south(domain::InboundMessage message) const {
    message.user_id = "south";
    return message;
  }
};

TEST_F(MergedElsewhere, AProducerMayNotMergeIntoAHubThatItDoesNotSpeakFor) {
  world.deliver(by_south(merging("S1", "T2")));
  world.settle_down();
  EXPECT_EQ(last().refused, Refusal::not_your_hub);
  EXPECT_EQ(stored("S1").state, TicketState::open);
}

TEST_F(MergedElsewhere, APersonsWordsGoOnWithTheirTicketAndActsDoNot) {
  merge("S1", "T2");
  world.deliver(by_south(comment("S1")));
  world.settle_down();
  EXPECT_FALSE(last().refused);
  EXPECT_EQ(last().event.ticket_id.value, "T2");
  world.deliver(by_south(told("S1", kSupport, R"("severity_changed": {"severity": "low"})")));
  world.settle_down();
  EXPECT_EQ(last().refused, Refusal::not_your_hub);
  EXPECT_EQ(last().event.ticket_id.value, "T2");
}

}  // namespace
}  // namespace triaged::test
