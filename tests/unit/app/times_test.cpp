#include "app/times.hpp"

#include <gtest/gtest.h>

namespace triaged::app {
namespace {

using namespace std::chrono_literals;

domain::Instant utc(std::string_view text) { return *domain::from_rfc3339(text); }

TEST(Times, APointInTimeBearsItsWeekdayAndSecondsOnlyWhereThereAreSome) {
  EXPECT_EQ(in_utc(utc("2026-05-22T23:30:00Z")), "Fri 2026-05-22 23:30 UTC");
  EXPECT_EQ(in_utc(utc("2026-03-01T00:00:09.5Z")), "Sun 2026-03-01 00:00:09 UTC");
}

TEST(Times, LengthsAreSaidInTheirUnits) {
  EXPECT_EQ(in_words(15min), "15m");
  EXPECT_EQ(in_words(26h), "1d 2h");
  EXPECT_EQ(in_words(3 * 24h + 5s), "3d 5s");
  EXPECT_EQ(in_words(0s), "0s");
}

TEST(Times, TheWallsClockFollowsSummerTime) {
  const auto there = decide::LocalClock::in("America/Los_Angeles");
  ASSERT_TRUE(there);
  EXPECT_EQ(on_the_wall(*there, utc("2026-05-23T00:00:00Z")), "Fri 17:00 America/Los_Angeles");
  EXPECT_EQ(on_the_wall(*there, utc("2026-12-05T00:00:00Z")), "Fri 16:00 America/Los_Angeles");
  EXPECT_EQ(to_rfc3339(*there, utc("2026-05-23T00:00:00Z")), "2026-05-22T17:00:00-07:00");
  const auto half = decide::LocalClock::in("Asia/Kolkata");
  ASSERT_TRUE(half);
  EXPECT_EQ(to_rfc3339(*half, utc("2026-05-23T00:00:00Z")), "2026-05-23T05:30:00+05:30");
  EXPECT_EQ(to_rfc3339(*decide::LocalClock::in("UTC"), utc("2026-05-23T00:00:00Z")),
            "2026-05-23T00:00:00+00:00");
}

TEST(Times, AZoneThatIsNoneHasNoClock) { EXPECT_FALSE(decide::LocalClock::in("America/Nowhere")); }

}  // namespace
}  // namespace triaged::app
