// UTF-8 by the table of RFC 3629, section 4: no overlong forms, no surrogates, nothing above U+10FFFF.
#include "document/bytes.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace triaged::document {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) noexcept {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

bool within(unsigned byte, unsigned least, unsigned most) noexcept { return byte >= least && byte <= most; }

// Bytes of the character that begins at `at`; 0 when none does.
std::size_t character(std::string_view text, std::size_t at) noexcept {
  const unsigned first = byte_at(text, at);
  const unsigned second = byte_at(text, at + 1);
  const auto follows = [&](std::size_t n) noexcept { return within(byte_at(text, at + n), 0x80, 0xBF); };
  if (first < 0x80) return 1;
  if (within(first, 0xC2, 0xDF)) return follows(1) ? 2 : 0;
  if (within(first, 0xE0, 0xEF)) {
    const unsigned least = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned most = first == 0xED ? 0x9F : 0xBF;
    return within(second, least, most) && follows(2) ? 3 : 0;
  }
  if (within(first, 0xF0, 0xF4)) {
    const unsigned least = first == 0xF0 ? 0x90 : 0x80;
    const unsigned most = first == 0xF4 ? 0x8F : 0xBF;
    return within(second, least, most) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

bool is_control(unsigned byte) noexcept {
  return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F;
}

std::string hexadecimal(unsigned byte) {
  std::array<char, 8> digits{};
  const int length = std::snprintf(digits.data(), digits.size(), "0x%02X", byte);
  return {digits.data(), static_cast<std::size_t>(length)};
}

BadByte bad(std::string_view text, std::size_t at, std::string message, std::string remedy) {
  const auto [line, column] = line_and_column(text, at);
  return {.line = line, .column = column, .message = std::move(message), .remedy = std::move(remedy)};
}

constexpr std::size_t kBracketsMost = 256;  // far over any depth limit, so that text with odd brackets passes

}  // namespace

std::pair<int, int> line_and_column(std::string_view text, std::size_t offset) noexcept {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const std::size_t newline = before.rfind('\n');
  const std::size_t line_start = newline == std::string_view::npos ? 0 : newline + 1;
  return {static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1,
          static_cast<int>(before.size() - line_start) + 1};
}

std::optional<BadByte> first_bad_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const unsigned byte = byte_at(text, at);
    if (is_control(byte))
      return bad(text, at, "the control character " + hexadecimal(byte) + " stands in the text",
                 "remove it; only tabs and line ends are allowed");
    const std::size_t length = character(text, at);
    if (length == 0)
      return bad(text, at, "the byte " + hexadecimal(byte) + " is not UTF-8",
                 "save the file with the encoding UTF-8");
    at += length;
  }
  return std::nullopt;
}

std::optional<std::size_t> first_bracket_too_deep(std::string_view text) noexcept {
  std::size_t open = 0;
  bool at_line_start = true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') {
      at_line_start = true;
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\r') continue;
    const bool opens = c == '[' || c == '{';
    const bool closes = c == ']' || c == '}';
    // A line that begins with a word, a quote or a dash: brackets left open before it were part of a text.
    if (at_line_start && !opens && !closes && c != ',') open = 0;
    at_line_start = false;
    if (opens && ++open > kBracketsMost) return at;
    if (closes && open > 0) --open;
  }
  return std::nullopt;
}

}  // namespace triaged::document
