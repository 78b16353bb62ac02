// The future of a ticket that nobody answers. The expected times were worked out by hand from the calendars
// below, as the comments beside them show; Los Angeles is seven hours behind UTC in May.
#include <sstream>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/command.hpp"
#include "app/knowledge.hpp"
#include "app/simulation/fold.hpp"
#include "app/simulation/tell.hpp"
#include "app/times.hpp"
#include "small_service.hpp"

namespace triaged::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// Monday, the 25th of May 2026, is a holiday: Friday afternoon is the start of a long weekend. Engineering
// has a break at noon, the others have none.
class LongWeekend : public SmallService {
 public:
  LongWeekend() {
    write("directory.yaml", R"(
ladder: [user, hub_admin, community_representative, support, engineering]
calendars:
  campus: {zone: America/Los_Angeles, open: {mon-fri: ["09:00-17:00"]}, holidays: [2026-05-25]}
  workshop:
    zone: America/Los_Angeles
    open: {mon-fri: ["09:00-12:00", "13:00-17:00"]}
    holidays: [2026-05-25]
teams:
  hub_admin: {calendar: campus}
  community_representative: {calendar: campus}
  support: {calendar: campus, members: [support@service.example]}
  engineering: {calendar: workshop, members: [engineer@service.example]}
  on_call: {members: [engineer@service.example]}
  area_leads: {calendar: campus, members: [lead@service.example]}
communities:
  - id: north
    representatives: [representative@north.example]
    hubs: [{id: north/prod, url: "https://hub.north.example", admins: [admin@north.example]}]
producers:
  - {user: mail, hubs: ["*"], events: ["*"]}
)");
    write("policy.yaml", R"(
deadlines:
  - when: {severity: critical}
    first_response: 1h
  - when: {severity: high}
    first_response: 4h
  - first_response: 1wd
warn_at: 80%
page_from: high
page_to: on_call
impasse: {moves: 3, after: 10wd, to: [area_leads]}
close_after: 2d
)");
    write("rules/10.yaml", R"(
classify:
  - {name: class, when: {text: seminar}, set: {severity: high}}
  - {name: spam, when: {text: lottery}, set: {category: spam}}
route:
  - {name: spam-to-nobody, when: {category: spam}, to: nobody, because: Nobody wants it.}
  - {name: rest, to: next_rung}
)");
  }
};

struct Terminal {
  std::istringstream in;
  std::ostringstream out, err;
  Common common;

  Terminal(const SmallService& service, const std::string& input, bool json = false)
      : in(input), common{.config = service.folder(), .json = json} {}
  [[nodiscard]] Streams streams() { return {in, out, err}; }
  Exit simulate(const std::string& at, const std::string& span = "30d") {
    return app::simulate(common, {.file = "-", .at = at, .span = span}, streams());
  }
};

constexpr const char* kFriday = "2026-05-22T23:00:00Z";  // four in the afternoon in Los Angeles

std::vector<boost::json::object> lines(const std::string& text) {
  std::vector<boost::json::object> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.push_back(boost::json::parse(line).as_object());
  return all;
}

std::string_view text_of(const boost::json::object& object, std::string_view key) {
  return std::string_view(object.at(key).as_string());
}

// "Tue 12:00 local" would hide a wrong offset, so both times stand in one line.
std::string in_short(const boost::json::object& line) {
  std::string text = std::string(text_of(line, "at")) + " " + std::string(text_of(line, "local")) + ":";
  for (const auto& notice : line.at("notices").as_array())
    text += " " + std::string(text_of(notice.as_object(), "kind")) + ">" +
            std::string(text_of(notice.as_object(), "team"));
  return text;
}

TEST(Simulate, ATicketAtTheStartOfALongWeekendClimbsTheWholeLadderInTheHoursOfEachTeam) {
  const LongWeekend service;
  Terminal terminal(service, ticket_line("T1", "My seminar begins"), true);
  ASSERT_EQ(terminal.simulate(kFriday, "6d"), Exit::ok) << terminal.err.str();
  const auto all = lines(terminal.out.str());
  ASSERT_EQ(all.size(), 12u);
  std::vector<std::string> told;
  for (std::size_t i = 0; i + 1 < all.size(); ++i) told.push_back(in_short(all[i]));
  // Four hours of work for each, a reminder after four fifths of them, which is 3 h 12 min.
  EXPECT_THAT(told,
              ElementsAre(
                  // Friday, an hour before the administrators go home …
                  "2026-05-22T23:00:00Z 2026-05-22T16:00:00-07:00: assigned>hub_admin received>requester",
                  // … so 1 h on Friday and, over the holiday, 2 h 12 min and 3 h from nine on Tuesday.
                  "2026-05-26T18:12:00Z 2026-05-26T11:12:00-07:00: reminder>hub_admin",
                  "2026-05-26T19:00:00Z 2026-05-26T12:00:00-07:00: recalled>hub_admin "
                  "escalated>community_representative passed_on>requester",
                  // Tuesday from twelve: 15:12 and 16:00.
                  "2026-05-26T22:12:00Z 2026-05-26T15:12:00-07:00: reminder>community_representative",
                  "2026-05-26T23:00:00Z 2026-05-26T16:00:00-07:00: recalled>community_representative "
                  "escalated>support passed_on>requester",
                  // 1 h on Tuesday until five, the rest on Wednesday from nine.
                  "2026-05-27T18:12:00Z 2026-05-27T11:12:00-07:00: reminder>support",
                  "2026-05-27T19:00:00Z 2026-05-27T12:00:00-07:00: recalled>support escalated>engineering "
                  "passed_on>requester",
                  // Engineering is at lunch until one: 16:12 and 17:00.
                  "2026-05-27T23:12:00Z 2026-05-27T16:12:00-07:00: reminder>engineering",
                  "2026-05-28T00:00:00Z 2026-05-27T17:00:00-07:00: escalated>on_call",
                  // Thursday 9 to 12 is 3 h; the last hour, and 12 min of it, after lunch.
                  "2026-05-28T20:12:00Z 2026-05-28T13:12:00-07:00: reminder>engineering",
                  "2026-05-28T21:00:00Z 2026-05-28T14:00:00-07:00: escalated>on_call"));
  EXPECT_EQ(all.back().at("end"), "time_is_over");
  EXPECT_EQ(all.back().at("until"), "2026-05-28T23:00:00Z");
  EXPECT_EQ(all.back().at("happenings"), 11);
}

TEST(Simulate, InJsonEveryLineSaysWhyAndWhatComesNext) {
  const LongWeekend service;
  Terminal terminal(service, ticket_line("T1", "My seminar begins"), true);
  ASSERT_EQ(terminal.simulate(kFriday, "6d"), Exit::ok);
  const auto all = lines(terminal.out.str());
  ASSERT_GT(all.size(), 2u);
  EXPECT_EQ(all[0].at("event"), "opened");
  EXPECT_TRUE(all[0].at("clock").is_null());
  EXPECT_EQ(all[0].at("reason").at("code"), "next_rung");
  EXPECT_EQ(all[0].at("zone"), "America/Los_Angeles");
  EXPECT_EQ(all[0].at("on_duty"), true);
  EXPECT_EQ(all[0].at("next").at("at"), "2026-05-26T18:12:00Z");
  EXPECT_EQ(all[0].at("next").at("warning"), true);
  EXPECT_EQ(all[0].at("deadlines").at("first_response"), "2026-05-26T19:00:00Z");
  EXPECT_EQ(all[1].at("clock"), "first_response");
  EXPECT_EQ(all[1].at("warning"), true);
  EXPECT_EQ(all[2].at("warning"), false);
  EXPECT_EQ(all[2].at("team"), "community_representative");
  EXPECT_EQ(all[2].at("reason").at("code"), "deadline");
}

TEST(Simulate, InWordsItIsATimelineWithBothClocks) {
  const LongWeekend service;
  Terminal terminal(service, ticket_line("T1", "My seminar begins"));
  ASSERT_EQ(terminal.simulate("2026-05-23T00:00:00Z"), Exit::ok);
  const auto text = terminal.out.str();
  EXPECT_THAT(text, HasSubstr("T1  My seminar begins\n"));
  EXPECT_THAT(text, HasSubstr("Sat 2026-05-23 00:00 UTC   Fri 17:00 America/Los_Angeles, hub_admin is off "
                              "duty until Tue 09:00\n  Opened  (next_rung: "));
  EXPECT_THAT(text, HasSubstr("Tue 2026-05-26 20:00 UTC   Tue 13:00 America/Los_Angeles\n"
                              "  Nobody has answered in time  (deadline: first response was missed)\n"));
  EXPECT_THAT(text, HasSubstr("… and again every "));
  EXPECT_THAT(text, HasSubstr("it is open, with engineering, and it goes on.\n"));
}

TEST(Simulate, WhatIsForNobodyIsClosedAndThenNothingMoreHappens) {
  const LongWeekend service;
  Terminal terminal(service, ticket_line("T1", "You have won the lottery"), true);
  ASSERT_EQ(terminal.simulate(kFriday), Exit::ok);
  const auto all = lines(terminal.out.str());
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].at("state"), "resolved");
  EXPECT_EQ(all[1].at("at"), "2026-05-24T23:00:00Z") << "close_after is two days, of all hours";
  EXPECT_EQ(all[1].at("state"), "closed");
  EXPECT_TRUE(all[1].at("next").is_null());
  EXPECT_EQ(all[2].at("end"), "nothing_left");
}

TEST(Simulate, SeveralTicketsOfAFileKnowNothingOfEachOther) {
  const LongWeekend service;
  const auto one = ticket_line("T1", "My seminar begins");
  Terminal twice(service, one + one);
  ASSERT_EQ(twice.simulate(kFriday, "1d"), Exit::ok) << twice.err.str();
  Terminal once(service, one);
  ASSERT_EQ(once.simulate(kFriday, "1d"), Exit::ok);
  EXPECT_EQ(twice.out.str(), once.out.str() + "\n========\n\n" + once.out.str());
}

TEST(Simulate, BadInputIsNamedByItsPlaceAndTheRestIsShown) {
  const LongWeekend service;
  Terminal terminal(service, R"({"ticket_id": "T0", "commented": {"body": "Me too"}})"
                             "\n{\"ticket_id\": \n" +
                                 ticket_line("T1", "My seminar begins"));
  EXPECT_EQ(terminal.simulate(kFriday), Exit::bad_data);
  EXPECT_THAT(terminal.err.str(), HasSubstr("-:1: this event is `commented`"));
  EXPECT_THAT(terminal.err.str(), HasSubstr("-:2: undecodable: "));
  EXPECT_THAT(terminal.out.str(), HasSubstr("T1  My seminar begins"));
  EXPECT_THAT(terminal.out.str(), Not(HasSubstr("========")));

  Terminal nothing(service, "\n");
  EXPECT_EQ(nothing.simulate(kFriday), Exit::bad_data);
  EXPECT_THAT(nothing.err.str(), HasSubstr("holds no event"));
}

TEST(Simulate, AnOpeningThatNoProducerMayTellHasNoFutureAndSaysWhy) {
  const LongWeekend service;
  Terminal terminal(service, ticket_line("T1", "My seminar begins"));
  std::ifstream in(service.folder() / "directory.yaml");
  std::string directory((std::istreambuf_iterator<char>(in)), {});
  const std::string everything = R"(events: ["*"])";
  directory.replace(directory.find(everything), everything.size(), "events: [commented]");
  service.write("directory.yaml", directory);
  EXPECT_EQ(terminal.simulate(kFriday), Exit::bad_data);
  EXPECT_THAT(terminal.err.str(), HasSubstr("-:1: it would be parked: unknown_producer"));
}

TEST(Simulate, TimesThatAreNoneAreUsageErrorsAndBrokenFilesConfigurationErrors) {
  const LongWeekend service;
  for (const auto* at : {"tomorrow", "2026-05-22", "2026-02-30T00:00:00Z"}) {
    Terminal terminal(service, ticket_line("T1", "Hello"));
    EXPECT_EQ(terminal.simulate(at), Exit::usage) << at;
    EXPECT_THAT(terminal.err.str(), HasSubstr(std::string("`--at ") + at + "` is no point in time"));
  }
  for (const auto* span : {"", "0s", "-3d", "30", "10y", "2000d", "3d\", x: \"1"}) {
    Terminal terminal(service, ticket_line("T1", "Hello"));
    EXPECT_EQ(terminal.simulate(kFriday, span), Exit::usage) << span;
    EXPECT_THAT(terminal.err.str(), HasSubstr("is no length of time"));
  }
  service.write("policy.yaml", "deadlines: 3\n");
  Terminal terminal(service, ticket_line("T1", "Hello"));
  EXPECT_EQ(terminal.simulate(kFriday), Exit::configuration);
}

TEST(Simulate, EnoughIsEnoughOfATicketThatGoesOnForEver) {
  const LongWeekend service;
  const auto configuration = service.load();
  domain::InboundMessage message;
  message.body = ticket_line("T1", "My seminar begins");
  message.full_size = message.body.size();
  message.content_type = "application/json";
  message.message_id = "1";
  message.user_id = "mail";
  const auto future = simulation::unfold({.message = message,
                                          .ticket = domain::TicketId{"T1"},
                                          .at = *domain::from_rfc3339(kFriday),
                                          .span = std::chrono::days{900},
                                          .most = 20},
                                         to_knowledge(configuration), {});
  ASSERT_TRUE(std::holds_alternative<simulation::Future>(future));
  const auto& unfolded = std::get<simulation::Future>(future);
  EXPECT_EQ(unfolded.end, simulation::End::too_much);
  EXPECT_EQ(unfolded.happenings.size(), 20u);
  std::ostringstream out;
  write_text({.ticket = "T1", .subject = "My seminar begins"}, unfolded,
             TeamClocks(*configuration.directory, configuration.calendars.get()), out);
  EXPECT_THAT(out.str(), HasSubstr("That is 20 things already, and they go on"));
}

simulation::Happening page(int hour, const char* team = "on_call") {
  simulation::Happening one{.at = domain::Instant{} + std::chrono::hours{hour},
                            .clock = domain::Clock::first_response,
                            .warning = false,
                            .ticket = {},
                            .told = {{.kind = "escalated", .team = team, .rung = {}}}};
  return one;
}

TEST(Fold, OfWhatHappensAgainAndAgainThreeAreShownAndTheOthersCounted) {
  const std::vector all{page(1), page(2), page(3), page(4, "area_leads"), page(5), page(6), page(9)};
  const auto lines = simulation::fold(all);
  ASSERT_EQ(lines.size(), 4u) << "three pages, and the one to somebody else";
  EXPECT_FALSE(lines[1].repeats);
  ASSERT_TRUE(lines[2].repeats);
  EXPECT_EQ(lines[2].happening, &all[2]);
  EXPECT_EQ(lines[2].repeats->more, 3u);
  EXPECT_EQ(lines[2].repeats->shortest, std::chrono::hours{1});
  EXPECT_EQ(lines[2].repeats->longest, std::chrono::hours{3});
  EXPECT_EQ(lines[2].repeats->last, all[6].at);
  EXPECT_FALSE(lines[3].repeats);
}

TEST(Fold, ThreeAlikeAreLeftAsTheyAre) {
  const std::vector all{page(1), page(2), page(3)};
  const auto lines = simulation::fold(all);
  ASSERT_EQ(lines.size(), 3u);
  for (const auto& line : lines) EXPECT_FALSE(line.repeats);
}

}  // namespace
}  // namespace triaged::app
