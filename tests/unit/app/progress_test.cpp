// The bar at a terminal.
#include "app/progress.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace triaged::app {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

const Progress::Moment kBegin{};

TEST(Progress, IsShownAfterTwoSecondsAndRedrawnNotTooOften) {
  std::ostringstream terminal;
  Progress progress(&terminal, kBegin);
  progress.at(10, "tickets", 0.1, kBegin + std::chrono::milliseconds{1999});
  EXPECT_EQ(terminal.str(), "");
  progress.at(20, "tickets", 0.5, kBegin + Progress::kSilent);
  EXPECT_THAT(terminal.str(), EndsWith("[####################....................] 50%  20 tickets"));
  const auto before = terminal.str();
  progress.at(21, "tickets", 0.5, kBegin + Progress::kSilent + std::chrono::milliseconds{199});
  EXPECT_EQ(terminal.str(), before);
  progress.at(30, "tickets", std::nullopt, kBegin + Progress::kSilent + Progress::kEvery);
  EXPECT_THAT(terminal.str(), EndsWith("\x1b[K30 tickets")) << "no bar where nobody knows how much there is";
}

TEST(Progress, LeavesNoTrace) {
  std::ostringstream terminal;
  {
    Progress progress(&terminal, kBegin);
    progress.at(1, "tickets", 2.0, kBegin + std::chrono::seconds{3});
    EXPECT_THAT(terminal.str(), HasSubstr("] 100%"));
  }
  EXPECT_THAT(terminal.str(), EndsWith("\r\x1b[K"));
}

TEST(Progress, WritesNothingWhereNobodyLooks) {
  Progress progress(nullptr, kBegin);
  progress.at(1, "tickets", 0.5, kBegin + std::chrono::hours{1});
  progress.clear();
}

}  // namespace
}  // namespace triaged::app
