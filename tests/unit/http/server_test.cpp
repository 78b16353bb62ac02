// What each route answers, over a real socket.
#include "running_server.hpp"

namespace triaged::http::test {
namespace {

using ports::Entered;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kEvents = "/api/v1/events";
constexpr const char* kAlerts = "/webhooks/alertmanager";

domain::InboundMessage alert(const char* id) {
  domain::InboundMessage message;
  message.message_id = id;
  message.body = "{}";
  return message;
}

TEST(Probes, TheServerIsAliveAndSaysWhatIsMissing) {
  World world;
  world.missing = {"broker: no link"};
  world.start();
  EXPECT_EQ(world.ask(get("/healthz")).status, 200u);
  const auto reply = world.ask(get("/readyz"));
  EXPECT_EQ(reply.status, 503u);
  EXPECT_EQ(reply.body, "{\"ready\":false,\"missing\":[\"broker: no link\"]}\n");
}

TEST(Probes, WithNothingMissingItIsReady) {
  World world;
  const auto reply = world.start().ask(get("/readyz?verbose"));
  EXPECT_EQ(reply.status, 200u);
  EXPECT_EQ(reply.body, "{\"ready\":true,\"missing\":[]}\n");
}

TEST(Probes, MetricsAreInPrometheusTextFormat) {
  World world;
  const auto reply = world.start().ask(get("/metrics"));
  EXPECT_EQ(reply.status, 200u);
  EXPECT_EQ(reply.headers.at("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_EQ(reply.body, "triaged_link_up 1\n");
}

TEST(Probes, AHeadIsAnsweredAsItsGetWithoutTheBody) {
  World world;
  auto client = world.start().client();
  client.write("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + get("/readyz"));
  const auto head = client.read(false);
  EXPECT_EQ(head.status, 200u);
  EXPECT_EQ(head.headers.at("Content-Length"), "3");
  EXPECT_THAT(client.read().body, HasSubstr("ready")) << "the next answer begins where this one ended";
}

TEST(Events, AnEventIsAcceptedOnceTheBrokerHasConfirmedIt) {
  World world;
  const auto reply = world.start().ask(post(kEvents, opening("e1"), "traceparent: 00-ab-cd-01\r\n"));
  EXPECT_EQ(reply.status, 202u);
  EXPECT_EQ(reply.body, "{\"event_id\":\"e1\"}\n");
  const auto came = world.inlet.came();
  ASSERT_THAT(came, SizeIs(1));
  EXPECT_EQ(came[0].producer.value, "anonymous");
  EXPECT_EQ(came[0].message.body, opening("e1"));
  EXPECT_EQ(came[0].message.message_id, "e1");
  EXPECT_EQ(came[0].message.content_type, "application/json");
  EXPECT_THAT(came[0].message.headers,
              ElementsAre(std::pair<std::string, std::string>("traceparent", "00-ab-cd-01")));
}

TEST(Events, NothingIsAnsweredBeforeTheBrokerHasConfirmed) {
  World world;
  world.inlet.hold();
  auto client = world.start().client();
  client.write(post(kEvents, opening("e1")));
  world.inlet.wait_for(1);
  EXPECT_THAT(world.heard.facts(), IsEmpty());
  world.inlet.release(Entered::confirmed);
  EXPECT_EQ(client.read().status, 202u);
}

TEST(Events, AMissingIdIsMadeAndTravelsAsTheMessagesOwn) {
  World world;
  const auto reply = world.start().ask(post(kEvents, opening("")));
  EXPECT_EQ(reply.status, 202u);
  EXPECT_EQ(reply.body, "{\"event_id\":\"fresh-1\"}\n");
  const auto came = world.inlet.came();
  ASSERT_THAT(came, SizeIs(1));
  EXPECT_EQ(came[0].message.message_id, "fresh-1");
  EXPECT_EQ(came[0].message.timestamp, domain::Instant{1'000'000s}) << "it stands in for occurred_at";
}

TEST(Events, WhatIsWrongIsListed) {
  World world;
  world.start();
  const auto unreadable = world.ask(post(kEvents, "{\"ticket_id\":"));
  EXPECT_EQ(unreadable.status, 400u);
  EXPECT_THAT(unreadable.body, HasSubstr("{\"errors\":[{\"reason\":\"undecodable\",\"detail\":\"line 1"));
  const auto misspelt = world.ask(post(kEvents, "{\"ticket_id\":\"T1\",\"openned\":{}}"));
  EXPECT_EQ(misspelt.status, 400u);
  EXPECT_THAT(misspelt.body, HasSubstr("openned"));
  EXPECT_EQ(world.ask(post(kEvents, "")).status, 400u);
  EXPECT_EQ(world.ask(post(kEvents, "\xff\xfe")).status, 400u);
  EXPECT_THAT(world.inlet.came(), IsEmpty());
}

TEST(Events, WithoutTheBrokersConfirmationTheClientIsToldToComeAgainWithTheSameId) {
  for (const auto& [entered, reason] :
       {std::pair{Entered::away, "broker_away"}, std::pair{Entered::refused, "broker_refuses"},
        std::pair{Entered::busy, "busy"}}) {
    World world;
    world.inlet.will_answer({entered});
    const auto reply = world.start().ask(post(kEvents, opening("")));
    EXPECT_EQ(reply.status, 503u);
    EXPECT_EQ(reply.headers.at("Retry-After"), "5");
    EXPECT_THAT(reply.body, HasSubstr(reason));
    EXPECT_THAT(reply.body, HasSubstr("\"event_id\":\"fresh-1\""));
  }
}

TEST(Events, AConfirmationThatDoesNotComeInTimeIsA503AndOneThatComesLaterHarmsNobody) {
  World world;
  world.settings.limits.confirm_time = 20ms;
  world.inlet.hold();
  world.start();
  const auto reply = world.ask(post(kEvents, opening("e1")));
  EXPECT_EQ(reply.status, 503u);
  EXPECT_EQ(reply.headers.count("Retry-After"), 1u);
  EXPECT_THAT(reply.body, HasSubstr("not_confirmed"));
  world.inlet.release(Entered::confirmed);
  EXPECT_EQ(world.ask(get("/healthz")).status, 200u);
}

TEST(Events, OnlyJsonIsTakenAndOnlyByPost) {
  World world;
  world.start();
  EXPECT_EQ(world
                .ask("POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: "
                     "2\r\n\r\n{}")
                .status,
            415u);
  EXPECT_EQ(world.ask("POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}").status, 415u);
  EXPECT_EQ(world
                .ask("POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json; "
                     "charset=latin1\r\nContent-Length: 2\r\n\r\n{}")
                .status,
            415u);
  const auto wrong = world.ask(get(kEvents));
  EXPECT_EQ(wrong.status, 405u);
  EXPECT_EQ(wrong.headers.at("Allow"), "POST");
  EXPECT_EQ(world.ask(post("/healthz", "")).headers.at("Allow"), "GET, HEAD");
  EXPECT_EQ(world.ask(get("/api/v1/nothing")).status, 404u);
}

TEST(Events, AMessageOverTheLimitIsRefusedByItsHeadOrOnceItIsRead) {
  World world;
  world.settings.codec.message = 100;
  world.settings.limits.event = 200;
  world.start();
  EXPECT_EQ(world.ask(post(kEvents, std::string(201, ' '))).status, 413u);
  EXPECT_EQ(world.ask(post(kEvents, std::string(150, ' '))).status, 413u);
  EXPECT_THAT(world.inlet.came(), IsEmpty());
}

TEST(Alerts, AreTakenWhenTheBrokerHasConfirmedAllOfThem) {
  World world;
  world.alerts = codec::AlertBatch{.messages = {alert("a1"), alert("a2")}, .ignored = 3};
  const auto reply = world.start().ask(post(kAlerts, "{}"));
  EXPECT_EQ(reply.status, 200u);
  EXPECT_EQ(reply.body, "{\"events\":2,\"ignored\":3}\n");
  const auto came = world.inlet.came();
  ASSERT_THAT(came, SizeIs(2));
  EXPECT_EQ(came[0].message.message_id, "a1");
  EXPECT_EQ(came[1].message.message_id, "a2");
}

TEST(Alerts, OneThatIsNotConfirmedMakesAlertmanagerSendAllAgain) {
  World world;
  world.alerts = codec::AlertBatch{.messages = {alert("a1"), alert("a2"), alert("a3")}, .ignored = 0};
  world.inlet.will_answer({Entered::confirmed, Entered::away, Entered::confirmed});
  const auto reply = world.start().ask(post(kAlerts, "{}"));
  EXPECT_EQ(reply.status, 503u);
  EXPECT_EQ(reply.headers.at("Retry-After"), "5");
}

TEST(Alerts, NothingToTellIsFineAndWhatCannotBeReadIsNot) {
  World world;
  world.start();
  EXPECT_EQ(world.ask(post(kAlerts, "{}")).body, "{\"events\":0,\"ignored\":0}\n");
  world.server.reset();
  world.alerts = codec::Unreadable{domain::ParkReason::invalid_field, "field `alerts` is missing"};
  const auto reply = world.start().ask(post(kAlerts, "{}"));
  EXPECT_EQ(reply.status, 400u);
  EXPECT_THAT(reply.body, HasSubstr("field `alerts` is missing"));
}

TEST(Observed, EachAnswerIsToldByItsRouteAndNeverByWhatAClientWrote) {
  World world;
  world.start();
  EXPECT_EQ(world.ask(get("/healthz")).status, 200u);
  EXPECT_EQ(world.ask(get("/secret/address@example.org")).status, 404u);
  EXPECT_EQ(world.ask(post(kEvents, opening("e1"))).status, 202u);
  world.heard.wait_for("/api/v1/events 202");
  EXPECT_THAT(world.heard.facts(), ElementsAre("/healthz 200", "other 404", "/api/v1/events 202"));
}

TEST(Starting, APortThatIsTakenIsSaid) {
  World first, second;
  first.start();
  second.settings.port = first.server->port();
  EXPECT_THAT([&] { second.start(); },
              testing::ThrowsMessage<std::runtime_error>(HasSubstr("Address already in use")));
}

TEST(Starting, ACertificateThatCannotBeReadIsNamed) {
  World world;
  world.settings.cert_file = "/nonexistent/cert.pem";
  world.settings.key_file = "/nonexistent/key.pem";
  EXPECT_THAT([&] { world.start(); },
              testing::ThrowsMessage<std::runtime_error>(HasSubstr("/nonexistent/cert.pem")));
}

}  // namespace
}  // namespace triaged::http::test
