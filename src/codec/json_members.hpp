// The members of an object of JSON as they stand in the text, values unread: for formats whose values are
// read by different rules.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triaged::codec {

struct JsonMember {
  std::string name;
  std::string_view value;  // a part of the text, without white space round it
};

// In their order, names that come twice included. `json` must be valid (check_json). Nothing: not an object.
[[nodiscard]] std::optional<std::vector<JsonMember>> json_members(std::string_view json);

// What a valid value of JSON says, if it is a string.
[[nodiscard]] std::optional<std::string> json_string(std::string_view value);

}  // namespace triaged::codec
