// Calendars against the simplest thing that can be right: a walk from minute to minute that asks the time
// zone library what the clock on the wall shows. Seeds are fixed; each failure names its calendar and
// instant.
#include <random>

#include <date/tz.h>

#include "calendars.hpp"

namespace triaged::decide::test {
namespace {

using domain::Duration;
using domain::Instant;

constexpr Duration kMinute = minutes{1};

// One minute of a calendar: whether it is open, and how much open time passes in it.
class Naive {
 public:
  explicit Naive(const domain::CalendarSpec& spec) : spec_(spec), zone_(*date::locate_zone(spec.zone)) {}

  [[nodiscard]] bool open(Instant at) const { return passes_in_a_minute_from(at) > Duration{}; }

  [[nodiscard]] Duration passes_in_a_minute_from(Instant at) const {
    if (at < info_.begin || at >= info_.end)
      info_ = zone_.get_info(std::chrono::floor<std::chrono::seconds>(at));
    const std::chrono::local_time<Duration> local{at.time_since_epoch() + info_.offset};
    const auto today = std::chrono::floor<std::chrono::days>(local);
    for (const auto& range : spec_.closed)
      if (range.first <= today && today <= range.last) return {};
    for (const auto& span : spec_.week[std::chrono::weekday{today}.c_encoding()])
      if (span.from <= local - today && local - today < span.to) return kMinute * 100 / stretch(today);
    return {};
  }

 private:
  [[nodiscard]] domain::Stretch stretch(std::chrono::local_days today) const {
    for (const auto& one : spec_.reduced)
      if (one.days.first <= today && today <= one.days.last) return one.stretch;
    return domain::kFullCapacity;
  }

  const domain::CalendarSpec& spec_;
  const date::time_zone& zone_;
  mutable date::sys_info info_{};  // of the last instant asked for: asking anew takes most of the test's time
};

using Random = std::mt19937;

int draw(Random& random, int least, int most) {
  return std::uniform_int_distribution<int>{least, most}(random);
}

std::vector<domain::OpenSpan> some_spans(Random& random) {
  std::vector<domain::OpenSpan> spans;
  int at = 0;
  for (int left = draw(random, 0, 3); left > 0; --left) {
    const int from = at + draw(random, 0, 240);
    const int to = from + draw(random, 1, 700);
    if (to > 24 * 60) break;
    spans.push_back({.from = minutes{from}, .to = minutes{to}});
    at = to;
  }
  if (draw(random, 0, 5) == 0) spans = {span(0, 24)};
  return spans;
}

// A calendar with something of everything around that day.
domain::CalendarSpec some_calendar(Random& random, const std::string& zone, std::chrono::local_days around) {
  domain::CalendarSpec spec = always(zone);
  for (auto& spans : spec.week) spans = some_spans(random);
  spec.week[0] = {span(1, 4)};  // most clocks change on a Sunday night
  auto at = around - std::chrono::days{draw(random, 0, 7)};
  for (int left = draw(random, 0, 3); left > 0; --left) {
    const auto first = at + std::chrono::days{draw(random, 1, 8)};
    at = first + std::chrono::days{draw(random, 0, 3)};
    spec.closed.push_back({.first = first, .last = at});
  }
  at = around - std::chrono::days{draw(random, 0, 7)};
  for (int left = draw(random, 0, 2); left > 0; --left) {
    const auto first = at + std::chrono::days{draw(random, 1, 8)};
    at = first + std::chrono::days{draw(random, 0, 5)};
    spec.reduced.push_back(
        {.days = {.first = first, .last = at}, .stretch = draw(random, 0, 1) == 0 ? 200 : 250});
  }
  return spec;
}

std::string described(const domain::CalendarSpec& spec, Instant at, unsigned seed) {
  return "seed " + std::to_string(seed) + ", zone " + spec.zone + ", at " + to_rfc3339(at);
}

// A place, and a day on which something odd happens to its clocks.
struct Season {
  std::string zone;
  std::chrono::local_days around;
};
const std::vector<Season> kSeasons{
    {"Europe/Berlin", day(2026, 3, 29)},      {"Europe/Berlin", day(2026, 10, 25)},
    {"America/Los_Angeles", day(2026, 3, 8)}, {"America/Los_Angeles", day(2026, 11, 1)},
    {"Australia/Lord_Howe", day(2026, 4, 5)}, {"Australia/Lord_Howe", day(2026, 10, 4)},
    {"Asia/Kathmandu", day(2026, 6, 1)},      {"America/Havana", day(2026, 3, 8)},
    {"Pacific/Apia", day(2011, 12, 30)},      {"UTC", day(2026, 12, 31)},
};

class CalendarWalk : public testing::TestWithParam<unsigned> {};

TEST_P(CalendarWalk, AgreesMinuteByMinute) {
  const unsigned seed = GetParam();
  Random random{seed};
  for (const auto& [zone, around] : kSeasons) {
    const auto spec = some_calendar(random, zone, around);
    const Calendar calendar = made(spec);
    const Naive naive{spec};
    const Instant begin{(around - std::chrono::days{6}).time_since_epoch()};
    const Instant end = begin + std::chrono::days{13};

    // Backwards, so that each minute knows what comes after it.
    std::optional<Instant> opens, closes;
    Duration passed{};
    for (Instant at = end - kMinute; at >= begin; at -= kMinute) {
      const bool open = naive.open(at);
      passed += naive.passes_in_a_minute_from(at);
      (open ? opens : closes) = at;
      ASSERT_EQ(calendar.open_at(at), open) << described(spec, at, seed);
      if (draw(random, 0, 59) != 0) continue;
      ASSERT_EQ(calendar.open_time(at, end), passed) << described(spec, at, seed);
      if (opens) {
        ASSERT_EQ(said(calendar.next_open(at)), said(opens)) << described(spec, at, seed);
      }
      if (closes) {
        ASSERT_EQ(said(calendar.next_close(at)), said(closes)) << described(spec, at, seed);
      }
    }
  }
}

TEST_P(CalendarWalk, ADurationHasPassedAtItsEndAndNotBefore) {
  const unsigned seed = GetParam();
  Random random{1000 + seed};
  for (const auto& [zone, around] : kSeasons) {
    const auto spec = some_calendar(random, zone, around);
    const Calendar calendar = made(spec);
    const Naive naive{spec};
    const Instant begin{(around - std::chrono::days{6}).time_since_epoch()};
    const Instant end = begin + std::chrono::days{13};
    for (int i = 0; i < 20; ++i) {
      const Instant from = begin + minutes{draw(random, 0, 10 * 24 * 60)};
      const Duration wanted = minutes{draw(random, 1, 2000)};
      Duration passed{};
      Instant at = from;
      for (; at < end && passed < wanted; at += kMinute) passed += naive.passes_in_a_minute_from(at);
      const auto due = calendar.add(from, wanted);
      if (passed < wanted) {
        EXPECT_TRUE(!due || *due > end) << described(spec, from, seed);
        continue;
      }
      ASSERT_TRUE(due) << described(spec, from, seed);
      // Within its last minute; the open time up to there is what was asked for, and not yet a moment before.
      EXPECT_GT(*due, at - kMinute) << described(spec, from, seed);
      EXPECT_LE(*due, at) << described(spec, from, seed);
      EXPECT_EQ(calendar.open_time(from, *due), wanted) << described(spec, from, seed);
      EXPECT_LT(calendar.open_time(from, *due - Duration{3}), wanted) << described(spec, from, seed);
    }
  }
}

TEST_P(CalendarWalk, WorkingDaysKeepTheTimeOnTheClock) {
  const unsigned seed = GetParam();
  Random random{2000 + seed};
  for (const auto& [zone, around] : kSeasons) {
    auto spec = some_calendar(random, zone, around);
    spec.reduced.clear();
    const Calendar calendar = made(spec);
    const date::time_zone& rules = *date::locate_zone(zone);
    const auto local = [&](Instant at) {
      const auto ahead = rules.get_info(std::chrono::floor<std::chrono::seconds>(at)).offset;
      return std::chrono::local_time<Duration>{at.time_since_epoch() + ahead};
    };
    for (int i = 0; i < 20; ++i) {
      const Instant from{(around - minutes{draw(random, 0, 14'400)}).time_since_epoch()};
      const auto start = calendar.next_open(from);
      const int number = draw(random, 1, 6);
      const auto due = calendar.add_working_days(from, number);
      ASSERT_TRUE(start && due) << described(spec, from, seed);
      const auto first = std::chrono::floor<std::chrono::days>(local(*start));
      auto last = first;
      const auto has_hours = [&](std::chrono::local_days one) {
        for (const auto& range : spec.closed)
          if (range.first <= one && one <= range.last) return false;
        return !spec.week[std::chrono::weekday{one}.c_encoding()].empty();
      };
      for (int left = number; left > 0;)
        if (has_hours(++last)) --left;
      // The first instant at which the clock shows that time or a later one, then the next opening.
      const auto wanted = last + (local(*start) - first);
      Instant at{(wanted - hours{27}).time_since_epoch()};
      while (local(at) < wanted) at += kMinute;
      EXPECT_EQ(said(due), said(calendar.next_open(at))) << described(spec, from, seed) << " + " << number;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, CalendarWalk, testing::Range(1U, 5U));

// ---- the changes of the clock themselves

TEST(ClockChange, AnHourThatIsSkippedHasNoLengthAndOneShownTwiceCountsTwice) {
  domain::CalendarSpec night = always();
  night.week.fill({span(0, 6)});
  const auto length = [&](std::string_view zone, std::string_view from, std::string_view to) {
    night.zone = zone;
    return std::chrono::duration_cast<minutes>(made(night).open_time(utc(from), utc(to))).count();
  };
  EXPECT_EQ(length("Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"), 5 * 60);
  EXPECT_EQ(length("Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"), 7 * 60);
  EXPECT_EQ(length("America/Los_Angeles", "2026-03-08T00:00:00Z", "2026-03-08T20:00:00Z"), 5 * 60);
  EXPECT_EQ(length("America/Los_Angeles", "2026-11-01T00:00:00Z", "2026-11-01T20:00:00Z"), 7 * 60);
  EXPECT_EQ(length("Australia/Lord_Howe", "2026-04-04T06:00:00Z", "2026-04-05T06:00:00Z"), 6 * 60 + 30);
  EXPECT_EQ(length("Australia/Lord_Howe", "2026-10-03T06:00:00Z", "2026-10-04T06:00:00Z"), 5 * 60 + 30);
}

TEST(ClockChange, ASpanThatBeginsInASkippedHourOpensWithTheSkip) {
  domain::CalendarSpec spec = always("Europe/Berlin");
  spec.week.fill({{.from = hours{2} + minutes{30}, .to = hours{5}}});
  const Calendar calendar = made(spec);
  EXPECT_EQ(said(calendar.next_open(utc("2026-03-28T12:00:00Z"))), "2026-03-29T01:00:00Z");
  EXPECT_EQ(said(calendar.next_close(utc("2026-03-29T01:00:00Z"))), "2026-03-29T03:00:00Z");
}

TEST(ClockChange, ATimeShownTwiceIsOpenBothTimes) {
  domain::CalendarSpec spec = always("Europe/Berlin");
  spec.week.fill({{.from = hours{2} + minutes{15}, .to = hours{2} + minutes{45}}});
  const Calendar calendar = made(spec);
  EXPECT_EQ(said(calendar.next_open(utc("2026-10-24T12:00:00Z"))), "2026-10-25T00:15:00Z");
  EXPECT_EQ(said(calendar.next_close(utc("2026-10-25T00:15:00Z"))), "2026-10-25T00:45:00Z");
  EXPECT_EQ(said(calendar.next_open(utc("2026-10-25T00:45:00Z"))), "2026-10-25T01:15:00Z");
  EXPECT_EQ(said(calendar.add(utc("2026-10-25T00:15:00Z"), hours{1})), "2026-10-25T01:45:00Z");
}

TEST(ClockChange, AWorkingDayEndsAtTheSameTimeOnTheClock) {
  const Calendar calendar = made(always("Europe/Berlin"));
  EXPECT_EQ(said(calendar.add_working_days(utc("2026-03-28T09:00:00Z"), 1)), "2026-03-29T08:00:00Z");
  EXPECT_EQ(said(calendar.add_working_days(utc("2026-10-24T08:00:00Z"), 1)), "2026-10-25T09:00:00Z");
  EXPECT_EQ(said(calendar.add_working_days(utc("2026-03-28T01:30:00Z"), 1)), "2026-03-29T01:00:00Z")
      << "half past two is skipped";
  EXPECT_EQ(said(calendar.add_working_days(utc("2026-10-24T00:30:00Z"), 1)), "2026-10-25T00:30:00Z")
      << "the first of two";
  const Calendar islands = made(always("Australia/Lord_Howe"));
  EXPECT_EQ(said(islands.add_working_days(utc("2026-10-02T15:45:00Z"), 1)), "2026-10-03T15:30:00Z")
      << "a quarter past two is skipped, by half an hour";
}

TEST(ClockChange, IsKnownForTheYearsToCome) {
  // Time zone data in zic's slim format would end here; see zone.cpp.
  const Calendar calendar = made(weekdays("Europe/Berlin", {span(9, 17)}));
  EXPECT_EQ(said(calendar.next_open(utc("2035-01-15T00:00:00Z"))), "2035-01-15T08:00:00Z");
  EXPECT_EQ(said(calendar.next_open(utc("2035-07-16T00:00:00Z"))), "2035-07-16T07:00:00Z");
}

}  // namespace
}  // namespace triaged::decide::test
