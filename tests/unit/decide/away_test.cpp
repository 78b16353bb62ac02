// While the broker is away nobody can answer, and clocks stand still.
#include <gtest/gtest.h>

#include "calendars.hpp"
#include "ladder.hpp"

namespace triaged::decide {
namespace {

using namespace test;
using namespace std::chrono_literals;

// Open since kNow at the hub's administrators, to be answered within eight hours.
struct Waiting : testing::Test {
  View view = everybody_there();
  Policy policy;

  Waiting() {
    policy.deadlines = {{.when = {},
                         .wall = false,
                         .first_response = Term{.time = 8h},
                         .next_response = {},
                         .resolution = {}}};
    policy.warn_at = 0;
    view.ticket = *decide(view, opening(), kNow, policy).ticket;
  }
  Effects clock_at(Instant now) {
    TicketEvent event = opening();
    event.producer = {};
    event.body = Deadline{.clock = Clock::first_response};
    return decide(view, event, now, policy);
  }
  std::optional<Instant> due(const Ticket& ticket) { return timer(ticket, Clock::first_response)->due; }
};

TEST_F(Waiting, AClockThatSeemsToHaveRunOutGoesOnForAsLongAsItShouldHaveStoodStill) {
  view.away = {{.from = kNow + 1h, .until = kNow + 4h}};
  const auto effects = clock_at(kNow + 8h);
  ASSERT_FALSE(effects.refused);
  EXPECT_TRUE(effects.notices.empty()) << "nobody is to hear of it";
  EXPECT_EQ(effects.ticket->version, 2U);
  EXPECT_EQ(effects.ticket->team, view.ticket->team);
  EXPECT_EQ(due(*effects.ticket), kNow + 11h);
  EXPECT_EQ(effects.ticket->reason.text, "its clocks stood still while the broker was away");
}

TEST_F(Waiting, WhatItHasStoodStillForCountsOnce) {
  const std::vector<Away> away{{.from = kNow + 1h, .until = kNow + 4h}};
  view.away = still_to_stand_still_for(*view.ticket, away);
  ASSERT_EQ(view.away, away);
  view.ticket = *clock_at(kNow + 8h).ticket;
  EXPECT_TRUE(still_to_stand_still_for(*view.ticket, away).empty());
  view.away = away;  // and would change nothing again
  const auto effects = clock_at(kNow + 11h);
  EXPECT_EQ(effects.ticket->team.value, "community_representative");
}

TEST_F(Waiting, SeveralTimesAwayAddUp) {
  view.away = {{.from = kNow + 1h, .until = kNow + 2h}, {.from = kNow + 5h, .until = kNow + 6h}};
  EXPECT_EQ(due(*clock_at(kNow + 8h).ticket), kNow + 10h);
}

TEST_F(Waiting, OfATimeAwayThatBeganBeforeTheClockOnlyTheRestCounts) {
  view.away = {{.from = kNow - 5h, .until = kNow + 1h}};
  EXPECT_EQ(due(*clock_at(kNow + 8h).ticket), kNow + 9h);
}

TEST_F(Waiting, WhatRanOutBeforeTheBrokerWasAwayHasRunOut) {
  const std::vector<Away> later{{.from = kNow + 9h, .until = kNow + 12h}};
  EXPECT_TRUE(still_to_stand_still_for(*view.ticket, later).empty());
}

TEST_F(Waiting, TheClocksOfACriticalTicketRunOn) {
  view.ticket->severity = Severity::critical;
  const std::vector<Away> away{{.from = kNow + 1h, .until = kNow + 4h}};
  EXPECT_TRUE(still_to_stand_still_for(*view.ticket, away).empty());
  view.away = away;
  EXPECT_EQ(clock_at(kNow + 8h).ticket->team.value, "community_representative");
}

TEST_F(Waiting, AnyEventOfTheTicketMovesItsClocks) {
  view.away = {{.from = kNow + 1h, .until = kNow + 4h}};
  TicketEvent event = opening();
  event.occurred_at = kNow + 5h;
  event.body =
      Commented{.body = "Still so", .channel = {}, .automatic = false, .needed_by = {}, .truncated = false};
  const auto effects = decide(view, event, kNow + 5h, policy);
  EXPECT_EQ(due(*effects.ticket), kNow + 11h);
}

TEST_F(Waiting, OnlyTheOpenHoursOfATimeAwayCount) {
  CalendarSpec office = weekdays("UTC", {span(9, 17)});
  office.name = "office";
  std::vector<UnknownZone> unknown;
  const auto calendars = Calendars::make({&office, 1}, unknown);
  rung(view, Rung::hub_admin).calendar = "office";
  view.calendars = calendars.get();
  view.ticket->timers.front() = {.clock = Clock::first_response,
                                 .since = kNow,
                                 .term = {.time = 12h},
                                 .wall = false,
                                 .remind = {},
                                 .due = kNow + 28h};       // four hours into Tuesday
  view.away = {{.from = kNow + 9h, .until = kNow + 23h}};  // overnight, when nobody is there anyway
  EXPECT_EQ(clock_at(kNow + 28h).ticket->team.value, "community_representative");
  view.away = {{.from = kNow + 7h, .until = kNow + 25h}};  // the last hour of Monday and the first of Tuesday
  EXPECT_EQ(due(*clock_at(kNow + 28h).ticket), kNow + 30h);
}

}  // namespace
}  // namespace triaged::decide
