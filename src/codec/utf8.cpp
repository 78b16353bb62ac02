#include <cstdint>
#include <cstring>

#include <codec/utf8.hpp>

namespace triaged::codec {
namespace {

std::uint8_t octet(std::string_view text, std::size_t at) noexcept {
  return static_cast<std::uint8_t>(text[at]);
}

bool continues(std::string_view text, std::size_t at) noexcept {
  return at < text.size() && (octet(text, at) & 0xC0U) == 0x80U;
}

}  // namespace

std::size_t ascii_prefix(std::string_view text) noexcept {
  std::size_t at = 0;
  for (std::uint64_t eight = 0; at + sizeof eight <= text.size(); at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if ((eight & 0x8080808080808080ULL) != 0) break;
  }
  while (at < text.size() && octet(text, at) < 0x80U) ++at;
  return at;
}

std::size_t character_size(std::string_view text, std::size_t at) noexcept {
  const std::uint8_t lead = octet(text, at);
  if (lead < 0x80U) return 1;
  if (lead < 0xC2U || !continues(text, at + 1)) return 0;
  if (lead < 0xE0U) return 2;
  const std::uint8_t second = octet(text, at + 1);
  if (!continues(text, at + 2)) return 0;
  if (lead < 0xF0U) {
    if (lead == 0xE0U && second < 0xA0U) return 0;  // overlong
    if (lead == 0xEDU && second > 0x9FU) return 0;  // surrogate
    return 3;
  }
  if (lead > 0xF4U || !continues(text, at + 3)) return 0;
  if (lead == 0xF0U && second < 0x90U) return 0;  // overlong
  if (lead == 0xF4U && second > 0x8FU) return 0;  // above U+10FFFF
  return 4;
}

std::size_t find_malformed(std::string_view text) noexcept {
  std::size_t at = ascii_prefix(text);
  while (at < text.size()) {
    const std::size_t size = character_size(text, at);
    if (size == 0) return at;
    at += size;
    if (size == 1) at += ascii_prefix(text.substr(at));
  }
  return std::string_view::npos;
}

void append_repaired(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t bad = find_malformed(text);
    if (bad == std::string_view::npos) {
      out.append(text);
      return;
    }
    out.append(text.substr(0, bad)).append("\xEF\xBF\xBD");
    text.remove_prefix(bad + 1);
  }
}

std::string_view prefix_of_bytes(std::string_view text, std::size_t most) noexcept {
  if (text.size() <= most) return text;
  while (most > 0 && continues(text, most)) --most;
  return text.substr(0, most);
}

std::string_view prefix_of_characters(std::string_view text, std::size_t most) noexcept {
  if (text.size() <= most) return text;
  std::size_t at = 0;
  for (std::size_t count = 0; count < most && at < text.size(); ++count)
    for (++at; continues(text, at);) ++at;
  return text.substr(0, at);
}

}  // namespace triaged::codec
