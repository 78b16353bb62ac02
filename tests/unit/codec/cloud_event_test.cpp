// CloudEvents: each dialect gives the event that plain JSON gives, and each bad one its reason.
#include <codec/base64.hpp>
#include <codec/json_members.hpp>

#include "bodies.hpp"
#include "messages.hpp"

namespace triaged::codec {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kTrace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

const domain::Headers& attributes() {
  static const domain::Headers all{{"specversion", "1.0"},
                                   {"id", "e-1"},
                                   {"source", "https://hub.utoronto.example/hub"},
                                   {"type", "org.triaged.ticket.resolved.v1"},
                                   {"time", "2026-03-02T09:00:00.5Z"},
                                   {"subject", "FD-974"},
                                   {"actor", "ada@example.org"},
                                   {"hub", "utoronto/prod"},
                                   {"traceparent", std::string(kTrace)},
                                   {"dataschema", "https://example.org/schema"},
                                   {"sequence", "17"}};
  return all;
}

domain::TicketEvent expected() {
  domain::TicketEvent event;
  event.event_id = domain::EventId{"https://hub.utoronto.example/hub#e-1"};
  event.ticket_id = domain::TicketId{"FD-974"};
  event.occurred_at = *domain::from_rfc3339("2026-03-02T09:00:00.5Z");
  event.actor = domain::ActorId{"ada@example.org"};
  event.hub = domain::HubId{"utoronto/prod"};
  event.body = domain::Resolved{"Restarted."};
  event.traceparent = kTrace;
  return event;
}

domain::InboundMessage binary(std::string_view prefix, domain::Headers headers = attributes()) {
  auto out = json(R"({"resolution": "Restarted."})");
  for (auto& header : headers) header.first.insert(0, prefix);
  out.headers = std::move(headers);
  return out;
}

// The attributes as members, and `rest` behind them.
std::string structured(std::string_view rest, const domain::Headers& from = attributes()) {
  std::string out = "{";
  for (const auto& [name, value] : from) out.append("\"" + name + "\": \"" + value + "\", ");
  return out.append(rest).append("}");
}
Answer read(std::string body, std::string type = "application/cloudevents+json") {
  return decode(message(std::move(body), std::move(type)), Limits{});
}
constexpr std::string_view kData = R"("data": {"resolution": "Restarted."})";

domain::Headers with(std::string_view name, std::string value) {
  auto headers = attributes();
  for (auto& header : headers)
    if (header.first == name) header.second = value;
  return headers;
}
domain::Headers without(std::string_view name) {
  auto headers = attributes();
  std::erase_if(headers, [&](const auto& header) { return header.first == name; });
  return headers;
}
// In both modes; the reason must be the same.
std::string verdict_of(const domain::Headers& headers) {
  const auto in_headers = verdict(decode(binary("cloudEvents_", headers), Limits{}));
  EXPECT_EQ(verdict(read(structured(kData, headers))), in_headers);
  return in_headers;
}

TEST(CloudEvent, IsReadInEveryDialect) {
  const auto plain = decoded(decode(json(encode_json(expected())), Limits{}));
  for (const char* prefix : {"cloudEvents_", "cloudEvents:", "ce-", "Ce-", "CLOUDEVENTS_", ""}) {
    const auto result = decoded(decode(binary(prefix), Limits{}));
    EXPECT_EQ(result.event, expected()) << prefix;
    EXPECT_EQ(result.content, plain.content) << prefix;
  }
  const auto result = decoded(read(structured(kData)));
  EXPECT_EQ(result.event, expected());
  EXPECT_EQ(result.content, plain.content);
}

TEST(CloudEvent, IsStructuredByItsContentType) {
  for (const char* type : {"application/cloudevents+json", "Application/CloudEvents+JSON",
                           "application/cloudevents+json; charset=UTF-8"})
    EXPECT_EQ(decoded(read(structured(kData), type)).event, expected()) << type;
  for (const char* type : {"application/cloudevents+json; charset=latin1", "application/cloudevents",
                           "application/cloudevents+protobuf", "application/cloudevents-batch+json"})
    EXPECT_THAT(verdict(read(structured(kData), type)), StartsWith("unknown_content_type: ")) << type;
}

TEST(CloudEvent, CarriesEveryKind) {
  for (const auto& body : full_bodies()) {
    auto event = expected();
    event.body = body;
    const auto whole = encode_json(event);
    const std::string kind{domain::name(domain::kind(event))};
    const auto headers = with("type", "org.triaged.ticket." + kind + ".v1");
    const auto members = json_members(whole);
    ASSERT_TRUE(members.has_value());
    for (const auto& member : *members)
      if (member.name == kind) {
        EXPECT_EQ(decoded(read(structured("\"data\": " + std::string(member.value), headers))).event, event);
        auto message = binary("cloudEvents:", headers);
        message.body = member.value;
        message.full_size = message.body.size();
        EXPECT_EQ(decoded(decode(message, Limits{})).event, event);
      }
  }
}

TEST(CloudEvent, CarriesItsDataAsProtobuf) {
  auto message = binary("ce-");
  message.body = field(1, "Restarted.");
  message.full_size = message.body.size();
  for (const char* type : {"application/protobuf", "application/x-protobuf"}) {
    message.content_type = type;
    EXPECT_EQ(decoded(decode(message, Limits{})).event, expected());
  }
  EXPECT_EQ(decoded(read(structured(
                        R"("datacontenttype": "application/protobuf", "data_base64": "CgpSZXN0YXJ0ZWQu")")))
                .event,
            expected());
  message.body = "\xff\xff";
  message.full_size = 2;
  EXPECT_EQ(verdict(decode(message, Limits{})),
            "undecodable: the data is no `resolved` in protobuf, or text in it is not UTF-8");
  message.content_type = "text/plain";
  EXPECT_EQ(verdict(decode(message, Limits{})),
            "unknown_content_type: `text/plain` as the data of a CloudEvent");
}

TEST(CloudEvent, MayHaveNoData) {
  auto acknowledged = with("type", "org.triaged.ticket.acknowledged.v1");
  auto message = binary("", acknowledged);
  message.body.clear();
  message.full_size = 0;
  message.content_type.clear();
  EXPECT_EQ(decoded(decode(message, Limits{})).event.body, domain::EventBody{domain::Acknowledged{}});
  EXPECT_EQ(decoded(read(structured(R"("data": null)", acknowledged))).event.body,
            domain::EventBody{domain::Acknowledged{}});
}

TEST(CloudEvent, TakesItsDataInBase64Too) {
  EXPECT_EQ(decoded(read(structured(R"("data_base64": "eyJyZXNvbHV0aW9uIjogIlJlc3RhcnRlZC4ifQ==")"))).event,
            expected());
  EXPECT_EQ(verdict(read(structured(R"("data_base64": "eyJy*XNv")"))),
            "invalid_field: field `data_base64` is not base64");
  EXPECT_EQ(verdict(read(structured(R"("data": {}, "data_base64": "e30=")"))),
            "invalid_field: fields `data` and `data_base64` exclude each other");
  EXPECT_EQ(verdict(read(structured(R"("datacontenttype": "application/protobuf", "data": "x")"))),
            "invalid_field: field `data` holds JSON, `datacontenttype` says protobuf; that goes into "
            "`data_base64`");
}

TEST(CloudEvent, IgnoresExtensionsItDoesNotKnow) {
  EXPECT_EQ(
      decoded(read(structured(std::string(kData) + R"(, "partitionkey": 7, "x": {"y": [1, "]}\\\""]})")))
          .event,
      expected());
}

TEST(CloudEvent, TakesWhatIsNullAsMissing) {
  const auto result = decoded(read(structured(std::string(kData) + R"(, "hub": null)", without("hub"))));
  EXPECT_TRUE(result.event.hub.empty());
}

TEST(CloudEvent, NeedsNoTimeAndNoTrace) {
  auto message = binary("ce-", without("time"));
  std::erase_if(message.headers, [](const auto& header) { return header.first == "ce-traceparent"; });
  message.headers.emplace_back("traceparent", "00-of-the-transport");
  message.timestamp = *domain::from_rfc3339("2026-03-02T10:00:00Z");
  const auto event = decoded(decode(message, Limits{})).event;
  EXPECT_EQ(domain::to_rfc3339(event.occurred_at), "2026-03-02T10:00:00Z");
  EXPECT_EQ(event.traceparent, "00-of-the-transport");
}

TEST(CloudEvent, IsNamedBySourceAndIdSoThatNoTwoLookAlike) {
  const auto named = [](std::string source, std::string id) {
    auto headers = with("source", std::move(source));
    headers[1].second = std::move(id);
    return decoded(decode(binary("ce-", headers), Limits{})).event.event_id.value;
  };
  EXPECT_EQ(named("/hub", "a#b"), "/hub#a#b");
  EXPECT_EQ(named("/hub#a", "b"), "/hub%23a#b");
  EXPECT_EQ(named("/hub%23a", "b"), "/hub%2523a#b");
  EXPECT_EQ(named(std::string(200, 's'), std::string(54, 'i')).size(), 255U);
  EXPECT_EQ(verdict_of(with("source", std::string(252, 's'))),
            "invalid_field: fields `source` and `id` are longer than 255 bytes together");
}

TEST(CloudEvent, IsParkedWithTheRightReason) {
  EXPECT_EQ(verdict_of(with("specversion", "0.3")),
            "invalid_field: field `specversion` is `0.3`; only 1.0 is read");
  EXPECT_EQ(verdict_of(without("specversion")), "invalid_field: the CloudEvent has no `specversion`");
  EXPECT_EQ(verdict_of(without("id")), "no_event_id: the CloudEvent lacks `source` or `id`, which name it");
  EXPECT_EQ(verdict_of(without("source")),
            "no_event_id: the CloudEvent lacks `source` or `id`, which name it");
  EXPECT_EQ(verdict_of(without("type")),
            "invalid_field: field `type` is ``; it must be `org.triaged.ticket.<event>.v1`");
  EXPECT_EQ(verdict_of(with("type", "org.triaged.ticket.resolve.v1")),
            "invalid_field: field `type` is `org.triaged.ticket.resolve.v1`; did you mean "
            "`org.triaged.ticket.resolved.v1`?");
  for (const char* type :
       {"org.triaged.ticket.v1", "org.triaged.ticket..v1", "org.triaged.ticket.deadline.v1",
        "org.triaged.ticket.suspected.v1", "org.triaged.ticket.resolved", "x"})
    EXPECT_THAT(verdict_of(with("type", type)), StartsWith("invalid_field: field `type` is `")) << type;
  EXPECT_EQ(verdict_of(with("time", "yesterday")),
            "invalid_field: field `time` is no point in time (RFC 3339, years 1970 to 9999): `yesterday`");
  EXPECT_EQ(verdict_of(without("subject")), "invalid_field: field `ticket_id` is missing");
}

TEST(CloudEvent, IsParkedWhenAnAttributeComesTwice) {
  auto headers = attributes();
  headers.emplace_back("hub", "other/prod");
  EXPECT_EQ(verdict_of(headers), "invalid_field: field `hub` is named twice");
  EXPECT_EQ(verdict(read(structured(std::string(kData) + R"(, "data": {})"))),
            "invalid_field: field `data` is named twice");
}

TEST(CloudEvent, IsParkedWhenItsDataIsNotTheMember) {
  EXPECT_EQ(verdict(read(structured(R"("data": {"resolutoin": "x"})"))),
            "invalid_field: unknown field `resolved.resolutoin`; did you mean `resolution`?");
  EXPECT_EQ(verdict(read(structured(R"("data": {"resolution": 7})"))),
            "invalid_field: field `resolved.resolution` must be a string");
  EXPECT_EQ(verdict(read(structured(R"("data": {"resolution": "a", "resolution": "b"})"))),
            "invalid_field: field `resolved.resolution` is named twice");
  for (const char* data : {"[]", "7", "\"x\"", "true"})
    EXPECT_EQ(verdict(read(structured("\"data\": " + std::string(data)))),
              "invalid_field: field `resolved` must be an object");
}

TEST(CloudEvent, IsParkedWhenItIsNoJson) {
  EXPECT_EQ(verdict(read("[]")), "undecodable: the body is not a JSON object");
  EXPECT_EQ(verdict(read("{")), "undecodable: line 1, column 2: the text ends in the middle");
  EXPECT_THAT(verdict(read("{\"a\": \"\xff\"}")), StartsWith("not_utf8: line 1, column 8"));
  EXPECT_THAT(verdict(read(std::string("{\0}", 3))), HasSubstr("a NUL"));
  EXPECT_THAT(verdict(read(structured("\"data\": " + std::string(40, '[') + std::string(40, ']')))),
              HasSubstr("nested deeper than 32 levels"));
  EXPECT_EQ(verdict(read(R"({"specversion": 1.0})")), "invalid_field: field `specversion` must be a string");
}

TEST(CloudEvent, IsNotSeenInCommonHeaders) {
  auto message = json(encode_json(expected()));
  message.headers = {{"id", "x"}, {"type", "y"}, {"source", "z"}, {"ce-mark", "none"}};
  EXPECT_EQ(decoded(decode(message, Limits{})).event.event_id.value, expected().event_id.value);
}

TEST(Base64, IsReadStrictly) {
  EXPECT_EQ(from_base64(""), "");
  EXPECT_EQ(from_base64("TWFu"), "Man");
  EXPECT_EQ(from_base64("TWE="), "Ma");
  EXPECT_EQ(from_base64("TQ=="), "M");
  EXPECT_EQ(from_base64("//79"), "\xff\xfe\xfd");
  for (const char* bad : {"T", "TW", "TWE", "TQ=", "T===", "====", "TWF ", "TW\nFu", "TW=u", "TWFu="})
    EXPECT_FALSE(from_base64(bad)) << bad;
}

}  // namespace
}  // namespace triaged::codec
