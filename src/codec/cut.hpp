// Texts over their limit lose their end, between two characters.
#pragma once

#include <string>

#include <codec/utf8.hpp>

namespace triaged::codec {

// `kept` must be a prefix of `text`. Says whether anything was lost.
inline bool cut(std::string& text, std::string_view kept) {
  if (kept.size() == text.size()) return false;
  text.resize(kept.size());
  return true;
}

inline bool cut_to_bytes(std::string& text, std::size_t most) {
  return cut(text, prefix_of_bytes(text, most));
}

}  // namespace triaged::codec
