// Incidents, silences, and what they add to the rows of tickets and of history.
#include <gtest/gtest.h>

#include <triaged/codec/state.hpp>
#include <triaged/v1/state.pb.h>

#include "bodies.hpp"
#include "messages.hpp"

namespace triaged::codec {
namespace {

using domain::Instant;

Instant at(std::int64_t micros) { return Instant{domain::Duration{micros}}; }

domain::Incident full_incident() {
  domain::Incident incident;
  incident.id = domain::IncidentId{"INC-7"};
  incident.version = 300;
  incident.state = domain::IncidentState::acknowledged;
  incident.title = "Nobody can log in";
  incident.severity = domain::Severity::high;
  incident.symptom = "login";
  incident.hub = domain::HubId{"utoronto/prod"};
  incident.community = domain::CommunityId{"u-of-t"};
  incident.cluster = domain::ClusterId{"utoronto"};
  incident.parent = domain::IncidentId{"INC-9"};
  incident.children = {domain::IncidentId{"INC-5"}, domain::IncidentId{"INC-6"}};
  incident.also_at = {{.hub = domain::HubId{"utoronto/staging"}, .community = {}, .cluster = {}},
                      {.hub = {}, .community = domain::CommunityId{"u-of-t"}, .cluster = {}},
                      {.hub = {}, .community = {}, .cluster = domain::ClusterId{"utoronto"}}};
  incident.merged_into = domain::IncidentId{"INC-4"};
  incident.tickets = {domain::TicketId{"FD-974"}, domain::TicketId{"ALERT-9f2c"}};
  incident.suspected = {domain::TicketId{"FD-980"}};
  incident.over = {domain::TicketId{"FD-974"}};
  incident.opened_at = at(1'772'442'000'000'001);
  incident.updated_at = at(1'772'442'000'000'002);
  incident.paged_at = at(0);
  incident.acknowledged_at = at(1'772'442'000'000'003);
  incident.acknowledged_by = domain::ActorId{"grace@2i2c.example"};
  incident.resolved_at = at(-1);
  incident.roles = {{"lead", domain::ActorId{"grace@2i2c.example"}},
                    {"liaison", domain::ActorId{"alan@2i2c.example"}}};
  incident.channel = "#incident-7";
  incident.community_informed = true;
  incident.level = 2;
  incident.held = {{.level = 1, .until = at(5)}, {.level = 2, .until = at(6)}};
  incident.timers = {{.clock = domain::IncidentClock::page, .due = at(7)},
                     {.clock = domain::IncidentClock::closing, .due = at(8)}};
  incident.reason = {domain::ReasonCode::storm, domain::RuleName{"r6"}, "5 requesters in 10 min"};
  return incident;
}

domain::Silence full_silence() {
  domain::Silence silence;
  silence.id = domain::SilenceId{"S-1"};
  silence.matchers = {{.name = "cluster", .value = "utoronto", .is_regex = false},
                      {.name = "hub", .value = "stag.*", .is_regex = true}};
  silence.from = at(1);
  silence.until = at(2);
  silence.author = domain::ActorId{"grace@2i2c.example"};
  silence.reason = "an upgrade";
  silence.ended = true;
  silence.swallowed = 101;
  silence.tickets = {domain::TicketId{"FD-974"}, domain::TicketId{"ALERT-9f2c"}};
  return silence;
}

domain::Ticket ticket_of_an_alert() {
  domain::Ticket ticket;
  ticket.id = domain::TicketId{"ALERT-9f2c"};
  ticket.incident_id = domain::IncidentId{"INC-7"};
  ticket.suspected = true;
  ticket.silenced_by = domain::SilenceId{"S-1"};
  ticket.firing = {{.alert = {.source = "am", .fingerprint = "9f2c", .starts_at = at(3)}, .heard_at = at(4)},
                   {.alert = {}, .heard_at = {}}};
  for (const auto clock : {domain::Clock::asleep, domain::Clock::quiet, domain::Clock::expiry})
    ticket.timers.push_back(
        {.clock = clock, .since = at(1), .term = {}, .wall = true, .remind = {}, .due = at(9)});
  return ticket;
}

template <class Message>
std::string serialized_again(const std::string& row) {
  Message message;
  EXPECT_TRUE(message.ParseFromString(row));
  message.DiscardUnknownFields();
  return message.SerializeAsString();
}

TEST(StateIncident, GivesBackEveryField) {
  for (const auto& incident : {full_incident(), domain::Incident{}}) {
    const auto row = encode_incident(incident);
    EXPECT_EQ(decode_incident(row), incident);
    EXPECT_EQ(serialized_again<v1::StoredIncident>(row), row);
  }
}

TEST(StateIncident, GivesBackEveryFieldOfASilence) {
  for (const auto& silence : {full_silence(), domain::Silence{}}) {
    const auto row = encode_silence(silence);
    EXPECT_EQ(decode_silence(row), silence);
    EXPECT_EQ(serialized_again<v1::StoredSilence>(row), row);
  }
}

TEST(StateIncident, RefusesRowsOfAnotherKindAndCutOnes) {
  const auto incident = encode_incident(full_incident());
  const auto silence = encode_silence(full_silence());
  const auto ticket = encode_ticket(ticket_of_an_alert());
  EXPECT_FALSE(decode_incident(silence));
  EXPECT_FALSE(decode_incident(ticket));
  EXPECT_FALSE(decode_incident(""));
  EXPECT_FALSE(decode_silence(incident));
  EXPECT_FALSE(decode_silence(ticket));
  EXPECT_FALSE(decode_silence(""));
  EXPECT_FALSE(decode_ticket(incident));
  for (std::size_t size = 0; size < incident.size(); ++size)
    EXPECT_FALSE(decode_incident(std::string_view(incident).substr(0, size)) == full_incident()) << size;
}

TEST(StateIncident, RefusesWordsItDoesNotKnow) {
  const auto changed = [](void (*change)(v1::StoredIncident&)) {
    v1::StoredIncident row;
    EXPECT_TRUE(row.ParseFromString(encode_incident(full_incident())));
    change(row);
    return decode_incident(row.SerializeAsString());
  };
  EXPECT_FALSE(changed([](v1::StoredIncident& row) { row.set_state("lost"); }));
  EXPECT_FALSE(changed([](v1::StoredIncident& row) { row.set_severity("sev1"); }));
  EXPECT_FALSE(changed([](v1::StoredIncident& row) { row.mutable_reason()->set_code("whim"); }));
  EXPECT_FALSE(changed([](v1::StoredIncident& row) { row.mutable_timers(1)->set_clock("sundial"); }));
}

TEST(StateIncident, GivesBackWhatItAddsToATicket) {
  const auto ticket = ticket_of_an_alert();
  const auto row = encode_ticket(ticket);
  EXPECT_EQ(decode_ticket(row), ticket);
  EXPECT_EQ(serialized_again<v1::StoredTicket>(row), row);
}

TEST(StateIncident, AddsNothingToATicketThatHasNone) {
  domain::Ticket ticket;
  const auto row = encode_ticket(ticket);
  ticket.incident_id = domain::IncidentId{"I"};
  EXPECT_EQ(encode_ticket(ticket).size(), row.size() + 4);  // two octets of tag, one of length
}

TEST(StateIncident, GivesBackWhatItAddsToHistory) {
  HistoryEntry entry;
  entry.event.body = domain::Opened{};
  std::get<domain::Opened>(entry.event.body).alert =
      domain::AlertKey{.source = "am", .fingerprint = "9f2c", .starts_at = at(3)};
  for (const auto& incident : {std::optional<domain::Incident>{}, std::optional{domain::Incident{}},
                               std::optional{full_incident()}}) {
    entry.incident = incident;
    entry.storm = 5;
    entry.silenced = domain::SilenceId{"S-1"};
    entry.cleared = true;
    const auto row = encode_history(entry);
    EXPECT_EQ(decode_history(row), entry);
    EXPECT_EQ(serialized_again<v1::StoredHistory>(row), row);
  }
}

TEST(StateIncident, RefusesAHistoryWhoseIncidentCannotBeRead) {
  HistoryEntry entry;
  entry.event.body = domain::Opened{};
  entry.incident = full_incident();
  v1::StoredHistory row;
  ASSERT_TRUE(row.ParseFromString(encode_history(entry)));
  row.mutable_incident()->set_state("lost");
  EXPECT_FALSE(decode_history(row.SerializeAsString()));
}

TEST(StateIncident, KeepsWhereAnEventWasAddressedToBesideEveryBody) {
  auto bodies = full_bodies();
  for (auto& body : own_bodies()) bodies.push_back(std::move(body));
  for (auto& body : bodies) {
    HistoryEntry entry;
    entry.event.addressed_to = domain::TicketId{"FD-2"};
    entry.event.body = std::move(body);
    const auto row = encode_history(entry);
    EXPECT_EQ(decode_history(row), entry);
    EXPECT_EQ(serialized_again<v1::StoredHistory>(row), row);
  }
}

TEST(StateIncident, RefusesAReportThatComesInNoWayItKnows) {
  HistoryEntry entry;
  entry.event.body = domain::IncidentReported{};
  v1::StoredHistory row;
  ASSERT_TRUE(row.ParseFromString(encode_history(entry)));
  row.mutable_event()->mutable_incident_reported()->set_how("heard");
  EXPECT_FALSE(decode_history(row.SerializeAsString()));
}

std::string key(domain::EventBody body, const char* ticket = "FD-974", const char* incident = "") {
  domain::TicketEvent event;
  event.ticket_id = domain::TicketId{ticket};
  event.hub = domain::HubId{"utoronto/prod"};
  event.body = std::move(body);
  return history_key(event, domain::IncidentId{incident}).value;
}

TEST(HistoryKey, IsTheIncidentOfAnEventAboutOne) {
  const domain::IncidentId incident{"INC-7"};
  EXPECT_EQ(key(domain::IncidentAcknowledged{incident}), "INC-7");
  EXPECT_EQ(key(domain::IncidentMerged{incident, domain::IncidentId{"INC-6"}}), "INC-7");
  EXPECT_EQ(key(domain::IncidentDeadline{incident, {}}, ""), "INC-7");
  EXPECT_EQ(key(domain::PageRefused{incident, 1, {}}, ""), "INC-7");
  EXPECT_EQ(key(domain::IncidentReported{.incident = incident, .ticket = domain::TicketId{"FD-1"}}), "INC-7");
  EXPECT_EQ(key(domain::IncidentDeclared{}, "", "INC-8"), "INC-8");
  EXPECT_EQ(key(domain::IncidentFound{}, "", "INC-8"), "INC-8");
}

TEST(HistoryKey, IsTheReportersOrThePlaceWhereNoIncidentCameOfIt) {
  domain::IncidentFound found;
  found.cluster = domain::ClusterId{"utoronto"};
  EXPECT_EQ(key(found, ""), "HUB:utoronto");
  found.community = domain::CommunityId{"u-of-t"};
  EXPECT_EQ(key(found, ""), "HUB:u-of-t");
  found.hub = domain::HubId{"utoronto/prod"};
  EXPECT_EQ(key(found, ""), "HUB:utoronto/prod");
  found.ticket = domain::TicketId{"FD-1"};
  EXPECT_EQ(key(found, ""), "FD-1");
  EXPECT_EQ(key(domain::IncidentDeclared{}), "HUB:utoronto/prod");
}

TEST(HistoryKey, IsTheTicketOfAnEventAboutATicketAndItsIncident) {
  const domain::IncidentId incident{"INC-7"};
  EXPECT_EQ(key(domain::Linked{incident}), "FD-974");
  EXPECT_EQ(key(domain::Unlinked{incident}), "FD-974");
  EXPECT_EQ(key(domain::Suspected{incident}), "FD-974");
  EXPECT_EQ(key(domain::IncidentOver{incident, {}}), "FD-974");
  EXPECT_EQ(key(domain::AlertFired{}), "FD-974");
  EXPECT_EQ(key(domain::NotSupported{domain::EventKind::incident_declared}), "FD-974");
}

TEST(HistoryKey, IsTheSilenceOrTheHeartbeatOfOne) {
  domain::SilenceSet set;
  set.silence = domain::SilenceId{"S-1"};
  EXPECT_EQ(key(set), "SILENCE:S-1");
  EXPECT_EQ(key(domain::SilenceEnded{domain::SilenceId{"S-1"}}), "SILENCE:S-1");
  EXPECT_EQ(key(domain::Heartbeat{"Watchdog", domain::ClusterId{"eu"}}), "HEARTBEAT:Watchdog@eu");
  EXPECT_EQ(key(domain::Heartbeat{"Watchdog", {}}), "HEARTBEAT:Watchdog@utoronto");
}

}  // namespace
}  // namespace triaged::codec
