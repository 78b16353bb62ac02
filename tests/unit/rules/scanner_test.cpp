// The one scan says what RE2 says, pattern by pattern, over random texts made of what makes engines differ.
#include "rules/scanner.hpp"

#include <random>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "rules/for_vectorscan.hpp"

namespace triaged::rules {
namespace {

const std::vector<std::string> kPatterns{"hub",
                                         R"(\bhub\b)",
                                         R"(\bno (one|body)\b)",
                                         R"(can(no|')?t (log|sign) ?in)",
                                         "403 ?: ?forbidden",
                                         R"(\d+%)",
                                         R"(\w+@\w+)",
                                         R"(a\sb)",
                                         R"(a\Sb)",
                                         R"(\Whub)",
                                         R"(x\Dy)",
                                         R"(^hub)",
                                         R"(hub$)",
                                         R"(^$)",
                                         "a.c",
                                         "a[^b]c",
                                         R"([\w.]+/prod)",
                                         R"([\s,]k)",
                                         R"([^\s]k)",
                                         "(?i)Kernel",
                                         "(?:node|pod)s?",
                                         R"(start.{0,20}fail)",
                                         "s+k",
                                         R"(\bk\b)",
                                         "[a-m]{2}z",
                                         R"(\.ipynb)",
                                         "[[:alpha:]]9",
                                         R"(\pL9)",
                                         "é",
                                         R"(\x41\b)",
                                         R"(\Bub)",
                                         R"(\Qa.c\E)",
                                         "(?P<n>disk) full",
                                         R"([]x]y)",
                                         R"([^]]y)",
                                         R"(\$\d)",
                                         R"(hub\z)",
                                         R"(\Ahub)",
                                         R"(a{2,3}b)",
                                         R"(\b(no|can't) (\w+ ){0,2}(in|k)\b)",
                                         R"(\bhub\b.{0,12}\b(k|nodes?)\b)",
                                         R"(no.{2,9}k)",
                                         R"(hub( \w+){0,2} (k|pod))",
                                         R"((\S+ )?k\w* (a|abc)\b)",
                                         R"(\bs\w*k\b)",
                                         R"((x\w+|hub) .*9)",
                                         R"(a[\s.]*b[^k]{1,6}c)",
                                         R"(\w+ ?%|[a-c]+\d*9)",
                                         R"(\b(in|it),? (\S+ ){1,2}(did|k) )",
                                         R"(\b\d+ ?%)",
                                         R"([\-k]9)"};

// Words, signs, and letters that fold strangely, put together at random.
std::string random_text(std::mt19937& random) {
  static const std::vector<std::string> parts{"hub",
                                              "HUB",
                                              "no one",
                                              "nobody",
                                              "cannot log in",
                                              "can't sign in",
                                              "403 : Forbidden",
                                              "a b",
                                              "a\nb",
                                              "a\tb",
                                              "axb",
                                              "a.c",
                                              "abc",
                                              "aKc",
                                              "x7y",
                                              "xzy",
                                              "12%",
                                              "me@there",
                                              "u/prod",
                                              ",k",
                                              " k",
                                              "k",
                                              "K",
                                              "\u212A",
                                              "\u017F",
                                              "s\u017Fk",
                                              "start it, it did fail",
                                              "nodes",
                                              "POD",
                                              "abz",
                                              "f.ipynb",
                                              "A",
                                              "9",
                                              "é",
                                              "É9",
                                              "ß9",
                                              "]y",
                                              "xy",
                                              "$5",
                                              "aab",
                                              "disk full",
                                              "_hub_",
                                              "\n",
                                              " ",
                                              "",
                                              "\x0B",
                                              "a\x0B"
                                              "b",
                                              "ﬁ",
                                              "日本",
                                              "-9",
                                              "k9",
                                              ".",
                                              "\r"};
  std::string text;
  for (std::size_t left = random() % 8; left > 0; --left) text += parts[random() % parts.size()];
  return text;
}

RE2::Options case_insensitive() {
  RE2::Options options;
  options.set_case_sensitive(false);
  return options;
}

TEST(Scanner, SaysOfEachPatternWhatRe2SaysOfItAlone) {
  Scanner scanner;
  std::vector<std::unique_ptr<RE2>> alone;
  std::string why;
  for (const auto& pattern : kPatterns) {
    ASSERT_EQ(scanner.add(pattern, why), static_cast<int>(alone.size())) << pattern << ": " << why;
    alone.push_back(std::make_unique<RE2>(pattern, case_insensitive()));
  }
  ASSERT_TRUE(scanner.accelerate(nullptr, why)) << why;
  EXPECT_LT(scanner.left_to_re2(), kPatterns.size() / 2) << "else the one scan is not what is tested";
  std::mt19937 random(20260302);
  std::vector<std::uint8_t> hit;
  std::size_t hits = 0;
  for (int i = 0; i < 50'000; ++i) {
    const auto text = random_text(random);
    scanner.scan(text, hit);
    for (std::size_t n = 0; n < alone.size(); ++n) {
      ASSERT_EQ(hit[n] != 0, RE2::PartialMatch(text, *alone[n])) << kPatterns[n] << " in `" << text << "`";
      hits += hit[n];
    }
  }
  EXPECT_GT(hits, 50'000u) << "the texts are too poor to prove anything";
}

TEST(Scanner, TheSamePatternHasTheSameNumberAndABadOneHasAReason) {
  Scanner scanner;
  std::string why;
  EXPECT_EQ(scanner.add("a", why), 0);
  EXPECT_EQ(scanner.add("b", why), 1);
  EXPECT_EQ(scanner.add("a", why), 0);
  EXPECT_EQ(scanner.add("", why), -1);
  EXPECT_EQ(scanner.add("(a", why), -1);
  EXPECT_EQ(why, "missing )");
  EXPECT_EQ(scanner.add(std::string(Scanner::kPatternBytes + 1, 'a'), why), -1);
  EXPECT_TRUE(scanner.matches_empty(scanner.add("a*", why)));
}

TEST(Scanner, AnswersWithoutAccelerationToo) {
  Scanner scanner;
  std::string why;
  ASSERT_EQ(scanner.add("h[uú]b", why), 0);
  ASSERT_EQ(scanner.add("nobody", why), 1);
  std::vector<std::uint8_t> hit;
  scanner.scan("The HUB", hit);
  EXPECT_EQ(hit, (std::vector<std::uint8_t>{1, 0}));
}

TEST(Scanner, WithoutPatternsFindsNothing) {
  Scanner scanner;
  std::string why;
  ASSERT_TRUE(scanner.accelerate(nullptr, why));
  std::vector<std::uint8_t> hit{1, 2, 3};
  scanner.scan("text", hit);
  EXPECT_TRUE(hit.empty());
}

TEST(ForVectorscan, RewritesClassesToWhatRe2MeansByThem) {
  EXPECT_EQ(for_vectorscan(R"(\d\s[\w-]$)"), R"([0-9][\t\n\f\r ][0-9A-Za-z_-]\z)");
  EXPECT_EQ(for_vectorscan(R"(\bhub\.\$)"), R"(\bhub\.\$)");
  EXPECT_EQ(for_vectorscan("(?P<n>a(?:b))"), "(a(?:b))") << "whether it occurs does not depend on names";
  for (const auto* left : {R"(\Bx)", R"([\S])", "(?i)a", "[[:alpha:]]", "é", R"(\pL)", R"(\x41)"})
    EXPECT_EQ(for_vectorscan(left), std::nullopt) << left;
}

}  // namespace
}  // namespace triaged::rules
