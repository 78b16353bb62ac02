// What makes two events under one id the same, and what does not.
#include "messages.hpp"

namespace triaged::codec {
namespace {

domain::Digest content(const domain::InboundMessage& inbound) {
  return decoded(decode(inbound, Limits{})).content;
}
domain::Digest content(const domain::TicketEvent& event) { return content(protobuf(encode_protobuf(event))); }

TEST(Content, IsTheSameWhateverTheTransportSays) {
  auto inbound = protobuf(encode_protobuf(opened_event()));
  const auto before = content(inbound);
  inbound.message_id = "m-2";
  inbound.timestamp = domain::from_rfc3339("2026-03-02T11:00:00Z");
  inbound.headers = {{"traceparent", "00-1-2-01"}};
  inbound.routing_key = "utoronto.prod.opened";
  EXPECT_EQ(content(inbound), before);
}

TEST(Content, IsTheSameInAnyOrderOfFields) {
  const std::string opened = field(10, field(1, "subject") + field(2, "body"));
  const std::string turned = field(10, field(2, "body") + field(1, "subject"));
  const std::string ids = field(1, "e") + field(2, "FD-1") + field(4, field(1, "ada@example.org"));
  EXPECT_EQ(content(protobuf(ids + opened)), content(protobuf(turned + ids)));
}

TEST(Content, DoesNotTakeTheStandInTimeForTheEvents) {
  auto event = opened_event();
  event.occurred_at = {};
  auto inbound = protobuf(encode_protobuf(event));
  const auto before = content(inbound);
  inbound.timestamp = domain::from_rfc3339("2026-03-02T11:00:00Z");
  EXPECT_EQ(content(inbound), before);
  EXPECT_NE(before, content(opened_event()));
}

TEST(Content, DiffersWithEveryMember) {
  const auto before = content(opened_event());
  const auto changed = [&](auto change) {
    auto event = opened_event();
    change(event);
    return content(event) != before;
  };
  EXPECT_TRUE(changed([](auto& e) { e.ticket_id.value = "FD-975"; }));
  EXPECT_TRUE(changed([](auto& e) { e.actor.value = "bob@example.org"; }));
  EXPECT_TRUE(changed([](auto& e) { e.hub.value = "utoronto/staging"; }));
  EXPECT_TRUE(changed([](auto& e) { e.occurred_at += std::chrono::microseconds{1}; }));
  EXPECT_TRUE(changed([](auto& e) { opened(e).subject += "!"; }));
  EXPECT_TRUE(changed([](auto& e) { opened(e).body += "!"; }));
  EXPECT_TRUE(changed([](auto& e) { opened(e).channel = "widget"; }));
  EXPECT_TRUE(changed([](auto& e) { opened(e).labels["origin"] = "form"; }));
  EXPECT_TRUE(changed([](auto& e) { opened(e).labels["more"] = ""; }));
  EXPECT_TRUE(changed([](auto& e) { opened(e).community.value = "utoronto"; }));
  EXPECT_TRUE(changed([](auto& e) { opened(e).needed_by = domain::Instant{}; }));
  EXPECT_FALSE(changed([](auto& e) { e.event_id.value = "e-2"; }));
}

TEST(Content, DiffersWhereABorderBetweenFieldsMoves) {
  auto one = opened_event();
  auto other = opened_event();
  opened(one).subject = "ab";
  opened(one).body = "c";
  opened(other).subject = "a";
  opened(other).body = "bc";
  EXPECT_NE(content(one), content(other));
}

TEST(Content, DiffersBeyondTheLimitOfTheText) {
  auto one = opened_event();
  auto other = opened_event();
  opened(one).body = std::string(Limits{}.text, 'x') + "1";
  opened(other).body = std::string(Limits{}.text, 'x') + "2";
  EXPECT_NE(content(one), content(other));
}

TEST(Content, OfTheOtherKindsDiffersWithTheirMembers) {
  const auto comment = [](std::string_view text) {
    return content(json(R"({"event_id": "e", "ticket_id": "FD-1", "commented": {"body": ")" +
                        std::string(text) + R"("}})"));
  };
  EXPECT_EQ(comment("yes"), comment("yes"));
  EXPECT_NE(comment("yes"), comment("no"));
  const auto merged = [](std::string_view into) {
    return content(json(R"({"event_id": "e", "ticket_id": "FD-1", "merged": {"into": ")" + std::string(into) +
                        R"("}})"));
  };
  EXPECT_EQ(merged("FD-2"), merged("FD-2"));
  EXPECT_NE(merged("FD-2"), merged("FD-3"));
}

TEST(Content, IsBlindBelowAMicrosecond) {
  const std::string head = field(1, "e") + field(2, "FD-1");
  const auto paused = [&](std::uint64_t nanos) {
    return content(protobuf(head + field(14, field(3, field(1, 1'772'442'000U) + field(2, nanos)))));
  };
  EXPECT_EQ(paused(1'000), paused(1'999));
  EXPECT_NE(paused(1'000), paused(2'000));
}

TEST(SeenKey, TellsProducersAndEventsApart) {
  const auto key = [](const char* producer, const char* event) {
    return seen_key(domain::ProducerId{producer}, domain::EventId{event});
  };
  EXPECT_EQ(key("a", "1"), key("a", "1"));
  EXPECT_NE(key("a", "1"), key("a", "2"));
  EXPECT_NE(key("a", "1"), key("b", "1"));
  EXPECT_NE(key("a", "b1"), key("ab", "1"));
}

TEST(Fingerprint, DiffersWithBodyAndEveryProperty) {
  const auto base = json("{}");
  const auto changed = [&](auto change) {
    auto inbound = base;
    change(inbound);
    return fingerprint(inbound) != fingerprint(base);
  };
  EXPECT_FALSE(changed([](auto&) {}));
  EXPECT_TRUE(changed([](auto& m) { m.body = "{ }"; }));
  EXPECT_TRUE(changed([](auto& m) { m.full_size = 9; }));
  EXPECT_TRUE(changed([](auto& m) { m.routing_key = "k"; }));
  EXPECT_TRUE(changed([](auto& m) { m.content_type = "text/plain"; }));
  EXPECT_TRUE(changed([](auto& m) { m.message_id = "m"; }));
  EXPECT_TRUE(changed([](auto& m) { m.user_id = "u"; }));
  EXPECT_TRUE(changed([](auto& m) { m.reply_to = "r"; }));
  EXPECT_TRUE(changed([](auto& m) { m.correlation_id = "c"; }));
  EXPECT_TRUE(changed([](auto& m) { m.timestamp = domain::Instant{}; }));
  EXPECT_TRUE(changed([](auto& m) { m.headers.emplace_back("a", "b"); }));
}

}  // namespace
}  // namespace triaged::codec
