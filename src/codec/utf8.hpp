// UTF-8 as bytes: checked, counted, cut and repaired. Well-formed means RFC 3629: no overlong forms, no
// surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace triaged::codec {

// Length of the longest prefix of ASCII.
[[nodiscard]] std::size_t ascii_prefix(std::string_view text) noexcept;

// Bytes of the well-formed character at `at`, 1 to 4; 0 when there is none. `at` must lie inside the text.
[[nodiscard]] std::size_t character_size(std::string_view text, std::size_t at) noexcept;

// Position of the first byte that does not belong to a well-formed character; npos when all do.
[[nodiscard]] std::size_t find_malformed(std::string_view text) noexcept;

// Appends `text`, each byte that is not part of a well-formed character replaced by U+FFFD.
void append_repaired(std::string& out, std::string_view text);

// The longest prefix of well-formed text that has at most `most` bytes, or code points, and ends between two
// code points.
[[nodiscard]] std::string_view prefix_of_bytes(std::string_view text, std::size_t most) noexcept;
[[nodiscard]] std::string_view prefix_of_characters(std::string_view text, std::size_t most) noexcept;

}  // namespace triaged::codec
