// Alertmanager's webhook: what its requests become, with fields that are missing, odd or too long.
#include <set>

#include <triaged/codec/alertmanager.hpp>

#include "messages.hpp"

namespace triaged::codec {
namespace {

const domain::Instant kNoon = *domain::from_rfc3339("2026-03-02T12:00:00Z");

constexpr std::string_view kFiring =
    R"({"status": "firing", "labels": {"alertname": "HubDown", "cluster": "utoronto", "hub": "prod"},)"
    R"( "annotations": {"summary": "Nobody can log in."}, "startsAt": "2026-03-02T11:58:00.123Z",)"
    R"( "endsAt": "0001-01-01T00:00:00Z", "generatorURL": "https://prometheus.example/graph?g0",)"
    R"( "fingerprint": "9f2c8e3a11d04b57"})";
constexpr std::string_view kResolved =
    R"({"status": "resolved", "labels": {"alertname": "DiskFull"}, "annotations": {},)"
    R"( "startsAt": "2026-03-02T10:00:00Z", "endsAt": "2026-03-02T11:59:00Z", "fingerprint": "c4"})";

std::string request(std::string_view alerts) {
  return R"({"version": "4", "groupKey": "{}:{}", "truncatedAlerts": 0, "status": "firing",)"
         R"( "receiver": "triaged", "groupLabels": {}, "commonLabels": {}, "commonAnnotations": {},)"
         R"( "externalURL": "https://User@Alerts.utoronto.example:9093/am", "alerts": [)" +
         std::string(alerts) + "]}";
}
AlertBatch batch(const std::string& body, domain::Instant received = kNoon, const Limits& limits = {}) {
  auto answer = read_alertmanager(body, received, limits);
  if (const auto* fault = std::get_if<Unreadable>(&answer)) {
    ADD_FAILURE() << fault->detail;
    return {};
  }
  return std::get<AlertBatch>(std::move(answer));
}
// The event that the only alert becomes, read as the daemon will read it.
domain::TicketEvent event_of(std::string_view alert) {
  const auto read = batch(request(alert));
  EXPECT_EQ(read.messages.size(), 1U);
  return decoded(decode(read.messages.at(0), Limits{})).event;
}
domain::AlertFired fired_of(std::string_view alert) {
  const auto event = event_of(alert);
  const auto* fired = std::get_if<domain::AlertFired>(&event.body);
  EXPECT_NE(fired, nullptr);
  return fired != nullptr ? *fired : domain::AlertFired{};
}
std::string id_at(std::string_view alert, domain::Duration after) {
  return batch(request(alert), kNoon + after).messages.at(0).message_id;
}

TEST(Alertmanager, SaysThatAnAlertFires) {
  const auto event = event_of(kFiring);
  EXPECT_EQ(event.body, (domain::EventBody{domain::AlertFired{
                            .alert = {.source = "Alerts.utoronto.example",
                                      .fingerprint = "9f2c8e3a11d04b57",
                                      .starts_at = *domain::from_rfc3339("2026-03-02T11:58:00.123Z")},
                            .name = "HubDown",
                            .labels = {{"alertname", "HubDown"}, {"cluster", "utoronto"}, {"hub", "prod"}},
                            .annotations = {{"summary", "Nobody can log in."}},
                            .generator_url = "https://prometheus.example/graph?g0"}}));
  EXPECT_EQ(domain::to_rfc3339(event.occurred_at), "2026-03-02T11:58:00.123Z");
  EXPECT_TRUE(event.ticket_id.empty());
  EXPECT_TRUE(event.hub.empty()) << "the hub is decided with the labels, later";
}

TEST(Alertmanager, SaysThatAnAlertHasCleared) {
  const auto event = event_of(kResolved);
  EXPECT_EQ(event.body, (domain::EventBody{domain::AlertCleared{
                            .alert = {.source = "Alerts.utoronto.example",
                                      .fingerprint = "c4",
                                      .starts_at = *domain::from_rfc3339("2026-03-02T10:00:00Z")},
                            .ends_at = domain::from_rfc3339("2026-03-02T11:59:00Z")}}));
  EXPECT_EQ(domain::to_rfc3339(event.occurred_at), "2026-03-02T11:59:00Z");
}

TEST(Alertmanager, MakesAMessageOfEachAlertInTheirOrder) {
  const auto read = batch(request(std::string(kResolved) + "," + std::string(kFiring)));
  ASSERT_EQ(read.messages.size(), 2U);
  EXPECT_EQ(read.ignored, 0U);
  for (const auto& message : read.messages) {
    EXPECT_EQ(message.content_type, "application/json");
    EXPECT_EQ(message.full_size, message.body.size());
    EXPECT_EQ(decoded(decode(message, Limits{})).event.event_id.value, message.message_id);
  }
  EXPECT_EQ(domain::kind(decoded(decode(read.messages[0], Limits{})).event),
            domain::EventKind::alert_cleared);
  EXPECT_EQ(domain::kind(decoded(decode(read.messages[1], Limits{})).event), domain::EventKind::alert_fired);
}

TEST(Alertmanager, TheSameRequestTwiceWithinTheMinuteHasTheSameIds) {
  for (const auto alert : {kFiring, kResolved}) {
    const auto first = batch(request(alert)).messages;
    const auto again = batch(request(alert), kNoon + std::chrono::seconds{59}).messages;
    EXPECT_EQ(first, again);
  }
}

TEST(Alertmanager, AnAlertThatStillFiresLaterIsANewEventThoughTheBytesAreTheSame) {
  EXPECT_NE(id_at(kFiring, {}), id_at(kFiring, std::chrono::minutes{1}));
  EXPECT_NE(id_at(kFiring, {}), id_at(kFiring, std::chrono::hours{4}));
  EXPECT_EQ(id_at(kResolved, {}), id_at(kResolved, std::chrono::hours{4})) << "cleared once is cleared";
}

TEST(Alertmanager, WhateverDiffersInAnAlertMakesAnotherId) {
  std::set<std::string> ids;
  const auto with = [&](std::string_view piece, std::string_view by) {
    std::string alert{kFiring};
    if (!piece.empty()) alert.replace(alert.find(piece), piece.size(), by);
    EXPECT_TRUE(ids.insert(id_at(alert, {})).second) << by;
  };
  with("", "");
  with("Nobody can log in.", "Nobody at all can log in.");
  with("9f2c8e3a11d04b57", "9f2c8e3a11d04b58");
  with("11:58:00", "11:58:01");
  with("firing", "resolved");
  with("\"prod\"", "\"staging\"");
}

TEST(Alertmanager, AnAlertWithoutItsFingerprintHasOneOfItsLabels) {
  const auto of = [](std::string_view labels) {
    return fired_of(R"({"labels": )" + std::string(labels) + "}").alert.fingerprint;
  };
  EXPECT_EQ(of(R"({"a": "1", "b": "2"})"), of(R"({"b": "2", "a": "1"})"));
  EXPECT_NE(of(R"({"a": "1", "b": "2"})"), of(R"({"a": "1", "b": "3"})"));
  EXPECT_EQ(of("{}").size(), 16U);
}

TEST(Alertmanager, AnAlertOfWhichNothingIsSaidFires) {
  const auto event = event_of("{}");
  const auto& fired = std::get<domain::AlertFired>(event.body);
  EXPECT_EQ(fired.name, "unnamed");
  EXPECT_EQ(fired.alert.starts_at, domain::Instant{});
  EXPECT_EQ(event.occurred_at, domain::Instant{}) << "when it came is the caller's to say";
}

TEST(Alertmanager, TheStatusOfTheGroupHoldsWhereTheAlertHasNone) {
  auto body = request(R"({"fingerprint": "f", "startsAt": "2026-03-02T10:00:00Z"})");
  EXPECT_EQ(domain::kind(decoded(decode(batch(body).messages.at(0), Limits{})).event),
            domain::EventKind::alert_fired);
  body.replace(body.find("firing"), 6, "resolved");
  const auto event = decoded(decode(batch(body).messages.at(0), Limits{})).event;
  EXPECT_FALSE(std::get<domain::AlertCleared>(event.body).ends_at);
}

TEST(Alertmanager, TheSourceIsTheHostElseTheReceiver) {
  const auto source = [](std::string_view rest) {
    const auto read = batch(R"({"alerts": [{}])" + std::string(rest) + "}");
    return std::get<domain::AlertFired>(decoded(decode(read.messages.at(0), Limits{})).event.body)
        .alert.source;
  };
  EXPECT_EQ(source(R"(, "externalURL": "http://am-0:9093", "receiver": "r")"), "am-0");
  EXPECT_EQ(source(R"(, "externalURL": "http://[::1]:9093/x")"), "[::1]");
  EXPECT_EQ(source(R"(, "externalURL": "https://am.example?x=y")"), "am.example");
  EXPECT_EQ(source(R"(, "externalURL": "", "receiver": "team/triaged")"), "team/triaged");
  EXPECT_EQ(source(R"(, "externalURL": "nowhere", "receiver": "r")"), "r");
  EXPECT_EQ(source(""), "alertmanager");
  EXPECT_EQ(source(R"(, "externalURL": null, "receiver": 7)"), "7");
}

TEST(Alertmanager, WhatAnEventCannotHoldIsMadeToFit) {
  const std::string alert =
      R"({"labels": {"alertname": "a\u0000b\n", "k\u0007": 7, "o": {"p": [true]}, "n": null},)"
      R"( "annotations": {"summary": "x\u0000y\nz", "long": ")" +
      std::string(2000, 'l') + R"("}, "fingerprint": "f\t", "generatorURL": ")" + std::string(3000, 'u') +
      R"("})";
  const auto fired = fired_of(alert);
  EXPECT_EQ(fired.name, "a b ");
  EXPECT_EQ(fired.labels,
            (domain::Labels{{"alertname", "a b\n"}, {"k\uFFFD", "7"}, {"n", ""}, {"o", R"({"p":[true]})"}}));
  EXPECT_EQ(fired.annotations.at("summary"), "x y\nz");
  EXPECT_EQ(fired.annotations.at("long"), std::string(1000, 'l'));
  EXPECT_EQ(fired.alert.fingerprint, "f ");
  EXPECT_EQ(fired.generator_url, "");
}

TEST(Alertmanager, HasALimitOnLabelsAndOnAlertsThatIsCounted) {
  Limits limits;
  limits.labels = 2;
  limits.alerts = 2;
  const auto read =
      batch(request(R"({"labels": {"c": "3", "a": "1", "b": "2"}}, {}, {}, {})"), kNoon, limits);
  EXPECT_EQ(read.messages.size(), 2U);
  EXPECT_EQ(read.ignored, 2U);
  const auto event = decoded(decode(read.messages[0], Limits{})).event;
  EXPECT_EQ(std::get<domain::AlertFired>(event.body).labels, (domain::Labels{{"a", "1"}, {"b", "2"}}));
}

TEST(Alertmanager, CountsWhatIsNoAlert) {
  const auto read = batch(request(R"(7, "x", null, [], {})"));
  EXPECT_EQ(read.messages.size(), 1U);
  EXPECT_EQ(read.ignored, 4U);
  EXPECT_EQ(batch(R"({"alerts": []})").messages.size(), 0U);
}

TEST(Alertmanager, IsUnreadableWithoutAListOfAlerts) {
  const auto fault = [](std::string_view body) {
    const auto answer = read_alertmanager(body, kNoon, Limits{});
    const auto* unreadable = std::get_if<Unreadable>(&answer);
    return unreadable == nullptr ? std::string("read")
                                 : std::string(domain::name(unreadable->reason)) + ": " + unreadable->detail;
  };
  EXPECT_EQ(fault(""), "undecodable: line 1, column 1: the text ends in the middle");
  EXPECT_THAT(fault("{\"alerts\": [}"), ::testing::StartsWith("undecodable: line 1, column "));
  EXPECT_EQ(fault("[]"), "undecodable: the body is not a JSON object");
  EXPECT_EQ(fault("{}"), "invalid_field: field `alerts` must be an array of objects");
  EXPECT_EQ(fault(R"({"alerts": {}})"), "invalid_field: field `alerts` must be an array of objects");
  EXPECT_EQ(fault("{\"a\": \"\xff\"}"), "not_utf8: line 1, column 8: not UTF-8");
  EXPECT_THAT(fault(std::string(40, '[') + std::string(40, ']')),
              ::testing::HasSubstr("nested deeper than 32 levels"));
}

}  // namespace
}  // namespace triaged::codec
