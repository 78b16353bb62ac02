#include <gtest/gtest.h>

#include <triaged/domain/time.hpp>

namespace triaged::domain {
namespace {

using namespace std::chrono;

Instant at(int y, unsigned m, unsigned d, int h = 0, int min = 0, int s = 0) {
  return sys_days{year{y} / static_cast<int>(m) / static_cast<int>(d)} + hours{h} + minutes{min} + seconds{s};
}

TEST(Rfc3339, AMomentSurvivesTheWayThereAndBack) {
  for (const auto moment :
       {at(1970, 1, 1), at(2026, 3, 2, 9), at(2024, 2, 29, 23, 59, 59), at(9999, 12, 31, 23, 59, 59)}) {
    const auto again = from_rfc3339(to_rfc3339(moment + microseconds{123'450}));
    ASSERT_TRUE(again) << to_rfc3339(moment);
    EXPECT_EQ(*again, moment + microseconds{123'450});
  }
}

TEST(Rfc3339, IsWrittenInUtcWithAFractionOnlyWhereThereIsOne) {
  EXPECT_EQ(to_rfc3339(at(2026, 3, 2, 9)), "2026-03-02T09:00:00Z");
  EXPECT_EQ(to_rfc3339(at(2026, 3, 2, 9) + milliseconds{5}), "2026-03-02T09:00:00.005Z");
}

TEST(Rfc3339, OffsetsCaseAndLongFractionsAreUnderstood) {
  EXPECT_EQ(from_rfc3339("2026-03-02t10:00:00+01:00"), at(2026, 3, 2, 9));
  EXPECT_EQ(from_rfc3339("2026-03-02T03:30:00-05:30"), at(2026, 3, 2, 9));
  EXPECT_EQ(from_rfc3339("2026-03-02T09:00:00.123456789z"), at(2026, 3, 2, 9) + microseconds{123'456});
  EXPECT_EQ(from_rfc3339("2016-12-31T23:59:60Z"), at(2017, 1, 1));
}

TEST(Rfc3339, WhatIsNoMomentIsRefused) {
  for (const auto* text :
       {"", "2026", "2026-03-02", "2026-03-02T09:00:00", "2026-02-30T09:00:00Z", "2026-13-01T00:00:00Z",
        "2026-03-02T24:00:00Z", "2026-03-02T09:60:00Z", "2026-03-02 09:00:00Z", "2026-03-02T09:00:00.Z",
        "2026-03-02T09:00:00.1234567890Z", "2026-03-02T09:00:00Zx", "2026-03-02T09:00:00+0100",
        "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+01:00", "2026\r03\r02T09:00:00Z",
        "2026-03-02T09\x1a"
        "00:00Z",
        "-026-03-02T09:00:00Z"})
    EXPECT_FALSE(from_rfc3339(text)) << text;
}

}  // namespace
}  // namespace triaged::domain
