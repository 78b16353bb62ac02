// Who is on duty when, and who is paged of what.
#include <triaged/decide/incident.hpp>

#include "calendars.hpp"

namespace triaged::decide {
namespace {

using domain::ActorId;
using domain::CalendarSpec;
using domain::Severity;
using domain::TeamId;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::weeks;
using test::day;
using test::said;
using test::utc;
using testing::ElementsAre;
using testing::IsEmpty;

const TeamId kOnCall{"on_call"};

domain::TeamReach on_call(std::string calendar = "always") {
  domain::TeamReach reach;
  reach.team = kOnCall;
  reach.calendar = std::move(calendar);
  return reach;
}

// Three people, a week each, from Monday the 5th of January 2026 at nine on.
Rotation weekly(std::string zone = "UTC", std::string only = "always") {
  return {.team = kOnCall,
          .zone = std::move(zone),
          .shift = weeks{1},
          .from = day(2026, 1, 5) + hours{9},
          .people = {ActorId{"ada"}, ActorId{"ben"}, ActorId{"cem"}},
          .only = std::move(only)};
}

std::shared_ptr<const Calendars> calendars(CalendarSpec office) {
  std::vector<UnknownZone> unknown;
  office.name = "office";
  CalendarSpec never{.name = "never", .zone = "UTC", .week = {}, .closed = {}, .reduced = {}};
  const std::vector specs{test::always(), std::move(office), std::move(never)};
  return Calendars::make(specs, unknown);
}

// "ada", "anybody", "nobody until 2026-01-05T09:00:00Z", "nobody ever".
std::string told(const Duty& duty) {
  if (duty.on_duty) {
    EXPECT_EQ(duty.next, std::nullopt);
    EXPECT_LE(duty.people.size(), 1U);
    return duty.people.empty() ? "anybody" : duty.people.front().value;
  }
  EXPECT_THAT(duty.people, IsEmpty());
  return duty.next ? "nobody until " + said(duty.next) : "nobody ever";
}

std::string by_turns(const Rotation& rotation, std::string_view at, const Calendars* known = nullptr) {
  IncidentPolicy policy;
  policy.rotations = {rotation};
  return told(duty_of(on_call(), policy, known, utc(at)));
}

struct AtThat {
  std::string at;
  std::string told;
};

TEST(Rotation, HandsOverAtTheSameTimeEveryShift) {
  for (const auto& [at, told] : std::vector<AtThat>{{"2026-01-05T09:00:00Z", "ada"},
                                                    {"2026-01-12T08:59:59.999999Z", "ada"},
                                                    {"2026-01-12T09:00:00Z", "ben"},
                                                    {"2026-01-19T09:00:00Z", "cem"},
                                                    {"2026-01-26T08:59:59Z", "cem"},
                                                    {"2026-01-26T09:00:00Z", "ada"},
                                                    {"2031-01-06T09:00:00Z", "ada"}})
    EXPECT_EQ(by_turns(weekly(), at), told) << at;
}

TEST(Rotation, HasNobodyBeforeItsFirstShift) {
  EXPECT_EQ(by_turns(weekly(), "2026-01-05T08:59:59.999999Z"), "nobody until 2026-01-05T09:00:00Z");
  EXPECT_EQ(by_turns(weekly(), "2020-02-29T00:00:00Z"), "nobody until 2026-01-05T09:00:00Z");
  EXPECT_EQ(by_turns(weekly("America/Los_Angeles"), "2026-01-05T09:00:00Z"),
            "nobody until 2026-01-05T17:00:00Z");
}

TEST(Rotation, BeforeItsFirstShiftWaitsForTheHoursToo) {
  Rotation rotation = weekly("UTC", "office");
  rotation.from = day(2026, 1, 10) + hours{9};  // a Saturday
  const auto office = calendars(test::weekdays("UTC", {test::span(9, 17)}));
  EXPECT_EQ(by_turns(rotation, "2026-01-07T12:00:00Z", office.get()), "nobody until 2026-01-12T09:00:00Z");
}

// Berlin: +1 h until 29 March 2026 at 1:00 UTC, then +2 h until 25 October at 1:00 UTC.
TEST(Rotation, HandsOverAtTheSameTimeOfDayInWinterAndInSummer) {
  for (const auto& [at, told] :
       std::vector<AtThat>{{"2026-03-23T07:59:59Z", "ben"},  // week 11 begins at 8:00
                           {"2026-03-23T08:00:00Z", "cem"},
                           {"2026-03-30T06:59:59Z", "cem"},
                           {"2026-03-30T07:00:00Z", "ada"},  // 7 days less an hour
                           {"2026-10-19T07:00:00Z", "cem"},
                           {"2026-10-26T07:59:59Z", "cem"},  // 7 days and an hour
                           {"2026-10-26T08:00:00Z", "ada"}})
    EXPECT_EQ(by_turns(weekly("Europe/Berlin"), at), told) << at;
}

TEST(Rotation, HandsOverOnceWhereTheClockShowsTheTimeTwice) {
  Rotation rotation = weekly("Europe/Berlin");
  rotation.shift = days{1};
  rotation.from = day(2026, 10, 24) + hours{2} + minutes{30};  // shown on the 25th at 0:30 and at 1:30 UTC
  for (const auto& [at, told] : std::vector<AtThat>{{"2026-10-25T00:29:59Z", "ada"},
                                                    {"2026-10-25T00:30:00Z", "ben"},
                                                    {"2026-10-25T01:00:00Z", "ben"},  // 2:00 again
                                                    {"2026-10-25T01:29:59Z", "ben"},
                                                    {"2026-10-25T01:30:00Z", "ben"},
                                                    {"2026-10-26T01:29:59Z", "ben"},
                                                    {"2026-10-26T01:30:00Z", "cem"}})
    EXPECT_EQ(by_turns(rotation, at), told) << at;
}

TEST(Rotation, HandsOverAtTheSkipWhereTheClockSkipsTheTime) {
  Rotation rotation = weekly("Europe/Berlin");
  rotation.shift = days{1};
  rotation.from = day(2026, 3, 28) + hours{2} + minutes{30};  // not shown on the 29th
  for (const auto& [at, told] : std::vector<AtThat>{{"2026-03-29T00:59:59Z", "ada"},
                                                    {"2026-03-29T01:00:00Z", "ben"},
                                                    {"2026-03-30T00:29:59Z", "ben"},
                                                    {"2026-03-30T00:30:00Z", "cem"}})
    EXPECT_EQ(by_turns(rotation, at), told) << at;
}

TEST(Rotation, MayHandOverSeveralTimesADay) {
  Rotation rotation = weekly("Europe/Berlin");
  rotation.shift = hours{12};
  rotation.people.pop_back();  // ada by day, ben by night, on the 29th too, when the night is shorter
  for (const auto& [at, told] : std::vector<AtThat>{{"2026-03-28T19:59:59Z", "ada"},
                                                    {"2026-03-28T20:00:00Z", "ben"},
                                                    {"2026-03-29T06:59:59Z", "ben"},
                                                    {"2026-03-29T07:00:00Z", "ada"},
                                                    {"2026-03-29T19:00:00Z", "ben"}})
    EXPECT_EQ(by_turns(rotation, at), told) << at;
}

TEST(Rotation, WhoIsNamedTwiceHasTwoShiftsInATurn) {
  Rotation rotation = weekly();
  rotation.people = {ActorId{"ada"}, ActorId{"ada"}, ActorId{"ben"}};
  EXPECT_EQ(by_turns(rotation, "2026-01-13T00:00:00Z"), "ada");
  EXPECT_EQ(by_turns(rotation, "2026-01-20T00:00:00Z"), "ben");
}

TEST(Rotation, HasNobodyOutsideOfItsHours) {
  CalendarSpec hours_of_office = test::weekdays("Europe/Berlin", {test::span(9, 17)});
  hours_of_office.closed = {{.first = day(2026, 1, 6), .last = day(2026, 1, 6)}};
  const auto office = calendars(hours_of_office);
  const Rotation rotation = weekly("UTC", "office");
  for (const auto& [at, told] :
       std::vector<AtThat>{{"2026-01-05T15:59:59Z", "ada"},
                           {"2026-01-05T16:00:00Z", "nobody until 2026-01-07T08:00:00Z"},  // then a holiday
                           {"2026-01-06T10:00:00Z", "nobody until 2026-01-07T08:00:00Z"},
                           {"2026-01-07T08:00:00Z", "ada"},
                           {"2026-01-09T16:00:00Z", "nobody until 2026-01-12T08:00:00Z"},  // the weekend
                           {"2026-01-12T08:00:00Z", "ada"},   // who has the first hour of Monday still
                           {"2026-01-12T09:00:00Z", "ben"}})  // UTC
    EXPECT_EQ(by_turns(rotation, at, office.get()), told) << at;
}

TEST(Rotation, OnlyDuringHoursThatNeverComeHasNobodyEver) {
  const auto known = calendars(test::working_day());
  EXPECT_EQ(by_turns(weekly("UTC", "never"), "2026-02-01T00:00:00Z", known.get()), "nobody ever");
  EXPECT_EQ(by_turns(weekly("UTC", "never"), "2026-01-01T00:00:00Z", known.get()), "nobody ever");
}

TEST(Rotation, CountsAllHoursWhereNoCalendarIsKnown) {
  EXPECT_EQ(by_turns(weekly("UTC", "office"), "2026-01-10T03:00:00Z"), "ada");
  const auto others = calendars(test::working_day());
  EXPECT_EQ(by_turns(weekly("UTC", "gone"), "2026-01-10T03:00:00Z", others.get()), "ada");
}

TEST(Rotation, ThatCannotBeFollowedStillHasSomebody) {
  Rotation nowhere = weekly("Middle-earth/Shire");
  Rotation empty = weekly();
  empty.people.clear();
  Rotation endless = weekly();
  endless.shift = {};
  for (const Rotation& rotation : {nowhere, empty, endless})
    EXPECT_EQ(by_turns(rotation, "2026-01-10T03:00:00Z"), "anybody");
}

TEST(Duty, WithoutARotationFollowsTheTeamsCalendar) {
  const auto known = calendars(test::office());
  IncidentPolicy policy;
  policy.rotations = {weekly()};
  policy.rotations.front().team = TeamId{"engineering"};  // another team's
  const auto at = [&](std::string calendar, std::string_view now, const Calendars* all) {
    return told(duty_of(on_call(std::move(calendar)), policy, all, utc(now)));
  };
  EXPECT_EQ(at("office", "2026-01-05T17:00:00Z", known.get()), "anybody");
  EXPECT_EQ(at("office", "2026-01-05T16:59:59Z", known.get()), "nobody until 2026-01-05T17:00:00Z");
  EXPECT_EQ(at("office", "2026-12-24T12:00:00Z", known.get()), "nobody until 2027-01-04T17:00:00Z");
  EXPECT_EQ(at("never", "2026-01-05T17:00:00Z", known.get()), "nobody ever");
  EXPECT_EQ(at("always", "2026-01-10T17:00:00Z", known.get()), "anybody");
  EXPECT_EQ(at("", "2026-01-10T17:00:00Z", known.get()), "anybody");
  EXPECT_EQ(at("office", "2026-01-10T17:00:00Z", nullptr), "anybody");
}

// ---- who is paged

Paging paging(std::vector<Severity> severities, std::vector<std::string> symptoms, std::string_view team) {
  return {.severities = std::move(severities),
          .symptoms = std::move(symptoms),
          .levels = {{.team = TeamId{team}, .wait = {}}},
          .repeat_every = {}};
}

TEST(PagingFor, IsTheFirstThatFits) {
  IncidentPolicy policy;
  policy.paging = {paging({Severity::critical}, {"login", "spawn"}, "a"),
                   paging({Severity::critical, Severity::high}, {}, "b"), paging({}, {"storage"}, "c")};
  const auto paged = [&](Severity severity, std::string_view symptom) {
    const Paging* found = paging_for(policy, severity, symptom);
    return found != nullptr ? found->levels.front().team.value : "-";
  };
  EXPECT_EQ(paged(Severity::critical, "spawn"), "a");
  EXPECT_EQ(paged(Severity::critical, "storage"), "b");
  EXPECT_EQ(paged(Severity::critical, ""), "b");
  EXPECT_EQ(paged(Severity::high, "login"), "b");
  EXPECT_EQ(paged(Severity::normal, "storage"), "c");
  EXPECT_EQ(paged(Severity::normal, "login"), "-");
  policy.paging.push_back(paging({}, {}, "d"));
  EXPECT_EQ(paged(Severity::normal, "login"), "d");
  EXPECT_EQ(paged(Severity::low, ""), "d");
}

TEST(AudiencesAsked, AreThoseWhoMayBeToldEachOnce) {
  Policy policy;
  EXPECT_THAT(audiences_asked(policy),
              ElementsAre(TeamId{"on_call"}, TeamId{"support"}, TeamId{"community_representative"}));
  policy.incidents.paging = {paging({Severity::critical}, {}, "engineering"), paging({}, {}, "area_leads")};
  policy.incidents.paging[0].levels.push_back({.team = TeamId{"area_leads"}, .wait = {}});
  policy.incidents.paging[1].levels.push_back({.team = TeamId{"support"}, .wait = {}});
  policy.page = TeamId{"engineering"};
  EXPECT_THAT(audiences_asked(policy), ElementsAre(TeamId{"engineering"}, TeamId{"area_leads"},
                                                   TeamId{"support"}, TeamId{"community_representative"}));
}

}  // namespace
}  // namespace triaged::decide
