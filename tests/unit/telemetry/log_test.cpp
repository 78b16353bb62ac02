#include <gtest/gtest.h>

#include <triaged/telemetry/log.hpp>

namespace triaged::telemetry {
namespace {

TEST(LogLines, AreOneJsonObjectWhateverTheValuesHold) {
  EXPECT_EQ(
      format_json("2026-03-02T09:00:00Z", Level::warning, "parked",
                  {{"detail", "a \"quote\",\nanother line \x1b[31m"}}),
      R"({"time":"2026-03-02T09:00:00Z","level":"warning","event":"parked","detail":"a \"quote\",\nanother line \u001b[31m"})");
}

TEST(LogLines, AsTextNeverBreakAndCannotBeForged) {
  EXPECT_EQ(format_text("T", Level::info, "routed",
                        {{"ticket", "FD-1"}, {"team", ""}, {"hub", "a b\nT error forged"}}),
            "T info routed ticket=FD-1 team=\"\" hub=\"a b\\nT error forged\"");
}

TEST(LogLevels, AreOrderedByWhoMustAct) {
  const Log log({.json = true, .level = Level::warning, .personal_data = false});
  EXPECT_FALSE(log.enabled(Level::debug));
  EXPECT_FALSE(log.enabled(Level::info));
  EXPECT_TRUE(log.enabled(Level::warning));
  EXPECT_TRUE(log.enabled(Level::error));
}

}  // namespace
}  // namespace triaged::telemetry
