// Typed, strict reading of maps: good values come back, bad ones become one fault each and nothing else.
#include <chrono>
#include <functional>

#include <triaged/document/reader.hpp>

namespace triaged::document {
namespace {

using namespace std::chrono_literals;

// A map that owns what its reader borrows.
class Read : public testing::Test {
 protected:
  MapReader& map(std::string_view text) {
    node_ = parse("f.yaml", text, faults_).value_or(Node{});
    reader_.emplace(node_, "a thing", faults_);
    return *reader_;
  }
  // The only fault so far.
  std::string fault() const {
    EXPECT_EQ(faults_.all().size(), 1U);
    return faults_.all().empty() ? std::string{} : to_text(faults_.all().front());
  }
  bool sound() const { return faults_.all().empty(); }

  Node node_;
  Faults faults_;
  std::optional<MapReader> reader_;
};

TEST_F(Read, TakesValuesOfEveryType) {
  MapReader& it =
      map("t: text\nn: a/name_1.x-y\nb: true\ni: -5\nd: 90s\ns: 2KiB\nl: [a, b]\nw: red\no: {}\n");
  EXPECT_EQ(it.text("t"), "text");
  EXPECT_EQ(it.name("n"), "a/name_1.x-y");
  EXPECT_EQ(it.boolean("b"), true);
  EXPECT_EQ(it.integer("i", -10, 10), -5);
  EXPECT_EQ(it.duration("d"), 90s);
  EXPECT_EQ(it.size("s"), 2048U);
  EXPECT_EQ(it.texts("l"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(it.names("l"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(it.word("w", {"red", "green"}), "red");
  EXPECT_TRUE(it.node("o")->is_map());
  EXPECT_TRUE(it.require("o").is_map());
  it.finish();
  EXPECT_TRUE(sound());
}

TEST_F(Read, FindsNothingUnderAbsentKeysAndSaysNothing) {
  MapReader& it = map("{}");
  EXPECT_FALSE(it.text("k") || it.name("k") || it.boolean("k") || it.integer("k", 0, 1) || it.duration("k") ||
               it.size("k") || it.word("k", {"a"}));
  EXPECT_TRUE(it.texts("k").empty());
  EXPECT_EQ(it.node("k"), nullptr);
  EXPECT_FALSE(it.has("k"));
  it.finish();
  EXPECT_TRUE(sound());
}

TEST_F(Read, ReportsARequiredKeyThatIsAbsent) {
  EXPECT_TRUE(map("a: 1").require("id").is_null());
  EXPECT_EQ(fault(), "f.yaml:1:1: error: a thing has no `id`; add `id`");
}

TEST_F(Read, ReportsUnknownKeysWithTheNearestKnownOne) {
  MapReader& it = map("severity: 1\nsymptm: 2\n");
  static_cast<void>(it.text("severity"));
  static_cast<void>(it.text("symptom"));
  it.finish();
  EXPECT_EQ(fault(), "f.yaml:2:1: error: unknown key `symptm` in a thing; did you mean `symptom`?");
}

TEST_F(Read, NamesTheKnownKeysWhenNoneIsNear) {
  MapReader& it = map("wholly_other: 1\n");
  static_cast<void>(it.text("a"));
  static_cast<void>(it.text("b"));
  it.finish();
  EXPECT_EQ(fault(),
            "f.yaml:1:1: error: unknown key `wholly_other` in a thing; the keys known here are `a` and `b`");
}

TEST_F(Read, ReportsWhatIsNoMapOnceAndThenFindsNothing) {
  for (const char* text : {"[a]", "text"}) {
    faults_ = {};
    MapReader& it = map(text);
    EXPECT_FALSE(it.valid());
    EXPECT_FALSE(it.text("k").has_value());
    EXPECT_TRUE(it.require("k").is_null());
    it.finish();
    EXPECT_THAT(fault(), testing::HasSubstr("a thing must be a map (`key: value`), not a"));
  }
}

TEST_F(Read, AKeyWithoutAValueIsReportedAtTheKey) {
  EXPECT_FALSE(map("a: 1\nname:\nb: 2\n").text("name").has_value());
  EXPECT_EQ(fault(), "f.yaml:2:1: error: `name` has no value; give it a text, or remove it");
}

TEST_F(Read, RefusesValuesOfTheWrongKind) {
  const std::vector<std::pair<std::string, std::function<void(MapReader&)>>> cases{
      {"`k` must be a text, not a list", [](MapReader& it) { static_cast<void>(it.text("k")); }},
      {"`k` must be a name, not a list", [](MapReader& it) { static_cast<void>(it.name("k")); }},
      {"`k` must be true or false, not a list", [](MapReader& it) { static_cast<void>(it.boolean("k")); }},
      {"`k` must be a whole number, not a list",
       [](MapReader& it) { static_cast<void>(it.integer("k", 0, 9)); }},
      {"`k` must be a duration, not a list", [](MapReader& it) { static_cast<void>(it.duration("k")); }},
      {"`k` must be a size, not a list", [](MapReader& it) { static_cast<void>(it.size("k")); }},
      {"an item of `k` must be a text, not a map", [](MapReader& it) { static_cast<void>(it.texts("k")); }}};
  for (const auto& [message, get] : cases) {
    faults_ = {};
    get(map("k: [{a: b}]"));
    EXPECT_THAT(fault(), testing::HasSubstr(message));
  }
  faults_ = {};
  EXPECT_TRUE(map("k: {a: b}").texts("k").empty());
  EXPECT_THAT(fault(), testing::HasSubstr("`k` must be a list, not a map"));
}

TEST_F(Read, QuotedTextIsNeverABooleanOrANumber) {
  EXPECT_FALSE(map("k: 'true'").boolean("k").has_value());
  EXPECT_THAT(fault(), testing::HasSubstr("without quotes"));
  faults_ = {};
  EXPECT_FALSE(map("k: '5'").integer("k", 0, 9).has_value());
  EXPECT_THAT(fault(), testing::HasSubstr("without quotes"));
}

TEST_F(Read, BooleansAreTrueAndFalseOnly) {
  for (const char* text : {"k: yes", "k: True", "k: on", "k: 1"}) {
    faults_ = {};
    EXPECT_FALSE(map(text).boolean("k").has_value()) << text;
    EXPECT_THAT(fault(), testing::HasSubstr("write true or false")) << text;
  }
}

TEST_F(Read, IntegersHaveRanges) {
  EXPECT_EQ(map("k: 9").integer("k", 0, 9), 9);
  for (const char* text :
       {"k: 10", "k: -1", "k: 99999999999999999999", "k: 1.5", "k: 0x10", "k: ten", "k: ''"}) {
    faults_ = {};
    EXPECT_FALSE(map(text).integer("k", 0, 9).has_value()) << text;
    EXPECT_THAT(fault(), testing::HasSubstr("error")) << text;
  }
}

TEST_F(Read, DurationsNeedAWholeNumberAndAUnit) {
  using Microseconds = std::chrono::microseconds;
  const std::vector<std::pair<std::string, Microseconds>> good{
      {"2ms", 2ms}, {"30s", 30s}, {"30m", 30min}, {"4h", 4h}, {"2d", 48h}, {"1w", 168h}, {"0s", 0s}};
  for (const auto& [text, duration] : good) EXPECT_EQ(map("k: " + text).duration("k"), duration) << text;
  EXPECT_TRUE(sound());
  for (const char* text : {"k: 30", "k: 1.5h", "k: -1h", "k: 1 h", "k: h", "k: 1y", "k: 1h30m", "k: 2wd",
                           "k: 999999999999999w", "k: 99999999999999999999s"}) {
    faults_ = {};
    EXPECT_FALSE(map(text).duration("k").has_value()) << text;
    EXPECT_THAT(fault(), testing::HasSubstr("must be a duration")) << text;
  }
}

TEST_F(Read, SizesAreInBytesOrPowersOf1024) {
  const std::vector<std::pair<std::string, std::size_t>> good{
      {"4096", 4096}, {"256KiB", 262'144}, {"1MiB", 1'048'576}, {"2GiB", 2'147'483'648}};
  for (const auto& [text, size] : good) EXPECT_EQ(map("k: " + text).size("k"), size) << text;
  EXPECT_TRUE(sound());
  for (const char* text : {"k: 1KB", "k: 1kib", "k: 1.5MiB", "k: -1", "k: MiB", "k: 99999999999GiB"}) {
    faults_ = {};
    EXPECT_FALSE(map(text).size("k").has_value()) << text;
    EXPECT_THAT(fault(), testing::HasSubstr("must be a size")) << text;
  }
}

TEST_F(Read, NamesAreSuggestedWhereOneIsMeant) {
  EXPECT_FALSE(map("k: Cloud Team").name("k").has_value());
  EXPECT_EQ(fault(), "f.yaml:1:4: error: `k` must be a name, and `Cloud Team` is none; write `cloud_team`");
  for (const char* text : {"", "-a", ".a", "/a", "a b", "A", "ä", "a:b"}) EXPECT_FALSE(is_name(text)) << text;
  for (const char* text : {"a", "0", "a.b/c-d_e"}) EXPECT_TRUE(is_name(text)) << text;
}

TEST_F(Read, WordsComeFromAVocabulary) {
  EXPECT_FALSE(map("k: gren").word("k", {"red", "green"}).has_value());
  EXPECT_EQ(fault(), "f.yaml:1:4: error: `k` cannot be `gren`; did you mean `green`?");
  faults_ = {};
  EXPECT_FALSE(map("k: violet").word("k", {"red", "green"}).has_value());
  EXPECT_EQ(fault(), "f.yaml:1:4: error: `k` cannot be `violet`; write `red` or `green`");
}

TEST_F(Read, ASingleTextIsAListOfOneAndNothingIsAnEmptyList) {
  EXPECT_EQ(map("k: a").texts("k"), std::vector<std::string>{"a"});
  EXPECT_TRUE(map("k:").texts("k").empty());
  EXPECT_TRUE(map("k: []").texts("k").empty());
  EXPECT_TRUE(sound());
}

TEST_F(Read, ABadItemDoesNotHideTheOthers) {
  EXPECT_EQ(map("k: [a, B, [c], d]").names("k"), (std::vector<std::string>{"a", "d"}));
  EXPECT_EQ(faults_.errors(), 2U);
}

TEST_F(Read, PlacesAreThoseOfTheValueElseOfTheMap) {
  const MapReader& it = map("a: 1\nb: 2\n");
  EXPECT_EQ(it.place_of("b"), (Place{.file = "f.yaml", .line = 2, .column = 4}));
  EXPECT_EQ(it.place_of("c"), (Place{.file = "f.yaml", .line = 1, .column = 1}));
}

}  // namespace
}  // namespace triaged::document
