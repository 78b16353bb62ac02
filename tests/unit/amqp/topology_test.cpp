// What is declared, and how the declarer gets on when the broker says no or nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "amqp/declarer.hpp"
#include "broker_says.hpp"
#include "conversation.hpp"

namespace triaged::amqp::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

const DeclareQueue& queue(const Declaration& declaration) {
  return std::get<DeclareQueue>(declaration.active);
}

TEST(Topology, ExchangeIntakeBindingAndTeamsInThatOrder) {
  Settings settings;
  settings.prefix = "test.";
  const auto all = topology(settings, {"team.support", "triaged.unrouted"}, "3.10.8");
  std::vector<std::string> names;
  for (const auto& each : all) names.push_back(each.what);
  EXPECT_THAT(names, ElementsAre("exchange test.triaged.events", "queue test.triaged.intake",
                                 "binding of test.triaged.intake", "queue test.team.support",
                                 "queue test.triaged.unrouted"));
  EXPECT_TRUE(all[1].essential);
  EXPECT_FALSE(all[3].essential);
  EXPECT_THAT(queue(all[3]).arguments, ElementsAre(Pair("x-queue-type", Argument{"quorum"})));
}

TEST(Topology, OnlyBrokersWithADeliveryLimitAreToldToHaveNone) {
  const auto limit = Pair("x-delivery-limit", Argument{std::int64_t{-1}});
  Settings settings;
  EXPECT_THAT(queue(topology(settings, {}, "4.0.1")[1]).arguments, Contains(limit));
  EXPECT_THAT(queue(topology(settings, {}, "10.1")[1]).arguments, Contains(limit));
  EXPECT_THAT(queue(topology(settings, {}, "3.13.7")[1]).arguments, Not(Contains(limit)));
  EXPECT_THAT(queue(topology(settings, {}, "")[1]).arguments, Not(Contains(limit)));
  settings.queue_type = QueueType::classic;
  EXPECT_THAT(queue(topology(settings, {}, "4.0.1")[1]).arguments, Not(Contains(limit)));
}

TEST(Topology, TheLockIsExclusiveAndGoesWithItsConnection) {
  const auto lock = lock_queue({});
  EXPECT_TRUE(lock.exclusive);
  EXPECT_TRUE(lock.auto_delete);
  EXPECT_FALSE(lock.durable);
}

class DeclarerTest : public ::testing::Test {
 protected:
  DeclarerTest() : declarer_(session_, 2, [this](const std::string& why) { failure_ = why; }) {
    session_.start(now_);
    for (const auto& bytes : {start(), tune(0, 0, 0), open_ok()}) session_.receive(bytes, now_);
    play();
  }

  void play() {
    std::vector<Action> actions;
    while (session_.take_actions(actions)) {
      for (const auto& each : actions) {
        if (const auto* done = std::get_if<action::Done>(&each)) declarer_.on_done(*done, now_);
        if (const auto* failed = std::get_if<action::Failed>(&each)) declarer_.on_failed(*failed, now_);
      }
    }
    std::string out;
    while (session_.take_output(out, now_)) said_ += out;
  }
  void feed(std::string_view bytes) {
    session_.receive(bytes, now_);
    play();
  }
  void later(std::chrono::seconds by) {
    now_ += by;
    session_.tick(now_);
    play();
  }
  void declare(const std::string& name, bool essential) {
    auto declaration = team_queue({}, name);
    declaration.essential = essential;
    declarer_.declare(std::move(declaration), now_);
    play();
  }
  // How often the broker was asked to declare (actively or passively) this queue.
  [[nodiscard]] std::size_t times_asked(const std::string& name) const {
    const std::string wanted = u16(50) + u16(10) + u16(0) + short_text(name);
    std::size_t count = 0;
    for (auto at = said_.find(wanted); at != std::string::npos; at = said_.find(wanted, at + 1)) ++count;
    return count;
  }

  Moment now_{std::chrono::hours{1}};
  Session session_{recorded_settings()};
  std::string failure_;
  std::string said_;
  Declarer declarer_;
};

TEST_F(DeclarerTest, OneAfterTheOther) {
  declare("a", true);
  declare("b", false);
  feed(channel_open_ok(2));
  EXPECT_EQ(times_asked("a"), 1U);
  EXPECT_EQ(times_asked("b"), 0U);
  feed(queue_declare_ok(2));
  EXPECT_FALSE(declarer_.settled());
  feed(queue_declare_ok(2));
  EXPECT_TRUE(declarer_.settled());
  EXPECT_EQ(times_asked("b"), 1U);
}

TEST_F(DeclarerTest, AQueueThatIsDifferentIsTakenAsItIs) {
  declare("a", true);
  feed(channel_open_ok(2));
  feed(channel_close(2, 406, "inequivalent arg"));
  feed(channel_open_ok(2));
  EXPECT_EQ(times_asked("a"), 2U);
  feed(queue_declare_ok(2));
  EXPECT_TRUE(declarer_.settled());
  EXPECT_THAT(failure_, IsEmpty());
}

TEST_F(DeclarerTest, AnEssentialOneThatCannotBeHadFailsWithItsName) {
  declare("a", true);
  feed(channel_open_ok(2));
  feed(channel_close(2, 403, "access refused"));
  feed(channel_open_ok(2));
  feed(channel_close(2, 404, "no queue 'a'"));
  EXPECT_EQ(failure_, "queue a: no queue 'a'");
}

TEST_F(DeclarerTest, ATeamQueueThatCannotBeHadIsLeftOut) {
  declare("a", false);
  declare("b", false);
  feed(channel_open_ok(2));
  feed(channel_close(2, 405, "locked"));
  feed(channel_open_ok(2));
  EXPECT_EQ(times_asked("a"), 1U);
  EXPECT_EQ(times_asked("b"), 1U);
  feed(queue_declare_ok(2));
  EXPECT_TRUE(declarer_.settled());
  EXPECT_THAT(failure_, IsEmpty());
}

TEST_F(DeclarerTest, AQueueWithoutALeaderHoldsNothingUp) {
  declare("leaderless", false);
  declare("b", false);
  feed(channel_open_ok(2));
  later(std::chrono::seconds{9});
  EXPECT_FALSE(declarer_.settled());
  later(std::chrono::seconds{1});
  EXPECT_TRUE(declarer_.settled()) << "b is still to come, but nobody waits for it";
  feed(channel_open_ok(3));
  EXPECT_EQ(times_asked("b"), 1U);
  feed(queue_declare_ok(3));
  EXPECT_THAT(failure_, IsEmpty());
}

TEST_F(DeclarerTest, AnEssentialOneWithoutAnswerFails) {
  declare("intake", true);
  feed(channel_open_ok(2));
  later(std::chrono::seconds{10});
  EXPECT_THAT(failure_, HasSubstr("queue intake: no answer"));
}

TEST_F(DeclarerTest, WhenNoChannelIsLeftItGivesUpInsteadOfWaiting) {
  for (std::uint16_t channel = 2; channel <= channel_limit; ++channel) {
    declare("q" + std::to_string(channel), false);
    feed(channel_open_ok(channel));
    later(std::chrono::seconds{10});
  }
  declare("one more", false);
  EXPECT_TRUE(declarer_.settled());
  feed(channel_close_ok(5));
  declare("again", false);
  feed(channel_open_ok(5));
  EXPECT_EQ(times_asked("again"), 1U);
}

TEST_F(DeclarerTest, TheSameIsNotAskedTwiceAtATime) {
  declare("a", false);
  declare("a", false);
  feed(channel_open_ok(2));
  feed(queue_declare_ok(2));
  EXPECT_EQ(times_asked("a"), 1U);
  EXPECT_TRUE(declarer_.settled());
}

TEST_F(DeclarerTest, NothingIsAskedWhileHeld) {
  declarer_.hold(true, now_);
  declare("a", false);
  play();
  EXPECT_TRUE(session_.channel_is_free(2));
  declarer_.hold(false, now_);
  play();
  EXPECT_FALSE(session_.channel_is_free(2));
}

}  // namespace
}  // namespace triaged::amqp::test
