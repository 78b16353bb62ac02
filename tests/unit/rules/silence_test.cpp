// What silences match, and which are refused.
#include <triaged/rules/silence.hpp>

namespace triaged::rules {
namespace {

using domain::Labels;
using domain::Matcher;
using testing::HasSubstr;
using testing::StartsWith;

Matcher is(std::string name, std::string value) {
  return {.name = std::move(name), .value = std::move(value), .is_regex = false};
}
Matcher like(std::string name, std::string pattern) {
  return {.name = std::move(name), .value = std::move(pattern), .is_regex = true};
}

bool matches(const std::vector<Matcher>& matchers, const Silenceable& facts) {
  const auto made = CompiledSilence::make(matchers);
  if (const auto* why = std::get_if<std::string>(&made)) {
    ADD_FAILURE() << *why;
    return false;
  }
  return std::get<CompiledSilence>(made).matches(facts);
}

std::string refused(const std::vector<Matcher>& matchers) {
  const auto made = CompiledSilence::make(matchers);
  const auto* why = std::get_if<std::string>(&made);
  return why != nullptr ? *why : "it is not refused";
}

TEST(Silence, AsksForAllItsMatchers) {
  const Labels labels{{"alertname", "DiskFull"}, {"pod", "hub-5"}};
  const Silenceable facts{.labels = &labels, .hub = "utoronto/prod"};
  EXPECT_TRUE(matches({is("alertname", "DiskFull")}, facts));
  EXPECT_TRUE(matches({is("alertname", "DiskFull"), is("hub", "utoronto/prod")}, facts));
  EXPECT_FALSE(matches({is("alertname", "DiskFull"), is("hub", "utoronto/staging")}, facts));
  EXPECT_FALSE(matches({is("alertname", "diskfull")}, facts));
}

TEST(Silence, ComparesAPatternWithTheWholeValue) {
  const Labels labels{{"pod", "hub-5"}};
  const Silenceable facts{.labels = &labels};
  EXPECT_TRUE(matches({like("pod", "hub-[0-9]")}, facts));
  EXPECT_TRUE(matches({like("pod", "proxy|hub-5")}, facts));
  EXPECT_FALSE(matches({like("pod", "hub")}, facts));
  EXPECT_FALSE(matches({like("pod", "5")}, facts));
  EXPECT_FALSE(matches({like("pod", "HUB-5")}, facts));
  EXPECT_TRUE(matches({like("pod", "(?i)HUB-5")}, facts));
  EXPECT_FALSE(matches({is("pod", "hub-.")}, facts));
}

TEST(Silence, TakesAnAbsentLabelForAnEmptyText) {
  const Labels labels{{"pod", "hub-5"}, {"zone", ""}};
  const Silenceable facts{.labels = &labels};
  EXPECT_TRUE(matches({is("pod", "hub-5"), is("node", "")}, facts));
  EXPECT_TRUE(matches({is("pod", "hub-5"), is("zone", "")}, facts));
  EXPECT_TRUE(matches({is("pod", "hub-5"), like("node", "|a")}, facts));
  EXPECT_FALSE(matches({is("pod", "hub-5"), like("node", ".+")}, facts));
  EXPECT_FALSE(matches({is("pod", ""), is("zone", "b")}, facts));
  EXPECT_FALSE(matches({is("pod", "hub-5")}, {}));
}

TEST(Silence, SeesWhatTriagedKnowsBeforeWhatALabelSays) {
  const Labels labels{{"cluster", "arn:aws:eks:utoronto"},
                      {"severity", "take immediate action"},
                      {"community", "of the label"}};
  const Silenceable facts{.labels = &labels,
                          .hub = "utoronto/prod",
                          .cluster = "utoronto",
                          .community = {},
                          .symptom = "storage",
                          .severity = "high",
                          .category = "outage",
                          .alertname = "DiskFull"};
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"hub", "utoronto/prod"},
                                                        {"cluster", "utoronto"},
                                                        {"community", "of the label"},
                                                        {"symptom", "storage"},
                                                        {"severity", "high"},
                                                        {"category", "outage"},
                                                        {"alertname", "DiskFull"}})
    EXPECT_TRUE(matches({is(name, value)}, facts)) << name;
  EXPECT_FALSE(matches({is("severity", "take immediate action")}, facts));
}

TEST(Silence, ThatMatchesEverythingIsRefused) {
  for (const std::vector<Matcher>& all : {std::vector<Matcher>{},
                                          {like("hub", ".*")},
                                          {is("hub", "")},
                                          {like("a", ".*"), is("b", "")},
                                          {like("hub", "")},
                                          {like("hub", "x?")}}) {
    EXPECT_THAT(refused(all), HasSubstr("would match everything"));
    EXPECT_TRUE(matches_everything(all));
  }
  for (const std::vector<Matcher>& some : {std::vector<Matcher>{like("hub", ".+")},
                                           {is("hub", "a/b")},
                                           {like("hub", ".*"), is("cluster", "a")}}) {
    EXPECT_EQ(refused(some), "it is not refused");
    EXPECT_FALSE(matches_everything(some));
  }
}

TEST(Silence, WithABadPatternIsRefusedInWords) {
  EXPECT_THAT(refused({is("hub", "a/b"), like("pod", "hub-(")}),
              StartsWith("has a pattern for `pod` that is not understood: missing )"));
  EXPECT_THAT(refused({like("pod", "(?=hub)")}), HasSubstr("is not understood"));   // look-around
  EXPECT_THAT(refused({like("pod", "(a)\\1")}), HasSubstr("is not understood"));    // back-reference
  EXPECT_THAT(refused({like("pod", "\xff\xfe")}), HasSubstr("is not understood"));  // no UTF-8
  EXPECT_THAT(refused({like("pod", "((a{100}){100}){100}")}), HasSubstr("is not understood"));
  EXPECT_THAT(refused({is("", "a")}), HasSubstr("names no label"));
  EXPECT_FALSE(matches_everything({like("pod", "(")}));
}

TEST(Silence, HasLimits) {
  EXPECT_EQ(refused({like("pod", std::string(kSilencePatternBytes, 'a'))}), "it is not refused");
  EXPECT_THAT(refused({like("pod", std::string(kSilencePatternBytes + 1, 'a'))}),
              HasSubstr("is longer than 2000 bytes"));
  EXPECT_EQ(refused(std::vector<Matcher>(kSilenceMatchersMost, is("a", "b"))), "it is not refused");
  EXPECT_EQ(refused(std::vector<Matcher>(kSilenceMatchersMost + 1, is("a", "b"))),
            "has more than 64 matchers");
}

TEST(Silence, TakesTimeInProportionToTheText) {
  const std::string text(100'000, 'a');
  const Labels labels{{"pod", text}};
  EXPECT_FALSE(matches({like("pod", "(a*)*(a|aa)+b")}, {.labels = &labels}));
}

}  // namespace
}  // namespace triaged::rules
