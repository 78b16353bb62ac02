// Calendars and instants for tests, in the words of the files.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <triaged/decide/calendar.hpp>

namespace triaged::decide::test {

using domain::to_rfc3339;
using std::chrono::hours;
using std::chrono::minutes;

inline domain::Instant utc(std::string_view text) {
  const auto instant = domain::from_rfc3339(text);
  if (!instant) throw std::invalid_argument(std::string(text));
  return *instant;
}

// "-" for nothing, so that a failed comparison can be read.
inline std::string said(const std::optional<domain::Instant>& instant) {
  return instant ? to_rfc3339(*instant) : "-";
}

inline domain::OpenSpan span(int from_hour, int to_hour) {
  return {.from = hours{from_hour}, .to = hours{to_hour}};
}

inline std::chrono::local_days day(int year, int month, int day_of_month) {
  return std::chrono::local_days{std::chrono::year{year} / month / day_of_month};
}

// Monday to Friday with these hours.
inline domain::CalendarSpec weekdays(std::string zone, std::vector<domain::OpenSpan> hours_of_day) {
  domain::CalendarSpec spec{.name = "test", .zone = std::move(zone), .week = {}, .closed = {}, .reduced = {}};
  for (std::size_t at = 1; at <= 5; ++at) spec.week[at] = hours_of_day;
  return spec;
}

inline domain::CalendarSpec always(std::string zone = "UTC") {
  return {
      .name = "always", .zone = std::move(zone), .week = domain::whole_week(), .closed = {}, .reduced = {}};
}

inline domain::CalendarSpec working_day() { return weekdays("UTC", {span(0, 24)}); }

// Nine to twelve and one to five, Fridays until noon, closed over the turn of the year, slow before it.
inline domain::CalendarSpec office(std::string zone = "America/Los_Angeles") {
  domain::CalendarSpec spec = weekdays(std::move(zone), {span(9, 12), span(13, 17)});
  spec.week[5] = {span(9, 12)};
  spec.closed = {{.first = day(2026, 7, 3), .last = day(2026, 7, 3)},
                 {.first = day(2026, 12, 24), .last = day(2027, 1, 3)}};
  spec.reduced = {{.days = {.first = day(2026, 12, 18), .last = day(2027, 1, 8)}, .stretch = 200}};
  return spec;
}

inline Calendar made(const domain::CalendarSpec& spec) { return std::get<Calendar>(Calendar::make(spec)); }

}  // namespace triaged::decide::test
