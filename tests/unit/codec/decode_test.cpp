// What a readable message becomes.
#include "messages.hpp"

namespace triaged::codec {
namespace {

TEST(Decode, GivesBackWhatWasEncodedInBothFormats) {
  auto event = opened_event();
  opened(event).community = domain::CommunityId{"utoronto"};
  opened(event).needed_by = domain::from_rfc3339("2026-03-05T17:30:00.000001Z");
  EXPECT_EQ(decoded(decode(protobuf(encode_protobuf(event)), Limits{})).event, event);
  EXPECT_EQ(decoded(decode(json(encode_json(event)), Limits{})).event, event);
  EXPECT_EQ(decoded(decode_json(encode_json(event), Limits{})).event, event);
}

TEST(Decode, WritesJsonAsTheDocumentationShowsIt) {
  EXPECT_EQ(encode_json(opened_event()),
            R"({"event_id":"e-1","ticket_id":"FD-974","occurred_at":"2026-03-02T09:00:00Z",)"
            R"("actor":{"id":"ada@example.org"},"hub":"utoronto/prod",)"
            R"("opened":{"subject":"403 on the hub","body":"Since this morning I cannot log in.",)"
            R"("channel":"email","labels":{"origin":"helpdesk"}}})");
}

TEST(Decode, EncodesAnEventOfWhichOnlyTheKindIsKnownAsItsEmptyMember) {
  auto event = opened_event();
  event.body = domain::NotSupported{domain::EventKind::withdrawn};
  const auto binary = decoded(decode(protobuf(encode_protobuf(event)), Limits{})).event;
  const auto text = decoded(decode(json(encode_json(event)), Limits{})).event;
  EXPECT_EQ(binary.body, domain::EventBody{domain::Withdrawn{}});
  EXPECT_EQ(text, binary);
}

TEST(Decode, NormalizesTheTextsForTheRulesAndKeepsTheOriginal) {
  auto event = opened_event();
  opened(event).subject = "“403”  on the hub";
  opened(event).body = "It broke.\r\n\r\n> it worked\r\n-- \r\nAda";
  const auto result = decoded(decode(protobuf(encode_protobuf(event)), Limits{}));
  EXPECT_EQ(result.text, (domain::MatchText{"\"403\" on the hub", "It broke."}));
  EXPECT_EQ(result.event, event);
}

TEST(Decode, TakesTheMessageIdForAMissingEventId) {
  auto event = opened_event();
  event.event_id = {};
  auto inbound = protobuf(encode_protobuf(event));
  inbound.message_id = "m-7";
  EXPECT_EQ(decoded(decode(inbound, Limits{})).event.event_id.value, "m-7");
  inbound.body = encode_protobuf(opened_event());
  inbound.full_size = inbound.body.size();
  EXPECT_EQ(decoded(decode(inbound, Limits{})).event.event_id.value, "e-1");
}

TEST(Decode, TakesTheTimestampForAMissingOccurredAt) {
  auto event = opened_event();
  event.occurred_at = {};
  auto inbound = protobuf(encode_protobuf(event));
  EXPECT_EQ(decoded(decode(inbound, Limits{})).event.occurred_at, domain::Instant{});
  inbound.timestamp = domain::from_rfc3339("2026-03-02T10:00:00Z");
  EXPECT_EQ(decoded(decode(inbound, Limits{})).event.occurred_at, *inbound.timestamp);
}

TEST(Decode, HandsTheTraceOnAndDropsOneThatIsNone) {
  auto inbound = protobuf(encode_protobuf(opened_event()));
  inbound.headers = {{"other", "x"},
                     {"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}};
  EXPECT_EQ(decoded(decode(inbound, Limits{})).event.traceparent, inbound.headers[1].second);
  inbound.headers[1].second = "00-\n";
  EXPECT_EQ(decoded(decode(inbound, Limits{})).event.traceparent, "");
}

TEST(Decode, LeavesTheProducerToTheIntake) {
  auto event = opened_event();
  auto inbound = protobuf(encode_protobuf(event));
  inbound.user_id = "helpdesk";
  EXPECT_TRUE(decoded(decode(inbound, Limits{})).event.producer.empty());
}

TEST(Decode, IgnoresAProtobufFieldOfTomorrow) {
  const auto today = encode_protobuf(opened_event());
  const auto result = decoded(decode(protobuf(today + field(9, "new") + field(900, 7)), Limits{}));
  EXPECT_EQ(result.event, opened_event());
  EXPECT_EQ(result.content, decoded(decode(protobuf(today), Limits{})).content);
}

TEST(Decode, ReadsContentTypesInAnyCaseAndWithParameters) {
  const auto event = opened_event();
  for (const char* type : {"application/json", "Application/JSON", "application/json; charset=utf-8",
                           "application/json;charset=\"UTF-8\"; v=1", " application/json ;"})
    EXPECT_EQ(verdict(decode(message(encode_json(event), type), Limits{})), "decoded") << type;
  for (const char* type :
       {"application/x-protobuf", "application/protobuf", "application/protobuf; messageType=x"})
    EXPECT_EQ(verdict(decode(message(encode_protobuf(event), type), Limits{})), "decoded") << type;
}

TEST(DecodeJson, NeedsNoEventIdInAFile) {
  auto event = opened_event();
  event.event_id = {};
  event.occurred_at = {};
  EXPECT_EQ(decoded(decode_json(encode_json(event), Limits{})).event, event);
}

TEST(DecodeJson, TakesNullForMissing) {
  const auto result = decoded(decode_json(
      R"({"ticket_id": "FD-1", "hub": null, "commented": null, "actor": {"id": "ada@example.org"},
          "opened": {"subject": "s", "labels": null, "needed_by": null}})",
      Limits{}));
  EXPECT_EQ(domain::kind(result.event), domain::EventKind::opened);
}

TEST(DecodeJson, UnderstandsEscapes) {
  const auto result = decoded(decode_json(
      R"({"ticketId": "FD-1", "actor": {"id": "ada@example.org"}, "opened": {"body": "\u00e9 \ud83d\ude80 \"\n"}})",
      Limits{}));
  EXPECT_EQ(std::get<domain::Opened>(result.event.body).body, "é 🚀 \"\n");
}

}  // namespace
}  // namespace triaged::codec
