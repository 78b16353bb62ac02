#include "amqp/unsettled.hpp"

#include <algorithm>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace triaged::amqp {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class UnsettledTest : public ::testing::Test {
 protected:
  void deliver(std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) unsettled_.delivered(++last_);
  }
  std::vector<Acknowledgement> settle(std::vector<std::uint64_t> tags) { return unsettled_.settle(tags); }

  Unsettled unsettled_;
  std::uint64_t last_ = 0;
};

TEST_F(UnsettledTest, OneAcknowledgementCoversARun) {
  deliver(5);
  EXPECT_THAT(settle({3, 1, 2}), ElementsAre(Acknowledgement{3, true}));
  EXPECT_THAT(settle({4}), ElementsAre(Acknowledgement{4, false}));
}

TEST_F(UnsettledTest, AheadOfAGapTheyGoOneByOne) {
  deliver(6);
  EXPECT_THAT(settle({1, 3, 5}),
              ElementsAre(Acknowledgement{1, false}, Acknowledgement{3, false}, Acknowledgement{5, false}));
  EXPECT_THAT(settle({2}), ElementsAre(Acknowledgement{2, false})) << "3 must not be named again";
  EXPECT_THAT(settle({4, 6}), ElementsAre(Acknowledgement{6, true})) << "5 is passed over";
}

TEST_F(UnsettledTest, UnknownAndSettledTagsAreLeftOut) {
  deliver(3);
  EXPECT_THAT(settle({0, 4, 99}), IsEmpty());
  EXPECT_THAT(settle({1, 1, 3, 3}), ElementsAre(Acknowledgement{1, false}, Acknowledgement{3, false}));
  EXPECT_THAT(settle({1, 3}), IsEmpty());
  EXPECT_THAT(settle({}), IsEmpty());
}

// The broker's bookkeeping: a tag named must be outstanding, a multiple one takes all outstanding ones up to
// it.
TEST_F(UnsettledTest, InAnyOrderTheBrokerEndsUpWithNothingOutstanding) {
  constexpr std::uint64_t count = 2'000;
  constexpr unsigned seed = 7;
  deliver(count);
  std::vector<std::uint64_t> tags(count);
  for (std::uint64_t i = 0; i < count; ++i) tags[i] = i + 1;
  std::mt19937 random(seed);
  for (std::size_t i = 0; i + 50 <= count; i += 25)
    std::shuffle(tags.begin() + static_cast<std::ptrdiff_t>(i),
                 tags.begin() + static_cast<std::ptrdiff_t>(i + 50), random);
  std::set<std::uint64_t> outstanding(tags.begin(), tags.end());
  std::set<std::uint64_t> settled;
  for (std::size_t i = 0; i < count; i += 10) {
    const std::vector<std::uint64_t> some(tags.begin() + static_cast<std::ptrdiff_t>(i),
                                          tags.begin() + static_cast<std::ptrdiff_t>(i + 10));
    settled.insert(some.begin(), some.end());
    for (const auto& [tag, multiple] : settle(some)) {
      ASSERT_TRUE(outstanding.contains(tag)) << tag;
      const auto from = multiple ? outstanding.begin() : outstanding.find(tag);
      const auto to = outstanding.upper_bound(tag);
      ASSERT_TRUE(std::all_of(from, to, [&](std::uint64_t each) { return settled.contains(each); })) << tag;
      outstanding.erase(from, to);
    }
  }
  EXPECT_THAT(outstanding, IsEmpty());
}

}  // namespace
}  // namespace triaged::amqp
