// The commands for the middle of the night: tickets, and show of one.
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "night.hpp"

namespace triaged::app {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

TEST_F(Night, TicketsComeBySeverityThenByWhatIsDueNext) {
  auto late = a_ticket("T1");
  late.timers = {due_at(domain::Clock::first_response, kNine + 90min)};
  auto over = a_ticket("T2");
  over.timers = {due_at(domain::Clock::first_response, kNine + 10min)};
  auto still = a_ticket("T3");
  still.timers = {{.clock = domain::Clock::first_response,
                   .since = kNine,
                   .term = {.time = 3h},
                   .wall = false,
                   .remind = {},
                   .due = {}}};
  auto grave = a_ticket("T4", domain::Severity::critical);
  grave.incident_id = domain::IncidentId("INC-7");
  grave.suspected = true;
  for (const auto& ticket : {late, over, still, grave}) add(ticket, "Help with " + ticket.id.value);
  keep();
  ASSERT_EQ(list(), Exit::ok) << err_.str();
  const auto shown = lines();
  ASSERT_EQ(shown.size(), 5u) << out_.str();
  EXPECT_THAT(shown[0], testing::ContainsRegex("^ticket +severity +state +team +hub +subject"));
  EXPECT_THAT(shown[1], testing::ContainsRegex(
                            "^T4 +critical +open +support +north/prod +Help with T4 +30m +- +INC-7[?]"));
  EXPECT_THAT(shown[2], testing::ContainsRegex("^T2 .*first_response 20m ago +-$"));
  EXPECT_THAT(shown[3], testing::ContainsRegex("^T1 .*first_response in 1h "));
  EXPECT_THAT(shown[4], testing::ContainsRegex("^T3 .*stands still"));
}

TEST_F(Night, TicketsAreFilteredAndWhatIsLeftOutIsCounted) {
  auto mine = a_ticket("T1", domain::Severity::high);
  mine.state = domain::TicketState::acknowledged;
  auto theirs = a_ticket("T2");
  theirs.team = domain::TeamId("engineering");
  theirs.place.hub = domain::HubId("south/prod");
  auto done = a_ticket("T3");
  done.state = domain::TicketState::resolved;
  auto closed = a_ticket("T4");
  closed.state = domain::TicketState::closed;
  for (const auto& ticket : {mine, theirs, done, closed}) add(ticket, "x");
  keep();
  const auto shown = [this](TicketsOptions options) {
    EXPECT_EQ(list(options, true), Exit::ok);
    std::string ids;
    for (const auto& line : lines())
      ids += std::string(boost::json::parse(line).at("ticket_id").as_string()) + " ";
    return ids;
  };
  EXPECT_EQ(shown({}), "T1 T2 ") << "a resolved one needs nobody";
  EXPECT_EQ(shown({.team = "engineering", .state = {}, .hub = {}, .severity = {}}), "T2 ");
  EXPECT_EQ(shown({.team = {}, .state = "resolved", .hub = {}, .severity = {}}), "T3 ");
  EXPECT_EQ(shown({.team = {}, .state = {}, .hub = "south/prod", .severity = {}}), "T2 ");
  EXPECT_EQ(shown({.team = {}, .state = {}, .hub = {}, .severity = "high"}), "T1 ");
  EXPECT_EQ(shown({.team = "engineering", .state = {}, .hub = {}, .severity = "high"}), "");
  EXPECT_EQ(list({.team = {}, .state = {}, .hub = {}, .severity = {}, .limit = 1}), Exit::ok);
  EXPECT_THAT(out_.str(), HasSubstr("and 1 more; `--limit 2` shows them all"));
  EXPECT_EQ(list({.team = "suport", .state = {}, .hub = "north/prd", .severity = {}}), Exit::ok);
  EXPECT_THAT(out_.str(), HasSubstr("no open ticket is like that"));
  EXPECT_THAT(err_.str(), HasSubstr("no team `suport` is in the directory"));
  EXPECT_THAT(err_.str(), HasSubstr("no hub `north/prd` is in the directory"));
}

TEST_F(Night, SubjectsOfStrangersAreCutToALineAndConfidentialOnesLeftOut) {
  add(a_ticket("T1"), "Red \x1b[31m alert\n\nof " + std::string(200, 'x'));
  auto secret = a_ticket("T2");
  secret.category = "security";
  add(secret, "The key is in the repository");
  keep();
  ASSERT_EQ(list(), Exit::ok);
  EXPECT_EQ(lines().size(), 3u);
  EXPECT_THAT(out_.str(), Not(HasSubstr("\x1b")));
  EXPECT_THAT(out_.str(), HasSubstr("alert of xxx"));
  EXPECT_THAT(out_.str(), HasSubstr("x…"));
  EXPECT_THAT(out_.str(), HasSubstr("(confidential)"));
  ASSERT_EQ(list({}, true), Exit::ok);
  EXPECT_THAT(out_.str(), Not(HasSubstr("repository")));
}

TEST_F(Night, ATicketIsShownWithItsClocksAndWhatCameOfEachEvent) {
  auto ticket = a_ticket("T1");
  ticket.timers = {due_at(domain::Clock::resolution, kNine + 5h)};
  add(ticket, "Where is the manual?");
  add(ticket,
      an_event(domain::HandedOver{.team = domain::TeamId("engineering"), .reason = "yours"}, kNine + 5min,
               "eve@north.example"),
      domain::Refusal::not_allowed);
  ticket.version = 2;
  ticket.state = domain::TicketState::acknowledged;
  ticket.assignee = domain::ActorId("ben@service.example");
  ticket.reason = {.code = domain::ReasonCode::command, .rule = {}, .text = "acknowledged"};
  add(ticket, an_event(domain::Acknowledged{.assignee = ticket.assignee}, kNine + 10min));
  keep();
  ASSERT_EQ(show("T1"), Exit::ok) << err_.str();
  const auto text = out_.str();
  EXPECT_THAT(text, HasSubstr("T1  Where is the manual?\n"));
  EXPECT_THAT(text, HasSubstr("with          support, assigned to ben@service.example\n"));
  EXPECT_THAT(text, HasSubstr("resolution      due Mon 2026-03-02 14:00 UTC, in 4h 30m\n"));
  EXPECT_THAT(
      text,
      HasSubstr("  opened, told by ada@north.example via mail\n      by mail: \"Where is the manual?\"\n"
                "      -> open, with support, normal; rule rest: nobody nearer   [T1:1]\n"));
  EXPECT_THAT(text,
              HasSubstr("handed_over, told by eve@north.example via mail\n      to engineering: \"yours\"\n"
                        "      -> refused: not_allowed\n"));
  EXPECT_THAT(text, HasSubstr("[T1:2]"));
  EXPECT_THAT(text, HasSubstr("`triaged explain --decision T1:VERSION`"));

  ASSERT_EQ(show("T1", true), Exit::ok);
  const auto json = boost::json::parse(out_.str());
  EXPECT_EQ(json.at("state"), "acknowledged");
  const auto& history = json.at("history").as_array();
  ASSERT_EQ(history.size(), 3u);
  EXPECT_EQ(history[0].at("decision"), "T1:1");
  EXPECT_EQ(history[1].at("refused"), "not_allowed");
  EXPECT_FALSE(history[1].as_object().contains("decision"));
  EXPECT_EQ(history[2].at("event"), "acknowledged");
  EXPECT_EQ(history[2].at("decision"), "T1:2");
}

TEST_F(Night, ATicketOfAParkedMessageNamesIt) {
  add(a_ticket("PARKED-0011223344556677"), "A message could not be read");
  keep();
  ASSERT_EQ(show("PARKED-0011223344556677"), Exit::ok);
  EXPECT_THAT(out_.str(), HasSubstr("`triaged parked show 0011223344556677`"));
}

TEST_F(Night, WhatNobodyEverNamedEndsWith65AndSaysWhereToLook) {
  add(a_ticket("T1"), "x");
  keep();
  EXPECT_EQ(show("T2"), Exit::bad_data);
  EXPECT_EQ(out_.str(), "");
  EXPECT_THAT(err_.str(), HasSubstr("no event ever named `T2`; `triaged tickets` shows"));
  EXPECT_THAT(err_.str(), HasSubstr("`triaged parked list`"));
  EXPECT_EQ(show("INC-3"), Exit::bad_data);
  EXPECT_THAT(err_.str(), HasSubstr("`triaged incidents --all`"));
  EXPECT_EQ(show("T1", false, true), Exit::bad_data);
  EXPECT_THAT(err_.str(), HasSubstr("there is no incident `T1`, and only incidents have a timeline"));
}

TEST_F(Night, WhatWasNeverOpenedIsShownByWhatWasRefused) {
  codec::HistoryEntry entry;
  entry.event = an_event(domain::Resolved{.resolution = "done"}, kNine);
  entry.event.ticket_id = domain::TicketId("T9");
  entry.refused = domain::Refusal::unknown_ticket;
  entry.at = kNine;
  add_line("T9", 0, entry);
  keep();
  ASSERT_EQ(show("T9"), Exit::ok);
  EXPECT_THAT(out_.str(), HasSubstr("T9  was never opened; events that named it were refused"));
  EXPECT_THAT(out_.str(), HasSubstr("-> refused: unknown_ticket"));
}

TEST_F(Night, AStoreThatIsMissingOrDamagedIsSaidSo) {
  EXPECT_EQ(list(), Exit::io);
  EXPECT_THAT(err_.str(), HasSubstr("there is no such file"));
  EXPECT_EQ(list_incidents(), Exit::io);
  EXPECT_EQ(show("T1"), Exit::io);
  batch_.tickets = {{domain::TicketId("T1"), 1, true, "no ticket"}};
  batch_.incidents = {{domain::IncidentId("INC-1"), 1, true, "no incident"}};
  keep();
  EXPECT_EQ(list(), Exit::bad_data);
  EXPECT_THAT(err_.str(), HasSubstr("a ticket cannot be decoded: the store is damaged"));
  EXPECT_EQ(list_incidents(), Exit::bad_data);
  EXPECT_EQ(show("INC-1"), Exit::bad_data);
  EXPECT_EQ(show("T1"), Exit::bad_data);
}

TEST_F(Night, BrokenRulesDoNotStandInTheWayButBrokenSettingsDo) {
  add(a_ticket("T1"), "x");
  keep();
  service_.write("directory.yaml", "teams: [");
  EXPECT_EQ(list(), Exit::ok) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("T1"));
  service_.write("triaged.yaml", "stoer: {}");
  EXPECT_EQ(list(), Exit::configuration);
  EXPECT_EQ(tickets(common(false),
                    {.team = {},
                     .state = {},
                     .hub = {},
                     .severity = {},
                     .limit = 5,
                     .store = service_.store().string(),
                     .now = kNine},
                    streams()),
            Exit::ok)
      << "a store that is named needs no settings";
}

}  // namespace
}  // namespace triaged::app
