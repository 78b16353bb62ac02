// The fields by name, what may be asked of each, and where its value is found.
#include "rules/field.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace triaged::rules {
namespace {

struct Row {
  std::string_view name;
  Type type;
  std::string_view meaning;
};

// In the order of Field.
constexpr std::array<Row, kFields> kRows{
    {{"subject", Type::text, "the ticket's subject; takes patterns"},
     {"body", Type::text, "the ticket's text without the subject; takes patterns"},
     {"text", Type::text, "subject, line feed, body; takes patterns"},
     {"channel", Type::word, "how the ticket came: email, widget, alert, …"},
     {"source", Type::closed, "`alert` when the channel is `alert`, else `person`"},
     {"hub", Type::word, "the hub, written cluster/hub; absent when it is not known"},
     {"cluster", Type::word, "the hub's cluster; absent when the hub is not known"},
     {"community", Type::word, "the community; absent when it is not known"},
     {"hub.kind", Type::closed, "what the hub is for; absent when the hub is not known"},
     {"requester", Type::word, "who asks: a mail address or a login"},
     {"requester.standing", Type::ordered,
      "the highest rung of the ladder that the requester has for that hub"},
     {"category", Type::word, "what earlier rules set; `other` while none has"},
     {"severity", Type::ordered, "what earlier rules set; `normal` while none has"},
     {"symptom", Type::closed, "what earlier rules set; absent while none has"},
     {"incident", Type::closed, "what earlier rules set; false while none has"},
     {"labels.", Type::label, "a label of the ticket, or one that an earlier rule set"},
     {"alert.name", Type::word, "the name of the alert; absent when the ticket is none"},
     {"alert.labels.", Type::label, "a label of the alert; absent when the ticket is none"},
     {"time", Type::calendar, "when the ticket came, asked by calendars of the directory"},
     {"needed_by", Type::instant, "when the requester needs it; absent when nobody said"}}};

constexpr std::string_view kAlertName = "alertname";  // the label under which alerting tools send the name

const Row& row(Field field) noexcept { return kRows[static_cast<std::size_t>(field)]; }

std::optional<std::string_view> unless_empty(std::string_view text) noexcept {
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<std::string_view> own_label(std::string_view key, const Facts& facts) noexcept {
  const auto found = facts.opened.labels.find(key);
  if (found == facts.opened.labels.end()) return std::nullopt;
  return unless_empty(found->second);
}

std::optional<std::string_view> label_of(std::string_view key, const Facts& facts,
                                         const domain::Classification& so_far) noexcept {
  for (const auto& [name, set] : so_far.labels)
    if (name == key) return unless_empty(set.value);
  return own_label(key, facts);
}

std::optional<std::string_view> alert_label(std::string_view key, const Facts& facts) noexcept {
  if (domain::source(facts.opened) != domain::Source::alert) return std::nullopt;
  return own_label(key, facts);
}

}  // namespace

std::string_view field_name(Field field) noexcept { return row(field).name; }
std::string field_name(const FieldRef& field) { return std::string(row(field.field).name) + field.key; }
Type type(Field field) noexcept { return row(field).type; }
std::string_view meaning(Field field) noexcept { return row(field).meaning; }

std::optional<FieldRef> field_named(std::string_view name) {
  for (std::size_t i = 0; i < kFields; ++i) {
    const std::string_view known = kRows[i].name;
    const bool keyed = kRows[i].type == Type::label;
    if (!keyed && name == known) return FieldRef{.field = static_cast<Field>(i), .key = {}};
    if (keyed && name.starts_with(known) && name.size() > known.size())
      return FieldRef{.field = static_cast<Field>(i), .key = std::string(name.substr(known.size()))};
  }
  return std::nullopt;
}

std::optional<std::string_view> value_of(const FieldRef& field, const Facts& facts,
                                         const domain::Classification& so_far) noexcept {
  switch (field.field) {
    case Field::subject:
      return unless_empty(facts.text.subject);
    case Field::body:
      return unless_empty(facts.text.body);
    case Field::channel:
      return unless_empty(facts.opened.channel);
    case Field::source:
      return name(source(facts.opened));
    case Field::hub:
      return unless_empty(facts.place.hub.value);
    case Field::cluster:
      return unless_empty(facts.place.cluster.value);
    case Field::community:
      return unless_empty(facts.place.community.value);
    case Field::hub_kind:
      if (!facts.place.hub_kind) return std::nullopt;
      return name(*facts.place.hub_kind);
    case Field::requester:
      return unless_empty(facts.event.actor.value);
    case Field::standing:
      return name(facts.place.standing);
    case Field::category:
      return unless_empty(so_far.category.value);
    case Field::severity:
      return name(so_far.severity.value);
    case Field::symptom:
      return unless_empty(so_far.symptom.value);
    case Field::incident:
      return so_far.incident.value ? "true" : "false";
    case Field::label:
      return label_of(field.key, facts, so_far);
    case Field::alert_name:
      return alert_label(kAlertName, facts);
    case Field::alert_label:
      return alert_label(field.key, facts);
    case Field::text:
    case Field::time:
    case Field::needed_by:
      break;
  }
  return std::nullopt;
}

std::optional<double> as_number(std::string_view text) noexcept {
  const std::string_view digits = text.starts_with('-') || text.starts_with('+') ? text.substr(1) : text;
  if (digits.empty() || digits.front() < '0' || digits.front() > '9') return std::nullopt;  // inf, nan, .5
  if (text.front() == '+') text = digits;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.back() == '.') return std::nullopt;
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace triaged::rules
