// Hosts: of a hub's URL, and of the URLs that people paste into tickets.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace triaged::directory {

inline constexpr std::size_t kHostLongest = 253;  // RFC 1035, section 2.3.4, as text

// The host of "https://host[:port][/path]" in lower case; nothing for anything else.
[[nodiscard]] std::optional<std::string> host_of(std::string_view url);

// Finds what looks like a host in a text (letters, digits and hyphens with a dot between), one after another;
// the host part of a mail address is none. One pass, no allocation. The text must outlive it.
class HostScan {
 public:
  explicit HostScan(std::string_view text) : text_(text) {}

  // The next one in lower case, valid until the next call; empty at the end.
  [[nodiscard]] std::string_view next();

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::array<char, kHostLongest> host_{};
};

}  // namespace triaged::directory
