// The walk over phrases finds what RE2 finds: patterns made by chance from what phrases and gaps are made of,
// over texts of few letters, so that nearly everything nearly matches.
#include "rules/scanner_phrases.hpp"

#include <algorithm>
#include <random>
#include <string>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "rules/scanner_syntax.hpp"

namespace triaged::rules {
namespace {

RE2::Options options() {
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  return options;
}

class Chance {
 public:
  explicit Chance(unsigned seed) : random_(seed) {}

  std::string text() {
    static const std::vector<std::string> parts{"a", "b", "c",  "ab", "ba", "A",   " ",
                                                " ", ",", "\n", "é",  "7",  "a b", "c c"};
    std::string result;
    for (auto left = below(14); left > 0; --left) result += parts[below(parts.size())];
    return result;
  }

  std::string pattern(int depth = 3) {
    std::string result = choice(depth);
    if (below(3) == 0) result = "\\b" + result;
    if (below(4) == 0) result += "\\b";
    return result;
  }

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }

  std::string choice(int depth) {
    std::string result = sequence(depth);
    if (below(4) == 0) result += "|" + sequence(depth - 1);
    return result;
  }

  std::string sequence(int depth) {
    std::string result;
    for (auto left = 1 + below(4); left > 0; --left) result += part(depth);
    return result;
  }

  std::string part(int depth) {
    static const std::vector<std::string> gaps{
        ".{0,5}",       ".*",        "\\w*", "\\w+",      "(\\w+ ){0,2}", "( \\w+){0,2}", "(\\S+ )?",
        "(\\w+ ){1,2}", "[^b]{2,6}", "\\d+", "(a\\w+|b)", "\\s*",         "([ab]+,)?"};
    if (depth > 0 && below(4) == 0) return "(" + choice(depth - 1) + ")" + (below(3) == 0 ? "?" : "");
    switch (below(6)) {
      case 0:
        return gaps[below(gaps.size())];
      case 1:
        return below(2) == 0 ? "\\b" : "[a-b]{1,2}";
      default:
        static const std::vector<std::string> signs{"a",    "b",   "c", " ",  "ab", "a?",
                                                    "[bc]", "\\w", ".", ",?", " b"};
        return signs[below(signs.size())];
    }
  }

  std::mt19937 random_;
};

TEST(PhraseFinder, FindsWhatRe2FindsOfPatternsMadeByChance) {
  Chance chance(20260403);
  std::size_t taken = 0;
  std::size_t hits = 0;
  std::size_t misses = 0;
  for (int round = 0; round < 300; ++round) {
    PhraseFinder finder;
    std::vector<std::unique_ptr<RE2>> patterns;
    while (patterns.size() < 12) {
      auto pattern = std::make_unique<RE2>(chance.pattern(), options());
      if (!pattern->ok() || !finder.add(pattern->pattern(), static_cast<int>(patterns.size()))) continue;
      patterns.push_back(std::move(pattern));
    }
    ASSERT_TRUE(finder.build());
    taken += patterns.size();
    for (int i = 0; i < 60; ++i) {
      const auto text = chance.text();
      std::vector<int> found;
      ASSERT_TRUE(finder.find(text, found));
      std::ranges::sort(found);
      ASSERT_EQ(std::ranges::adjacent_find(found), found.end()) << "told twice";
      for (std::size_t n = 0; n < patterns.size(); ++n) {
        const bool hit = std::ranges::binary_search(found, static_cast<int>(n));
        ASSERT_EQ(hit, RE2::PartialMatch(text, *patterns[n]))
            << patterns[n]->pattern() << " in `" << text << "`";
        ++(hit ? hits : misses);
      }
    }
  }
  EXPECT_GT(hits, taken * 5) << "too poor to prove anything";
  EXPECT_GT(misses, taken * 5) << "too poor to prove anything";
}

TEST(PhraseFinder, RefusesWhatItCannotCut) {
  PhraseFinder finder;
  for (const auto* pattern : {"^a", "a$", "(?i)a", "é", R"(\pL)", R"(\Qa\E)", "[[:alpha:]]", "a**",
                              "(ab*c)*d", "a*", R"(\x41)", "a{0,30}", R"(\b)"})
    EXPECT_FALSE(finder.add(pattern, 0)) << pattern;
  EXPECT_TRUE(finder.empty());
}

TEST(PhraseFinder, GivesUpOnATextMadeToTakeLongInsteadOfTakingLong) {
  PhraseFinder finder;
  ASSERT_TRUE(finder.add(R"(a\w*,\w*b)", 0));
  ASSERT_TRUE(finder.add(R"(\bxa (\w+ ){0,900}y)", 1));
  ASSERT_TRUE(finder.build());
  std::string text = "xa , ";
  for (int i = 0; i < 60'000; ++i) text += "y ";  // each of which might be the end of 900 words
  std::vector<int> found{7};
  EXPECT_FALSE(finder.find(text, found));
  EXPECT_EQ(found, std::vector<int>{7});
  EXPECT_TRUE(finder.find("xa b c y", found));
  EXPECT_EQ(found, (std::vector<int>{7, 1}));
}

TEST(PhraseFinder, TextsOfAnyLengthAndAnyBytesAreRead) {
  PhraseFinder finder;
  ASSERT_TRUE(finder.add("a", 0));
  ASSERT_TRUE(finder.add(R"(\Wbc\b)", 1));
  ASSERT_TRUE(finder.build());
  const auto found_in = [&](std::string_view text) {
    std::vector<int> found;
    EXPECT_TRUE(finder.find(text, found));
    return found;
  };
  EXPECT_EQ(found_in(""), std::vector<int>{});
  EXPECT_EQ(found_in("A"), std::vector<int>{0});
  EXPECT_EQ(found_in(std::string_view("\0bc", 3)), std::vector<int>{1});
  EXPECT_EQ(found_in("\u00E9bc"), std::vector<int>{1});
  EXPECT_EQ(found_in("\u00E9\u65E5bcd"), std::vector<int>{});
}

}  // namespace
}  // namespace triaged::rules
