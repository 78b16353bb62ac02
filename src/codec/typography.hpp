// Characters that look alike made alike, so that a rule written on a keyboard matches what a mail program
// made.
#pragma once

#include <string>
#include <string_view>

namespace triaged::codec {

// Curly and low quotes become ' and ", dashes and the minus sign become -, every Unicode space a plain one,
// every Unicode line end a line feed; invisible characters (byte order mark, zero-width space, soft hyphen)
// vanish; of more than thirty combining marks in a row the rest vanish. Then Unicode NFC. `text` must be
// well-formed UTF-8.
[[nodiscard]] std::string straighten(std::string_view text);

}  // namespace triaged::codec
