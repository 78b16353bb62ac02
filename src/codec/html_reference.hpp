// Character references of HTML: "&amp;", "&#8217;", "&#x2019;".
#pragma once

#include <string>
#include <string_view>

namespace triaged::codec {

struct HtmlReference {
  std::string text;     // UTF-8; the "&" itself where it begins no reference we know
  std::size_t end = 0;  // position behind it
};

// `at` is the position of a '&'. Looks at most a dozen bytes ahead. A reference needs its semicolon; of the
// named ones those of Latin-1, punctuation and mathematics are known, and numbers of no character become
// U+FFFD.
[[nodiscard]] HtmlReference read_reference(std::string_view html, std::size_t at);

}  // namespace triaged::codec
