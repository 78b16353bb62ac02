// Bytes that were on the wire or in the store once and must decode for ever: the files in data/.
// Lines that begin with '#' are comments; a record is a run of lines up to an empty one, its first line its
// name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace triaged::codec {

[[nodiscard]] std::vector<std::vector<std::string>> recorded(std::string_view file);
[[nodiscard]] std::string from_hex(std::string_view digits);
[[nodiscard]] std::string to_hex(std::string_view bytes);

}  // namespace triaged::codec
