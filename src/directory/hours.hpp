// The small texts of calendars: times, dates, days of the week, factors. Exact: nothing for anything else.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include <triaged/domain/calendar.hpp>

namespace triaged::directory {

inline constexpr int kYearFirst = 1970;  // dates of calendars lie in these years, both included
inline constexpr int kYearLast = 2100;
inline constexpr domain::Stretch kStretchMost = 100 * domain::kFullCapacity;

// "09:30"; "24:00" is the end of the day.
[[nodiscard]] std::optional<std::chrono::minutes> time_of_day(std::string_view text) noexcept;

// "2026-12-24", a day that exists.
[[nodiscard]] std::optional<std::chrono::local_days> date(std::string_view text) noexcept;

// "mon", "mon-fri", "fri-mon", "mon,wed", "mon-wed,fri": days by std::chrono::weekday::c_encoding(), as
// written.
[[nodiscard]] std::optional<std::vector<std::size_t>> days_of_week(std::string_view text);
[[nodiscard]] std::string_view name_of_day(std::size_t day) noexcept;  // "sun" for 0

// "2", "1.5", "1.25", in hundredths; above 1, at most kStretchMost.
[[nodiscard]] std::optional<domain::Stretch> factor(std::string_view text) noexcept;

}  // namespace triaged::directory
