#include "bridges/verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace triaged::bridges {
namespace {

using namespace std::chrono_literals;

const domain::Instant kNow = std::chrono::sys_days{std::chrono::November / 6 / 1994} + 8h + 49min + 37s;

domain::Duration wait(std::string_view retry_after, std::string_view date = {}) {
  return judge({.status = 429, .reason = {}, .retry_after = retry_after, .date = date, .text = {}}, {}, kNow)
      .wait;
}

TEST(HttpDate, IsReadAsEverybodyWritesIt) {
  EXPECT_EQ(read_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), kNow);
  EXPECT_EQ(read_http_date("Thu, 29 Feb 2024 00:00:00 GMT"),
            domain::Instant(std::chrono::sys_days{std::chrono::February / 29 / 2024}));
}

TEST(HttpDate, IsNothingElse) {
  for (const char* text :
       {"", "7", "Sun, 06 Nov 1994 08:49:37 CET", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nox 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:3x GMT", "Sun, 00 Nov 1994 08:49:37 GMT"})
    EXPECT_FALSE(read_http_date(text)) << text;
}

TEST(Wait, IsNoLongerThanAnHourAndNeverInThePast) {
  EXPECT_EQ(wait("3600"), 1h);
  EXPECT_EQ(wait("3601"), kWaitMost);
  EXPECT_EQ(wait("99999999999999999999999"), kWaitMost);
  EXPECT_EQ(wait("Sun, 06 Nov 1994 08:49:36 GMT"), 0s);
  EXPECT_EQ(wait("Sun, 06 Nov 1994 08:50:07 GMT"), 30s);
  EXPECT_EQ(wait("Sun, 06 Nov 2094 08:50:07 GMT"), kWaitMost);
}

TEST(Wait, ThatIsNotUnderstoodIsNone) {
  for (const char* text : {"", "soon", "-7", "1.5", "7 seconds"}) EXPECT_EQ(wait(text), 0s) << text;
}

TEST(Legible, HidesASecretThatATextBreaksOffIn) {
  EXPECT_EQ(legible("key abcdefgh", "abcdefghijkl"), "key (the secret)");
  EXPECT_EQ(legible("key abc", "abcdefghijkl"), "key abc") << "three letters tell nothing";
  EXPECT_EQ(legible("abcdefghijklabcdefghijkl", "abcdefghijkl"), "(the secret)(the secret)");
  EXPECT_EQ(legible(" \r\n", ""), "");
}

TEST(Legible, HidesASecretThatStandsWhereTheTextIsCut) {
  const std::string text = std::string(kWhyMost - 2, 'x') + "abcdefghijkl";
  EXPECT_EQ(legible(text, "abcdefghijkl"), std::string(kWhyMost - 2, 'x') + "(t…");
}

}  // namespace
}  // namespace triaged::bridges
