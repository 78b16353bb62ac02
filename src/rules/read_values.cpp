// Values that fields are compared with: texts, words of a vocabulary, numbers, instants, calendars.
#include <algorithm>

#include "rules/read.hpp"

namespace triaged::rules {
namespace {

using document::Node;

// A text at hand; nothing, and said, when it is none.
const std::string* text_of(const Node& node, std::string_view what, document::Faults& faults) {
  if (node.is_scalar() && !node.scalar.empty())
    return fits(node, what, RuleLimits::kValueBytes, faults) ? &node.scalar : nullptr;
  const std::string name(what);
  if (node.is_map() || node.is_sequence())
    faults.error(node.place, name + " must be a single text, not a " + (node.is_map() ? "map" : "list"),
                 "write one value, or a list of single values: [a, b]");
  else
    faults.error(
        node.place, name + " is empty",
        "write the value; to ask whether there is one at all, write {present: true} or {present: false}");
  return nullptr;
}

// The items of a list of values, none of them twice.
std::vector<const Node*> items_of(const Node& node, const std::string& what, document::Faults& faults) {
  auto items = document::as_list(node, what, faults);
  if (node.is_sequence() && items.empty())
    faults.error(node.place, what + " has an empty list, which no value is in",
                 "put values into it, or remove the condition");
  if (items.size() > RuleLimits::kValues) {
    faults.error(node.place,
                 what + " has " + std::to_string(items.size()) + " values, and " +
                     std::to_string(RuleLimits::kValues) + " are the most",
                 "{prefix: …}, {suffix: …} or {matches: …} may say the same in one line");
    return {};
  }
  std::map<std::string_view, const Node*> seen;
  for (const Node* item : items) {
    if (!item->is_scalar()) continue;
    if (const auto [first, fresh] = seen.try_emplace(item->scalar, item); !fresh)
      faults.warning(
          item->place, "`" + shortened(item->scalar, kShownBytes) + "` stands twice in the list",
          "it stands in line " + std::to_string(first->second->place.line) + " already; remove one");
  }
  return items;
}

bool is_number_of_a_label(const Node& node, const FieldRef& field) {
  return type(field.field) == Type::label && !node.quoted && as_number(node.scalar).has_value();
}

void check_word(const Node& node, const FieldRef& field, Reading& reading) {
  const auto words = vocabulary(field.field, reading.names);
  if (words.empty()) return;
  const std::string name = field_name(field);
  if (std::ranges::find(words, node.scalar) == words.end())
    reading.faults.error(node.place, "`" + name + "` is never `" + shortened(node.scalar, kShownBytes) + "`",
                         hint(node.scalar, words));
  else if (field.field == Field::incident && node.quoted)
    reading.faults.error(node.place, "`incident` is true or false, not a text in quotes",
                         "remove the quotes");
}

// A value that begins like the name of patterns is meant as one.
bool is_name_of_patterns(const Node& node, const FieldRef& field, Reading& reading) {
  if (!node.scalar.starts_with('$') || !reading.patterns.entries.contains(node.scalar.substr(1)))
    return false;
  const bool can_match = type(field.field) == Type::word || type(field.field) == Type::label;
  reading.faults.error(node.place,
                       "`" + node.scalar + "` names patterns, and these are values to be equal to",
                       can_match ? "write {matches: " + node.scalar + "}"
                                 : "patterns are for `text`, `subject`, `body` and `matches`");
  return true;
}

std::string_view name_of(Predicate::Test test) noexcept {
  for (const auto& one : operators())
    if (one.takes == Operator::Takes::bound && one.test == test) return one.name;
  return {};
}

std::optional<double> instant_of(const Node& node, document::Faults& faults) {
  if (const auto instant = domain::from_rfc3339(node.scalar))
    return static_cast<double>(instant->time_since_epoch().count());
  const std::string midnight = node.scalar + "T00:00:00Z";
  faults.error(node.place, "`" + shortened(node.scalar, kShownBytes) + "` is no point in time",
               domain::from_rfc3339(midnight) ? "add the time of day: `" + midnight + "`"
                                              : "write it like `2026-03-02T09:00:00Z`");
  return std::nullopt;
}

std::optional<double> number_of(const Node& node, document::Faults& faults) {
  const auto number = as_number(node.scalar);
  if (number && !node.quoted) return number;
  faults.error(node.place,
               "a label is compared with a number here, and `" + shortened(node.scalar, kShownBytes) +
                   (number ? "` is a text in quotes" : "` is none"),
               number ? "remove the quotes" : "write a number like 20 or 0.5");
  return std::nullopt;
}

}  // namespace

void read_values(const Node& node, Predicate& predicate, Reading& reading) {
  const std::string what = "`" + field_name(predicate.field) + "`";
  for (const Node* item : items_of(node, what, reading.faults)) {
    const std::string* text = text_of(*item, "a value of " + what, reading.faults);
    if (text == nullptr || is_name_of_patterns(*item, predicate.field, reading)) continue;
    if (predicate.test == Predicate::Test::equals) {
      check_word(*item, predicate.field, reading);
      if (predicate.field.field == Field::category) reading.categories.try_emplace(*text, item->place);
    }
    const bool as_a_number =
        predicate.test == Predicate::Test::equals && is_number_of_a_label(*item, predicate.field);
    predicate.values.push_back({.text = *text, .number = as_a_number ? as_number(*text) : std::nullopt});
  }
}

void read_bound(const Node& node, Predicate& predicate, Reading& reading) {
  const std::string what = "`" + field_name(predicate.field) + "`";
  if (node.is_sequence()) {
    reading.faults.error(node.place,
                         "`" + std::string(name_of(predicate.test)) + "` takes one value, not a list",
                         "write the lowest or the highest of them");
    return;
  }
  if (text_of(node, "the bound of " + what, reading.faults) == nullptr) return;
  std::optional<double> bound;
  if (const auto words = vocabulary(predicate.field.field, reading.names); !words.empty()) {
    check_word(node, predicate.field, reading);
    bound = static_cast<double>(std::ranges::find(words, node.scalar) - words.begin());
  } else if (type(predicate.field.field) == Type::instant) {
    bound = instant_of(node, reading.faults);
  } else {
    bound = number_of(node, reading.faults);
  }
  predicate.bound = bound.value_or(0);
}

void read_calendars(const Node& node, Predicate& predicate, Reading& reading) {
  std::vector<std::string_view> known;
  for (const auto& calendar : reading.names.calendars) known.push_back(calendar.name);
  for (const Node* item : items_of(node, "`time`", reading.faults)) {
    const std::string* text = text_of(*item, "a calendar", reading.faults);
    if (text == nullptr) continue;
    if (std::ranges::find(known, *text) == known.end())
      reading.faults.error(item->place,
                           "there is no calendar `" + shortened(*text, kShownBytes) + "` in the directory",
                           hint(*text, known, "add it to the directory, under `calendars:`"));
    reading.calendars.insert(*text);
    predicate.values.push_back({.text = *text, .number = {}});
  }
}

}  // namespace triaged::rules
