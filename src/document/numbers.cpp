// from_chars and a table of units. A number too large for its type is no number.
#include "document/numbers.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace triaged::document {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};

constexpr std::array<Unit, 6> kDurations{{{"ms", 1'000},
                                          {"s", 1'000'000},
                                          {"m", 60'000'000},
                                          {"h", 3'600'000'000},
                                          {"d", 86'400'000'000},
                                          {"w", 604'800'000'000}}};
constexpr std::array<Unit, 4> kSizes{{{"", 1}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}}};

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

template <std::size_t N>
std::optional<std::int64_t> with_unit(std::string_view text, const std::array<Unit, N>& units) noexcept {
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  const auto number = to_integer(text.substr(0, digits));
  if (!number) return std::nullopt;
  for (const Unit& unit : units)
    if (unit.name == text.substr(digits)) {
      if (*number > std::numeric_limits<std::int64_t>::max() / unit.factor) return std::nullopt;
      return *number * unit.factor;
    }
  return std::nullopt;
}

// Moves over digits; says whether there were any.
bool skip_digits(std::string_view text, std::size_t& at) noexcept {
  const std::size_t start = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at > start;
}

}  // namespace

bool reads_as_number(std::string_view text) noexcept {
  std::size_t at = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  if (!skip_digits(text, at)) return false;
  if (at < text.size() && text[at] == '.' && !skip_digits(text, ++at)) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    if (!skip_digits(text, at)) return false;
  }
  return at == text.size();
}

bool reads_as_boolean(std::string_view text) noexcept { return text == "true" || text == "false"; }

std::optional<std::int64_t> to_integer(std::string_view text) noexcept {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::optional<std::chrono::microseconds> to_duration(std::string_view text) noexcept {
  const auto value = with_unit(text, kDurations);
  return value ? std::optional{std::chrono::microseconds{*value}} : std::nullopt;
}

std::optional<std::size_t> to_size(std::string_view text) noexcept {
  const auto value = with_unit(text, kSizes);
  return value ? std::optional{static_cast<std::size_t>(*value)} : std::nullopt;
}

}  // namespace triaged::document
