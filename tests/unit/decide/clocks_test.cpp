// A ticket's clocks in the hours of its team: when they end, when they remind, and that nothing is lost or
// won by a pause, a new team or a new calendar.
#include "decide/clocks.hpp"

#include <random>

#include <gtest/gtest.h>

#include "calendars.hpp"
#include "ladder.hpp"

namespace triaged::decide {
namespace {

using namespace test;
using Lines = std::vector<std::string>;

Ticket with(Clock clock, const Term& term, std::string_view since, const Calendar* hours, int warn_at = 0) {
  Ticket ticket;
  start(
      ticket,
      {.clock = clock, .term = term, .since = utc(since), .hours = hours, .wall = false, .warn_at = warn_at});
  return ticket;
}

std::string due_of(const Term& term, std::string_view since, const CalendarSpec& spec) {
  const Calendar calendar = made(spec);
  return said(with(Clock::resolution, term, since, &calendar).timers[0].due);
}

struct Case {
  std::string why;
  CalendarSpec hours;
  Term term;
  std::string since;
  std::string due;
};

TEST(Clocks, EndInTheHoursOfACalendar) {
  const CalendarSpec berlin = weekdays("Europe/Berlin", {span(1, 5)});
  CalendarSpec sundays = berlin;
  sundays.week[0] = {span(1, 5)};
  const std::vector<Case> cases{
      {"without a break", always(), time(hours{30}), "2026-03-06T12:00:00Z", "2026-03-07T18:00:00Z"},
      {"24 h Monday to Friday: over the weekend it stands still", working_day(), time(hours{30}),
       "2026-03-06T12:00:00Z", "2026-03-09T18:00:00Z"},
      {"one of its days from a Friday noon is a Monday noon", working_day(), working_days(1),
       "2026-03-06T12:00:00Z", "2026-03-09T12:00:00Z"},
      {"two spans a day: the lunch does not count", office("UTC"), time(hours{4}), "2026-03-02T11:00:00Z",
       "2026-03-02T16:00:00Z"},
      {"and neither do the evening and the night", office("UTC"), time(hours{4}), "2026-03-02T16:00:00Z",
       "2026-03-03T12:00:00Z"},
      {"what begins at night begins in the morning", office("UTC"), time(hours{1}), "2026-03-02T22:00:00Z",
       "2026-03-03T10:00:00Z"},
      {"a holiday on a Friday", office("UTC"), time(hours{8}), "2026-07-02T13:00:00Z",
       "2026-07-06T14:00:00Z"},
      {"the turn of the year, at half the capacity on both sides", office("UTC"), time(hours{4}),
       "2026-12-23T14:00:00Z", "2027-01-04T15:00:00Z"},
      {"the hour that the clock skips has no length", sundays, time(hours{3}), "2026-03-29T00:00:00Z",
       "2026-03-29T03:00:00Z"},
      {"so that four need the next day", sundays, time(hours{4}), "2026-03-29T00:00:00Z",
       "2026-03-30T00:00:00Z"},
      {"the hour that it shows twice counts twice", sundays, time(hours{5}), "2026-10-24T23:00:00Z",
       "2026-10-25T04:00:00Z"},
      {"a day later is the same time on the clock, not 24 hours", sundays, working_days(1),
       "2026-10-25T03:30:00Z", "2026-10-26T03:30:00Z"},
  };
  for (const auto& the : cases) EXPECT_EQ(due_of(the.term, the.since, the.hours), the.due) << the.why;
}

TEST(Clocks, ThatCountAllHoursTakeAWorkingDayForADay) {
  EXPECT_EQ(said(with(Clock::resolution, working_days(2), "2026-03-06T12:00:00Z", nullptr).timers[0].due),
            "2026-03-08T12:00:00Z");
}

TEST(Clocks, OfATeamThatNeverOpensStandStill) {
  CalendarSpec spec = weekdays("UTC", {});
  const Calendar never = made(spec);
  const Ticket ticket = with(Clock::first_response, time(hours{1}), "2026-03-02T09:00:00Z", &never, 80);
  EXPECT_FALSE(ticket.timers[0].due);
  EXPECT_FALSE(next_due(ticket));
}

TEST(Clocks, RemindWhenAShareOfTheOpenTimeHasPassed) {
  const Calendar hours_of = made(office("UTC"));
  const Ticket ticket = with(Clock::first_response, time(hours{5}), "2026-03-02T11:00:00Z", &hours_of, 80);
  EXPECT_EQ(said(ticket.timers[0].due), "2026-03-02T17:00:00Z");
  EXPECT_EQ(said(ticket.timers[0].remind), "2026-03-02T16:00:00Z");
}

TEST(Clocks, ThatAreOverAtOnceRemindOfNothing) {
  EXPECT_FALSE(with(Clock::first_response, time({}), "2026-03-02T11:00:00Z", nullptr, 80).timers[0].remind);
  EXPECT_FALSE(
      with(Clock::first_response, time(hours{1}), "2026-03-02T11:00:00Z", nullptr, 0).timers[0].remind);
}

TEST(Clocks, AreOneOfEachKindAndInOrder) {
  Ticket ticket;
  for (const auto clock : {Clock::closing, Clock::first_response, Clock::needed_by, Clock::first_response})
    start(ticket, {.clock = clock,
                   .term = time(hours{1}),
                   .since = kNow,
                   .hours = nullptr,
                   .wall = true,
                   .warn_at = 0});
  ASSERT_EQ(ticket.timers.size(), 3u);
  EXPECT_TRUE(std::ranges::is_sorted(ticket.timers, {}, &Timer::clock));
  stop(ticket, Clock::needed_by);
  stop(ticket, Clock::approval);  // there is none
  EXPECT_EQ(ticket.timers.size(), 2u);
}

// ---- standing still ----

TEST(APause, KeepsExactlyTheOpenTimeThatIsLeft) {
  const Calendar hours_of = made(office("UTC"));
  Ticket ticket = with(Clock::resolution, time(hours{10}), "2026-03-02T10:00:00Z", &hours_of, 80);
  hold(ticket, Clock::resolution, utc("2026-03-02T15:30:00Z"), &hours_of);
  EXPECT_EQ(ticket.timers[0].term, time(minutes{5 * 60 + 30})) << "two hours, and two and a half are gone";
  EXPECT_FALSE(next_due(ticket));
  hold(ticket, Clock::resolution, utc("2026-03-04T10:00:00Z"), &hours_of);
  EXPECT_EQ(ticket.timers[0].term, time(minutes{5 * 60 + 30})) << "it stands still already";
  release(ticket, Clock::resolution, utc("2026-03-05T11:00:00Z"), &hours_of, 80);
  EXPECT_EQ(said(ticket.timers[0].due), "2026-03-06T09:30:00Z");
  const auto timers = ticket.timers;
  release(ticket, Clock::resolution, utc("2026-03-05T12:00:00Z"), &hours_of, 80);
  EXPECT_EQ(ticket.timers, timers) << "it runs already";
}

TEST(APause, LosesNoReminderAndRepeatsNone) {
  Ticket ticket = with(Clock::resolution, time(hours{10}), "2026-03-02T10:00:00Z", nullptr, 80);
  hold(ticket, Clock::resolution, utc("2026-03-02T15:00:00Z"), nullptr);
  release(ticket, Clock::resolution, utc("2026-03-03T10:00:00Z"), nullptr, 80);
  EXPECT_EQ(said(ticket.timers[0].remind), "2026-03-03T14:00:00Z");
  reminded(ticket, Clock::resolution);
  hold(ticket, Clock::resolution, utc("2026-03-03T14:30:00Z"), nullptr);
  release(ticket, Clock::resolution, utc("2026-03-04T10:00:00Z"), nullptr, 80);
  EXPECT_EQ(said(ticket.timers[0].due), "2026-03-04T10:30:00Z");
  EXPECT_FALSE(ticket.timers[0].remind);
}

TEST(APause, OfWhatIsOverdueLeavesItDueAtOnce) {
  Ticket ticket = with(Clock::resolution, time(hours{1}), "2026-03-02T10:00:00Z", nullptr);
  hold(ticket, Clock::resolution, utc("2026-03-02T15:00:00Z"), nullptr);
  release(ticket, Clock::resolution, utc("2026-03-03T10:00:00Z"), nullptr, 80);
  EXPECT_EQ(said(ticket.timers[0].due), "2026-03-03T10:00:00Z");
}

// Working days end at a time on the clock, which may be an opening: then the close before it is as far off in
// open time, and that is what is kept.
TEST(APause, OfNoLengthChangesNoEnd) {
  std::mt19937 dice(7);
  const std::vector<Calendar> calendars{made(office("UTC")), made(office()), made(working_day()),
                                        made(weekdays("Europe/Berlin", {span(1, 5), span(22, 24)})),
                                        made(always())};
  const Instant from = utc("2026-01-01T00:00:00Z");
  for (int round = 0; round < 4000; ++round) {
    const Calendar& hours_of = calendars[dice() % calendars.size()];
    const bool by_days = dice() % 3 == 0;
    const Term term = by_days ? working_days(1 + static_cast<int>(dice() % 20))
                              : time(std::chrono::seconds{1 + dice() % (60 * 60 * 200)});
    const Instant since = from + std::chrono::seconds{dice() % (370 * 24 * 60 * 60)};
    Ticket ticket;
    start(ticket, {.clock = Clock::resolution,
                   .term = term,
                   .since = since,
                   .hours = &hours_of,
                   .wall = false,
                   .warn_at = 80});
    const Instant due = ticket.timers[0].due.value();
    const Instant at = since + std::chrono::duration_cast<Duration>((due - since) * (dice() % 100) / 100);
    const Instant second = std::chrono::floor<std::chrono::seconds>(at);
    const Instant then = std::max(since, second);
    hold(ticket, Clock::resolution, then, &hours_of);
    release(ticket, Clock::resolution, then, &hours_of, 80);
    const Instant after = ticket.timers[0].due.value();
    if (by_days) {
      ASSERT_LE(after, due);
      ASSERT_EQ(hours_of.open_time(after, due), Duration::zero()) << said(since) << " " << said(then);
    } else {
      ASSERT_EQ(after, due) << said(since) << " paused at " << said(then);
    }
  }
}

// ---- new hours ----

TEST(Recalculating, AfterANewCalendarSetsTheEndsFromWhereTheClocksBegan) {
  const Calendar before = made(always());
  const Calendar after = made(office("UTC"));
  Policy policy;
  Ticket ticket = with(Clock::first_response, time(hours{5}), "2026-03-02T11:00:00Z", &before, 80);
  ASSERT_EQ(said(ticket.timers[0].due), "2026-03-02T16:00:00Z");
  recalculate(ticket, &after, nullptr, policy);
  EXPECT_EQ(said(ticket.timers[0].due), "2026-03-02T17:00:00Z");
  EXPECT_EQ(said(ticket.timers[0].remind), "2026-03-02T16:00:00Z");
  reminded(ticket, Clock::first_response);
  recalculate(ticket, &before, nullptr, policy);
  EXPECT_FALSE(ticket.timers[0].remind) << "it was sent";
}

TEST(Recalculating, LeavesAloneWhatCountsAllHoursAndWhatStandsStill) {
  const Calendar hours_of = made(office("UTC"));
  Ladder one;
  one.open_at(Rung::support);
  one.by_team(Paused{});
  const auto timers = one.ticket.timers;
  recalculate(one.ticket, &hours_of, nullptr, one.policy);
  EXPECT_EQ(one.ticket.timers, timers);
}

TEST(Recalculating, CountsAnApprovalInTheHoursOfSupport) {
  const Calendar hours_of = made(office("UTC"));
  Ladder one;
  one.ask_for(Rung::engineering);
  recalculate(one.ticket, nullptr, &hours_of, one.policy);
  EXPECT_EQ(one.clock(Clock::approval)->due, hours_of.add(kNow, hours{48}));
}

struct InHours : testing::Test {
  InHours() {
    CalendarSpec spec = weekdays("UTC", {span(9, 17)});
    spec.name = "office";
    std::vector<UnknownZone> unknown;
    calendars = Calendars::make({&spec, 1}, unknown);
    one.view.calendars = calendars.get();
    one.at(Rung::support).calendar = "office";
  }
  std::shared_ptr<const Calendars> calendars;
  Ladder one;
};

TEST_F(InHours, TheResolutionClockCountsInThoseOfWhoHasIt) {
  one.open_at(Rung::support);
  EXPECT_EQ(one.clock(Clock::resolution)->due, calendars->find("office")->add(kNow, hours{100}));
  one.now += hours{1};
  one.by_team(Escalated{});
  EXPECT_EQ(one.clock(Clock::resolution)->due, kNow + hours{100}) << "engineering works at all hours";
  EXPECT_EQ(one.clock(Clock::resolution)->since, kNow);
}

TEST_F(InHours, WallTimeIsTheSameEverywhere) {
  one.policy.deadlines[0].wall = true;
  one.now = utc("2026-03-07T12:00:00Z");
  one.open_at(Rung::support);
  EXPECT_EQ(one.clock(Clock::first_response)->due, one.now + hours{4}) << "on a Saturday";
  EXPECT_EQ(one.clock(Clock::resolution)->due, one.now + hours{100});
}

TEST_F(InHours, TheTeamIsRemindedBeforeItsTimeIsUp) {
  one.now = utc("2026-03-02T16:00:00Z");
  one.open_at(Rung::support);
  EXPECT_EQ(said(one.clock(Clock::first_response)->due), "2026-03-03T12:00:00Z");
  one.now = *one.clock(Clock::first_response)->remind;
  EXPECT_EQ(said(one.now), "2026-03-03T11:12:00Z");
  EXPECT_EQ(told(one.fall_due(Clock::first_response)), (Lines{"reminder team.support"}));
  EXPECT_EQ(one.ticket.reason.text, "first response is due at 2026-03-03T12:00:00Z");
  EXPECT_EQ(one.fall_due(Clock::first_response).refused, Refusal::stale) << "once";
}

// ---- days ----

TEST(ADay, ThatComesNearRaisesTheSeverityAsThePolicySays) {
  Ladder one;
  one.policy.deadlines.insert(one.policy.deadlines.begin(), one.policy.deadlines[0]);
  one.policy.deadlines[0].when.severities = {Severity::high};
  one.policy.deadlines[0].first_response = time(hours{1});
  one.view.classification.severity.value = Severity::low;
  one.opened.needed_by = kNow + std::chrono::days{9};
  one.open_at(Rung::support);
  EXPECT_EQ(one.ticket.severity, Severity::low);
  EXPECT_EQ(told(one.miss(Clock::needed_by)), (Lines{"updated team.support"}));
  EXPECT_EQ(one.now, kNow + std::chrono::days{2});
  EXPECT_EQ(one.ticket.severity, Severity::normal);
  one.miss(Clock::needed_by);
  EXPECT_EQ(one.ticket.severity, Severity::high);
  EXPECT_EQ(one.clock(Clock::first_response)->due, one.now + hours{1});
  EXPECT_EQ(one.clock(Clock::needed_by), nullptr) << "it asks for nothing more";
}

TEST(ADay, ThatIsNearAlreadyRaisesItAtTheOpening) {
  Ladder one;
  one.opened.needed_by = kNow + hours{5};
  one.open_at(Rung::support);
  EXPECT_EQ(one.ticket.severity, Severity::high);
  EXPECT_EQ(one.clock(Clock::needed_by), nullptr);
}

TEST(ADay, OnlyRemindsWhereTheSeverityIsThatHighAlready) {
  Ladder one;
  one.view.classification.severity.value = Severity::critical;
  one.opened.needed_by = kNow + std::chrono::days{9};
  one.open_at(Rung::support);
  EXPECT_EQ(told(one.miss(Clock::needed_by)), (Lines{"reminder team.support"}));
  EXPECT_EQ(one.ticket.severity, Severity::critical);
}

TEST(AClock, ThatIsNotDueIsRefusedAndChangesNothing) {
  Ladder one;
  one.open_at(Rung::support);
  for (std::size_t i = 0; i < names<Clock>().size(); ++i)
    EXPECT_EQ(one.fall_due(static_cast<Clock>(i)).refused, Refusal::stale) << names<Clock>()[i];
  EXPECT_EQ(one.ticket.version, 1u);
}

TEST(AClock, ThatWasPausedDoesNotFallDue) {
  Ladder one;
  one.open_at(Rung::support);
  const auto due = one.clock(Clock::resolution)->due.value();
  one.by_team(Paused{});
  one.now = due;
  EXPECT_EQ(one.fall_due(Clock::resolution).refused, Refusal::stale);
}

TEST(ATicket, ComesBackFromItsPauseWithATimeToAnswer) {
  Ladder one;
  one.open_at(Rung::support);
  one.now += hours{10};
  one.by_team(Paused{});
  EXPECT_EQ(told(one.miss(Clock::pending)), (Lines{"reminder team.support"}));
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_EQ(one.clock(Clock::next_response)->since, one.now);
  EXPECT_EQ(one.clock(Clock::resolution)->due, one.now + hours{90});
}

}  // namespace
}  // namespace triaged::decide
