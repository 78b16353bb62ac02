#include "directory/hours.hpp"

#include <algorithm>
#include <array>

namespace triaged::directory {
namespace {

constexpr std::array<std::string_view, 7> kDays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

// All of `text` as a decimal number of `digits` digits at most.
std::optional<int> number(std::string_view text, std::size_t digits) noexcept {
  if (text.empty() || text.size() > digits) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<std::size_t> day_of_week(std::string_view text) noexcept {
  const auto* const found = std::ranges::find(kDays, text);
  if (found == kDays.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kDays.begin());
}

// "mon" or "mon-fri"; a range may pass the end of the week.
bool add_days(std::string_view text, std::vector<std::size_t>& days) {
  const std::size_t dash = text.find('-');
  const auto first = day_of_week(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : day_of_week(text.substr(dash + 1));
  if (!first || !last) return false;
  for (std::size_t day = *first; day != *last; day = (day + 1) % kDays.size()) days.push_back(day);
  days.push_back(*last);
  return true;
}

std::string_view trimmed(std::string_view text) noexcept {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<std::chrono::minutes> time_of_day(std::string_view text) noexcept {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = number(text.substr(0, 2), 2);
  const auto minute = number(text.substr(3), 2);
  if (!hour || !minute || *minute > 59) return std::nullopt;
  const std::chrono::minutes time = std::chrono::hours{*hour} + std::chrono::minutes{*minute};
  return time <= std::chrono::hours{24} ? std::optional{time} : std::nullopt;
}

std::optional<std::chrono::local_days> date(std::string_view text) noexcept {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number(text.substr(0, 4), 4);
  const auto month = number(text.substr(5, 2), 2);
  const auto day = number(text.substr(8), 2);
  if (!year || !month || !day || *year < kYearFirst || *year > kYearLast) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::local_days{date};
}

std::optional<std::vector<std::size_t>> days_of_week(std::string_view text) {
  std::vector<std::size_t> days;
  for (bool more = true; more;) {
    const std::size_t comma = text.find(',');
    if (!add_days(trimmed(text.substr(0, comma)), days)) return std::nullopt;
    more = comma != std::string_view::npos;
    if (more) text.remove_prefix(comma + 1);
  }
  return days;
}

std::string_view name_of_day(std::size_t day) noexcept { return kDays[day]; }

std::optional<domain::Stretch> factor(std::string_view text) noexcept {
  const std::size_t point = text.find('.');
  const auto whole = number(text.substr(0, point), 3);
  if (!whole) return std::nullopt;
  int hundredths = 0;
  if (point != std::string_view::npos) {
    const std::string_view fraction = text.substr(point + 1);
    const auto digits = number(fraction, 2);
    if (!digits) return std::nullopt;
    hundredths = fraction.size() == 1 ? *digits * 10 : *digits;
  }
  const domain::Stretch stretch = *whole * domain::kFullCapacity + hundredths;
  if (stretch <= domain::kFullCapacity || stretch > kStretchMost) return std::nullopt;
  return stretch;
}

}  // namespace triaged::directory
