// The schema and the reader know the same words. The reader is asked from outside: by what it calls unknown,
// and by what it says is known.
#include <algorithm>

#include <gmock/gmock.h>

#include "rules/read_operators.hpp"
#include "unit/rules/case.hpp"

namespace triaged::rules {
namespace {

using document::Node;

const Node& schema_tree() {
  static const Node tree = [] {
    document::Faults faults;
    auto parsed = document::parse("schema", schema(), faults);
    EXPECT_TRUE(parsed) << (faults.all().empty() ? "" : to_text(faults.all().front()));
    return parsed.value_or(Node{});
  }();
  return tree;
}

const Node& below(const Node& node, std::initializer_list<std::string_view> keys) {
  static const Node kNothing;
  const Node* at = &node;
  for (const auto key : keys) {
    at = at->find(key);
    if (at == nullptr) return ADD_FAILURE() << "the schema has no " << key, kNothing;
  }
  return *at;
}

std::vector<std::string> keys(const Node& map) {
  std::vector<std::string> names;
  for (const auto& [key, value] : map.members) names.push_back(key.scalar);
  std::ranges::sort(names);
  return names;
}

// The words in `…` of a message, after `begin`.
std::vector<std::string> words_after(const std::string& message, std::string_view begin) {
  std::vector<std::string> words;
  auto at = message.find(begin);
  EXPECT_NE(at, std::string::npos) << message;
  while (at != std::string::npos && (at = message.find('`', at)) != std::string::npos) {
    const auto end = message.find('`', at + 1);
    words.push_back(message.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  std::ranges::sort(words);
  return words;
}

std::vector<std::string> known(const std::string& yaml) {
  return words_after(first_error(yaml), "known here are");
}

TEST(Schema, KnowsTheSectionsAndKeysTheReaderKnows) {
  EXPECT_EQ(keys(below(schema_tree(), {"properties"})),
            known("zzzzzzzz: []\nroute: [{name: a, to: next_rung}]"));
  const auto definition = [](std::string_view name) {
    return keys(below(schema_tree(), {"$defs", name, "properties"}));
  };
  EXPECT_EQ(definition("route_rule"), known("route: [{name: a, to: next_rung, zzzzzzzzzz: 1}]"));
  // The reader takes the keys of route rules in classify rules, to say where they belong.
  auto classify = known("classify: [{name: a, when: {text: x}, set: {severity: low}, zzzzzzzzzz: 1}]\n");
  std::erase_if(classify,
                [](const auto& key) { return std::ranges::find(kRouteOnly, key) != kRouteOnly.end(); });
  EXPECT_EQ(definition("classify_rule"), classify);
  EXPECT_EQ(definition("classify_set"),
            known("classify: [{name: a, when: {text: x}, set: {zzzzzzzzzz: low}}]"));
  auto route = known("route: [{name: a, to: next_rung, set: {zzzzzzzzzz: low}}]");
  std::erase_if(route,
                [](const auto& key) { return std::ranges::find(kClassifyOnly, key) != kClassifyOnly.end(); });
  EXPECT_EQ(definition("route_set"), route);
}

TEST(Schema, KnowsTheFieldsTheReaderKnows) {
  auto fields = keys(below(schema_tree(), {"$defs", "condition", "properties"}));
  for (const auto& pattern : keys(below(schema_tree(), {"$defs", "condition", "patternProperties"}))) {
    std::string name = pattern.substr(1, pattern.size() - 2);  // without ^ and the last .
    std::erase(name, '\\');
    fields.push_back(name + "<key>");
  }
  std::ranges::sort(fields);
  EXPECT_EQ(fields, words_after(first_error(asking("{zzzzzzzzzzzzzzz: x}")), "; known are"));
}

TEST(Schema, KnowsTheComparisonsTheReaderKnowsOfEachField) {
  for (std::size_t i = 0; i < kFields; ++i) {
    const auto field = static_cast<Field>(i);
    std::string definition = "field_" + std::string(field_name(field));
    std::ranges::replace(definition, '.', '_');
    const Node& any = below(schema_tree(), {"$defs", definition, "anyOf"});
    ASSERT_FALSE(any.items.empty()) << definition;
    const std::string name = std::string(field_name(field)) + (type(field) == Type::label ? "k" : "");
    EXPECT_EQ(keys(below(any.items.back(), {"properties"})),
              words_after(first_error(asking("{" + name + ": {zzzzzzzzzz: x}}")), "; write"))
        << name;
  }
}

TEST(Schema, KnowsTheWordsTheReaderKnows) {
  for (const auto field :
       {Field::source, Field::hub_kind, Field::standing, Field::severity, Field::symptom}) {
    std::string definition = "field_" + std::string(field_name(field));
    std::ranges::replace(definition, '.', '_');
    const Node& any = below(schema_tree(), {"$defs", definition, "anyOf"});
    std::vector<std::string> words;
    for (const auto& word : below(any.items.front(), {"anyOf"}).items.front().find("enum")->items)
      words.push_back(word.scalar);
    std::ranges::sort(words);
    EXPECT_EQ(words,
              words_after(first_error(asking("{" + std::string(field_name(field)) + ": zzzzzzzzzzzz}")),
                          "; write"));
  }
}

}  // namespace
}  // namespace triaged::rules
