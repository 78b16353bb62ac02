// Text as a JSON string.
#pragma once

#include <codec/output.hpp>

namespace triaged::codec {

// Quotes included. Escapes what JSON demands and nothing else: quotes, backslashes, and the control
// characters below U+0020, as \b \f \n \r \t or as \u00xx in lower case. `text` must be valid UTF-8, which is
// copied.
void put_json(Output& out, std::string_view text);

}  // namespace triaged::codec
