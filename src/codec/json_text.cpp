#include <codec/block.hpp>
#include <codec/json_text.hpp>

namespace triaged::codec {
namespace {

constexpr std::size_t kEscape = 6;    // bytes of the longest escape
constexpr std::size_t kChunk = 1024;  // of text, so that room for escapes is not claimed for a whole long one

bool is_escaped(char c) noexcept { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// How many bytes at the block's begin can stand in a string as they are.
std::size_t plain(std::uint64_t block) noexcept {
  return first_of(below(block, 0x20) | below(block ^ (kOnes * '"'), 1) | below(block ^ (kOnes * '\\'), 1));
}

// Returns the end of what it wrote.
char* escape(char* to, char c) noexcept {
  // By code: the letter behind the backslash, or 0 where there is none and the code is written out.
  static constexpr std::string_view kLetters("\0\0\0\0\0\0\0\0btn\0fr", 14);
  static constexpr std::string_view kHex = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(c);
  const char letter = code >= 0x20 ? c : code < kLetters.size() ? kLetters[code] : '\0';
  *to++ = '\\';
  if (letter != '\0') {
    *to++ = letter;
    return to;
  }
  *to++ = 'u';
  *to++ = '0';
  *to++ = '0';
  *to++ = kHex[code >> 4];
  *to++ = kHex[code & 15];
  return to;
}

// `to` has room for kEscape bytes for each of the text and a block more.
char* write(char* to, std::string_view text) noexcept {
  const char* at = text.data();
  const char* const end = at + text.size();
  // Texts are long and escapes rare: a block is copied whole, what follows overwrites what was too much.
  while (end - at >= static_cast<std::ptrdiff_t>(kBlock)) {
    const std::uint64_t block = load_block(at);
    store_block(to, block);
    const std::size_t copied = plain(block);
    at += copied;
    to += copied;
    if (copied < kBlock) to = escape(to, *at++);
  }
  for (; at != end; ++at) {
    if (is_escaped(*at))
      to = escape(to, *at);
    else
      *to++ = *at;
  }
  return to;
}

}  // namespace

void put_json(Output& out, std::string_view text) {
  out.put('"');
  for (std::size_t done = 0; done < text.size(); done += kChunk) {
    const auto chunk = text.substr(done, kChunk);
    char* const to = out.room(kEscape * chunk.size() + kBlock);
    out.wrote(static_cast<std::size_t>(write(to, chunk) - to));
  }
  out.put('"');
}

}  // namespace triaged::codec
