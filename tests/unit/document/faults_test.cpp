// Faults as they are collected, printed and hinted at.
#include <triaged/document/fault.hpp>

namespace triaged::document {
namespace {

TEST(Faults, ReadAsPlaceLevelMessageRemedy) {
  EXPECT_EQ(to_text({.level = Level::error,
                     .place = {.file = "rules/10.yaml", .line = 7, .column = 5},
                     .message = "unknown key `sevrity`",
                     .remedy = "did you mean `severity`?"}),
            "rules/10.yaml:7:5: error: unknown key `sevrity`; did you mean `severity`?");
  EXPECT_EQ(to_text({.level = Level::warning,
                     .place = {.file = "f", .line = 0, .column = 0},
                     .message = "m",
                     .remedy = ""}),
            "f: warning: m");
}

TEST(Faults, KeepTheFirstOnesAndCountAll) {
  Faults faults;
  for (int i = 0; i < 300; ++i) faults.error({"f", i + 1, 1}, "m");
  faults.warning({"f", 1, 1}, "w");
  EXPECT_EQ(faults.all().size(), Faults::kMost);
  EXPECT_EQ(faults.all().back().place.line, 200);
  EXPECT_EQ(faults.errors(), 300U);
  EXPECT_EQ(faults.warnings(), 1U);
}

TEST(Nearest, FindsASlipOfTheKeyboard) {
  const std::vector<std::string_view> words{"severity", "symptom", "category", "hub"};
  EXPECT_EQ(nearest("sevrity", words), "severity");
  EXPECT_EQ(nearest("severtiy", words), "severity");  // a swap is one mistake
  EXPECT_EQ(nearest("Category", words), "category");
  EXPECT_EQ(nearest("hubs", words), "hub");
}

TEST(Nearest, FindsNothingWhereMoreThanAThirdDiffers) {
  const std::vector<std::string_view> words{"severity", "hub"};
  EXPECT_EQ(nearest("priority", words), "");
  EXPECT_EQ(nearest("hb", words), "hub");  // one of three
  EXPECT_EQ(nearest("h", words), "");      // two of three
  EXPECT_EQ(nearest("", words), "");
  EXPECT_EQ(nearest("hub", {}), "");
  EXPECT_EQ(nearest(std::string(10'000, 'h'), words), "");
}

TEST(Nearest, PrefersTheLeastDistanceAndThenTheFirst) {
  EXPECT_EQ(nearest("teams", {"seams", "teams"}), "teams");
  EXPECT_EQ(nearest("xeams", {"seams", "teams"}), "seams");
}

}  // namespace
}  // namespace triaged::document
