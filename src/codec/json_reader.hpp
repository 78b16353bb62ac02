// Strict JSON into a protobuf message, by the message's own description, without a tree in between.
//
// Accepted is the proto3 JSON mapping as far as the wire format needs it: strings, booleans, RFC 3339
// timestamps, objects, arrays of objects, maps of strings; null stands for a missing member; names in
// snake_case or camelCase. Refused, first what is wrong with the text, then what is wrong with its meaning:
// bytes that are not UTF-8, NUL, bad syntax, nesting over the limit, anything after the object; then unknown
// members, a member named twice, two members of one oneof, wrong types, numbers where ids are meant.
#pragma once

#include <optional>
#include <string_view>

#include <google/protobuf/message.h>

#include <triaged/codec/event.hpp>

namespace triaged::codec {

// Nothing: read whole. On a fault the message holds what was read before it. `within`: the name of the field
// that the message is, for the reasons; empty: it is the whole.
[[nodiscard]] std::optional<Unreadable> read_json(std::string_view json, std::size_t depth_max,
                                                  google::protobuf::Message& into,
                                                  std::string_view within = {});

// Of the above only what may be wrong with the text. Nothing: it is JSON.
[[nodiscard]] std::optional<Unreadable> check_json(std::string_view json, std::size_t depth_max);

}  // namespace triaged::codec
