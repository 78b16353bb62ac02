// Any bytes as any message: they become an event or a reason, and an event survives both formats unchanged.
// The first byte chooses: 'p' protobuf, 'c' a structured CloudEvent, 'h' one in binary mode (lines of
// `name: value`, an empty line, the data), 'a' a request of Alertmanager's, anything else JSON. The limits
// are small, so that they are reached.
#include <algorithm>
#include <cstdint>

#include <triaged/codec/alertmanager.hpp>

#include "holds.hpp"

namespace {

using namespace triaged;
using fuzz::holds;

constexpr codec::Limits kLimits{
    .message = 64 << 10, .text = 64, .subject = 16, .labels = 3, .id = 32, .label_value = 8, .json_depth = 8};

codec::Decoded again(std::string body, const char* content_type, const domain::TicketEvent& event) {
  domain::InboundMessage message;
  message.full_size = body.size();
  message.body = std::move(body);
  message.content_type = content_type;
  message.headers = {{"traceparent", event.traceparent}};
  const auto answer = codec::decode(message, kLimits);
  holds(std::holds_alternative<codec::Decoded>(answer), "what was encoded decodes");
  return std::get<codec::Decoded>(answer);
}

void check(const codec::Decoded& decoded) {
  const auto binary = again(codec::encode_protobuf(decoded.event), "application/x-protobuf", decoded.event);
  const auto json = again(codec::encode_json(decoded.event), "application/json", decoded.event);
  holds(binary.content == json.content, "both formats have one content");
  holds(binary.event == json.event, "both formats have one event");
  holds(binary.text == json.text, "both formats have one text");
  const auto* opened = std::get_if<domain::Opened>(&decoded.event.body);
  const auto* commented = std::get_if<domain::Commented>(&decoded.event.body);
  if (opened != nullptr)
    holds(opened->body.size() <= kLimits.text && opened->labels.size() <= kLimits.labels, "limits are kept");
  if (commented != nullptr) holds(commented->body.size() <= kLimits.text, "limits of comments are kept");
  holds(binary.text == decoded.text, "its text comes back");
  // Once cut, an event is another one, and no longer a cut one.
  if ((opened != nullptr && opened->truncated) || (commented != nullptr && commented->truncated)) return;
  holds(binary.event == decoded.event, "the event comes back");
  // Of the other kinds a reason may have been cut, or a default been left unsaid.
  if (opened != nullptr) holds(binary.content == decoded.content, "its content comes back");
}

// Takes the lines up to the first empty one off the body.
domain::Headers take_headers(std::string& body) {
  domain::Headers headers;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('\n'), body.size());
    const std::string line = body.substr(0, end);
    body.erase(0, end + 1);
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) break;
    headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  return headers;
}

void check_alerts(std::string_view body) {
  const auto answer = codec::read_alertmanager(body, domain::Instant{}, kLimits);
  if (const auto* fault = std::get_if<codec::Unreadable>(&answer))
    return holds(!fault->detail.empty(), "a reason has words");
  for (const auto& message : std::get<codec::AlertBatch>(answer).messages) {
    // The ids that are made here are longer than the small limit.
    codec::Limits limits = kLimits;
    limits.id = 255;
    const auto decoded = codec::decode(message, limits);
    holds(std::holds_alternative<codec::Decoded>(decoded), "what is made of an alert decodes");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  domain::InboundMessage message;
  message.body.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] == 'a') return check_alerts(message.body), 0;
  if (data[0] == 'h') message.headers = take_headers(message.body);
  message.full_size = message.body.size();
  message.content_type = data[0] == 'p'   ? "application/x-protobuf"
                         : data[0] == 'c' ? "application/cloudevents+json"
                                          : "application/json";
  message.message_id = "stands-in";
  static_cast<void>(codec::fingerprint(message));
  holds(codec::legible(message.body, 100).size() <= 100, "legible keeps its limit");
  const auto answer = codec::decode(message, kLimits);
  if (const auto* decoded = std::get_if<codec::Decoded>(&answer))
    check(*decoded);
  else
    holds(!std::get<codec::Unreadable>(answer).detail.empty(), "a reason has words");
  return 0;
}
