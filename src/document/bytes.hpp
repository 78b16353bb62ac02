// What is wrong with a file before YAML is asked: bytes that are not UTF-8, and control characters. yaml-cpp
// replaces the former silently and takes the character 4 for the end of the file, so neither may reach it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <triaged/document/fault.hpp>

namespace triaged::document {

struct BadByte {
  int line = 1;
  int column = 1;
  std::string message;
  std::string remedy;
};

// The first byte that may not stand in a configuration file; nothing when all may.
[[nodiscard]] std::optional<BadByte> first_bad_byte(std::string_view text);

// The offset of a bracket that stands inside hundreds of open ones; nothing when none does. yaml-cpp reads a
// bracket to its end before it tells of it, so its events come too late to stop a file of nothing but
// brackets. This is no YAML reader: it may miss such a file (the depth limit then catches it, later), and
// never accuses a sound one.
[[nodiscard]] std::optional<std::size_t> first_bracket_too_deep(std::string_view text) noexcept;

// Line and column of an offset, both counted from 1.
[[nodiscard]] std::pair<int, int> line_and_column(std::string_view text, std::size_t offset) noexcept;

}  // namespace triaged::document
