// Any bytes as text: what comes out is valid, folded, not much longer, and stays as it is.
#include <cstdint>

#include <triaged/codec/event.hpp>
#include <triaged/codec/normalize.hpp>

#include "holds.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using triaged::fuzz::holds;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string once = triaged::codec::normalize(text);
  // One broken byte becomes the three of U+FFFD, which is also the most that composing adds.
  holds(once.size() <= 3 * text.size(), "at most three times the size");
  holds(once.find("  ") == std::string::npos && once.find("\n\n") == std::string::npos,
        "white space is folded");
  holds(once.empty() || (once.front() != ' ' && once.back() != '\n'), "the ends are trimmed");
  // Where a tag was laid bare a second pass may go on; everywhere else it has nothing to do.
  if (once.find('<') == std::string::npos) {
    holds(triaged::codec::normalize(once) == once, "twice is once");
  }
  return 0;
}
