// CloudEvents 1.0, in the structured mode of JSON and in the binary mode of message headers, as TicketEvents
// (docs/formats/cloudevents.md). `source` and `id` are the event id, `type` names the kind, `subject` the
// ticket, the data is the kind's member; `actor`, `hub` and `traceparent` are extensions. Refused: another
// version, another type, an attribute twice or of another kind than text; what else is there is ignored.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <triaged/codec/event.hpp>
#include <triaged/v1/event.pb.h>

namespace triaged::codec {

// Whether the headers are those of binary mode, in any of its dialects: prefix `cloudEvents_`,
// `cloudEvents:`, `ce-`, or none.
[[nodiscard]] bool has_cloud_event(const domain::Headers& headers);

// Both fill `into`, and `traceparent` where the event has one. Nothing: read whole; what is in its fields has
// not been checked.
[[nodiscard]] std::optional<Unreadable> read_binary_cloud_event(const domain::InboundMessage& message,
                                                                const Limits& limits, v1::TicketEvent& into,
                                                                std::string& traceparent);
[[nodiscard]] std::optional<Unreadable> read_structured_cloud_event(std::string_view json,
                                                                    const Limits& limits,
                                                                    v1::TicketEvent& into,
                                                                    std::string& traceparent);

}  // namespace triaged::codec
