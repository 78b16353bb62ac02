// A TicketEvent as it came, from either format, to the event of the domain: the one place where its fields
// are checked, cut to the limits and given a digest, so that protobuf and JSON cannot differ in it.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include <triaged/codec/event.hpp>
#include <triaged/v1/event.pb.h>

namespace triaged::codec {

// What may stand in for what the body does not say.
struct Envelope {
  std::string_view message_id;               // for a missing event_id
  std::optional<domain::Instant> timestamp;  // for a missing occurred_at
  std::string_view traceparent;
  bool needs_event_id = true;  // without one: no_event_id
};

// Takes the texts out of `event`, which is left in no particular state.
[[nodiscard]] std::variant<Decoded, Unreadable> read_event(v1::TicketEvent& event, const Envelope& envelope,
                                                           const Limits& limits);

}  // namespace triaged::codec
