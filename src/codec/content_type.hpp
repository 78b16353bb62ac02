// What an AMQP content type says of a body.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace triaged::codec {

enum class BodyFormat : std::uint8_t { protobuf, json, cloud_event };  // the last one: structured, in JSON

// Parameters after ';' are ignored, but a charset must be utf-8. Nothing: a type we do not read.
[[nodiscard]] std::optional<BodyFormat> body_format(std::string_view content_type);

}  // namespace triaged::codec
