// HTML as mail gateways send it, to text. Linear in the input whatever it holds, and no tree: it knows tags,
// comments, attributes in quotes and character references, and nothing of what may stand in what.
// (libxml2's HTML parser takes seconds for 256 KiB of unmatched end tags or of attributes; measured
// with 2.9.14.)
#pragma once

#include <string>
#include <string_view>

namespace triaged::codec {

// Whether the text begins with a tag of HTML (a known one: "<ada@example.org>" is none), a doctype or a
// comment.
[[nodiscard]] bool begins_with_markup(std::string_view text) noexcept;

// The text a reader sees. Blocks and <br> begin a new line; lines of a <blockquote> begin with "> ", as in
// plain mail; head, script, style and title are left out. `html` must be well-formed UTF-8, and so is the
// result.
[[nodiscard]] std::string html_to_text(std::string_view html);

}  // namespace triaged::codec
