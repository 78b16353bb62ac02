// When nobody on a hub's ladder is at work. The expected hours were worked out by hand; the week begins on
// Monday, the 18th of May 2026, and Monday the 25th is a holiday.
#include "app/reachable_hours.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/command.hpp"
#include "small_service.hpp"

namespace triaged::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

domain::Instant utc(std::string_view text) { return *domain::from_rfc3339(text); }

const domain::Instant kMonday = utc("2026-05-18T00:00:00Z");

// Everybody keeps office hours by day in UTC, except where a test says otherwise.
class Offices : public SmallService {
 public:
  struct With {
    std::string admins = "admin@north.example";
    std::string admin_calendar = "office";
    std::string on_call = "{members: [engineer@service.example]}";
    std::string more_hubs{};
  };
  explicit Offices(const With& with) {
    write("directory.yaml", R"(
ladder: [user, hub_admin, support, engineering]
calendars:
  office: {zone: UTC, open: {mon-fri: ["08:30-17:00"]}, holidays: [2026-05-25]}
  campus: {zone: America/Los_Angeles, open: {mon-fri: ["09:00-17:00"]}}
teams:
  hub_admin: {calendar: )" + with.admin_calendar +
                                R"(}
  support: {calendar: office, members: [support@service.example]}
  engineering: {calendar: office, members: [engineer@service.example]}
  on_call: )" + with.on_call + R"(
communities:
  - id: north
    hubs:
      - {id: north/prod, admins: [)" +
                                with.admins + R"(]}
)" + with.more_hubs + R"(
producers: [{user: mail, hubs: ["*"], events: ["*"]}]
)");
    write("policy.yaml", R"(
deadlines:
  - {when: {severity: critical}, first_response: 15m}
  - {first_response: 4h}
page_from: high
page_to: on_call
)");
  }
  Offices() : Offices(With{}) {}
};

std::string warnings(const SmallService& service, domain::Instant now = kMonday) {
  document::Faults faults;
  warn_of_unreached_hours(service.load(), now, {.file = "directory.yaml", .line = 0, .column = 0}, faults);
  std::string text;
  for (const auto& fault : faults.all()) text += to_text(fault) + "\n";
  return text;
}

TEST(UnreachedHours, AreTheNightsTheWeekendAndTheHolidayOfAnOffice) {
  const Offices service;
  const auto found = unreached_hours(service.load(), kMonday + std::chrono::minutes{59});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].hubs, ElementsAre(domain::HubId{"north/prod"}));
  const auto& stretches = found[0].stretches;
  ASSERT_EQ(stretches.size(), 20u) << "19 nights and weekends end with a working day, and the last does not";
  EXPECT_EQ(stretches[0], (Stretch{utc("2026-05-18T00:00:00Z"), utc("2026-05-18T08:00:00Z")}))
      << "the hour from eight on counts as reached: they come at half past";
  EXPECT_EQ(stretches[1], (Stretch{utc("2026-05-18T17:00:00Z"), utc("2026-05-19T08:00:00Z")}));
  EXPECT_EQ(stretches[5], (Stretch{utc("2026-05-22T17:00:00Z"), utc("2026-05-26T08:00:00Z")}))
      << "from Friday evening over the holiday until Tuesday";
  EXPECT_EQ(stretches.back(), (Stretch{utc("2026-06-12T17:00:00Z"), utc("2026-06-15T00:00:00Z")}))
      << "four weeks are looked at, and no more";
}

TEST(UnreachedHours, AreNoneWhereSomebodyOnTheLadderHasTheCalendarAlways) {
  const Offices service({.admins = "admin@north.example", .admin_calendar = "always", .on_call = "{}"});
  EXPECT_TRUE(unreached_hours(service.load(), kMonday).empty());
  EXPECT_EQ(warnings(service), "");
}

TEST(UnreachedHours, ATeamWithoutPeopleIsNobody) {
  const Offices service({.admins = "", .admin_calendar = "always"});
  EXPECT_EQ(unreached_hours(service.load(), kMonday).size(), 1u);
}

TEST(UnreachedHours, TeamsElsewhereFillEachOthersNights) {
  const Offices service({.admins = "admin@north.example", .admin_calendar = "campus"});
  const auto found = unreached_hours(service.load(), kMonday);
  ASSERT_EQ(found.size(), 1u);
  // Los Angeles, 16:00 to 24:00 UTC, follows the office, 8:30 to 17:00, without a gap; then it is night.
  EXPECT_EQ(found[0].stretches[1], (Stretch{utc("2026-05-19T00:00:00Z"), utc("2026-05-19T08:00:00Z")}));
}

TEST(UnreachedHours, HubsThatAreAlikeShareAWarningAndOthersHaveTheirOwn) {
  const Offices service({.admin_calendar = "campus", .more_hubs = R"(
      - {id: north/staging, admins: [admin@north.example]}
      - {id: north/empty, admins: []}
)"});
  const auto found = unreached_hours(service.load(), kMonday);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_THAT(found[0].hubs, ElementsAre(domain::HubId{"north/prod"}, domain::HubId{"north/staging"}));
  EXPECT_THAT(found[1].hubs, ElementsAre(domain::HubId{"north/empty"}));
  EXPECT_THAT(warnings(service), HasSubstr("nobody on the ladder of north/prod (and 1 other) is at work"));
}

TEST(UnreachedHours, TheWarningNamesTheFirstStretchAndWhatBecomesOfUrgentTickets) {
  EXPECT_EQ(
      warnings(Offices{}, utc("2026-05-22T12:00:00Z")),
      "directory.yaml: warning: nobody on the ladder of north/prod is at work from Fri 2026-05-22 17:00 to "
      "Tue 2026-05-26 08:00 UTC, and 18 more times in four weeks (501 hours in all); critical tickets "
      "still page on_call; give one of its teams these hours, or people to one that has them\n");
}

TEST(UnreachedHours, APagerThatNobodyCarriesThenIsNoComfort) {
  EXPECT_THAT(warnings(Offices({.on_call = "{}"})),
              HasSubstr("nobody is paged either: on_call has no people"));
  EXPECT_THAT(warnings(Offices({.on_call = "{calendar: office, members: [engineer@service.example]}"})),
              HasSubstr("critical tickets page on_call, who is off duty then too"));
  EXPECT_THAT(warnings(Offices({.on_call = "{calendar: campus, members: [engineer@service.example]}"})),
              HasSubstr("critical tickets page on_call, who is off duty in some of these hours"));
  Offices calm;
  calm.write("policy.yaml", "deadlines: [{first_response: 4h}]\npage_from: high\npage_to: on_call\n");
  EXPECT_THAT(warnings(calm), HasSubstr("no ticket pages on_call then, for the clocks of all stand still"));
}

TEST(UnreachedHours, FourHundredHubsOfTwoKindsAreTwoWarnings) {
  const Offices service;
  std::string directory = R"(
ladder: [user, community_representative, support, engineering]
calendars:
  office: {zone: UTC, open: {mon-fri: ["08:00-17:00"]}}
teams:
  community_representative: {calendar: office}
  support: {members: []}
  engineering: {members: []}
  on_call: {members: [engineer@service.example]}
communities:
)";
  for (int i = 0; i < 400; ++i) {
    const auto name = "c" + std::to_string(i);
    directory.append("  - {id: ")
        .append(name)
        .append(", representatives: [")
        .append(i % 2 == 0 ? "a@b.example" : "");
    directory.append("], hubs: [{id: ").append(name).append("/prod}]}\n");
  }
  service.write("directory.yaml", directory + "producers: [{user: mail, hubs: ['*'], events: ['*']}]\n");
  const auto found = unreached_hours(service.load(), kMonday);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].hubs.size(), 200u);
  EXPECT_THAT(warnings(service),
              HasSubstr("nobody on the ladder of c1/prod (and 199 others) is at work in any "
                        "hour of the next four weeks; every ticket goes to triaged.unrouted"));
}

TEST(Check, HoursInWhichNobodyIsReachedAreAWarningAndStrictlyAnError) {
  const Offices service;
  const auto check_at = [&](bool strict) {
    std::istringstream in;
    std::ostringstream out, err;
    const auto exit = check({.config = service.folder(), .json = false}, {.strict = strict, .now = kMonday},
                            {in, out, err});
    EXPECT_THAT(out.str(), HasSubstr("config/directory.yaml: warning: nobody on the ladder of north/prod"));
    EXPECT_THAT(out.str(), Not(HasSubstr("error:")));
    return exit;
  };
  EXPECT_EQ(check_at(false), Exit::ok);
  EXPECT_EQ(check_at(true), Exit::configuration);
}

TEST(Check, TheShippedExampleIsReachedAtAllHours) {
  std::istringstream in;
  std::ostringstream out, err;
  EXPECT_EQ(check({.config = TRIAGED_SOURCE_DIR "/deploy/examples/2i2c", .json = false},
                  {.strict = false, .now = kMonday}, {in, out, err}),
            Exit::ok);
  EXPECT_THAT(out.str(), Not(HasSubstr("is at work")));
}

}  // namespace
}  // namespace triaged::app
