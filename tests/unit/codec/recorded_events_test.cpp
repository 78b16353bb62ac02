// Every kind of event, recorded with another implementation of protobuf (Python's): it decodes, says the same
// as JSON in both spellings, and keeps the digest that stores in the field hold.
#include <map>
#include <set>

#include "messages.hpp"
#include "recorded.hpp"

namespace triaged::codec {
namespace {

struct Recorded {
  std::string kind, protobuf, snake, camel, digest;
};

std::vector<Recorded> events() {
  std::vector<Recorded> out;
  for (const auto& lines : recorded("events-v1.txt")) {
    EXPECT_EQ(lines.size(), 5U) << lines.front();
    if (lines.size() == 5) out.push_back({lines[0], from_hex(lines[1]), lines[2], lines[3], lines[4]});
  }
  return out;
}

TEST(RecordedEvents, HoldEveryKindOnce) {
  std::set<std::string> kinds;
  for (const auto& event : events()) EXPECT_TRUE(kinds.insert(event.kind).second) << event.kind;
  for (const auto name : domain::names<domain::EventKind>().first(domain::kToldKinds))
    EXPECT_EQ(kinds.count(std::string(name)), 1U) << name;
}

TEST(RecordedEvents, DecodeFromProtobuf) {
  for (const auto& recorded : events()) {
    SCOPED_TRACE(recorded.kind);
    const auto event = decoded(decode(protobuf(recorded.protobuf), Limits{})).event;
    EXPECT_EQ(domain::name(domain::kind(event)), recorded.kind);
    EXPECT_EQ(event.event_id.value, "recorded-" + recorded.kind);
    EXPECT_EQ(event.ticket_id.value, "FD-974");
    EXPECT_EQ(event.actor.value, "ada@example.org");
    EXPECT_EQ(event.hub.value, "utoronto/prod");
    EXPECT_EQ(domain::to_rfc3339(event.occurred_at), "2026-03-02T09:00:00Z");
  }
}

TEST(RecordedEvents, SayTheSameInJsonAndInCamelCase) {
  for (const auto& recorded : events()) {
    SCOPED_TRACE(recorded.kind);
    const auto binary = decoded(decode(protobuf(recorded.protobuf), Limits{}));
    const auto snake = decoded(decode(json(recorded.snake), Limits{}));
    const auto camel = decoded(decode(json(recorded.camel), Limits{}));
    EXPECT_EQ(binary.event, snake.event);
    EXPECT_EQ(binary.event, camel.event);
    EXPECT_EQ(binary.text, snake.text);
    EXPECT_EQ(domain::to_text(binary.content), domain::to_text(snake.content));
    EXPECT_EQ(domain::to_text(binary.content), domain::to_text(camel.content));
  }
}

TEST(RecordedEvents, KeepTheirDigests) {
  for (const auto& recorded : events()) {
    SCOPED_TRACE(recorded.kind);
    EXPECT_EQ(domain::to_text(decoded(decode(protobuf(recorded.protobuf), Limits{})).content),
              recorded.digest);
  }
}

TEST(RecordedEvents, CarryAllOfOpened) {
  const auto event = decoded(decode(protobuf(events().front().protobuf), Limits{})).event;
  const auto& opened = std::get<domain::Opened>(event.body);
  EXPECT_EQ(opened.subject, "Login loop – “too many redirects”");
  EXPECT_EQ(opened.body, "Since this morning the hub sends me round in circles.\n\nGrüße\n");
  EXPECT_EQ(opened.channel, "email");
  EXPECT_EQ(opened.labels, (domain::Labels{{"browser", "firefox"}, {"origin", "helpdesk"}}));
  EXPECT_EQ(opened.community.value, "utoronto");
  ASSERT_TRUE(opened.needed_by.has_value());
  EXPECT_EQ(domain::to_rfc3339(*opened.needed_by), "2026-03-05T17:30:00.25Z");
  EXPECT_FALSE(opened.truncated);
}

TEST(RecordedEvents, CarryAllThatIsToldBesides) {
  const domain::ActorId representative{"rep@utoronto.example"};
  const auto alert_at = [](const char* starts_at) {
    return domain::AlertKey{"alertmanager-1", "9f2c", *domain::from_rfc3339(starts_at)};
  };
  const domain::IncidentId incident{"INC-7"};
  const std::map<std::string, domain::EventBody> bodies{
      {"commented", domain::Commented{.body = "Still broken.",
                                      .channel = "email",
                                      .automatic = true,
                                      .needed_by = domain::from_rfc3339("2026-03-06T00:00:00Z"),
                                      .truncated = false}},
      {"associated", domain::Associated{domain::HubId{"utoronto/prod"}, domain::CommunityId{"utoronto"}}},
      {"acknowledged", domain::Acknowledged{domain::ActorId{"engineer@2i2c.example"}}},
      {"paused", domain::Paused{.reason = "which browser?",
                                .waiting_for = domain::WaitingFor::requester,
                                .until = domain::from_rfc3339("2026-03-09T09:00:00Z")}},
      {"resolved", domain::Resolved{"cookie domain set right"}},
      {"reopened", domain::Reopened{"it came back"}},
      {"escalated", domain::Escalated{"needs cloud access"}},
      {"handed_over", domain::HandedOver{domain::TeamId{"engineering"}, "node pool"}},
      {"severity_changed", domain::SeverityChanged{domain::Severity::critical, "a class starts at ten"}},
      {"approved", domain::Approved{"yes, go on", representative}},
      {"declined", domain::Declined{"too dear", representative}},
      {"merged", domain::Merged{domain::TicketId{"FD-973"}}},
      {"withdrawn", domain::Withdrawn{"solved myself"}},
      {"alert_fired", domain::AlertFired{.alert = alert_at("2026-03-02T08:59:30.123456Z"),
                                         .name = "HubDown",
                                         .labels = {{"cluster", "utoronto"}, {"hub", "prod"}},
                                         .annotations = {{"summary", "no answer for 5 min"}},
                                         .generator_url = "https://prometheus.example/graph?g0"}},
      {"alert_cleared", domain::AlertCleared{.alert = alert_at("2026-03-02T08:59:30Z"),
                                             .ends_at = domain::from_rfc3339("2026-03-02T09:20:00Z")}},
      {"heartbeat", domain::Heartbeat{"Watchdog", domain::ClusterId{"utoronto"}}},
      {"incident_declared",
       domain::IncidentDeclared{"Nobody can log in", "login", domain::Severity::critical}},
      {"incident_acknowledged", domain::IncidentAcknowledged{incident}},
      {"incident_updated", domain::IncidentUpdated{.incident = incident,
                                                   .text = "rolled back",
                                                   .channel = "#incident-7",
                                                   .community_informed = true}},
      {"incident_role", domain::IncidentRole{incident, "lead", domain::ActorId{"engineer@2i2c.example"}}},
      {"incident_severity", domain::IncidentSeverity{incident, domain::Severity::high, "half of the users"}},
      {"incident_merged", domain::IncidentMerged{incident, domain::IncidentId{"INC-6"}}},
      {"incident_resolved", domain::IncidentResolved{incident, "rolled back"}},
      {"incident_reopened", domain::IncidentReopened{incident, "again"}},
      {"linked", domain::Linked{incident}},
      {"unlinked", domain::Unlinked{incident}},
      {"silence_set",
       domain::SilenceSet{.silence = domain::SilenceId{"S-1"},
                          .matchers = {{"cluster", "utoronto", false}, {"hub", "stag.*", true}},
                          .starts_at = domain::from_rfc3339("2026-03-07T06:00:00Z"),
                          .ends_at = *domain::from_rfc3339("2026-03-07T08:00:00Z"),
                          .reason = "upgrade"}},
      {"silence_ended", domain::SilenceEnded{domain::SilenceId{"S-1"}}},
      {"admin_added", domain::AdminAdded{domain::ActorId{"new.admin@utoronto.example"}}},
      {"admin_removed", domain::AdminRemoved{domain::ActorId{"old.admin@utoronto.example"}}},
  };
  std::size_t found = 0;
  for (const auto& recorded : events()) {
    const auto body = decoded(decode(protobuf(recorded.protobuf), Limits{})).event.body;
    if (const auto expected = bodies.find(recorded.kind); expected != bodies.end()) {
      ++found;
      EXPECT_EQ(body, expected->second) << recorded.kind;
    } else if (recorded.kind != "opened") {
      ADD_FAILURE() << recorded.kind;
    }
  }
  EXPECT_EQ(found, bodies.size());
}

}  // namespace
}  // namespace triaged::codec
