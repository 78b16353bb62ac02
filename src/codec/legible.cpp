// What a person can read of bytes that nothing else could read.
#include <algorithm>

#include <codec/utf8.hpp>

#include <triaged/codec/event.hpp>

namespace triaged::codec {

std::string legible(std::string_view bytes, std::size_t most) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  std::string out;
  out.reserve(std::min(bytes.size(), most));
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = character_size(bytes, at);
    std::string_view character = bytes.substr(at, size == 0 ? 1 : size);
    at += character.size();
    const auto first = static_cast<unsigned char>(character[0]);
    const bool c0 = first < 0x20 && first != '\n' && first != '\t' && first != '\r';
    const bool c1 = size == 2 && first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
    if (size == 0 || c0 || c1 || first == 0x7F) character = kReplacement;
    if (out.size() + character.size() > most) break;
    out.append(character);
  }
  return out;
}

}  // namespace triaged::codec
