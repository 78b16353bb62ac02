// What the reader accepts: values with their places, and what of YAML's layout means nothing.
#include <triaged/document/node.hpp>

namespace triaged::document {
namespace {

Node read(std::string_view text) {
  Faults faults;
  auto node = parse("f.yaml", text, faults);
  for (const Fault& fault : faults.all()) ADD_FAILURE() << to_text(fault);
  return node.value_or(Node{});
}

Place at(int line, int column) { return {.file = "f.yaml", .line = line, .column = column}; }

TEST(Parse, EveryValueKnowsWhereItStands) {
  const Node root = read("teams:\n  support: {name: Help}\nlist:\n  - one\n  - {x: 1}\n");
  EXPECT_EQ(root.place, at(1, 1));
  const Node* support = root.find("teams")->find("support");
  EXPECT_EQ(support->place, at(2, 12));
  EXPECT_EQ(support->find("name")->place, at(2, 19));
  EXPECT_EQ(root.find("list")->items.at(0).place, at(4, 5));
  EXPECT_EQ(root.find("list")->items.at(1).find("x")->place, at(5, 9));
  EXPECT_EQ(root.members.at(0).first.place, at(1, 1));
}

TEST(Parse, ColumnsCountBytesAsEditorsDo) {
  EXPECT_EQ(read("ü: [ö, x]\n").find("ü")->items.at(1).place, at(1, 10));
}

TEST(Parse, AValueThatWasLeftOutStandsAtItsKey) {
  const Node root = read("a:\n\n\nb: ~\n");
  EXPECT_TRUE(root.find("a")->is_null());
  EXPECT_EQ(root.find("a")->place, at(1, 1));
  EXPECT_TRUE(root.find("b")->is_null());
  EXPECT_EQ(root.find("b")->place, at(4, 4));
}

TEST(Parse, QuotedAndBlockTextsAreMarkedAsSuch) {
  const Node root = read("plain: 5\nsingle: '5'\ndouble: \"5\"\nblock: |\n  5\nfolded: >-\n  5\n");
  EXPECT_FALSE(root.find("plain")->quoted);
  for (const char* key : {"single", "double", "block", "folded"}) EXPECT_TRUE(root.find(key)->quoted) << key;
  EXPECT_EQ(root.find("block")->scalar, "5\n");
  EXPECT_EQ(root.find("folded")->scalar, "5");
}

TEST(Parse, AnEmptyFileIsAnEmptyMap) {
  for (const char* text : {"", "\n\n", "# only a comment\n", "---\n", "---\n...\n"}) {
    const Node root = read(text);
    EXPECT_TRUE(root.is_map()) << text;
    EXPECT_TRUE(root.members.empty()) << text;
    EXPECT_EQ(root.place.file, "f.yaml");
  }
}

TEST(Parse, AByteOrderMarkAndDosLineEndsMeanNothing) {
  const Node root = read(
      "\xEF\xBB\xBF"
      "a: 'x'\r\nb: ~\r\n");
  EXPECT_EQ(root.find("a")->place, at(1, 4));
  EXPECT_EQ(root.find("a")->scalar, "x");
  EXPECT_TRUE(root.find("b")->is_null());
}

TEST(Parse, JsonIsYaml) {
  const Node root = read(R"({"a": [1, "two"], "b": {"c": null}})");
  EXPECT_EQ(root.find("a")->items.at(1).scalar, "two");
  EXPECT_TRUE(root.find("b")->find("c")->is_null());
}

TEST(Parse, KeysKeepTheOrderOfTheFile) {
  const Node root = read("b: 1\na: 2\nc: 3\n");
  std::string order;
  for (const auto& [key, value] : root.members) order += key.scalar;
  EXPECT_EQ(order, "bac");
  EXPECT_EQ(root.find("d"), nullptr);
}

TEST(Canonical, IsIndependentOfLayoutQuotesCommentsAndKeyOrder) {
  const std::string one = canonical(read("b: [x, 'y']\na: {k: \"v\"} # said\n"));
  const std::string two = canonical(read("# said\n\"a\":\n  k: v\nb:\n- \"x\"\n- y\n"));
  EXPECT_EQ(one, two);
  EXPECT_EQ(one, R"({"a":{"k":"v"},"b":["x","y"]})");
}

TEST(Canonical, TellsApartWhatAReaderMayTellApart) {
  const std::vector<std::string> different{"a: 5",      "a: '5'", "a: true", "a: 'true'", "a: ~",
                                           "a: '~'",    "a: ",    "a: []",   "a: {}",     "a: [5]",
                                           "a: [5, 5]", "a: ''",  "b: 5",    "a: -5.5e3", "a: '-5.5e3'"};
  for (std::size_t i = 0; i < different.size(); ++i)
    for (std::size_t j = i + 1; j < different.size(); ++j) {
      const bool both_null = (different[i] == "a: ~" && different[j] == "a: ");
      EXPECT_EQ(canonical(read(different[i])) == canonical(read(different[j])), both_null)
          << different[i] << " and " << different[j];
    }
}

TEST(Canonical, CannotBeForgedByWhatATextHolds) {
  EXPECT_NE(canonical(read(R"(a: 'x","b":"y')")), canonical(read("a: x\nb: y")));
  EXPECT_EQ(canonical(read(R"(a: "line\nend \" \\")")), R"({"a":"line\u000aend \" \\"})");
}

TEST(Sha256, AgreesWithTheStandardsExample) {
  const std::string octets = sha256("abc");
  ASSERT_EQ(octets.size(), 32U);
  EXPECT_EQ(octets.substr(0, 4), "\xBA\x78\x16\xBF");
  EXPECT_EQ(octets.substr(28), std::string("\xF2\x00\x15\xAD", 4));
}

}  // namespace
}  // namespace triaged::document
