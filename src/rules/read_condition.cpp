// Conditions: YAML maps to trees of tests. Unknown fields, words outside a vocabulary and patterns that RE2
// refuses are reported with their place and the nearest thing that would be right.
#include <array>

#include "rules/read.hpp"

namespace triaged::rules {
namespace {

using document::Node;

constexpr std::array<std::string_view, kFields> kFieldNames{"subject",
                                                            "body",
                                                            "text",
                                                            "channel",
                                                            "source",
                                                            "hub",
                                                            "cluster",
                                                            "community",
                                                            "hub.kind",
                                                            "requester",
                                                            "requester.standing",
                                                            "category",
                                                            "severity",
                                                            "symptom",
                                                            "incident",
                                                            "labels."};

constexpr std::string_view kLabels = "labels.";

// The field a key names, and the label's key; nothing when there is no such field.
std::optional<std::pair<Field, std::string>> field_of(std::string_view key) {
  if (key.starts_with(kLabels) && key.size() > kLabels.size())
    return std::pair{Field::label, std::string(key.substr(kLabels.size()))};
  for (std::size_t i = 0; i + 1 < kFields; ++i)
    if (kFieldNames[i] == key) return std::pair{static_cast<Field>(i), std::string{}};
  return std::nullopt;
}

void report_field(const Node& key, document::Faults& faults) {
  std::vector<std::string_view> known(kFieldNames.begin(), kFieldNames.end() - 1);
  known.insert(known.end(), {"all", "any", "not", "labels.<key>"});
  const auto near = document::nearest(key.scalar, known);
  std::string all = "known: ";
  for (const auto name : known) all += (name == known.front() ? "" : ", ") + std::string(name);
  faults.error(key.place, "unknown field `" + key.scalar + "`",
               near.empty() ? all : "did you mean `" + std::string(near) + "`?");
}

// Patterns of one condition, `$name` resolved, as numbers of the field's scanner.
void add_patterns(const Node& node, Field field, Predicate& predicate, Reading& reading) {
  for (const Node* item : document::as_list(node, "a pattern", reading.faults)) {
    if (!item->is_scalar()) {
      reading.faults.error(item->place, "a pattern must be text",
                           "write it in single quotes: '\\binvoice\\b'");
      continue;
    }
    if (item->scalar.starts_with('$')) {
      const auto named = reading.patterns.entries.find(std::string_view(item->scalar).substr(1));
      if (named == reading.patterns.entries.end()) {
        std::vector<std::string_view> known;
        for (const auto& [name, entry] : reading.patterns.entries) known.push_back(name);
        const auto near = document::nearest(std::string_view(item->scalar).substr(1), known);
        reading.faults.error(
            item->place, "there are no patterns named `" + item->scalar.substr(1) + "`",
            near.empty() ? "add them under `patterns:`" : "did you mean `$" + std::string(near) + "`?");
        continue;
      }
      named->second.used = true;
      for (const Node* pattern : named->second.patterns) add_patterns(*pattern, field, predicate, reading);
      continue;
    }
    std::string why;
    auto& scanner = reading.rules.scanners[static_cast<std::size_t>(field)];
    const int number = scanner.add(item->scalar, why);
    if (number < 0) {
      reading.faults.error(item->place, "pattern `" + item->scalar + "`: " + why,
                           "patterns use RE2's syntax");
      continue;
    }
    if (scanner.matches_empty(number))
      reading.faults.warning(item->place, "pattern `" + item->scalar + "` matches every text",
                             "make a part of it required");
    predicate.patterns.push_back(number);
  }
}

std::string joined(const std::vector<std::string>& values) {
  if (values.size() == 1) return values.front();
  std::string text = "[";
  for (const auto& value : values) text += (text.size() == 1 ? "" : ", ") + value;
  return text + "]";
}

void add_values(const Node& node, Predicate& predicate, Reading& reading) {
  const auto words = vocabulary(predicate.field, reading.names);
  for (const Node* item : document::as_list(node, "a value", reading.faults)) {
    if (!item->is_scalar() || item->scalar.empty()) {
      reading.faults.error(item->place, "a value must be text",
                           "to ask whether there is one, write {present: true}");
      continue;
    }
    bool known = words.empty();
    for (const auto word : words) known = known || word == item->scalar;
    if (!known) report_word(*item, field_name(predicate.field), words, reading.faults);
    predicate.values.push_back(item->scalar);
  }
}

// One `field: value` of a condition.
Condition read_test(const Node& key, const Node& value, Reading& reading) {
  Condition result{.kind = Condition::Kind::test, .parts = {}, .predicate = {}};
  const auto field = field_of(key.scalar);
  if (!field) return report_field(key, reading.faults), result;
  Predicate& predicate = result.predicate;
  predicate.field = field->first;
  predicate.label = field->second;

  if (value.is_null()) {
    reading.faults.error(key.place, "`" + key.scalar + "` has no value", "give the value it must have");
    return result;
  }
  if (value.is_map()) {
    document::MapReader map(value, "a comparison", reading.faults);
    for (const auto later : {"prefix", "suffix", "matches", "below", "above", "at_least", "at_most", "during",
                             "outside", "within"})
      if (map.node(later) != nullptr)
        reading.faults.error(map.place_of(later),
                             "`" + std::string(later) + "` is not in the language of this version",
                             "use a value, a list of values, {not: …}, {present: true} or patterns");
    if (const auto present = map.boolean("present")) {
      predicate.test = *present ? Predicate::Test::present : Predicate::Test::absent;
      predicate.written = key.scalar + (*present ? ": {present: true}" : ": {present: false}");
    } else if (const Node* other = map.node("not"); other != nullptr) {
      if (static_cast<std::size_t>(predicate.field) < kScanned) {
        Condition pattern{.kind = Condition::Kind::test, .parts = {}, .predicate = predicate};
        pattern.predicate.test = Predicate::Test::matches;
        add_patterns(*other, predicate.field, pattern.predicate, reading);
        pattern.predicate.written = key.scalar + ": a pattern";
        result = {.kind = Condition::Kind::negation, .parts = {std::move(pattern)}, .predicate = {}};
      } else {
        predicate.test = Predicate::Test::none_of;
        add_values(*other, predicate, reading);
        predicate.written = key.scalar + ": {not: " + joined(predicate.values) + "}";
      }
    } else if (value.members.empty()) {
      reading.faults.error(value.place, "an empty comparison", "write {not: …} or {present: true}");
    }
    map.finish();
    return result;
  }
  if (static_cast<std::size_t>(predicate.field) < kScanned) {
    predicate.test = Predicate::Test::matches;
    add_patterns(value, predicate.field, predicate, reading);
    predicate.written =
        key.scalar + ": " +
        (value.is_scalar() ? value.scalar : std::to_string(predicate.patterns.size()) + " patterns");
  } else {
    predicate.test = Predicate::Test::any_of;
    add_values(value, predicate, reading);
    predicate.written = key.scalar + ": " + joined(predicate.values);
  }
  return result;
}

}  // namespace

std::string_view field_name(Field field) noexcept { return kFieldNames[static_cast<std::size_t>(field)]; }

std::vector<std::string_view> vocabulary(Field field, const Names& names) {
  const auto of = [](std::span<const std::string_view> all) { return std::vector(all.begin(), all.end()); };
  switch (field) {
    case Field::source:
      return of(domain::names<domain::Source>());
    case Field::hub_kind:
      return of(domain::names<domain::HubKind>());
    case Field::standing:
      return of(domain::names<domain::Rung>());
    case Field::severity:
      return of(domain::names<domain::Severity>());
    case Field::symptom:
      return names.symptoms;
    case Field::incident:
      return {"true", "false"};
    case Field::subject:
    case Field::body:
    case Field::text:
    case Field::channel:
    case Field::hub:
    case Field::cluster:
    case Field::community:
    case Field::requester:
    case Field::category:
    case Field::label:
      return {};
  }
  return {};
}

Condition read_condition(const Node& node, Reading& reading) {
  Condition result;
  if (!node.is_map()) {
    reading.faults.error(node.place, "a condition must be a map of fields", "write {field: value}");
    return result;
  }
  if (node.members.empty())
    reading.faults.error(node.place, "an empty condition holds for everything",
                         "leave `when` out if that is meant");
  for (const auto& [key, value] : node.members) {
    if (key.scalar == "all" || key.scalar == "any") {
      Condition group{.kind = key.scalar == "all" ? Condition::Kind::all : Condition::Kind::any,
                      .parts = {},
                      .predicate = {}};
      if (!value.is_sequence() || value.items.empty())
        reading.faults.error(value.place, "`" + key.scalar + "` needs a list of conditions",
                             "write " + key.scalar + ": [{…}, {…}]");
      for (const auto& item : value.items) group.parts.push_back(read_condition(item, reading));
      result.parts.push_back(std::move(group));
    } else if (key.scalar == "not") {
      result.parts.push_back(
          {.kind = Condition::Kind::negation, .parts = {read_condition(value, reading)}, .predicate = {}});
    } else {
      result.parts.push_back(read_test(key, value, reading));
    }
  }
  return result;
}

void report_word(const Node& node, std::string_view what, const std::vector<std::string_view>& words,
                 document::Faults& faults) {
  const auto near = document::nearest(node.scalar, words);
  std::string all = "known: ";
  for (const auto word : words) all += (all.size() == 7 ? "" : ", ") + std::string(word);
  faults.error(node.place, "`" + node.scalar + "` is no value of " + std::string(what),
               near.empty() ? all : "did you mean `" + std::string(near) + "`?");
}

}  // namespace triaged::rules
