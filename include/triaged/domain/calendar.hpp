// A calendar as it is written in the directory: plain values, checked when they are read. When that is in UTC
// is another question, which decide::Calendar answers with the machine's time zone data.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace triaged::domain {

// Part of a local day: from `from` until before `to`, 0 <= from < to <= 24 h.
struct OpenSpan {
  std::chrono::minutes from{};
  std::chrono::minutes to{};

  bool operator==(const OpenSpan&) const = default;
};

// Whole local days, both included.
struct DateRange {
  std::chrono::local_days first{};
  std::chrono::local_days last{};

  bool operator==(const DateRange&) const = default;
};

// How much longer everything takes, in hundredths: 200 is half the usual capacity.
using Stretch = std::int32_t;
inline constexpr Stretch kFullCapacity = 100;

struct Reduced {
  DateRange days;
  Stretch stretch = kFullCapacity;  // above kFullCapacity

  bool operator==(const Reduced&) const = default;
};

using OpenWeek = std::array<std::vector<OpenSpan>, 7>;  // by std::chrono::weekday::c_encoding(): Sunday is 0

struct CalendarSpec {
  std::string name;
  std::string zone = "UTC";       // a name of the IANA time zone database
  OpenWeek week;                  // each day's spans in order, disjoint
  std::vector<DateRange> closed;  // holidays and closures, in order, disjoint
  std::vector<Reduced> reduced;   // in order, disjoint

  bool operator==(const CalendarSpec&) const = default;
};

// The calendar that is there without being written, and that a team without one has.
inline constexpr std::string_view kAlways = "always";
[[nodiscard]] OpenWeek whole_week();

// No day of the week has hours. (Holidays end, so that they never close a calendar for good.)
[[nodiscard]] bool never_opens(const CalendarSpec& calendar) noexcept;
[[nodiscard]] bool always_open(const CalendarSpec& calendar) noexcept;

}  // namespace triaged::domain
