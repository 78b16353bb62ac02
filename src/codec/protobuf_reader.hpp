// Bytes into a protobuf message, without protobuf's own word on what is wrong with them.
#pragma once

#include <string_view>

#include <google/protobuf/message_lite.h>

namespace triaged::codec {

// False: not such a message, or text in it is not UTF-8.
[[nodiscard]] bool parse_quietly(std::string_view bytes, google::protobuf::MessageLite& into);

}  // namespace triaged::codec
