// One tag of HTML, read from its '<'.
#pragma once

#include <cstdint>
#include <string_view>

namespace triaged::codec {

struct HtmlTag {
  enum class Kind : std::uint8_t {
    none,  // a '<' that begins no tag
    opening,
    closing,
    other,     // comment, doctype, processing instruction
    unclosed,  // begins like a tag, and the text ends before it does
  };
  Kind kind = Kind::none;
  std::string_view name;  // as written
  std::size_t end = 0;    // position behind it
};

// `at` is the position of a '<'. Looks no further than the tag's end, or once to the end of the text.
[[nodiscard]] HtmlTag read_tag(std::string_view html, std::size_t at) noexcept;

// What an element means for its text.
enum class HtmlElement : std::uint8_t { unknown, inline_text, block, cell, preformatted, quote, hidden };

// In whatever case the name is written.
[[nodiscard]] HtmlElement element(std::string_view name) noexcept;

}  // namespace triaged::codec
