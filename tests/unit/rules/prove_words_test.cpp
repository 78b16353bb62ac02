// What is known of patterns that are plain words; against RE2 itself where that can be asked.
#include "rules/prove_words.hpp"

#include <random>

#include <gtest/gtest.h>

#include "rules/scanner.hpp"

namespace triaged::rules {
namespace {

PlainWords only(std::string_view pattern) {
  const auto all = plain_words(pattern);
  EXPECT_TRUE(all && all->size() == 1) << pattern;
  return all && !all->empty() ? all->front() : PlainWords{};
}

bool occurs_by_re2(const std::string& pattern, const std::string& text) {
  Scanner scanner;
  std::string why;
  const int number = scanner.add(pattern, why);
  EXPECT_GE(number, 0) << why;
  return scanner.words(number, text).data() != nullptr;
}

TEST(PlainWordsOfPatterns, ArePlainWordsAndTheirAlternatives) {
  EXPECT_EQ(only("Login Loop"), (PlainWords{.words = "login loop", .left = false, .right = false}));
  EXPECT_EQ(only("\\binvoice\\b"), (PlainWords{.words = "invoice", .left = true, .right = true}));
  EXPECT_EQ(only("1\\.5 \\(max\\)"), (PlainWords{.words = "1.5 (max)", .left = false, .right = false}));
  ASSERT_TRUE(plain_words("invoice|bill\\b"));
  EXPECT_EQ(plain_words("invoice|bill\\b")->size(), 2U);
}

TEST(PlainWordsOfPatterns, AreNothingElse) {
  for (const char* pattern : {"a.b", "a?", "(a)", "[ab]", "^a", "a$", "\\d", "a|", "|a", "\\b", "a\\bc", "a+",
                              "é", "a{2}", "\\Qa\\E", "(?i)a", "a\\"})
    EXPECT_FALSE(plain_words(pattern)) << pattern;
}

TEST(PlainWordsOfPatterns, AWordImpliesItsPartsUnlessTheyMustStandAlone) {
  EXPECT_TRUE(implies(only("login loop"), only("login")));
  EXPECT_TRUE(implies(only("login loop"), only("LOOP")));
  EXPECT_FALSE(implies(only("login"), only("login loop")));
  EXPECT_TRUE(implies(only("\\blogin loop"), only("\\blogin\\b")));
  EXPECT_FALSE(implies(only("login loop"), only("\\blogin\\b")));  // relogin loop
  EXPECT_FALSE(implies(only("relogin"), only("\\blogin")));
  EXPECT_TRUE(implies(only("relogin login "), only("\\blogin\\b")));  // the second one
}

TEST(PlainWordsOfPatterns, WhatIsKnownOfAValueInPartIsNotTakenForAll) {
  EXPECT_EQ(occurs(only("log"), "login", Known::all), true);
  EXPECT_EQ(occurs(only("log\\b"), "login", Known::all), false);
  EXPECT_EQ(occurs(only("log\\b"), "log", Known::all), true);
  EXPECT_EQ(occurs(only("log\\b"), "log", Known::beginning), std::nullopt);
  EXPECT_EQ(occurs(only("\\blog"), "log", Known::beginning), true);
  EXPECT_EQ(occurs(only("\\blog"), "log", Known::end), std::nullopt);
  EXPECT_EQ(occurs(only("loop"), "log", Known::end), std::nullopt);
  EXPECT_EQ(occurs(only("kelvin"),
                   "\xE2\x84\xAA"
                   "elvin",
                   Known::all),
            std::nullopt);  // U+212A folds to k
}

TEST(PlainWordsOfPatterns, WhatIsSaidOfThemIsWhatRe2Says) {
  std::mt19937_64 random(1);
  const auto word = [&](std::size_t most) {
    std::string text;
    for (std::size_t i = 1 + random() % most; i > 0; --i) text.push_back("ab -"[random() % 4]);
    return text;
  };
  const auto pattern = [&](std::size_t most) {
    return std::string(random() % 3 == 0 ? "\\b" : "") + word(most) + (random() % 3 == 0 ? "\\b" : "");
  };
  std::size_t implied = 0;
  for (int i = 0; i < 1500; ++i) {
    const auto longer = pattern(5);
    const auto shorter = pattern(3);
    const auto text = word(9);
    const bool hit = occurs_by_re2(shorter, text);
    EXPECT_EQ(occurs(only(shorter), text, Known::all), hit) << shorter << " in " << text;
    const auto more = word(3);
    const bool begun = occurs_by_re2(shorter, text + more);
    EXPECT_EQ(occurs(only(shorter), text, Known::beginning).value_or(begun), begun)
        << shorter << " in " << text;
    const bool ended = occurs_by_re2(shorter, more + text);
    EXPECT_EQ(occurs(only(shorter), text, Known::end).value_or(ended), ended) << shorter << " in " << text;
    if (!implies(only(longer), only(shorter))) continue;
    ++implied;
    const auto around = word(3) + word(5) + only(longer).words + word(3);
    EXPECT_TRUE(!occurs_by_re2(longer, around) || occurs_by_re2(shorter, around)) << longer << " " << shorter;
  }
  EXPECT_GT(implied, 50U);
}

}  // namespace
}  // namespace triaged::rules
