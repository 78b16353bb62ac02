// `calendars:` to plain values. The wording of each mistake is in tests/golden.
#include "directory/hours.hpp"
#include "reading.hpp"

namespace triaged::directory {
namespace {

using domain::CalendarSpec;
using domain::OpenSpan;
using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const CalendarSpec* found(const Directory& directory, std::string_view name) {
  for (const CalendarSpec& one : directory.calendars())
    if (one.name == name) return &one;
  return nullptr;
}

std::chrono::local_days day(int year, int month, int day_of_month) {
  return std::chrono::local_days{std::chrono::year{year} / month / day_of_month};
}

OpenSpan span(int from, int to) { return {.from = hours{from}, .to = hours{to}}; }

// The sound directory with these calendars.
test::Reading with(const std::string& calendars) {
  return test::read_texts({std::string{test::kSound}, "calendars:\n" + calendars});
}

std::string only_fault(const std::string& calendar) {
  const auto reading = with("  office: " + calendar + "\n");
  EXPECT_EQ(reading.directory, nullptr);
  EXPECT_EQ(reading.faults.size(), 1U) << testing::PrintToString(reading.faults);
  return reading.faults.empty() ? "" : reading.faults.front();
}

TEST(ReadCalendars, TakesOverWhatIsWritten) {
  const auto reading = with(R"(
  always: {}
  working_day: {zone: UTC, open: {mon-fri: ["00:00-24:00"]}}
  office: {zone: America/Los_Angeles, open: {mon-thu: ["13:00-17:00", "09:00-12:00"], fri: "09:30-12:00"},
           holidays: [2026-12-24..2027-01-03, 2026-07-03], closures: 2026-12-28,
           reduced: [{2027-03-01: {factor: 1.5}}, {2026-12-18..2027-01-03: {factor: 2}}]}
)");
  ASSERT_THAT(reading.faults, IsEmpty());
  EXPECT_EQ(reading.directory->calendars().size(), 3U);
  const CalendarSpec* office = found(*reading.directory, "office");
  ASSERT_NE(office, nullptr);
  EXPECT_EQ(office->zone, "America/Los_Angeles");
  EXPECT_THAT(office->week[0], IsEmpty());
  for (const std::size_t at : {1U, 2U, 3U, 4U})
    EXPECT_THAT(office->week[at], ElementsAre(span(9, 12), span(13, 17)));
  EXPECT_THAT(office->week[5], ElementsAre(OpenSpan{hours{9} + minutes{30}, hours{12}}));
  EXPECT_THAT(office->week[6], IsEmpty());
  EXPECT_THAT(office->closed, ElementsAre(domain::DateRange{day(2026, 7, 3), day(2026, 7, 3)},
                                          domain::DateRange{day(2026, 12, 24), day(2027, 1, 3)}));
  ASSERT_EQ(office->reduced.size(), 2U);
  EXPECT_EQ(office->reduced[0],
            (domain::Reduced{.days = {day(2026, 12, 18), day(2027, 1, 3)}, .stretch = 200}));
  EXPECT_EQ(office->reduced[1].stretch, 150);
  EXPECT_FALSE(always_open(*office));
  EXPECT_FALSE(never_opens(*office));
  EXPECT_THAT(found(*reading.directory, "working_day")->week[3], ElementsAre(span(0, 24)));
}

TEST(ReadCalendars, AlwaysIsThereWhetherOrNotItIsWritten) {
  for (const auto& directory :
       {test::sound(), with("  always:\n").directory, with("  always: {}\n").directory}) {
    ASSERT_NE(directory, nullptr);
    ASSERT_EQ(directory->calendars().size(), 1U);
    EXPECT_EQ(directory->calendars()[0].name, "always");
    EXPECT_TRUE(always_open(directory->calendars()[0]));
  }
  EXPECT_EQ(with("  always: {zone: UTC}\n").directory, nullptr);
}

TEST(ReadCalendars, ATeamHasTheOneItNamesAndElseAlways) {
  std::string text{test::kSound};
  text.replace(text.find("{name: Support Team,"), 20, "{name: Support Team, calendar: working_day,");
  const auto reading =
      test::read_texts({text, "calendars: {working_day: {zone: UTC, open: {mon-fri: ['00:00-24:00']}}}\n"});
  ASSERT_THAT(reading.faults, IsEmpty());
  EXPECT_EQ(reading.directory->team(domain::TeamId{"support"})->calendar, "working_day");
  EXPECT_EQ(reading.directory->team(domain::TeamId{"engineering"})->calendar, "always");
}

TEST(ReadCalendars, ADaysSpansMayBeWrittenInAnyOrderAndTouchButNotOverlap) {
  EXPECT_NE(with("  o: {zone: UTC, open: {mon: ['12:00-13:00', '09:00-12:00']}}\n").directory, nullptr);
  for (const std::string other : {"08:00-09:01", "11:59-13:00", "10:00-11:00", "08:00-13:00", "09:00-12:00"})
    EXPECT_THAT(only_fault("{zone: UTC, open: {mon: ['09:00-12:00', '" + other + "']}}"),
                HasSubstr("`" + other + "` overlaps another span of the day"));
}

TEST(ReadCalendars, ReducedSpansMayNotShareADay) {
  EXPECT_NE(with("  o: {zone: UTC, open: {}, reduced: [{2026-01-01..2026-01-03: {factor: 2}}, "
                 "{2026-01-04: {factor: 3}}]}\n")
                .directory,
            nullptr);
  EXPECT_THAT(only_fault("{zone: UTC, open: {}, reduced: [{2026-01-01..2026-01-03: {factor: 2}}, "
                         "{2026-01-03: {factor: 3}}]}"),
              HasSubstr("`2026-01-03` overlaps another reduced span"));
}

TEST(ReadCalendars, EveryLimitIsSaid) {
  std::string spans, dates, calendars;
  for (int i = 0; i < 25; ++i) {
    const std::string hour = (i < 10 ? "0" : "") + std::to_string(i % 24);
    spans += "'" + hour + ":00-" + hour + ":30', ";
  }
  EXPECT_THAT(only_fault("{zone: UTC, open: {mon: [" + spans + "]}}"), HasSubstr("more than 24 entries"));
  for (int i = 0; i < 501; ++i) dates += "2026-01-01, ";
  EXPECT_THAT(only_fault("{zone: UTC, open: {}, holidays: [" + dates + "]}"),
              HasSubstr("`holidays` has more than 500 entries"));
  for (int i = 0; i < 201; ++i)
    calendars += "  c" + std::to_string(i) + ": {zone: UTC, open: {mon: '09:00-10:00'}}\n";
  EXPECT_THAT(with(calendars).faults, ElementsAre(HasSubstr("more than 200 calendars")));
}

TEST(ReadCalendars, OneThatNeverOpensIsThinAndSoIsATeamThatHasIt) {
  std::string text{test::kSound};
  text.replace(text.find("{name: Support Team,"), 20, "{name: Support Team, calendar: never,");
  const auto reading = test::read_texts({text, "calendars: {never: {zone: UTC, open: {sat-sun: []}}}\n"});
  ASSERT_NE(reading.directory, nullptr);
  EXPECT_THAT(reading.faults, ElementsAre(HasSubstr("calendar `never` never opens"),
                                          HasSubstr("team `support` has a calendar that never opens")));
}

TEST(Hours, TimesOfDayAreExact) {
  EXPECT_EQ(time_of_day("00:00"), minutes{0});
  EXPECT_EQ(time_of_day("09:05"), minutes{545});
  EXPECT_EQ(time_of_day("24:00"), hours{24});
  for (const auto* bad : {"", "9:00", "09:60", "24:01", "25:00", "09-00", "09:0", "+9:00", "09:000", "ab:cd"})
    EXPECT_EQ(time_of_day(bad), std::nullopt) << bad;
}

TEST(Hours, DatesExist) {
  EXPECT_EQ(date("2028-02-29"), day(2028, 2, 29));
  EXPECT_EQ(date("1970-01-01"), day(1970, 1, 1));
  for (const auto* bad : {"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "1969-12-31",
                          "2101-01-01", "26-01-01", "2026-01-01T00:00", "2026/01/01"})
    EXPECT_EQ(date(bad), std::nullopt) << bad;
}

TEST(Hours, DaysOfTheWeekMayBeListsAndRangesOverTheWeekend) {
  EXPECT_EQ(days_of_week("mon"), (std::vector<std::size_t>{1}));
  EXPECT_EQ(days_of_week("sun-thu"), (std::vector<std::size_t>{0, 1, 2, 3, 4}));
  EXPECT_EQ(days_of_week("fri-mon"), (std::vector<std::size_t>{5, 6, 0, 1}));
  EXPECT_EQ(days_of_week("mon-wed, fri"), (std::vector<std::size_t>{1, 2, 3, 5}));
  EXPECT_EQ(days_of_week("sat-sat"), (std::vector<std::size_t>{6}));
  for (const auto* bad : {"", "monday", "Mon", "mon-", "-mon", "mon,", ",", "mon--tue", "mon-tue-wed", "1"})
    EXPECT_EQ(days_of_week(bad), std::nullopt) << bad;
}

TEST(Hours, FactorsAreAboveOneAndHaveTwoDigitsAtMost) {
  EXPECT_EQ(factor("2"), 200);
  EXPECT_EQ(factor("1.5"), 150);
  EXPECT_EQ(factor("1.05"), 105);
  EXPECT_EQ(factor("100"), 10'000);
  for (const auto* bad : {"", "1", "1.0", "0.5", "-2", "2.", ".5", "1.005", "100.01", "101", "1e2", "two"})
    EXPECT_EQ(factor(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace triaged::directory
