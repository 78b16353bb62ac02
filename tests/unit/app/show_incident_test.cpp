// The commands for the middle of the night: incidents, and show of one, with its timeline.
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "night.hpp"

namespace triaged::app {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

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
                            kNine + 4min, "ada@north.example", ""));  // as whoever reported it
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

TEST_F(Outage, TheTimelineOfOneThatWasReopenedBeginsWithItsFirstPage) {
  live();
  resolve();
  incident_.state = domain::IncidentState::open;
  incident_.paged_at = kNine + 90min;
  next(domain::IncidentReopened{.incident = incident_.id, .reason = "it is back"}, 90min,
       "ben@service.example");
  keep();
  ASSERT_EQ(show("INC-7", false, true), Exit::ok) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("| First page | Mon 2026-03-02 09:04 UTC"));
  EXPECT_THAT(out_.str(), HasSubstr("| Acknowledged | Mon 2026-03-02 09:12 UTC"));
}

}  // namespace
}  // namespace triaged::app
