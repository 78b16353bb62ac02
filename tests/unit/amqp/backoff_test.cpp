#include "amqp/backoff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace triaged::amqp {
namespace {

using std::chrono::milliseconds;

TEST(Backoff, TheBoundDoublesUpToTheMost) {
  Backoff backoff(milliseconds{250}, milliseconds{3'000}, [](std::int64_t most) { return most; });
  EXPECT_EQ(backoff.next(), milliseconds{500});
  EXPECT_EQ(backoff.next(), milliseconds{1'000});
  EXPECT_EQ(backoff.next(), milliseconds{2'000});
  for (int i = 0; i < 100; ++i) EXPECT_EQ(backoff.next(), milliseconds{3'000});
}

TEST(Backoff, TheWholeRangeIsJitter) {
  Backoff backoff(milliseconds{250}, milliseconds{3'000}, [](std::int64_t) { return 0; });
  for (int i = 0; i < 5; ++i) EXPECT_EQ(backoff.next(), milliseconds{250});
}

TEST(Backoff, AfterAResetItBeginsAnew) {
  Backoff backoff(milliseconds{100}, milliseconds{10'000}, [](std::int64_t most) { return most; });
  static_cast<void>(backoff.next());
  static_cast<void>(backoff.next());
  backoff.reset();
  EXPECT_EQ(backoff.next(), milliseconds{200});
}

TEST(Backoff, AMostBelowTheLeastIsNoRange) {
  Backoff backoff(milliseconds{500}, milliseconds{100}, [](std::int64_t most) { return most; });
  EXPECT_EQ(backoff.next(), milliseconds{500});
}

}  // namespace
}  // namespace triaged::amqp
