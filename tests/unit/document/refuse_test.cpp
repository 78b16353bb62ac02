// What the reader refuses: everything of YAML that says one thing to a reviewer and another to a program, and
// files made to exhaust it.
#include <ctime>
#include <functional>

#include <triaged/document/node.hpp>

namespace triaged::document {
namespace {

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all.append(text);
  return all;
}

// The first fault of a text that must be refused.
std::string refusal(std::string_view text, const Limits& limits = {}) {
  Faults faults;
  EXPECT_FALSE(parse("f.yaml", text, faults, limits).has_value()) << text.substr(0, 60);
  EXPECT_GT(faults.errors(), 0U);
  return faults.all().empty() ? std::string{} : to_text(faults.all().front());
}

TEST(Refuse, WhatHidesAValue) {
  EXPECT_THAT(refusal("a: &x 1\n"), testing::StartsWith("f.yaml:1:4: error: `&x` is an anchor"));
  EXPECT_THAT(refusal("a: &x 1\nb: [*x]\n"), testing::HasSubstr("anchor"));
  EXPECT_THAT(refusal("a: *x\n"), testing::StartsWith("f.yaml:1:4: error: `*` begins an alias"));
  EXPECT_THAT(refusal("hubs: [*]\n"), testing::HasSubstr("needs quotes: \"*\""));
  EXPECT_THAT(refusal("a: !!str 5\n"), testing::StartsWith("f.yaml:1:4: error: `!!str` is a tag"));
  EXPECT_THAT(refusal("a: !own {}\n"), testing::HasSubstr("`!own` is a tag"));
  EXPECT_THAT(refusal("a: ! x\n"), testing::HasSubstr("`!` is a tag"));
  EXPECT_THAT(refusal("a: !\n"), testing::HasSubstr("tag"));
  EXPECT_THAT(refusal("<<: {a: 1}\n"), testing::StartsWith("f.yaml:1:1: error: `<<` is a merge key"));
}

TEST(Refuse, AliasesAreReportedWithTheAnchorAtOnce) {
  Faults faults;
  EXPECT_FALSE(parse("f.yaml", "a: &x 1\nb: *x\nc: *x\n", faults));
  ASSERT_EQ(faults.all().size(), 3U);
  EXPECT_EQ(faults.all().at(2).place.line, 3);
}

TEST(Refuse, AQuotedMergeKeyIsAKeyLikeAnyOther) {
  Faults faults;
  EXPECT_TRUE(parse("f.yaml", "'<<': 1\n", faults));
}

TEST(Refuse, KeysThatAreNotDistinctWords) {
  EXPECT_EQ(
      refusal("a: 1\nb: 2\na: 3\n"),
      "f.yaml:3:1: error: the key `a` stands twice in the same map; it stands in line 1 already; keep one of "
      "them");
  EXPECT_THAT(refusal("? [a, b]\n: 1\n"),
              testing::StartsWith("f.yaml:1:3: error: a key must be a single word"));
  EXPECT_THAT(refusal("? {a: 1}\n: 1\n"), testing::HasSubstr("a key must be a single word"));
  EXPECT_THAT(refusal("~: 1\n"), testing::HasSubstr("a key is missing"));
  EXPECT_THAT(refusal(": 1\n"), testing::HasSubstr("a key is missing"));
}

TEST(Refuse, EveryDuplicateAndWhatFollowsIsReportedInOnePass) {
  Faults faults;
  EXPECT_FALSE(parse("f.yaml", "a: 1\na: 2\nm:\n  b: 1\n  b: &x 2\n", faults));
  EXPECT_EQ(faults.errors(), 3U);
}

TEST(Refuse, MoreThanOneDocument) {
  EXPECT_THAT(refusal("a: 1\n---\nb: 2\n"), testing::StartsWith("f.yaml:2:1: error: a second document"));
  EXPECT_THAT(refusal("[a] b\n"), testing::StartsWith("f.yaml:1:5: error: text after the end"));
}

TEST(Refuse, TabsInTheIndentationEachInItsOwnPlace) {
  for (const char* text : {"a:\n\tb: 1\n", "a: 1\n\tb: 2\n", "a:\n\t- b: 1\n\t- c\n"})
    EXPECT_EQ(refusal(text), "f.yaml:2:1: error: a tab stands in the indentation; indent with spaces")
        << text;
  EXPECT_EQ(refusal("a:\n  b:\n  \tc: 1\n"),
            "f.yaml:3:3: error: a tab stands in the indentation; indent with spaces");
}

TEST(Refuse, ABracketThatIsNotClosedAtTheBracket) {
  EXPECT_EQ(refusal("a: [x, {y: z}, [1, 2]\nb: 3\n"),
            "f.yaml:1:4: error: this `[` is not closed, or a comma is missing in it; check what stands "
            "before line 2, "
            "column 1");
  EXPECT_THAT(refusal("a: {x: [1]\nb: 3\n"),
              testing::StartsWith("f.yaml:1:4: error: this `{` is not closed"));
}

TEST(Refuse, SyntaxErrorsWithAPlaceAndARemedy) {
  const std::vector<std::string> broken{"a: b: c\n",    "a: [1, 2\n",    "a: {x: 1\n",   "a: ]\n",
                                        "- a\n b\n: c", "a: @x\n",       "a: `x`\n",     "a: %x\n",
                                        "a: \"\\d\"\n", "a: 'it's'\n",   "a: \"b\" c\n", "a: 1\n b: 2\n",
                                        "a: - b\n",     "a: |1x\n  b\n", "a: &\n"};
  for (const std::string& text : broken) {
    const std::string fault = refusal(text);
    EXPECT_THAT(fault, testing::MatchesRegex("f\\.yaml:[0-9]+:[0-9]+: error: .*; .*")) << text;
    EXPECT_THAT(fault, testing::Not(testing::HasSubstr("yaml-cpp"))) << text;
  }
}

TEST(Refuse, AQuoteThatIsNeverClosed) {
  for (const char* text : {"a: 'x\n", "a: \"x\n", "a: 'it''s\n", "a: \"x\\\"\n", "a: '\n"})
    EXPECT_THAT(refusal(text), testing::StartsWith("f.yaml:1:4: error: a quote is opened here")) << text;
  Faults faults;
  EXPECT_TRUE(parse("f.yaml", "a: 'it''s'\nb: \"x\\\\\"\nc: ''\nd: \"\"\ne: it's\n", faults));
}

TEST(Refuse, BytesThatAreNotText) {
  EXPECT_THAT(refusal("a: 1\nb: \xFF\n"),
              testing::StartsWith("f.yaml:2:4: error: the byte 0xFF is not UTF-8"));
  for (const char* bad :
       {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80", "\xF5\x80\x80\x80"})
    EXPECT_THAT(refusal(std::string{"a: "} + bad), testing::HasSubstr("not UTF-8"));
  EXPECT_THAT(refusal(std::string{"a: x\0y\n", 8}), testing::HasSubstr("control character 0x00"));
  EXPECT_THAT(refusal("a: \"x\\0y\"\n"), testing::HasSubstr("NUL"));
}

TEST(Refuse, TheCharacterThatTheYamlLibraryTakesForTheEnd) {
  EXPECT_THAT(refusal("a: 1\n\x04\nb: 2\n"),
              testing::StartsWith("f.yaml:2:1: error: the control character 0x04"));
}

TEST(Refuse, MoreThanTheLimits) {
  EXPECT_THAT(refusal("a: 12345\n", {.bytes = 8}), testing::HasSubstr("larger than 8 bytes"));
  EXPECT_THAT(refusal("[a, b, c]\n", {.nodes = 3}), testing::HasSubstr("more than 3 values"));
  EXPECT_THAT(refusal("a: {b: [c]}\n", {.depth = 2}),
              testing::StartsWith("f.yaml:1:8: error: nested more than 2"));
  Faults faults;
  EXPECT_TRUE(parse("f.yaml", "a: {b: [c]}\n", faults, {.bytes = 12, .nodes = 6, .depth = 3}));
}

// Processor time, so that a busy machine does not matter.
double milliseconds(const std::function<void()>& work) {
  const std::clock_t start = std::clock();
  work();
  return 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

TEST(Refuse, AHundredThousandLevelsQuicklyAndWithoutRecursion) {
  for (const char* level :
       {"[", "{", "[{", "{a: ", "[a, ", "a: [", "- ", "? ", "? - ", "[\n", "{a:\n", ": "}) {
    const std::string text = repeated(level, 100'000);
    std::string fault;
    EXPECT_LT(milliseconds([&] { fault = refusal(text); }), 100.0) << level;
    EXPECT_FALSE(fault.empty());
  }
  std::string indented;
  for (int depth = 0; depth < 2'000; ++depth)
    indented.append(std::string(static_cast<std::size_t>(depth), ' ')).append("a:\n");
  EXPECT_THAT(refusal(indented), testing::StartsWith("f.yaml:33:33: error: nested more than 32"));
}

TEST(Refuse, TextWithManyOddBracketsIsNoDeepNesting) {
  std::string text = "patterns:\n";
  for (int i = 0; i < 2'000; ++i) text.append("  - '\\[[a-z'\n");
  Faults faults;
  EXPECT_TRUE(parse("f.yaml", text, faults));
}

TEST(Refuse, AliasBombsQuickly) {
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n";
  for (char name = 'b'; name <= 'z'; ++name) {
    bomb.append(1, name).append(": &").append(1, name).append(" [");
    for (int i = 0; i < 9; ++i) bomb.append(i > 0 ? ",*" : "*").append(1, static_cast<char>(name - 1));
    bomb.append("]\n");
  }
  EXPECT_LT(milliseconds([&] { EXPECT_THAT(refusal(bomb), testing::HasSubstr("anchor")); }), 100.0);
}

}  // namespace
}  // namespace triaged::document
