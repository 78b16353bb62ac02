// Base64 as RFC 4648, section 4, has it: padded, nothing between the characters.
#pragma once

#include <optional>
#include <string_view>

#include <triaged/domain/bytes.hpp>

namespace triaged::codec {

// Nothing: it is none.
[[nodiscard]] std::optional<domain::Bytes> from_base64(std::string_view text);

}  // namespace triaged::codec
