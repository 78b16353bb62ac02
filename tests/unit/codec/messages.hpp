// Messages and answers as the tests of this library need them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include <gtest/gtest.h>

#include <triaged/codec/event.hpp>

namespace triaged::codec {

inline domain::InboundMessage message(std::string body, std::string content_type) {
  domain::InboundMessage out;
  out.full_size = body.size();
  out.body = std::move(body);
  out.content_type = std::move(content_type);
  return out;
}
inline domain::InboundMessage json(std::string body) { return message(std::move(body), "application/json"); }
inline domain::InboundMessage protobuf(std::string body) {
  return message(std::move(body), "application/x-protobuf");
}

// Whole and within every limit.
inline domain::TicketEvent opened_event() {
  domain::Opened opened;
  opened.subject = "403 on the hub";
  opened.body = "Since this morning I cannot log in.";
  opened.channel = "email";
  opened.labels = {{"origin", "helpdesk"}};
  domain::TicketEvent event;
  event.event_id = domain::EventId{"e-1"};
  event.ticket_id = domain::TicketId{"FD-974"};
  event.occurred_at = *domain::from_rfc3339("2026-03-02T09:00:00Z");
  event.actor = domain::ActorId{"ada@example.org"};
  event.hub = domain::HubId{"utoronto/prod"};
  event.body = std::move(opened);
  return event;
}
inline domain::Opened& opened(domain::TicketEvent& event) { return std::get<domain::Opened>(event.body); }

using Answer = std::variant<Decoded, Unreadable>;

inline Decoded decoded(const Answer& answer) {
  if (const auto* fault = std::get_if<Unreadable>(&answer)) {
    ADD_FAILURE() << "parked as " << domain::name(fault->reason) << ": " << fault->detail;
    return {};
  }
  return std::get<Decoded>(answer);
}

// "invalid_field: field `hub` …", or "decoded".
inline std::string verdict(const Answer& answer) {
  const auto* fault = std::get_if<Unreadable>(&answer);
  return fault == nullptr ? "decoded" : std::string(domain::name(fault->reason)) + ": " + fault->detail;
}

// Protobuf by hand, for what no writer would write.
inline std::string varint(std::uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>((value & 0x7F) | 0x80));
  out.push_back(static_cast<char>(value));
  return out;
}
inline std::string field(std::uint32_t number, std::string_view bytes) {
  return varint((std::uint64_t{number} << 3) | 2) + varint(bytes.size()) + std::string(bytes);
}
inline std::string field(std::uint32_t number, std::uint64_t value) {
  return varint(std::uint64_t{number} << 3) + varint(value);
}

}  // namespace triaged::codec
