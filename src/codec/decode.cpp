// The door: size, content type, then one of the formats, then read_event() for all.
#include <algorithm>

#include <codec/cloud_event.hpp>
#include <codec/content_type.hpp>
#include <codec/event_kinds.hpp>
#include <codec/event_reader.hpp>
#include <codec/json_reader.hpp>
#include <codec/protobuf_reader.hpp>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <triaged/codec/event.hpp>

namespace triaged::codec {
namespace {

using domain::ParkReason;

// One message per thread, used again and again; emptied afterwards, so that nothing a person wrote stays in
// it.
class Reused {
 public:
  Reused() = default;
  Reused(const Reused&) = delete;
  Reused& operator=(const Reused&) = delete;
  ~Reused() { message().Clear(); }

  v1::TicketEvent& message() {
    thread_local v1::TicketEvent event;
    return event;
  }
};

// Members of the oneof on the wire. The parser keeps the last of several and says nothing.
int members_on_wire(std::string_view bytes) {
  using google::protobuf::internal::WireFormatLite;
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                               static_cast<int>(bytes.size()));
  int members = 0;
  while (const std::uint32_t tag = input.ReadTag()) {
    if (event_kind(WireFormatLite::GetTagFieldNumber(tag))) ++members;
    if (!WireFormatLite::SkipField(&input, tag)) break;
  }
  return members;
}

std::optional<Unreadable> read_protobuf(std::string_view bytes, v1::TicketEvent& into) {
  if (!parse_quietly(bytes, into))
    return Unreadable{ParkReason::undecodable, "not a TicketEvent in protobuf, or text in it is not UTF-8"};
  if (members_on_wire(bytes) > 1) return Unreadable{ParkReason::invalid_field, "more than one event member"};
  return std::nullopt;
}

std::optional<Unreadable> over_limit(std::size_t size, const Limits& limits) {
  if (size <= limits.message) return std::nullopt;
  return Unreadable{ParkReason::too_large,
                    std::to_string(size) + " bytes, the limit is " + std::to_string(limits.message)};
}

std::string_view header(const domain::Headers& headers, std::string_view name) {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return h.first == name; });
  return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

std::optional<Unreadable> read_body(const domain::InboundMessage& message, const Limits& limits,
                                    v1::TicketEvent& into, std::string& traceparent) {
  const auto format = body_format(message.content_type);
  if (format == BodyFormat::cloud_event)
    return read_structured_cloud_event(message.body, limits, into, traceparent);
  if (has_cloud_event(message.headers)) return read_binary_cloud_event(message, limits, into, traceparent);
  if (!format)
    return Unreadable{ParkReason::unknown_content_type, "`" + legible(message.content_type, 128) + "`"};
  return *format == BodyFormat::json ? read_json(message.body, limits.json_depth, into)
                                     : read_protobuf(message.body, into);
}

}  // namespace

std::variant<Decoded, Unreadable> decode(const domain::InboundMessage& message, const Limits& limits) {
  if (auto fault = over_limit(std::max(message.full_size, message.body.size()), limits)) return *fault;
  if (message.body.size() < message.full_size)
    return Unreadable{ParkReason::too_large, "the intake cut the body to " +
                                                 std::to_string(message.body.size()) + " of " +
                                                 std::to_string(message.full_size) + " bytes"};
  Reused reused;
  v1::TicketEvent& event = reused.message();
  std::string traceparent;
  if (auto fault = read_body(message, limits, event, traceparent)) return *fault;
  return read_event(
      event,
      {.message_id = message.message_id,
       .timestamp = message.timestamp,
       .traceparent = traceparent.empty() ? header(message.headers, "traceparent") : traceparent,
       .needs_event_id = true},
      limits);
}

std::variant<Decoded, Unreadable> decode_json(std::string_view json, const Limits& limits) {
  if (auto fault = over_limit(json.size(), limits)) return *fault;
  Reused reused;
  v1::TicketEvent& event = reused.message();
  if (auto fault = read_json(json, limits.json_depth, event)) return *fault;
  return read_event(event, {.message_id = {}, .timestamp = {}, .traceparent = {}, .needs_event_id = false},
                    limits);
}

}  // namespace triaged::codec
