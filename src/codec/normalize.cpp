#include <codec/block.hpp>
#include <codec/html.hpp>
#include <codec/mail.hpp>
#include <codec/typography.hpp>
#include <codec/utf8.hpp>

#include <triaged/codec/normalize.hpp>

namespace triaged::codec {
namespace {

bool is_white(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool ends_line(char c) noexcept { return c == '\n' || c == '\r'; }

// White space to one space, or to one line feed where a line ends within it; none at the ends.
std::string fold(std::string_view text) {
  std::string out(text.size(), '\0');  // never longer
  // By pointers: a character stored through the string might alias the string, and every step would reload
  // it.
  const char* from = text.data();
  const char* const end = from + text.size();
  char* const start = out.data();
  char* to = start;
  while (true) {
    bool line_ended = false;
    for (; from != end && is_white(*from); ++from) line_ended |= ends_line(*from);
    if (from == end) break;
    if (to != start) *to++ = line_ended ? '\n' : ' ';
    // A word, a block at a time: what is copied too much is overwritten, and there is room for it, for `to`
    // has not come further than `from`. Other control characters than white space are left to the loop below.
    while (end - from >= static_cast<std::ptrdiff_t>(kBlock)) {
      const std::uint64_t block = load_block(from);
      store_block(to, block);
      const std::size_t copied = first_of(below(block, ' ' + 1));
      from += copied;
      to += copied;
      if (copied < kBlock) break;
    }
    for (; from != end && !is_white(*from); ++from) *to++ = *from;
  }
  out.resize(static_cast<std::size_t>(to - start));
  return out;
}

}  // namespace

std::string normalize(std::string_view text) {
  // Most texts: nothing to repair, to unpack or to straighten.
  const bool ascii = ascii_prefix(text) == text.size();
  if (ascii && !begins_with_markup(text)) return own_words(fold(text));

  std::string whole;
  whole.reserve(text.size());
  append_repaired(whole, text);
  if (begins_with_markup(whole)) whole = html_to_text(whole);
  return own_words(fold(straighten(whole)));
}

}  // namespace triaged::codec
