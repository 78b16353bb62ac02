// Each limit at its border: exactly at it, and one over.
#include <triaged/codec/normalize.hpp>

#include "messages.hpp"

namespace triaged::codec {
namespace {

domain::Opened decoded_opened(const domain::TicketEvent& event) {
  return std::get<domain::Opened>(decoded(decode(protobuf(encode_protobuf(event)), Limits{})).event.body);
}
std::string verdict_of(const domain::TicketEvent& event) {
  return verdict(decode(protobuf(encode_protobuf(event)), Limits{}));
}

TEST(Limits, ATextOf256KiBIsKeptAndOneByteMoreIsCutAndMarked) {
  auto event = opened_event();
  opened(event).body = std::string(256U << 10, 'x');
  EXPECT_EQ(decoded_opened(event), opened(event));
  opened(event).body += 'y';
  const auto cut = decoded_opened(event);
  EXPECT_EQ(cut.body, std::string(256U << 10, 'x'));
  EXPECT_TRUE(cut.truncated);
}

TEST(Limits, ATextOf300KiBIsCutMarkedAndMatchedAsItIsKept) {
  auto event = opened_event();
  opened(event).body = std::string(300U << 10, 'x');
  const auto result = decoded(decode(json(encode_json(event)), Limits{}));
  EXPECT_EQ(std::get<domain::Opened>(result.event.body).body.size(), 256U << 10);
  EXPECT_TRUE(std::get<domain::Opened>(result.event.body).truncated);
  EXPECT_EQ(result.text.body.size(), 256U << 10);
}

TEST(Limits, ATextIsCutBetweenCodePoints) {
  auto event = opened_event();
  opened(event).body = std::string((256U << 10) - 3, 'x') + "🚀";
  EXPECT_EQ(decoded_opened(event).body, std::string((256U << 10) - 3, 'x'));
}

TEST(Limits, ASubjectIsCountedInCharacters) {
  auto event = opened_event();
  opened(event).subject.clear();
  for (int i = 0; i < 1000; ++i) opened(event).subject += "é";
  EXPECT_EQ(decoded_opened(event), opened(event));
  const std::string whole = opened(event).subject;
  opened(event).subject += "é";
  EXPECT_EQ(decoded_opened(event).subject, whole);
  EXPECT_TRUE(decoded_opened(event).truncated);
}

TEST(Limits, OfTooManyLabelsTheFirstByNameAreKept) {
  auto event = opened_event();
  opened(event).labels.clear();
  for (int i = 0; i < 64; ++i) opened(event).labels["k" + std::to_string(100 + i)] = "v";
  EXPECT_EQ(decoded_opened(event), opened(event));
  const auto kept = opened(event).labels;
  opened(event).labels["k999"] = "v";
  EXPECT_EQ(decoded_opened(event).labels, kept);
  EXPECT_TRUE(decoded_opened(event).truncated);
}

TEST(Limits, ALongValueOfALabelIsCut) {
  auto event = opened_event();
  opened(event).labels["note"] = std::string(1000, 'v');
  EXPECT_EQ(decoded_opened(event), opened(event));
  opened(event).labels["note"] += 'w';
  EXPECT_EQ(decoded_opened(event).labels["note"], std::string(1000, 'v'));
  EXPECT_TRUE(decoded_opened(event).truncated);
}

TEST(Limits, IdsOf255BytesAreReadAndLongerOnesAreNot) {
  const auto at = [](auto choose, std::size_t size) {
    auto event = opened_event();
    choose(event) = std::string(size, 'i');
    return verdict_of(event);
  };
  const auto expect = [&](std::string_view name, auto choose) {
    EXPECT_EQ(at(choose, 255), "decoded") << name;
    EXPECT_EQ(at(choose, 256), "invalid_field: field `" + std::string(name) + "` is longer than 255 bytes");
  };
  expect("event_id", [](auto& e) -> auto& { return e.event_id.value; });
  expect("actor.id", [](auto& e) -> auto& { return e.actor.value; });
  expect("hub", [](auto& e) -> auto& { return e.hub.value; });
  expect("opened.channel", [](auto& e) -> auto& { return opened(e).channel; });
  expect("opened.community", [](auto& e) -> auto& { return opened(e).community.value; });
  auto event = opened_event();
  opened(event).labels = {{std::string(255, 'k'), "v"}};
  EXPECT_EQ(verdict_of(event), "decoded");
  opened(event).labels = {{std::string(256, 'k'), "v"}};
  EXPECT_EQ(verdict_of(event), "invalid_field: field `opened.labels` is longer than 255 bytes");
}

// A notice id is longer than its ticket's, and AMQP's properties hold 255 bytes.
TEST(Limits, TicketIdsOf200BytesAreReadAndLongerOnesAreNot) {
  auto event = opened_event();
  event.ticket_id.value = std::string(200, 'i');
  EXPECT_EQ(verdict_of(event), "decoded");
  event.ticket_id.value += 'i';
  EXPECT_EQ(verdict_of(event), "invalid_field: field `ticket_id` is longer than 200 bytes");
}

TEST(Limits, IdsHoldNoControlCharacters) {
  for (const char* bad : {"a\nb", "\t", "\x7f", "a\xc2\x85"}) {
    auto event = opened_event();
    event.ticket_id = domain::TicketId{bad};
    EXPECT_EQ(verdict_of(event), "invalid_field: field `ticket_id` holds a control character");
  }
  auto event = opened_event();
  event.hub = domain::HubId{"Université de Montréal/prod"};
  EXPECT_EQ(verdict_of(event), "decoded");
}

TEST(Limits, AMessageIdThatStandsInIsCheckedAsAnIdIs) {
  auto event = opened_event();
  event.event_id = {};
  auto inbound = protobuf(encode_protobuf(event));
  inbound.message_id = std::string(256, 'm');
  EXPECT_EQ(verdict(decode(inbound, Limits{})), "invalid_field: field `message_id` is longer than 255 bytes");
  inbound.message_id = "\xff";
  EXPECT_EQ(verdict(decode(inbound, Limits{})), "invalid_field: field `message_id` is not UTF-8");
}

TEST(Legible, KeepsTextAndReplacesTheRest) {
  EXPECT_EQ(legible("Grüße\n\tund mehr", 100), "Grüße\n\tund mehr");
  EXPECT_EQ(legible(std::string_view("a\0b\x1b\xff\xc2\x85\x7f", 8), 100),
            "a\uFFFDb\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST(Legible, EndsBetweenCodePointsAtTheLimit) {
  EXPECT_EQ(legible("aé", 3), "aé");
  EXPECT_EQ(legible("aé", 2), "a");
  EXPECT_EQ(legible("abc", 0), "");
  EXPECT_EQ(legible("\xff\xff", 5), "\uFFFD");
}

}  // namespace
}  // namespace triaged::codec
