// Bytes to events. Whatever arrives becomes an event or a reason to park it, in one pass, without throwing
// and without a loop that input can lengthen: depth, lengths and counts are limited by name.
#pragma once

#include <string>
#include <variant>

#include <triaged/domain/event.hpp>
#include <triaged/domain/message.hpp>

namespace triaged::codec {

// What is over `message` is parked; over-long text, subject, title and further labels are cut, and those of
// an opening or a comment marked `truncated`.
struct Limits {
  std::size_t message = 1u << 20;  // bytes of a body
  std::size_t text = 256u << 10;   // bytes of a ticket's text, a comment, a reason, a resolution
  std::size_t subject = 1000;      // characters (Unicode code points) of a subject
  std::size_t labels = 64;         // labels of an event; the first ones by name are kept
  std::size_t id = 255;            // bytes of an id, a channel, a label's key; longer is invalid_field
  std::size_t ticket_id = 200;     // bytes; a notice id holds it and must fit AMQP's short string of 255
  std::size_t label_value = 1000;  // bytes of a label's or an annotation's value, cut and marked as well
  std::size_t json_depth = 32;
  std::size_t matchers = 32;    // of a silence; more are invalid_field, as is a matcher over `label_value`
  std::size_t url = 2000;       // bytes of an alert's generator_url; a longer one is left out
  std::size_t alerts = 10'000;  // of one request of Alertmanager's; what is beyond is ignored and counted
};

struct Decoded {
  domain::TicketEvent event;  // `producer` is left empty: who spoke is the intake's knowledge, not the body's
  domain::MatchText text;     // normalized; empty for events that carry none
  domain::Digest content;     // of the event's meaning: equal for the same event as protobuf and as JSON,
                              // independent of field order and of transport properties
};

struct Unreadable {
  domain::ParkReason reason{};
  std::string detail;  // for people: "line 1, column 17: …", "field `opened.subject` holds a NUL"
};

// The message's content type chooses the format (application/x-protobuf or application/protobuf,
// application/json, application/cloudevents+json; parameters after ';' are ignored, but a charset other than
// utf-8 is unknown_content_type); headers may make the first two a CloudEvent in binary mode, see
// docs/formats/cloudevents.md. The property `message_id` stands in for a missing event id, `timestamp` for a
// missing occurred_at. A protobuf field we do not know is ignored; a JSON member we do not know is
// invalid_field, for there it is a typo. In JSON bad UTF-8 is not_utf8 and bad syntax undecodable, in
// protobuf both are undecodable. An occurred_at of exactly 1970-01-01T00:00:00Z counts as missing. Any number
// of threads may decode at once.
[[nodiscard]] std::variant<Decoded, Unreadable> decode(const domain::InboundMessage& message,
                                                       const Limits& limits);

// What can be saved of an unreadable body for a person to read: valid UTF-8, control characters replaced,
// at most `most` bytes.
[[nodiscard]] std::string legible(std::string_view bytes, std::size_t most);

// One TicketEvent in JSON form, as files of events hold them; for the commands that read such files.
// `event_id` and `occurred_at` may be missing there (left empty, and 1970).
[[nodiscard]] std::variant<Decoded, Unreadable> decode_json(std::string_view json, const Limits& limits);

// The inverse, for producers (`triaged send`, tests). Of a NotSupported the empty member. Throws
// std::logic_error for what is the daemon's own, which no producer tells.
[[nodiscard]] domain::Bytes encode_json(const domain::TicketEvent& event);
[[nodiscard]] domain::Bytes encode_protobuf(const domain::TicketEvent& event);

// SHA-256 over body and properties: names a message whatever it holds (parking, attempts after a crash).
[[nodiscard]] domain::Digest fingerprint(const domain::InboundMessage& message);

// "ALERT-<first 16 digits of the SHA-256 of source, hub and name>": the ticket of an alert.
[[nodiscard]] domain::TicketId alert_ticket(std::string_view source, const domain::HubId& hub,
                                            std::string_view name);

// SHA-256 over producer and event id: the key under which a seen event is kept.
[[nodiscard]] domain::Digest seen_key(const domain::ProducerId& producer, const domain::EventId& event);

}  // namespace triaged::codec
