// What a condition may look at, and the value it sees there.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <triaged/rules/rules.hpp>

namespace triaged::rules {

// The names in rule files are in field_name().
enum class Field : std::uint8_t {
  subject,
  body,
  text,
  channel,
  source,
  hub,
  cluster,
  community,
  hub_kind,
  requester,
  standing,
  category,  // this and the next four may be set by rules while they are evaluated
  severity,
  symptom,
  incident,
  label,
  alert_name,
  alert_label,
  time,
  needed_by
};
inline constexpr std::size_t kFields = static_cast<std::size_t>(Field::needed_by) + 1;

// A field, and the key where there is one per key (label, alert_label).
struct FieldRef {
  Field field{};
  std::string key;

  auto operator<=>(const FieldRef&) const = default;
};

[[nodiscard]] std::string_view field_name(Field field) noexcept;  // "labels." for labels: the key follows
[[nodiscard]] std::string field_name(const FieldRef& field);
[[nodiscard]] std::optional<FieldRef> field_named(std::string_view name);  // nothing: there is no such field

// The kinds of values, which decide what may be asked.
enum class Type : std::uint8_t {
  text,      // scanned: patterns only
  word,      // equality, prefix, suffix, matches
  ordered,   // words with an order (rung, severity): equality and the ordered comparisons
  closed,    // words without one (source, hub.kind, incident, symptom): equality
  label,     // word, and a number where it reads as one
  calendar,  // during, outside
  instant,   // within, below, above, at_least, at_most
};
[[nodiscard]] Type type(Field field) noexcept;

// For people: "who asks: an actor of the directory".
[[nodiscard]] std::string_view meaning(Field field) noexcept;

// The value of a field for this event, as text; nothing when it is absent (empty values count as absent).
// Not for `text`, `time` and `needed_by`.
[[nodiscard]] std::optional<std::string_view> value_of(const FieldRef& field, const Facts& facts,
                                                       const domain::Classification& so_far) noexcept;

// The number a label reads as: decimal, the whole of it, finite.
[[nodiscard]] std::optional<double> as_number(std::string_view text) noexcept;

}  // namespace triaged::rules
