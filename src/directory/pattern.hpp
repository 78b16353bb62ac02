// The patterns of producers: exact, or a prefix and a '*'.
#pragma once

#include <string_view>

namespace triaged::directory {

[[nodiscard]] inline bool matches(std::string_view pattern, std::string_view text) noexcept {
  if (!pattern.ends_with('*')) return pattern == text;
  return text.starts_with(pattern.substr(0, pattern.size() - 1));
}

}  // namespace triaged::directory
