// What other on-call tooling is sent of an incident.
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/codec/signal.hpp>
#include <triaged/codec/state.hpp>

namespace triaged::codec {
namespace {

namespace json = boost::json;
using domain::BridgeKind;
using domain::SignalKind;
using testing::HasSubstr;
using testing::Not;

domain::IncidentSignal outage(SignalKind kind = SignalKind::page) {
  domain::IncidentSignal signal;
  signal.id = domain::NoticeId{"INC-7:1:3@1"};
  signal.kind = kind;
  signal.level = kind == SignalKind::page ? 2 : 0;
  signal.at = *domain::from_rfc3339("2026-03-02T09:05:00Z");
  auto& incident = signal.incident;
  incident.id = domain::IncidentId{"INC-7"};
  incident.title = "Nobody can log in";
  incident.severity = domain::Severity::high;
  incident.symptom = "login";
  incident.hub = domain::HubId{"utoronto/prod"};
  incident.cluster = domain::ClusterId{"utoronto"};
  incident.community = domain::CommunityId{"utoronto"};
  incident.tickets = {domain::TicketId{"FD-1"}};
  incident.opened_at = *domain::from_rfc3339("2026-03-02T09:00:00Z");
  signal.reason.text = "nobody has acknowledged it";
  return signal;
}

json::value sent(const domain::IncidentSignal& signal, BridgeKind bridge) {
  return json::parse(encode(signal, bridge).value().body);
}

TEST(ForPagerDuty, APageIsATriggerUnderTheIncidentsId) {
  const auto event = sent(outage(), BridgeKind::pagerduty);
  EXPECT_EQ(event.at("event_action"), "trigger");
  EXPECT_EQ(event.at("dedup_key"), "INC-7");
  const auto& payload = event.at("payload");
  EXPECT_EQ(payload.at("summary"), "INC-7: Nobody can log in");
  EXPECT_EQ(payload.at("source"), "utoronto/prod");
  EXPECT_EQ(payload.at("severity"), "error");
  EXPECT_EQ(payload.at("class"), "login");
  EXPECT_EQ(payload.at("custom_details").at("tickets"), json::array{"FD-1"});
  EXPECT_FALSE(event.as_object().contains("routing_key")) << "a secret is none of the store's affair";
}

TEST(ForPagerDuty, TheRestOfItsLifeHasNoPayload) {
  for (const auto& [kind, action] :
       {std::pair{SignalKind::acknowledged, "acknowledge"}, std::pair{SignalKind::over, "resolve"}}) {
    const auto event = sent(outage(kind), BridgeKind::pagerduty);
    EXPECT_EQ(event, (json::object{{"event_action", action}, {"dedup_key", "INC-7"}}));
  }
  EXPECT_FALSE(encode(outage(SignalKind::changed), BridgeKind::pagerduty));
}

TEST(ForPagerDuty, ItsLimitsAreKept) {
  auto signal = outage();
  signal.incident.title = std::string(5'000, 'x');
  for (int i = 0; i < 10'000; ++i)
    signal.incident.tickets.push_back(domain::TicketId{"ALERT-" + std::string(100, 'a')});
  const auto message = encode(signal, BridgeKind::pagerduty);
  EXPECT_LE(message->body.size(), 512'000u);
  const auto event = json::parse(message->body);
  EXPECT_EQ(event.at("payload").at("summary").as_string().size(), 1'024u);
  EXPECT_EQ(event.at("payload").at("custom_details").at("tickets_total"), 10'001);
}

TEST(ForAlertmanager, AnAlertLastsUntilItIsOver) {
  const auto alerts = sent(outage(), BridgeKind::alertmanager);
  ASSERT_EQ(alerts.as_array().size(), 1u);
  const auto& alert = alerts.at(0);
  EXPECT_EQ(alert.at("labels"), (json::object{{"alertname", "TriagedIncident"},
                                              {"incident", "INC-7"},
                                              {"severity", "high"},
                                              {"hub", "utoronto/prod"},
                                              {"cluster", "utoronto"},
                                              {"community", "utoronto"},
                                              {"symptom", "login"}}));
  EXPECT_EQ(alert.at("annotations").at("summary"), "INC-7: Nobody can log in");
  EXPECT_EQ(alert.at("annotations").at("description"), "nobody has acknowledged it");
  EXPECT_EQ(alert.at("startsAt"), "2026-03-02T09:00:00Z");
  EXPECT_EQ(alert.at("endsAt"), "2027-03-02T09:05:00Z");
  const auto over = sent(outage(SignalKind::over), BridgeKind::alertmanager);
  EXPECT_EQ(over.at(0).at("labels"), alert.at("labels")) << "else it would be another alert";
  EXPECT_EQ(over.at(0).at("endsAt"), alert.at("startsAt")) << "whatever its clock says, that is over";
}

TEST(ForAlertmanager, AnotherSeverityEndsTheAlertOfTheOldOne) {
  auto signal = outage(SignalKind::changed);
  signal.severity_was = domain::Severity::critical;
  const auto alerts = sent(signal, BridgeKind::alertmanager);
  ASSERT_EQ(alerts.as_array().size(), 2u);
  EXPECT_EQ(alerts.at(0).at("labels").at("severity"), "critical");
  EXPECT_EQ(alerts.at(0).at("endsAt"), alerts.at(0).at("startsAt"));
  EXPECT_EQ(alerts.at(1).at("labels").at("severity"), "high");
  EXPECT_EQ(alerts.at(1).at("endsAt"), "2027-03-02T09:05:00Z");
}

TEST(ASignal, OfAConfidentialIncidentSaysNeitherWhatNorWhere) {
  auto signal = outage();
  signal.incident.confidential = true;
  signal.incident.acknowledged_by = domain::ActorId{"ada@service.example"};
  for (const auto bridge : {BridgeKind::pagerduty, BridgeKind::alertmanager}) {
    const auto body = encode(signal, bridge)->body;
    EXPECT_THAT(body, HasSubstr("INC-7: confidential"));
    for (const char* word : {"log in", "utoronto", "login", "FD-1", "acknowledged it", "ada@service.example"})
      EXPECT_THAT(body, Not(HasSubstr(word))) << name(bridge);
  }
}

TEST(ASignal, IsNoAnswerToAProducerWhoCallsAQueueSo) {
  auto message = *encode(outage(), BridgeKind::pagerduty);
  message.answer = true;
  EXPECT_FALSE(message.crosses_bridge());
}

TEST(ASignal, IsKeptInTheStoreAsItIs) {
  const auto message = encode(outage(), BridgeKind::pagerduty);
  EXPECT_TRUE(message->crosses_bridge());
  EXPECT_EQ(message->lane(), "bridge:pagerduty");
  EXPECT_EQ(message->correlation_id, "INC-7");
  EXPECT_EQ(message->type, "signal.page");
  EXPECT_EQ(decode_outbound(encode_outbound(*message)), message);
}

}  // namespace
}  // namespace triaged::codec
