#include "amqp/unconfirmed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace triaged::ports {
// Only tests compare answers.
static bool operator==(const Published& a, const Published& b) {
  return a.sequence == b.sequence && a.result == b.result;
}
}  // namespace triaged::ports

namespace triaged::amqp {
namespace {

using ports::Published;
using ports::PublishResult;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class UnconfirmedTest : public ::testing::Test {
 protected:
  // Sequences are a hundred more than tags.
  void publish(std::uint64_t count, std::string_view id = "id") {
    for (std::uint64_t i = 0; i < count; ++i, ++tag_)
      ring_.published(tag_, tag_ + 100, Unconfirmed::key("queue", id));
  }
  std::vector<Published> answered(std::uint64_t tag, bool multiple, bool accepted = true) {
    std::vector<Published> answers;
    known_ = ring_.answered(tag, multiple, accepted, answers);
    return answers;
  }

  Unconfirmed ring_;
  std::uint64_t tag_ = 1;
  bool known_ = false;
};

TEST_F(UnconfirmedTest, AnswersComeOneByOneInAnyOrder) {
  publish(3);
  EXPECT_THAT(answered(2, false), ElementsAre(Published{102, PublishResult::confirmed}));
  EXPECT_THAT(answered(3, false, false), ElementsAre(Published{103, PublishResult::nacked}));
  EXPECT_THAT(answered(1, false), ElementsAre(Published{101, PublishResult::confirmed}));
  EXPECT_EQ(ring_.size(), 0U);
}

TEST_F(UnconfirmedTest, AnAnswerForManyCoversWhatHasNoneYet) {
  publish(5);
  answered(2, false);
  EXPECT_THAT(answered(4, true),
              ElementsAre(Published{101, PublishResult::confirmed}, Published{103, PublishResult::confirmed},
                          Published{104, PublishResult::confirmed}));
  EXPECT_EQ(ring_.size(), 1U);
  EXPECT_THAT(answered(0, true), ElementsAre(Published{105, PublishResult::confirmed})) << "0 means all";
}

TEST_F(UnconfirmedTest, AnAnswerForManyThatCoversNothingIsHarmless) {
  publish(3);
  answered(3, true);
  EXPECT_THAT(answered(2, true), IsEmpty());
  EXPECT_TRUE(known_);
}

TEST_F(UnconfirmedTest, TagsThatWaitForNothingAreToldApart) {
  publish(2);
  answered(1, false);
  answered(1, false);
  EXPECT_FALSE(known_) << "answered before";
  answered(3, false);
  EXPECT_FALSE(known_) << "never published";
  answered(3, true);
  EXPECT_FALSE(known_) << "never published";
}

TEST_F(UnconfirmedTest, WhatCameBackIsReturnedEvenWhenConfirmedWithOthers) {
  publish(1, "a");
  publish(1, "b");
  publish(1, "c");
  EXPECT_TRUE(ring_.returned(Unconfirmed::key("queue", "b")));
  EXPECT_THAT(answered(3, true),
              ElementsAre(Published{101, PublishResult::confirmed}, Published{102, PublishResult::returned},
                          Published{103, PublishResult::confirmed}));
}

TEST_F(UnconfirmedTest, TheSameMessageTwiceComesBackInOrder) {
  publish(1, "a");
  publish(2, "same");
  EXPECT_TRUE(ring_.returned(Unconfirmed::key("queue", "same")));
  EXPECT_THAT(answered(2, false), ElementsAre(Published{102, PublishResult::returned}));
  EXPECT_TRUE(ring_.returned(Unconfirmed::key("queue", "same")));
  EXPECT_FALSE(ring_.returned(Unconfirmed::key("queue", "same")));
  EXPECT_THAT(answered(3, false), ElementsAre(Published{103, PublishResult::returned}));
}

TEST_F(UnconfirmedTest, AReturnOutOfOrderIsFoundBehindTheLastOne) {
  publish(1, "a");
  publish(1, "b");
  EXPECT_TRUE(ring_.returned(Unconfirmed::key("queue", "b")));
  EXPECT_TRUE(ring_.returned(Unconfirmed::key("queue", "a")));
  EXPECT_FALSE(ring_.returned(Unconfirmed::key("other", "a")));
}

TEST_F(UnconfirmedTest, TheRingGrowsRoundALateAnswer) {
  publish(3'000);
  for (std::uint64_t tag = 2; tag <= 3'000; ++tag) answered(tag, false);
  publish(3'000);  // tag 1 still waits
  EXPECT_EQ(ring_.size(), 3'001U);
  EXPECT_THAT(answered(1, false), ElementsAre(Published{101, PublishResult::confirmed}));
  EXPECT_EQ(answered(6'000, true).size(), 3'000U);
}

}  // namespace
}  // namespace triaged::amqp
