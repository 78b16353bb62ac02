// The commands for the middle of the night: tickets, incidents, show. Over a real store into which rows were
// put as the engine puts them.
#include <sstream>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/codec/state.hpp>
#include <triaged/persist/sqlite_store.hpp>

#include "app/command.hpp"
#include "small_service.hpp"

namespace triaged::app {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr domain::Instant kNine =
    std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{9};

domain::Ticket a_ticket(const char* id, domain::Severity severity = domain::Severity::normal) {
  domain::Ticket ticket;
  ticket.id = domain::TicketId(id);
  ticket.version = 1;
  ticket.team = domain::TeamId("support");
  ticket.rung = domain::Rung::support;
  ticket.place = {.hub = domain::HubId("north/prod"),
                  .cluster = domain::ClusterId("north"),
                  .community = domain::CommunityId("north"),
                  .hub_kind = domain::HubKind::production,
                  .standing = domain::Rung::user};
  ticket.requester = domain::ActorId("ada@north.example");
  ticket.category = "question";
  ticket.severity = severity;
  ticket.opened_at = ticket.received_at = kNine;
  ticket.reason = {
      .code = domain::ReasonCode::rule, .rule = domain::RuleName("rest"), .text = "nobody nearer"};
  return ticket;
}

domain::TicketEvent an_event(domain::EventBody body, domain::Instant at,
                             const char* actor = "ben@service.example", const char* producer = "mail") {
  domain::TicketEvent event;
  event.producer = domain::ProducerId(producer);
  event.event_id = domain::EventId("e");
  event.actor = domain::ActorId(actor);
  event.occurred_at = at;
  event.body = std::move(body);
  return event;
}

class Night : public testing::Test {
 protected:
  Night() {
    service_.write("triaged.yaml", "store: {path: " + service_.store().string() + "}");
    service_.write("policy.yaml",
                   "confidential: [security]\nincidents: {started_needs: [acknowledged, channel]}\n");
    batch_.number = 1;
  }

  void add_line(const char* key, std::uint32_t version, codec::HistoryEntry entry) {
    batch_.history.push_back({domain::TicketId(key), version, entry.at, codec::encode_history(entry)});
  }
  void add(const domain::Ticket& ticket, const std::string& subject, const std::string& channel = "mail") {
    batch_.tickets.push_back(
        {ticket.id, ticket.version, is_open(ticket.state), codec::encode_ticket(ticket)});
    codec::HistoryEntry opening;
    opening.event = an_event(domain::Opened{.subject = subject,
                                            .body = "Please.",
                                            .channel = channel,
                                            .labels = {},
                                            .community = {},
                                            .needed_by = {}},
                             ticket.opened_at, "ada@north.example");
    opening.event.ticket_id = ticket.id;
    opening.ticket = ticket;
    opening.ticket.version = 1;
    opening.at = ticket.received_at;
    add_line(ticket.id.value.c_str(), 1, std::move(opening));
  }
  // What came of an event about a ticket that is in the batch already.
  void add(domain::Ticket ticket, domain::TicketEvent event, std::optional<domain::Refusal> refused = {}) {
    event.ticket_id = ticket.id;
    if (!refused)
      batch_.tickets.push_back(
          {ticket.id, ticket.version, is_open(ticket.state), codec::encode_ticket(ticket)});
    codec::HistoryEntry entry;
    entry.at = event.occurred_at + 2s;
    entry.event = std::move(event);
    entry.refused = refused;
    entry.ticket = std::move(ticket);
    const auto key = entry.ticket.id.value;
    add_line(key.c_str(), entry.ticket.version, std::move(entry));
  }
  void add(const domain::Incident& incident, domain::TicketEvent event) {
    batch_.incidents.push_back(
        {incident.id, incident.version, is_kept(incident.state), codec::encode_incident(incident)});
    codec::HistoryEntry entry;
    entry.at = event.occurred_at + 2s;
    entry.event = std::move(event);
    entry.incident = incident;
    add_line(incident.id.value.c_str(), incident.version, std::move(entry));
  }
  void keep() {
    auto opened = persist::SqliteStore::open(service_.store().string());
    auto& store = *std::get<std::unique_ptr<persist::SqliteStore>>(opened);
    ASSERT_EQ(store.commit(batch_), ports::CommitResult::committed) << store.last_error();
  }

  [[nodiscard]] Common common(bool json) const { return {.config = service_.folder(), .json = json}; }
  [[nodiscard]] Streams streams() {
    out_.str({});
    err_.str({});
    return {in_, out_, err_};
  }
  Exit list(TicketsOptions options = {}, bool json = false) {
    options.now = kNine + 30min;
    return tickets(common(json), options, streams());
  }
  Exit list_incidents(IncidentsOptions options = {}, bool json = false) {
    options.now = kNine + 30min;
    return incidents(common(json), options, streams());
  }
  Exit show(const std::string& id, bool json = false, bool timeline = false) {
    return show_one(common(json), {.id = id, .timeline = timeline, .store = {}, .now = kNine + 30min},
                    streams());
  }
  [[nodiscard]] std::vector<std::string> lines() const {
    std::vector<std::string> all;
    std::istringstream text(out_.str());
    for (std::string line; std::getline(text, line);) all.push_back(line);
    return all;
  }

  SmallService service_;
  ports::Batch batch_;
  std::istringstream in_;
  std::ostringstream out_, err_;
};

domain::Timer due_at(domain::Clock clock, domain::Instant at) {
  return {
      .clock = clock, .since = kNine, .term = {.time = at - kNine}, .wall = true, .remind = {}, .due = at};
}

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

// ---- incidents ----

class Outage : public Night {
 protected:
  Outage() {
    incident_.id = domain::IncidentId("INC-7");
    incident_.version = 1;
    incident_.title = "The hub | does not answer";
    incident_.symptom = "unreachable";
    incident_.hub = domain::HubId("north/prod");
    incident_.community = domain::CommunityId("north");
    incident_.tickets = {domain::TicketId("T1"), domain::TicketId("T2")};
    incident_.opened_at = kNine + 4min;
    incident_.paged_at = kNine + 4min;
    incident_.level = 1;
    incident_.timers = {{.clock = domain::IncidentClock::page, .due = kNine + 40min}};
    incident_.reason = {
        .code = domain::ReasonCode::rule, .rule = domain::RuleName("outage"), .text = "it is down"};
    auto first = a_ticket("T1", domain::Severity::critical);
    first.incident_id = incident_.id;
    add(first, "Nothing <b>works</b>");
    auto alert = a_ticket("T2", domain::Severity::critical);
    alert.opened_at = kNine - 2min;
    alert.received_at = kNine + 1min;
    alert.incident_id = incident_.id;
    alert.firing = {
        {.alert = {.source = "am", .fingerprint = "f1", .starts_at = kNine - 3min}, .heard_at = kNine}};
    add(alert, "HubDown", "alert");
    add(incident_, an_event(domain::IncidentFound{.ticket = domain::TicketId("T1"),
                                                  .title = incident_.title,
                                                  .symptom = "unreachable",
                                                  .severity = domain::Severity::critical,
                                                  .hub = incident_.hub,
                                                  .community = {},
                                                  .cluster = {},
                                                  .code = domain::ReasonCode::rule,
                                                  .rule = domain::RuleName("outage"),
                                                  .because = "it is down"},
                            kNine + 4min, "", ""));
  }
  void next(domain::EventBody body, domain::Duration after, const char* actor,
            const char* producer = "pager") {
    ++incident_.version;
    add(incident_, an_event(std::move(body), kNine + after, actor, producer));
  }
  void live() {
    incident_.level = 2;
    next(domain::IncidentDeadline{.incident = incident_.id, .clock = domain::IncidentClock::page}, 9min, "",
         "");
    incident_.state = domain::IncidentState::acknowledged;
    incident_.acknowledged_at = kNine + 12min;
    incident_.acknowledged_by = domain::ActorId("ben@service.example");
    incident_.roles["lead"] = incident_.acknowledged_by;
    next(domain::IncidentAcknowledged{incident_.id}, 12min, "ben@service.example");
    next(domain::IncidentUpdated{.incident = incident_.id,
                                 .text = "The disk\nis full.",
                                 .channel = "#inc-7",
                                 .community_informed = true},
         20min, "cam@service.example");
  }
  void resolve() {
    incident_.state = domain::IncidentState::resolved;
    incident_.resolved_at = kNine + 64min;
    incident_.timers.clear();
    incident_.channel = "#inc-7";
    incident_.community_informed = true;
    next(domain::IncidentResolved{.incident = incident_.id, .resolution = "More disk."}, 64min,
         "ben@service.example");
  }

  domain::Incident incident_;
};

TEST_F(Outage, IncidentsThatGoOnAreListedWithWhatIsDueAndTheOthersWhenAsked) {
  auto over = incident_;
  over.id = domain::IncidentId("INC-2");
  over.state = domain::IncidentState::closed;
  batch_.incidents.push_back({over.id, 1, false, codec::encode_incident(over)});
  keep();
  ASSERT_EQ(list_incidents(), Exit::ok) << err_.str();
  ASSERT_EQ(lines().size(), 2u) << out_.str();
  EXPECT_THAT(lines()[1], testing::ContainsRegex("^INC-7 +open +critical +hub north/prod +The hub [|] does "
                                                 "not answer +26m +- +acknowledged, channel +page in 10m"));
  ASSERT_EQ(list_incidents({.all = true}, true), Exit::ok);
  ASSERT_EQ(lines().size(), 2u);
  EXPECT_EQ(boost::json::parse(lines()[0]).at("incident_id"), "INC-2");
  EXPECT_EQ(boost::json::parse(lines()[1]).at("next_due").at("clock"), "page");
}

TEST_F(Night, WithoutIncidentsThatIsSaid) {
  keep();
  EXPECT_EQ(list_incidents(), Exit::ok);
  EXPECT_EQ(out_.str(), "no incident is going on\n");
  EXPECT_EQ(list_incidents({.all = true}), Exit::ok);
  EXPECT_EQ(out_.str(), "there never was an incident\n");
}

TEST_F(Outage, AnIncidentIsShownWithItsTicketsAndItsHistory) {
  incident_.suspected = {domain::TicketId("T5")};
  live();
  keep();
  ASSERT_EQ(show("INC-7"), Exit::ok) << err_.str();
  const auto text = out_.str();
  EXPECT_THAT(text, HasSubstr("INC-7  The hub | does not answer\n"));
  EXPECT_THAT(text, HasSubstr("paged         level 2; the first page Mon 2026-03-02 09:04 UTC, 26m ago\n"));
  EXPECT_THAT(text, HasSubstr("acknowledged  by ben@service.example, Mon 2026-03-02 09:12 UTC, 18m ago\n"));
  EXPECT_THAT(text, HasSubstr("lead          ben@service.example\n"));
  EXPECT_THAT(text, HasSubstr("missing       channel\n"));
  EXPECT_THAT(text, testing::ContainsRegex("T1 +open +support +north/prod +- +Nothing <b>works</b>"));
  EXPECT_THAT(text, testing::ContainsRegex("T2 +open +support +north/prod +1 firing +HubDown"));
  EXPECT_THAT(text, testing::ContainsRegex("Perhaps part of it[^\n]*\n +T5 +not in the store"));
  EXPECT_THAT(text, HasSubstr("incident_found, told by triaged\n      by T1: it is down\n"));
  EXPECT_THAT(text, HasSubstr("\"The disk is full.\"; talk at #inc-7; the community is informed"));
  ASSERT_EQ(show("T1"), Exit::ok);
  EXPECT_THAT(out_.str(), HasSubstr("incident      INC-7 (acknowledged): The hub | does not answer\n"));
  ASSERT_EQ(show("INC-7", true), Exit::ok);
  const auto json = boost::json::parse(out_.str());
  EXPECT_EQ(json.at("tickets").as_array().size(), 2u);
  EXPECT_EQ(json.at("history").as_array().size(), 4u);
  EXPECT_EQ(json.at("roles").at("lead"), "ben@service.example");
}

TEST_F(Outage, TheTimelineIsAReportThatOnlyLacksWhatWeLearn) {
  live();
  resolve();
  keep();
  ASSERT_EQ(show("INC-7", false, true), Exit::ok) << err_.str();
  EXPECT_EQ(out_.str(), R"(# INC-7: The hub \| does not answer

| | |
| --- | --- |
| Severity | critical |
| Symptom | unreachable |
| Where | hub north/prod |
| State | resolved |
| Impact began | Mon 2026-03-02 08:57 UTC |
| Found | Mon 2026-03-02 09:04 UTC, 7m after the impact began |
| First page | Mon 2026-03-02 09:04 UTC, 7m after the impact began |
| Acknowledged | Mon 2026-03-02 09:12 UTC, 15m after the impact began |
| Resolved | Mon 2026-03-02 10:04 UTC, 1h 7m after the impact began |
| Reports and alerts | 2 |
| Community informed | yes |

## People

- ben@service.example: lead
- cam@service.example: took part

## What happened

| When | What | Who |
| --- | --- | --- |
| Mon 2026-03-02 08:58 UTC | Alert T2: HubDown | monitoring |
| Mon 2026-03-02 09:00 UTC | Report T1: Nothing \<b\>works\</b\> | a requester |
| Mon 2026-03-02 09:04 UTC | Found: by T1: it is down; level 1 is paged | triaged |
| Mon 2026-03-02 09:09 UTC | Nobody had acknowledged it; level 2 is paged | triaged |
| Mon 2026-03-02 09:12 UTC | Acknowledged | ben@service.example via pager |
| Mon 2026-03-02 09:20 UTC | Updated: "The disk is full."; talk at \#inc-7; the community is informed | cam@service.example via pager |
| Mon 2026-03-02 10:04 UTC | Resolved: "More disk." | ben@service.example via pager |

## What we learn

)");
}

}  // namespace
}  // namespace triaged::app
