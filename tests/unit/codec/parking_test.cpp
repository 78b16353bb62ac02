// What cannot be read is named with its reason, and the reader survives it.
#include "bodies.hpp"
#include "messages.hpp"

namespace triaged::codec {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

std::string verdict_of_json(std::string body) { return verdict(decode(json(std::move(body)), Limits{})); }
std::string verdict_of_protobuf(std::string body) {
  return verdict(decode(protobuf(std::move(body)), Limits{}));
}
// An event whose `opened` is the given JSON.
std::string with_opened(std::string_view member) {
  return R"({"event_id": "e-1", "ticket_id": "FD-1", "actor": {"id": "ada@example.org"}, "opened": )" +
         std::string(member) + "}";
}

TEST(Parking, UndecodableIsProtobufThatEndsInTheMiddle) {
  const auto whole = encode_protobuf(opened_event());
  EXPECT_THAT(verdict_of_protobuf(whole.substr(0, whole.size() - 3)), StartsWith("undecodable: "));
  EXPECT_THAT(verdict_of_protobuf("\xff\xff\xff\xff"), StartsWith("undecodable: "));
}

TEST(Parking, UndecodableIsProtobufWithTextThatIsNotUtf8) {
  EXPECT_THAT(verdict_of_protobuf(field(10, field(1, "\xc3("))), StartsWith("undecodable: "));
}

TEST(Parking, UndecodableIsBadJsonWithLineAndColumn) {
  EXPECT_THAT(verdict_of_json("{\"event_id\": \"e\",\n \"hub\" \"x\"}"),
              StartsWith("undecodable: line 2, column 8: "));
  EXPECT_THAT(verdict_of_json("{\"hub\": \"é\", é}"), StartsWith("undecodable: line 1, column 14: "));
  EXPECT_EQ(verdict_of_json("{\"hub\": \"x\""),
            "undecodable: line 1, column 12: the text ends in the middle");
  EXPECT_EQ(verdict_of_json(""), "undecodable: line 1, column 1: the text ends in the middle");
  EXPECT_EQ(verdict_of_json(with_opened("{}") + " {}"), "undecodable: line 1, column " +
                                                            std::to_string(with_opened("{}").size() + 2) +
                                                            ": something follows the object");
  EXPECT_THAT(verdict_of_json(R"({"hub": "\ud800"})"), StartsWith("undecodable: line 1, column "));
  EXPECT_THAT(verdict_of_json("{\"hub\": \"a\nb\"}"), StartsWith("undecodable: line 1, column "));
  EXPECT_THAT(verdict_of_json("// no comments\n{}"), StartsWith("undecodable: "));
}

TEST(Parking, UndecodableIsJsonThatIsNoObject) {
  for (const char* body : {"[]", "\"text\"", "7", "true", "null"})
    EXPECT_EQ(verdict_of_json(body), "undecodable: the body is not a JSON object") << body;
}

TEST(Parking, UndecodableIsNestingTenThousandDeep) {
  EXPECT_THAT(verdict_of_json(repeat("[", 10'000)), HasSubstr("nested deeper than 32 levels"));
  EXPECT_THAT(verdict_of_json(repeat("{\"a\":", 10'000)), HasSubstr("nested deeper than 32 levels"));
  EXPECT_THAT(verdict_of_json(repeat("[", 10'000) + repeat("]", 10'000)), StartsWith("undecodable: "));
}

TEST(Parking, NestingAtTheLimitIsReadAndOneOverIsNot) {
  const auto nested = [](std::size_t depth) { return repeat("[", depth) + repeat("]", depth); };
  EXPECT_EQ(verdict_of_json(nested(32)), "undecodable: the body is not a JSON object");
  EXPECT_THAT(verdict_of_json(nested(33)), HasSubstr("nested deeper than 32 levels"));
}

TEST(Parking, BadSyntaxOutweighsBadMeaning) {
  EXPECT_THAT(verdict_of_json(R"({"no_such_field": 1, )"), StartsWith("undecodable: "));
}

TEST(Parking, NotUtf8IsJsonWithBytesThatAreNot) {
  EXPECT_EQ(verdict_of_json("{\"hub\": \"\xc3(\"}"), "not_utf8: line 1, column 10: not UTF-8");
  EXPECT_THAT(verdict_of_json("{\"hub\": \"\xed\xa0\x80\"}"), StartsWith("not_utf8: "));  // a surrogate
  EXPECT_THAT(verdict_of_json("{\"hub\": \"\xc0\xaf\"}"), StartsWith("not_utf8: "));      // overlong
  EXPECT_THAT(verdict_of_json("{\"hub\": \"\xf4\x90\x80\x80\"}"), StartsWith("not_utf8: "));
  EXPECT_THAT(verdict_of_json("{\"hub\": \"\xe2\x82"), StartsWith("not_utf8: "));  // ends within
}

TEST(Parking, TooLargeIsABodyOverTheLimit) {
  EXPECT_EQ(verdict_of_json(std::string(2U << 20, ' ')), "too_large: 2097152 bytes, the limit is 1048576");
  auto cut = json("{}");
  cut.full_size = 2U << 20;
  EXPECT_EQ(verdict(decode(cut, Limits{})), "too_large: 2097152 bytes, the limit is 1048576");
  EXPECT_EQ(verdict(decode_json(std::string(2U << 20, ' '), Limits{})),
            "too_large: 2097152 bytes, the limit is 1048576");
}

TEST(Parking, TooLargeIsABodyThatTheIntakeCutEvenBelowTheLimit) {
  auto cut = protobuf(encode_protobuf(opened_event()));
  cut.full_size = cut.body.size() + 1;
  EXPECT_THAT(verdict(decode(cut, Limits{})), StartsWith("too_large: the intake cut the body"));
}

TEST(Parking, ABodyOfExactlyTheLimitIsRead) {
  std::string body = with_opened("{}");
  body.resize(Limits{}.message, ' ');
  EXPECT_EQ(verdict_of_json(body), "decoded");
  EXPECT_EQ(verdict_of_json(body + " "), "too_large: 1048577 bytes, the limit is 1048576");
}

TEST(Parking, UnknownContentTypeIsAnyOtherAndAnyOtherCharset) {
  for (const char* type :
       {"", "text/plain", "application/cloudevents+jsonx", "application/json; charset=latin1",
        "application/json; charset=utf-8; charset=utf-16", "application/jsonx"})
    EXPECT_EQ(verdict(decode(message("{}", type), Limits{})),
              "unknown_content_type: `" + std::string(type) + "`");
}

TEST(Parking, NoEventIdIsAnEventWithoutOneInBodyAndProperties) {
  auto event = opened_event();
  event.event_id = {};
  EXPECT_THAT(verdict_of_protobuf(encode_protobuf(event)), StartsWith("no_event_id: "));
  EXPECT_THAT(verdict_of_json(encode_json(event)), StartsWith("no_event_id: "));
}

TEST(Parking, InvalidFieldIsNoEventMemberOrTwo) {
  EXPECT_THAT(verdict_of_json("{}"), StartsWith("invalid_field: the event has no member"));
  EXPECT_THAT(verdict_of_protobuf(""), StartsWith("invalid_field: the event has no member"));
  EXPECT_THAT(verdict_of_protobuf(field(1, "e") + field(41, "")),
              StartsWith("invalid_field: the event has no member"));
  EXPECT_EQ(verdict_of_json(R"({"opened": {}, "resolved": {}})"),
            "invalid_field: two event members, `opened` and `resolved`");
  const auto opened = encode_protobuf(opened_event());
  EXPECT_EQ(verdict_of_protobuf(opened + field(15, "")), "invalid_field: more than one event member");
  EXPECT_EQ(verdict_of_protobuf(opened + field(10, "")), "invalid_field: more than one event member");
}

TEST(Parking, InvalidFieldIsANul) {
  EXPECT_EQ(verdict_of_json(with_opened(R"({"body": "a\u0000b"})")),
            "invalid_field: field `opened.body` holds a NUL");
  EXPECT_EQ(verdict_of_json(std::string("{\"hub\": \"a\0b\"}", 14)),
            "invalid_field: line 1, column 11: a NUL");
  auto event = opened_event();
  opened(event).subject = std::string("a\0b", 3);
  EXPECT_EQ(verdict_of_protobuf(encode_protobuf(event)), "invalid_field: field `opened.subject` holds a NUL");
  EXPECT_EQ(verdict_of_json(with_opened(R"({"labels": {"k": "\u0000"}})")),
            "invalid_field: field `opened.labels` holds a NUL");
  const auto silence =
      field(1, "e") + field(4, field(1, "a")) + field(37, field(2, field(2, std::string_view("\0", 1))));
  EXPECT_EQ(verdict_of_protobuf(silence), "invalid_field: field `silence_set.matchers.value` holds a NUL");
}

TEST(Parking, InvalidFieldIsANameTwice) {
  EXPECT_EQ(verdict_of_json(R"({"hub": "a", "hub": "b"})"), "invalid_field: field `hub` is named twice");
  EXPECT_EQ(verdict_of_json(R"({"event_id": "a", "eventId": "b"})"),
            "invalid_field: field `event_id` is named twice");
  EXPECT_EQ(verdict_of_json(R"({"hub": null, "hub": "b"})"), "invalid_field: field `hub` is named twice");
  EXPECT_EQ(verdict_of_json(with_opened(R"({"subject": "a", "subject": "a"})")),
            "invalid_field: field `opened.subject` is named twice");
  EXPECT_EQ(verdict_of_json(with_opened(R"({"labels": {"a": "1", "a": "1"}})")),
            "invalid_field: field `opened.labels` names the key `a` twice");
}

TEST(Parking, InvalidFieldIsAnUnknownNameAndSaysWhatWasMeant) {
  EXPECT_EQ(verdict_of_json(R"({"hubb": "a"})"), "invalid_field: unknown field `hubb`; did you mean `hub`?");
  EXPECT_EQ(verdict_of_json(with_opened(R"({"subjet": "a"})")),
            "invalid_field: unknown field `opened.subjet`; did you mean `subject`?");
  EXPECT_EQ(verdict_of_json(R"({"priority": 3})"), "invalid_field: unknown field `priority`");
  EXPECT_EQ(verdict_of_json(R"({"event": {}})"), "invalid_field: unknown field `event`");
}

TEST(Parking, InvalidFieldIsTheWrongType) {
  EXPECT_EQ(verdict_of_json(R"({"ticket_id": 974})"), "invalid_field: field `ticket_id` must be a string");
  EXPECT_EQ(verdict_of_json(R"({"ticket_id": -1})"), "invalid_field: field `ticket_id` must be a string");
  EXPECT_EQ(verdict_of_json(R"({"ticket_id": 1.5})"), "invalid_field: field `ticket_id` must be a string");
  EXPECT_EQ(verdict_of_json(R"({"ticket_id": {"id": "x"}})"),
            "invalid_field: field `ticket_id` must be a string");
  EXPECT_EQ(verdict_of_json(R"({"ticket_id": ["x"]})"), "invalid_field: field `ticket_id` must be a string");
  EXPECT_EQ(verdict_of_json(R"({"ticket_id": true})"), "invalid_field: field `ticket_id` must be a string");
  EXPECT_EQ(verdict_of_json(R"({"actor": "ada"})"), "invalid_field: field `actor` must be an object");
  EXPECT_EQ(verdict_of_json(R"({"opened": []})"), "invalid_field: field `opened` must be an object");
  EXPECT_EQ(verdict_of_json(R"({"occurred_at": {"seconds": 1}})"),
            "invalid_field: field `occurred_at` must be an RFC 3339 string");
  EXPECT_EQ(verdict_of_json(with_opened(R"({"labels": ["a"]})")),
            "invalid_field: field `opened.labels` must be an object of strings");
  EXPECT_EQ(verdict_of_json(with_opened(R"({"labels": {"a": {}}})")),
            "invalid_field: field `opened.labels` must be an object of strings");
  EXPECT_EQ(verdict_of_json(with_opened(R"({"labels": {"a": null}})")),
            "invalid_field: field `opened.labels` must be an object of strings");
  EXPECT_EQ(verdict_of_json(R"({"commented": {"automatic": "yes"}})"),
            "invalid_field: field `commented.automatic` must be true or false");
  EXPECT_EQ(verdict_of_json(R"({"silence_set": {"matchers": {}}})"),
            "invalid_field: field `silence_set.matchers` must be an array of objects");
  EXPECT_EQ(verdict_of_json(R"({"silence_set": {"matchers": ["a"]}})"),
            "invalid_field: field `silence_set.matchers` must be an array of objects");
  EXPECT_EQ(verdict_of_json(R"({"silence_set": {"matchers": [[]]}})"),
            "invalid_field: field `silence_set.matchers` must be an array of objects");
}

TEST(Parking, InvalidFieldIsANumberThatIsNotFinite) {
  EXPECT_EQ(verdict_of_json(R"({"hub": 1e999})"), "invalid_field: field `hub` is a number out of range");
  EXPECT_EQ(verdict_of_json(R"({"hub": -1e999})"), "invalid_field: field `hub` is a number out of range");
  EXPECT_EQ(verdict_of_json(with_opened(R"({"labels": {"load": 1e999}})")),
            "invalid_field: field `opened.labels` is a number out of range");
}

TEST(Parking, InvalidFieldIsATimeOutOfRange) {
  const auto occurred = [](std::string_view time) {
    return verdict_of_json(R"({"occurred_at": ")" + std::string(time) +
                           R"(", "event_id": "e", "ticket_id": "t", "resolved": {}})");
  };
  EXPECT_EQ(occurred("1970-01-01T00:00:00Z"), "decoded");
  EXPECT_EQ(occurred("9999-12-31T23:59:59.999999Z"), "decoded");
  for (const char* time : {"1969-12-31T23:59:59Z", "10000-01-01T00:00:00Z", "2026-02-30T00:00:00Z",
                           "yesterday", "", "9999-12-31T23:59:60Z"})
    EXPECT_THAT(occurred(time), StartsWith("invalid_field: field `occurred_at`")) << time;

  const auto on_wire = [](std::uint64_t seconds, std::uint64_t nanos) {
    return verdict_of_protobuf(field(1, "e") + field(2, "t") + field(3, field(1, seconds) + field(2, nanos)) +
                               field(15, ""));
  };
  constexpr std::uint64_t kEnd = 253'402'300'800;
  EXPECT_EQ(on_wire(kEnd - 1, 999'999'999), "decoded");
  const std::string fault = "invalid_field: field `occurred_at` lies outside the years 1970 to 9999";
  EXPECT_EQ(on_wire(kEnd, 0), fault);
  EXPECT_EQ(on_wire(0, 1'000'000'000), fault);
  EXPECT_EQ(on_wire(~std::uint64_t{0}, 0), fault);  // -1
  EXPECT_EQ(on_wire(0, ~std::uint64_t{0}), fault);
  const auto paused = field(1, "e") + field(2, "t") + field(14, field(3, field(1, kEnd)));
  EXPECT_EQ(verdict_of_protobuf(paused),
            "invalid_field: field `paused.until` lies outside the years 1970 to 9999");
  const auto needed =
      field(1, "e") + field(2, "t") + field(4, field(1, "a")) + field(10, field(6, field(1, kEnd)));
  EXPECT_EQ(verdict_of_protobuf(needed),
            "invalid_field: field `opened.needed_by` lies outside the years 1970 to 9999");
}

TEST(Parking, InvalidFieldIsAMissingActorOfAnOpening) {
  auto event = opened_event();
  event.actor = {};
  EXPECT_EQ(verdict_of_protobuf(encode_protobuf(event)), "invalid_field: field `actor` is missing");
  event.body = domain::Resolved{};
  EXPECT_EQ(verdict_of_protobuf(encode_protobuf(event)), "decoded");
}

TEST(Parking, InvalidFieldIsATicketNamedLikeAnIncident) {
  auto event = opened_event();
  const std::string fault =
      "invalid_field: field `ticket_id` is `INC-7`; ids of this form are incidents', a ticket needs another "
      "one";
  auto bodies = full_bodies();
  bodies.push_back(opened_event().body);
  for (auto& body : bodies) {
    event.body = std::move(body);
    event.ticket_id = domain::TicketId{"INC-7"};
    EXPECT_EQ(verdict_of_protobuf(encode_protobuf(event)), fault) << encode_json(event);
    for (const char* other : {"INC-", "INC-07", "INC-7a", "inc-7", "XINC-7", "INC-0"}) {
      event.ticket_id = domain::TicketId{other};
      EXPECT_EQ(verdict_of_protobuf(encode_protobuf(event)), "decoded") << other;
    }
  }
  event.ticket_id = domain::TicketId{"FD-1"};
  event.body = domain::Merged{domain::TicketId{"INC-7"}};
  EXPECT_EQ(verdict_of_protobuf(encode_protobuf(event)),
            "invalid_field: field `merged.into` is `INC-7`; ids of this form are incidents', a ticket needs "
            "another one");
}

TEST(Parking, InvalidFieldIsATicketNamedAsTheHistoryNamesWhatIsNone) {
  for (const std::string begin : {"HUB:", "SILENCE:", "HEARTBEAT:", "ALERT:"}) {
    const std::string why = "` begins with `" + begin +
                            "`; the history keeps what is about no ticket under such ids, a ticket needs "
                            "another one";
    auto event = opened_event();
    event.ticket_id = domain::TicketId{begin + "north/prod"};
    EXPECT_EQ(verdict_of_protobuf(encode_protobuf(event)), "invalid_field: field `ticket_id" + why);
    event.body = domain::Acknowledged{};
    event.ticket_id = domain::TicketId{begin};
    EXPECT_EQ(verdict_of_protobuf(encode_protobuf(event)), "invalid_field: field `ticket_id" + why);
    event.ticket_id = domain::TicketId{"FD-1"};
    event.body = domain::Merged{domain::TicketId{begin + "x"}};
    EXPECT_EQ(verdict_of_protobuf(encode_protobuf(event)), "invalid_field: field `merged.into" + why);
    event.body = domain::Acknowledged{};
    for (const std::string& other : {"X" + begin, begin.substr(0, begin.size() - 1)}) {
      event.ticket_id = domain::TicketId{other};
      EXPECT_EQ(verdict_of_protobuf(encode_protobuf(event)), "decoded") << other;
    }
  }
}

TEST(Parking, InvalidFieldIsAnOpeningUnderTheNameOfAnAlertsTicket) {
  auto event = opened_event();
  event.ticket_id = domain::TicketId{"ALERT-9f2c"};
  EXPECT_EQ(
      verdict_of_protobuf(encode_protobuf(event)),
      "invalid_field: field `ticket_id` begins with `ALERT-`; tickets of that name are opened by alerts "
      "only");
  event.body = domain::Commented{.body = "on it", .channel = {}, .needed_by = {}};
  EXPECT_EQ(verdict_of_protobuf(encode_protobuf(event)), "decoded");
}

}  // namespace
}  // namespace triaged::codec
