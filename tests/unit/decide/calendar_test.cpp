// What a calendar answers, case by case. Whether the answers hold everywhere is in calendar_walk_test.cpp.
#include "calendars.hpp"

namespace triaged::decide::test {
namespace {

TEST(Calendar, IsOpenFromTheFirstInstantOfASpanUntilBeforeItsLast) {
  const Calendar calendar = made(office("UTC"));
  EXPECT_FALSE(calendar.open_at(utc("2026-03-02T08:59:59.999999Z")));
  EXPECT_TRUE(calendar.open_at(utc("2026-03-02T09:00:00Z")));
  EXPECT_TRUE(calendar.open_at(utc("2026-03-02T11:59:59.999999Z")));
  EXPECT_FALSE(calendar.open_at(utc("2026-03-02T12:00:00Z")));
  EXPECT_TRUE(calendar.open_at(utc("2026-03-02T13:00:00Z")));
  EXPECT_FALSE(calendar.open_at(utc("2026-03-02T17:00:00Z")));
  EXPECT_FALSE(calendar.open_at(utc("2026-03-06T13:00:00Z"))) << "Friday afternoon";
  EXPECT_FALSE(calendar.open_at(utc("2026-03-07T10:00:00Z"))) << "Saturday";
  EXPECT_FALSE(calendar.open_at(utc("2026-07-03T10:00:00Z"))) << "a holiday";
  EXPECT_TRUE(calendar.open_at(utc("2026-12-23T10:00:00Z")));
  EXPECT_FALSE(calendar.open_at(utc("2026-12-24T10:00:00Z"))) << "the first day of a closure";
  EXPECT_FALSE(calendar.open_at(utc("2027-01-01T10:00:00Z"))) << "its last weekday";
  EXPECT_TRUE(calendar.open_at(utc("2027-01-04T10:00:00Z")));
}

TEST(Calendar, TheNextOpeningAndClosingAreNowWhenItIsOpenOrClosedNow) {
  const Calendar calendar = made(office("UTC"));
  EXPECT_EQ(said(calendar.next_open(utc("2026-03-02T10:00:00Z"))), "2026-03-02T10:00:00Z");
  EXPECT_EQ(said(calendar.next_close(utc("2026-03-02T10:00:00Z"))), "2026-03-02T12:00:00Z");
  EXPECT_EQ(said(calendar.next_open(utc("2026-03-02T12:00:00Z"))), "2026-03-02T13:00:00Z");
  EXPECT_EQ(said(calendar.next_close(utc("2026-03-02T12:30:00Z"))), "2026-03-02T12:30:00Z");
  EXPECT_EQ(said(calendar.next_open(utc("2026-03-06T12:00:00Z"))), "2026-03-09T09:00:00Z");
  EXPECT_EQ(said(calendar.next_open(utc("2026-12-23T17:00:00Z"))), "2027-01-04T09:00:00Z");
}

TEST(Calendar, TwentyFourHoursFromMondayToFridayCloseAtTheWeekendOnly) {
  const Calendar calendar = made(working_day());
  EXPECT_EQ(said(calendar.next_close(utc("2026-03-02T00:00:00Z"))), "2026-03-07T00:00:00Z");
  EXPECT_EQ(said(calendar.next_open(utc("2026-03-07T00:00:00Z"))), "2026-03-09T00:00:00Z");
  EXPECT_EQ(said(calendar.add(utc("2026-03-06T18:00:00Z"), hours{24})), "2026-03-09T18:00:00Z");
  EXPECT_EQ(said(calendar.add(utc("2026-03-07T10:00:00Z"), hours{24})), "2026-03-10T00:00:00Z");
}

TEST(Calendar, TheClockStandsStillWhileItIsClosed) {
  const Calendar calendar = made(office("UTC"));
  EXPECT_EQ(said(calendar.add(utc("2026-03-02T11:00:00Z"), hours{2})), "2026-03-02T14:00:00Z");
  EXPECT_EQ(said(calendar.add(utc("2026-03-02T03:00:00Z"), hours{2})), "2026-03-02T11:00:00Z");
  EXPECT_EQ(said(calendar.add(utc("2026-03-06T11:00:00Z"), hours{2})), "2026-03-09T10:00:00Z");
  EXPECT_EQ(calendar.open_time(utc("2026-03-06T11:00:00Z"), utc("2026-03-09T10:00:00Z")), hours{2});
}

TEST(Calendar, ADurationEndsWithTheSpanThatFillsIt) {
  const Calendar calendar = made(office("UTC"));
  EXPECT_EQ(said(calendar.add(utc("2026-03-02T09:00:00Z"), hours{3})), "2026-03-02T12:00:00Z");
  EXPECT_EQ(said(calendar.add(utc("2026-03-02T09:00:00Z"), hours{7})), "2026-03-02T17:00:00Z");
  EXPECT_EQ(said(calendar.add(utc("2026-03-07T09:00:00Z"), hours{0})), "2026-03-07T09:00:00Z");
}

TEST(Calendar, EverythingTakesLongerAtReducedCapacity) {
  const Calendar calendar = made(office("UTC"));
  EXPECT_EQ(said(calendar.add(utc("2026-12-21T09:00:00Z"), hours{1})), "2026-12-21T11:00:00Z");
  // Thursday the 17th is not reduced yet: an hour of it, and two more on Friday for the second.
  EXPECT_EQ(said(calendar.add(utc("2026-12-17T16:00:00Z"), hours{2})), "2026-12-18T11:00:00Z");
  EXPECT_EQ(calendar.open_time(utc("2026-12-17T16:00:00Z"), utc("2026-12-18T11:00:00Z")), hours{2});
}

TEST(Calendar, AFactorNeedNotBeWhole) {
  auto spec = always();
  spec.reduced = {{.days = {.first = day(2026, 3, 1), .last = day(2026, 3, 31)}, .stretch = 150}};
  const Calendar calendar = made(spec);
  EXPECT_TRUE(calendar.always_open());
  EXPECT_EQ(said(calendar.add(utc("2026-03-02T00:00:00Z"), hours{2})), "2026-03-02T03:00:00Z");
  EXPECT_EQ(said(calendar.add(utc("2026-03-31T21:00:00Z"), hours{3})), "2026-04-01T01:00:00Z");
}

TEST(Calendar, AlwaysIsAlways) {
  const Calendar calendar = made(always());
  EXPECT_TRUE(calendar.always_open());
  EXPECT_FALSE(calendar.never_opens());
  EXPECT_TRUE(calendar.open_at(utc("2026-12-25T03:00:00Z")));
  EXPECT_EQ(said(calendar.next_open(utc("2026-12-25T03:00:00Z"))), "2026-12-25T03:00:00Z");
  EXPECT_EQ(said(calendar.next_close(utc("2026-12-25T03:00:00Z"))), "-");
  EXPECT_EQ(said(calendar.add(utc("2026-12-25T03:00:00Z"), hours{48})), "2026-12-27T03:00:00Z");
  EXPECT_EQ(said(calendar.add_working_days(utc("2026-12-25T03:00:00Z"), 2)), "2026-12-27T03:00:00Z");
}

TEST(Calendar, WhatNeverOpensHasNoNextOpeningAndNoDeadline) {
  domain::CalendarSpec spec;
  spec.name = "never";
  const Calendar calendar = made(spec);
  EXPECT_TRUE(calendar.never_opens());
  EXPECT_FALSE(calendar.always_open());
  EXPECT_FALSE(calendar.open_at(utc("2026-03-02T09:00:00Z")));
  EXPECT_EQ(said(calendar.next_open(utc("2026-03-02T09:00:00Z"))), "-");
  EXPECT_EQ(said(calendar.next_close(utc("2026-03-02T09:00:00Z"))), "2026-03-02T09:00:00Z");
  EXPECT_EQ(said(calendar.add(utc("2026-03-02T09:00:00Z"), hours{1})), "-");
  EXPECT_EQ(said(calendar.add_working_days(utc("2026-03-02T09:00:00Z"), 1)), "-");
  EXPECT_EQ(calendar.open_time(utc("2026-03-02T09:00:00Z"), utc("2026-03-09T09:00:00Z")), hours{0});
}

TEST(Calendar, NothingLiesBeyondTheHorizon) {
  const Calendar calendar = made(always());
  const auto now = utc("2026-03-02T09:00:00Z");
  EXPECT_EQ(calendar.add(now, kCalendarHorizon), now + kCalendarHorizon);
  EXPECT_EQ(calendar.add(now, kCalendarHorizon + domain::Duration{1}), std::nullopt);
  EXPECT_NE(calendar.add_working_days(now, 3 * 365), std::nullopt);
  EXPECT_EQ(calendar.add_working_days(now, 4 * 365), std::nullopt);
  EXPECT_EQ(calendar.add_working_days(now, std::numeric_limits<std::int32_t>::max()), std::nullopt);
  const Calendar days = made(working_day());
  EXPECT_EQ(days.add(now, kCalendarHorizon), std::nullopt) << "it is open five days of seven";
  auto spec = working_day();
  spec.closed = {{.first = day(2026, 3, 3), .last = day(2060, 1, 1)}};
  EXPECT_EQ(said(made(spec).next_open(utc("2026-03-04T09:00:00Z"))), "-");
  EXPECT_EQ(said(made(spec).next_close(now)), "2026-03-03T00:00:00Z");
}

TEST(Calendar, TakesEveryInstantThatCanBeWritten) {
  for (const Calendar& calendar : {made(office()), made(working_day()), made(always("Asia/Tokyo"))})
    for (const domain::Instant at : {domain::Instant::min(), utc("1970-01-01T00:00:00Z"),
                                     utc("9999-12-31T23:59:59Z"), domain::Instant::max()}) {
      static_cast<void>(calendar.open_at(at));
      static_cast<void>(calendar.next_open(at));
      static_cast<void>(calendar.next_close(at));
      static_cast<void>(calendar.add_working_days(at, 5));
      EXPECT_GE(calendar.open_time(at, domain::Instant::max()), hours{0});
      EXPECT_TRUE(calendar.add(at, hours{100}) || at == domain::Instant::max())
          << at.time_since_epoch().count();
    }
}

struct WorkingDays {
  std::string_view from;
  std::int32_t days;
  std::string_view to;
  std::string_view why;
};

TEST(WorkingDay, IsTheSameTimeThatManyOpenDaysLater) {
  const Calendar calendar = made(office("UTC"));
  for (const auto& [from, days, to, why] : std::vector<WorkingDays>{
           {"2026-03-02T10:30:00Z", 1, "2026-03-03T10:30:00Z", "the next day"},
           {"2026-03-02T10:30:00Z", 5, "2026-03-09T10:30:00Z", "over the weekend"},
           {"2026-03-05T16:00:00Z", 1, "2026-03-09T09:00:00Z", "Friday is closed at that time"},
           {"2026-03-02T12:30:00Z", 1, "2026-03-03T13:00:00Z", "asked during lunch"},
           {"2026-03-02T07:00:00Z", 1, "2026-03-03T09:00:00Z", "asked before the opening"},
           {"2026-03-02T20:00:00Z", 1, "2026-03-04T09:00:00Z",
            "asked after closing: tomorrow is the first day"},
           {"2026-03-07T10:00:00Z", 1, "2026-03-10T09:00:00Z", "asked on Saturday: Monday is the first day"},
           {"2026-07-02T10:00:00Z", 1, "2026-07-06T10:00:00Z", "over a holiday and the weekend"},
           {"2026-12-21T10:00:00Z", 1, "2026-12-23T10:00:00Z", "two reduced days are one"},
           {"2026-12-17T10:00:00Z", 1, "2026-12-21T09:00:00Z",
            "the rest of the day falls on a reduced Friday"},
           {"2026-03-02T12:30:00Z", 0, "2026-03-02T13:00:00Z", "none at all is the next opening"},
           {"2026-03-02T10:30:00Z", -1, "2026-03-02T10:30:00Z", "less than none is none"}})
    EXPECT_EQ(said(calendar.add_working_days(utc(from), days)), to) << from << " + " << days << ": " << why;
}

TEST(WorkingDay, OfTheWholeDayIsTwentyFourOpenHours) {
  const Calendar calendar = made(working_day());
  for (auto at = utc("2026-03-02T00:00:00Z"); at < utc("2026-03-16T00:00:00Z"); at += minutes{37})
    EXPECT_EQ(said(calendar.add_working_days(at, 3)), said(calendar.next_open(*calendar.add(at, hours{72}))))
        << to_rfc3339(at);
}

TEST(WorkingDay, NeverComesEarlierForWhoAsksLater) {
  for (const Calendar& calendar : {made(office("UTC")), made(working_day()), made(office("Asia/Tokyo"))}) {
    auto last = domain::Instant{};
    for (auto at = utc("2026-12-10T00:00:00Z"); at < utc("2027-01-12T00:00:00Z"); at += minutes{41}) {
      const auto due = calendar.add_working_days(at, 2);
      ASSERT_TRUE(due);
      EXPECT_GE(*due, last) << calendar.name() << " asked at " << to_rfc3339(at);
      last = *due;
    }
  }
}

TEST(Calendars, FindsByName) {
  auto first = office();
  first.name = "office";
  std::vector<UnknownZone> unknown;
  const std::vector<domain::CalendarSpec> specs{first, always()};
  const auto calendars = Calendars::make(specs, unknown);
  ASSERT_NE(calendars, nullptr);
  EXPECT_TRUE(unknown.empty());
  ASSERT_NE(calendars->find("office"), nullptr);
  EXPECT_EQ(calendars->find("office")->name(), "office");
  EXPECT_EQ(calendars->find("offic"), nullptr);
  EXPECT_EQ(calendars->find("zoo"), nullptr);
  EXPECT_EQ(calendars->all().size(), 2U);
}

TEST(Calendars, SayWhichOfThemAreOpen) {
  auto first = office("UTC");
  first.name = "office";
  std::vector<UnknownZone> unknown;
  const std::vector<domain::CalendarSpec> specs{first, always()};
  const auto calendars = Calendars::make(specs, unknown);
  const std::vector<std::string> asked{"always", "gone", "office"};
  std::vector<std::string> open{"left over"};
  calendars->which_are_open(asked, utc("2026-03-02T10:00:00Z"), open);
  EXPECT_THAT(open, testing::ElementsAre("always", "office"));
  calendars->which_are_open(asked, utc("2026-03-02T20:00:00Z"), open);
  EXPECT_THAT(open, testing::ElementsAre("always"));
}

TEST(Calendars, AreNotMadeWhenAZoneIsNotKnown) {
  std::vector<UnknownZone> unknown;
  auto slip = office("America/Los_Angelos");
  auto odd = office("../../../etc/passwd");
  const std::vector<domain::CalendarSpec> specs{slip, always(), odd};
  EXPECT_EQ(Calendars::make(specs, unknown), nullptr);
  ASSERT_EQ(unknown.size(), 2U);
  EXPECT_EQ(unknown[0].zone, "America/Los_Angelos");
  EXPECT_EQ(unknown[0].nearest, "America/Los_Angeles");
  EXPECT_EQ(unknown[1].nearest, "");
}

}  // namespace
}  // namespace triaged::decide::test
