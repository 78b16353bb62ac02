#include <algorithm>

#include <triaged/domain/calendar.hpp>

namespace triaged::domain {
namespace {

constexpr OpenSpan kWholeDay{.from = std::chrono::minutes{0}, .to = std::chrono::hours{24}};

// Spans are in order and disjoint, so that a day which is open throughout may still be written in pieces.
bool is_whole_day(const std::vector<OpenSpan>& spans) noexcept {
  auto until = kWholeDay.from;
  for (const OpenSpan& span : spans) {
    if (span.from != until) return false;
    until = span.to;
  }
  return until == kWholeDay.to;
}

}  // namespace

OpenWeek whole_week() {
  OpenWeek week;
  week.fill({kWholeDay});
  return week;
}

bool never_opens(const CalendarSpec& calendar) noexcept {
  return std::ranges::all_of(calendar.week, [](const auto& spans) { return spans.empty(); });
}

bool always_open(const CalendarSpec& calendar) noexcept {
  return calendar.closed.empty() && std::ranges::all_of(calendar.week, is_whole_day);
}

}  // namespace triaged::domain
