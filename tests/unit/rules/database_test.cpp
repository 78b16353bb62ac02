// Compiled patterns kept between runs: found again, and never trusted.
#include "rules/database.hpp"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

namespace triaged::rules {
namespace {

class MapCache final : public PatternCache {
 public:
  std::map<domain::Digest, std::string> kept;
  int finds = 0;

  std::optional<std::string> find(const domain::Digest& key) override {
    const auto found = kept.find(key);
    if (found == kept.end()) return std::nullopt;
    ++finds;
    return found->second;
  }
  void keep(const domain::Digest& key, std::string_view bytes) override { kept[key] = bytes; }
};

// What is found in "no fire here", then the numbers that were refused, negative.
std::vector<int> found(const std::vector<std::string>& patterns, PatternCache* cache) {
  std::vector<ForDatabase> given;
  for (const auto& pattern : patterns)
    given.push_back({.pattern = pattern, .number = static_cast<unsigned>(given.size())});
  std::vector<int> refused;
  std::string why;
  const auto database = Database::make(given, cache, refused, why);
  std::vector<int> result;
  EXPECT_TRUE(database != nullptr && database->find("no fire here", result)) << why;
  std::ranges::sort(result);
  for (const int number : refused) result.push_back(-number);
  return result;
}

const std::vector<std::string> kPatterns{"fire", "smoke", "he(re|ra)", "(?<=look)behind"};
const std::vector<int> kFound{0, 2, -3};  // the last one is not for vectorscan

TEST(Cache, TheSamePatternsAreTakenFromItWithTheSameAnswer) {
  MapCache cache;
  EXPECT_EQ(found(kPatterns, &cache), kFound);
  EXPECT_EQ(cache.finds, 0);
  ASSERT_EQ(cache.kept.size(), 1u);
  EXPECT_EQ(found(kPatterns, &cache), kFound);
  EXPECT_EQ(cache.finds, 1);
  EXPECT_EQ(cache.kept.size(), 1u);
}

TEST(Cache, OtherPatternsHaveAKeyOfTheirOwn) {
  MapCache cache;
  EXPECT_EQ(found({"fire"}, &cache), std::vector<int>{0});
  EXPECT_EQ(found({"water"}, &cache), std::vector<int>{});
  EXPECT_EQ(cache.kept.size(), 2u);
}

TEST(Cache, WhatIsCutShortOrSpoiltIsMadeAnew) {
  MapCache cache;
  ASSERT_EQ(found(kPatterns, &cache), kFound);
  auto& bytes = cache.kept.begin()->second;
  const auto good = bytes;
  auto spoilt = good;
  spoilt[spoilt.size() / 2] = static_cast<char>(spoilt[spoilt.size() / 2] ^ 1);
  for (const auto& bad : {std::string{}, good.substr(0, 10), good.substr(0, good.size() - 1), good + "x",
                          spoilt, std::string(good.size(), '\0')}) {
    bytes = bad;
    EXPECT_EQ(found(kPatterns, &cache), kFound);
    EXPECT_EQ(bytes.size(), good.size()) << "it was not kept anew";
  }
}

TEST(Cache, IsNotNeeded) { EXPECT_EQ(found(kPatterns, nullptr), kFound); }

}  // namespace
}  // namespace triaged::rules
