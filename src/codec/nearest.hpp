// What somebody probably meant: the known name with the fewest edits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace triaged::codec {

// Empty when nothing is near: more than two edits, or more than a third of the name, or a name over 64 bytes.
[[nodiscard]] std::string_view nearest(std::string_view name, const std::vector<std::string_view>& known);

}  // namespace triaged::codec
