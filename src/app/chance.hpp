// Randomness from the system: the one place that draws it for what must not be guessed or met twice.
#pragma once

#include <string>

namespace triaged::app {

// Throws std::system_error when the system gives none.
[[nodiscard]] std::string random_octets(std::size_t count);

// A version 4 UUID (RFC 9562), in lower case.
[[nodiscard]] std::string fresh_uuid();

}  // namespace triaged::app
