// Answers to producers that set `reply_to`: when they are sent, what they hold up (nothing), and what is
// dropped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/engine_world.hpp"

namespace triaged::test {
namespace {

using ports::PublishResult;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// `guest` may ask for answers at reply.*, as in the shipped example.
struct AnsweringWorld : World {
  explicit AnsweringWorld(const std::string& reply_to = R"(["reply.*"])") {
    document::Faults faults;
    knowledge.directory = directory::read(parse_one(R"(
ladder: [user, hub_admin, support, engineering]
teams:
  hub_admin: {}
  support: {members: [support@service.example]}
  engineering: {members: [engineer@service.example]}
  partnerships: {members: [money@service.example]}
communities:
  - {id: north, hubs: [{id: north/prod, kind: production, admins: [admin@north.example]}]}
producers:
  - {user: guest, hubs: ["*"], events: ["*"], reply_to: )" +
                                                        reply_to + R"(}
)",
                                                    faults),
                                          faults);
    if (faults.errors() != 0) throw std::logic_error(to_text(faults.all().front()));
    start();
    connect();
  }

  // A second opening of a ticket, which is refused.
  domain::InboundMessage senseless(const std::string& event_id, const std::string& reply_to) {
    auto asked = message(event_id, "T1", "again");
    asked.reply_to = reply_to;
    return asked;
  }
  [[nodiscard]] std::vector<std::string> published() const {
    std::vector<std::string> lines;
    for (const auto& one : broker.published) lines.push_back(one.message->type + " " + one.message->queue);
    return lines;
  }
};

TEST(Answers, ARefusedEventIsAnsweredWhereItsProducerAsked) {
  AnsweringWorld world;
  world.open("e1", "T1");
  world.settle_down();
  auto asked = world.senseless("e2", "reply.desk");
  asked.correlation_id = "c-1";
  world.deliver(asked);
  EXPECT_THAT(world.published(), IsEmpty()) << "not before it is on disk";
  world.work();
  ASSERT_THAT(world.published(), ElementsAre("answer.refused reply.desk"));
  const auto& answer = *world.broker.published[0].message;
  EXPECT_EQ(answer.correlation_id, "c-1");
  EXPECT_THAT(answer.body,
              HasSubstr(R"("event_id":"e2","ticket_id":"T1","event":"opened","refused":"wrong_state")"));
  world.settle_down();
  const auto& counters = world.engine->counters();
  EXPECT_EQ(counters.notices, 2u);
  EXPECT_EQ(counters.confirmed, 2u);
  EXPECT_EQ(world.engine->outbox_rows(), 0u);
}

TEST(Answers, WithoutACorrelationIdTheEventsOwnStandsInForIt) {
  AnsweringWorld world;
  auto asked = world.event("e1", "T1", "ada@north.example", R"("heartbeat": {"name": "Watchdog"})");
  asked.reply_to = "reply.desk";
  world.deliver(asked);
  world.work();
  ASSERT_THAT(world.published(), ElementsAre("answer.refused reply.desk"));
  EXPECT_EQ(world.broker.published[0].message->correlation_id, "e1");
}

TEST(Answers, WhoAsksForNoneGetsNone) {
  AnsweringWorld world;
  world.open("e1", "T1");
  world.settle_down();
  world.deliver(world.senseless("e2", ""));
  world.work();
  EXPECT_THAT(world.published(), IsEmpty());
  EXPECT_EQ(world.observer.refused, 1u);
}

TEST(Answers, AParkedMessageIsAnsweredToo) {
  AnsweringWorld world;
  auto broken = world.message("e1", "T1", "help");
  broken.body = "{";
  broken.full_size = broken.body.size();
  broken.reply_to = "reply.desk";
  broken.message_id = "m-1";
  world.deliver(broken);
  world.work();
  ASSERT_THAT(world.published(), testing::Contains("answer.parked reply.desk"));
  const auto answer =
      std::ranges::find_if(world.broker.published, [](const auto& one) { return one.message->answer; });
  EXPECT_EQ(answer->message->correlation_id, "m-1");
  EXPECT_THAT(answer->message->body, HasSubstr(R"({"parked":"undecodable","text":)"));
}

TEST(Answers, AnIdTakenBeforeIsAnsweredUnderThatId) {
  AnsweringWorld world;
  world.open("e1", "T1");
  world.settle_down();
  auto other = world.message("e1", "T2", "another");
  other.reply_to = "reply.desk";
  world.deliver(other);
  world.work();
  const auto answer =
      std::ranges::find_if(world.broker.published, [](const auto& one) { return one.message->answer; });
  ASSERT_NE(answer, world.broker.published.end());
  EXPECT_EQ(answer->message->correlation_id, "e1");
  EXPECT_THAT(answer->message->body, HasSubstr(R"("parked":"id_conflict")"));
}

TEST(Answers, AQueueThatTheDirectoryDoesNotAllowGetsNothingAndItIsSaidOnce) {
  AnsweringWorld world;
  world.open("e1", "T1");
  world.settle_down();
  world.deliver(world.senseless("e2", "team.support"));
  world.deliver(world.senseless("e3", "team.engineering"));
  world.work();
  EXPECT_THAT(world.published(), IsEmpty());
  EXPECT_THAT(world.observer.not_allowed, ElementsAre("guest team.support"));
  EXPECT_EQ(world.observer.refused, 2u);
}

TEST(Answers, OneThatItsQueueDoesNotTakeIsDroppedAndCountsAsDone) {
  for (const auto result : {PublishResult::returned, PublishResult::nacked}) {
    AnsweringWorld world;
    world.open("e1", "T1");
    world.settle_down();
    world.deliver(world.senseless("e2", "reply.gone"));
    world.work();
    world.answer_all(result);
    EXPECT_THAT(world.observer.dropped, ElementsAre("reply.gone"));
    EXPECT_THAT(world.observer.stopped, IsEmpty());
    EXPECT_THAT(world.broker.declared, IsEmpty()) << "it is somebody else's queue";
    world.settle_down();
    EXPECT_EQ(world.engine->outbox_rows(), 0u);
    EXPECT_EQ(world.engine->counters().confirmed, world.engine->counters().notices);
    EXPECT_THAT(world.store.load()->outbox, IsEmpty());
  }
}

TEST(Answers, AThousandQueuesAreOneLaneAndOneThatIsGoneHoldsUpNoOther) {
  AnsweringWorld world;
  world.open("e1", "T1");
  world.settle_down();
  constexpr int kQueues = 200;
  for (int i = 0; i < kQueues; ++i)
    world.deliver(world.senseless("again-" + std::to_string(i), "reply." + std::to_string(i)));
  world.work();
  ASSERT_THAT(world.broker.published, SizeIs(kQueues));
  engine::Answered answers{.link = world.link, .results = {}};
  for (const auto& one : world.broker.published)
    answers.results.push_back(
        {one.sequence, one.sequence % 2 == 0 ? PublishResult::returned : PublishResult::confirmed});
  world.broker.published.clear();
  world.give(std::move(answers));
  EXPECT_EQ(world.engine->outbox_rows(), 0u);
  EXPECT_THAT(world.observer.dropped, SizeIs(kQueues / 2));
}

TEST(Answers, TheSameOneIsSentAgainAfterALostLinkAndAfterACrash) {
  AnsweringWorld world;
  world.open("e1", "T1");
  world.settle_down();
  world.deliver(world.senseless("e2", "reply.desk"));
  world.work();
  ASSERT_THAT(world.published(), ElementsAre("answer.refused reply.desk"));
  const auto id = world.broker.published[0].message->message_id;
  world.disconnect();
  world.connect();
  ASSERT_THAT(world.published(), ElementsAre("answer.refused reply.desk"));
  EXPECT_EQ(world.broker.published[0].message->message_id, id);
  world.start();
  world.connect();
  ASSERT_THAT(world.published(), ElementsAre("answer.refused reply.desk"));
  EXPECT_EQ(world.broker.published[0].message->message_id, id);
  EXPECT_TRUE(world.broker.published[0].message->answer);
}

TEST(Answers, ARepeatedEventIsNotAnsweredAgain) {
  AnsweringWorld world;
  world.open("e1", "T1");
  world.settle_down();
  for (int i = 0; i < 2; ++i) world.deliver(world.senseless("e2", "reply.desk"));
  world.work();
  EXPECT_THAT(world.published(), SizeIs(1));
  EXPECT_EQ(world.observer.duplicates, 1u);
}

TEST(Answers, OnesThatNobodyTakesDoNotStopTheIntakeAndAreBounded) {
  AnsweringWorld world;
  world.limits.outbox_rows = 10;
  world.limits.answers = 20;
  world.start();
  world.connect();
  world.open("e1", "T1");
  world.settle_down();
  for (int i = 0; i < 30; ++i) world.deliver(world.senseless("again-" + std::to_string(i), "reply.slow"));
  world.work();
  EXPECT_EQ(world.engine->outbox_rows(), 20u);
  EXPECT_THAT(world.observer.dropped, SizeIs(10));
  EXPECT_TRUE(world.broker.wanted) << "answers hold up no delivery";
  EXPECT_EQ(world.observer.refused, 30u);
}

TEST(Answers, AnEventThatWaitedForItsTicketIsAnsweredWhenItIsRefused) {
  AnsweringWorld world;
  auto early = world.event("e1", "T1", "stranger@elsewhere.example", R"("acknowledged": {})");
  early.reply_to = "reply.desk";
  world.deliver(early);
  world.settle_down();
  world.open("e2", "T1");
  world.work();
  EXPECT_THAT(world.published(), testing::Contains("answer.refused reply.desk"));
}

}  // namespace
}  // namespace triaged::test
