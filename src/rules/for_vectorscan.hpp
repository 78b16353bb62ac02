// Rewrites a pattern so that vectorscan reads it as RE2 does.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace triaged::rules {

// The classes \d, \w and \s become the ASCII classes RE2 means by them, and so do their complements; `$`
// becomes the very end of the text; named groups become plain ones. Nothing for a pattern with a construct
// that the engines may read differently (other letters than ASCII, \B, \C, \v, \x, \p, \Q, POSIX classes,
// flags, complements within brackets): such a pattern is left to RE2. The pattern has been accepted by RE2.
[[nodiscard]] std::optional<std::string> for_vectorscan(std::string_view pattern);

}  // namespace triaged::rules
