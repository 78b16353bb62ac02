// The form of text that rules are matched on. Pure, linear in the input, never fails: whatever comes in,
// valid UTF-8 in Unicode NFC comes out.
#pragma once

#include <string>
#include <string_view>

namespace triaged::codec {

// In this order: invalid UTF-8 replaced by U+FFFD; HTML to text (only where the text begins with a tag, a
// doctype or a comment, as mail gateways send it); curly quotes and dashes straightened, invisible characters
// dropped, NFC; runs of white space folded to one space (line ends to one line feed), the ends trimmed;
// quoted mail ("> …" lines, "On <date> … wrote:" and what follows it) and signatures (from "-- " on) cut,
// unless nothing would be left. Normalizing twice changes nothing more, except where the first pass has laid
// bare what reads like HTML.
[[nodiscard]] std::string normalize(std::string_view text);

}  // namespace triaged::codec
