// One map, read key by key. Every key that is asked for is remembered, so that finish() knows the strangers.
#include <algorithm>

#include <triaged/document/reader.hpp>

#include "document/numbers.hpp"
#include "document/wording.hpp"

namespace triaged::document {
namespace {

constexpr std::size_t kKeysListed = 12;  // known keys named in a remedy when none of them is near

std::string quoted(std::string_view text) { return "`" + std::string{text} + "`"; }

// "`a`, `b` or `c`"
template <class Words>
std::string listed(const Words& words, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text.append(i + 1 == words.size() ? last : ", ");
    text.append(quoted(words[i]));
  }
  return text;
}

}  // namespace

MapReader::MapReader(const Node& node, std::string_view what, Faults& faults)
    : node_(&node), faults_(&faults), what_(what), valid_(node.is_map()) {
  if (!valid_) refuse_kind(node, what, "a map (`key: value`)", faults);
}

bool MapReader::has(std::string_view key) const noexcept { return valid_ && node_->find(key) != nullptr; }

Place MapReader::place_of(std::string_view key) const {
  const Node* value = valid_ ? node_->find(key) : nullptr;
  return value != nullptr ? value->place : node_->place;
}

const Node* MapReader::take(std::string_view key) {
  if (!valid_) return nullptr;
  if (std::ranges::find(asked_, key) == asked_.end()) asked_.emplace_back(key);
  return node_->find(key);
}

const Node* MapReader::node(std::string_view key) { return take(key); }

const Node& MapReader::require(std::string_view key) {
  static const Node kNothing;
  if (const Node* value = take(key)) return *value;
  if (valid_) faults_->error(node_->place, what_ + " has no " + quoted(key), "add " + quoted(key));
  return kNothing;
}

std::optional<std::string> MapReader::text(std::string_view key) {
  const Node* value = take(key);
  return value != nullptr ? as_text(*value, quoted(key), *faults_) : std::nullopt;
}

std::optional<std::string> MapReader::name(std::string_view key) {
  const Node* value = take(key);
  return value != nullptr ? as_name(*value, quoted(key), *faults_) : std::nullopt;
}

std::optional<bool> MapReader::boolean(std::string_view key) {
  const Node* value = take(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_scalar() && !value->quoted && reads_as_boolean(value->scalar)) return value->scalar == "true";
  if (value->is_scalar())
    faults_->error(value->place,
                   quoted(key) + " must be true or false, not " + quoted(value->scalar) +
                       (value->quoted ? " in quotes" : ""),
                   "write true or false, without quotes");
  else
    refuse_kind(*value, quoted(key), "true or false", *faults_);
  return std::nullopt;
}

std::optional<std::int64_t> MapReader::integer(std::string_view key, std::int64_t least, std::int64_t most) {
  const Node* value = take(key);
  if (value == nullptr) return std::nullopt;
  const std::string range = std::to_string(least) + " to " + std::to_string(most);
  if (!value->is_scalar()) {
    refuse_kind(*value, quoted(key), "a whole number", *faults_);
    return std::nullopt;
  }
  const auto number = value->quoted ? std::nullopt : to_integer(value->scalar);
  if (!number) {
    const bool hidden = value->quoted && to_integer(value->scalar);
    faults_->error(value->place, quoted(key) + " must be a whole number, not " + quoted(value->scalar),
                   hidden ? "write it without quotes" : "write a number from " + range);
    return std::nullopt;
  }
  if (*number >= least && *number <= most) return number;
  faults_->error(value->place, quoted(key) + " is out of range: " + value->scalar,
                 "write a number from " + range);
  return std::nullopt;
}

std::optional<std::chrono::microseconds> MapReader::duration(std::string_view key) {
  const Node* value = take(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_scalar()) {
    refuse_kind(*value, quoted(key), "a duration", *faults_);
    return std::nullopt;
  }
  if (const auto duration = to_duration(value->scalar)) return duration;
  faults_->error(value->place, quoted(key) + " must be a duration, and " + quoted(value->scalar) + " is none",
                 to_integer(value->scalar)
                     ? "add a unit: `" + value->scalar + "s` for seconds, or m, h, d, w, ms"
                     : "write a whole number and a unit, like `30s`, `15m`, `4h`, `2d`");
  return std::nullopt;
}

std::optional<std::size_t> MapReader::size(std::string_view key) {
  const Node* value = take(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_scalar()) {
    refuse_kind(*value, quoted(key), "a size", *faults_);
    return std::nullopt;
  }
  if (const auto size = to_size(value->scalar)) return size;
  faults_->error(value->place, quoted(key) + " must be a size, and " + quoted(value->scalar) + " is none",
                 "write a whole number of bytes, or one with KiB, MiB or GiB, like `256KiB`");
  return std::nullopt;
}

std::vector<std::string> MapReader::texts(std::string_view key) {
  std::vector<std::string> found;
  if (const Node* value = take(key))
    for (const Node* item : as_list(*value, quoted(key), *faults_))
      if (auto text = as_text(*item, "an item of " + quoted(key), *faults_))
        found.push_back(std::move(*text));
  return found;
}

std::vector<std::string> MapReader::names(std::string_view key) {
  std::vector<std::string> found;
  if (const Node* value = take(key))
    for (const Node* item : as_list(*value, quoted(key), *faults_))
      if (auto text = as_name(*item, "an item of " + quoted(key), *faults_))
        found.push_back(std::move(*text));
  return found;
}

std::optional<std::string> MapReader::word(std::string_view key,
                                           const std::vector<std::string_view>& vocabulary) {
  const auto found = text(key);
  if (!found || std::ranges::find(vocabulary, *found) != vocabulary.end()) return found;
  const std::string_view near = nearest(*found, vocabulary);
  faults_->error(place_of(key), quoted(key) + " cannot be " + quoted(*found),
                 near.empty() ? "write " + listed(vocabulary, " or ") : "did you mean " + quoted(near) + "?");
  return std::nullopt;
}

void MapReader::finish() {
  if (!valid_) return;
  const std::vector<std::string_view> known(asked_.begin(), asked_.end());
  for (const auto& member : node_->members) {
    const Node& key = member.first;
    if (std::ranges::find(known, key.scalar) != known.end()) continue;
    const std::string_view near = nearest(key.scalar, known);
    std::string remedy = "remove it";
    if (!near.empty())
      remedy = "did you mean " + quoted(near) + "?";
    else if (known.size() <= kKeysListed && !known.empty())
      remedy = (known.size() == 1 ? "the key known here is " : "the keys known here are ") +
               listed(known, " and ");
    faults_->error(key.place, "unknown key " + quoted(key.scalar) + " in " + what_, std::move(remedy));
  }
}

}  // namespace triaged::document
