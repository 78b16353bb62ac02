// Addresses, not names: a name may mean several, or another one tomorrow.
#include "config/listen.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace triaged::config {
namespace {

constexpr std::string_view kRemedy = "write an address and a port, like `127.0.0.1:8470` or `[::1]:8470`";

constexpr std::string_view kOff = "off";

std::optional<unsigned> number(std::string_view text, unsigned most) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

bool is_ipv4(std::string_view text) {
  int parts = 0;
  while (true) {
    const auto end = text.find('.');
    if (!number(text.substr(0, end), 255)) return false;
    ++parts;
    if (end == std::string_view::npos) return parts == 4;
    text.remove_prefix(end + 1);
  }
}

// Roughly; the rest shows when the server binds.
bool looks_like_ipv6(std::string_view text) {
  constexpr std::string_view kCharacters = "0123456789abcdefABCDEF:.";
  return text.find(':') != std::string_view::npos &&
         text.find_first_not_of(kCharacters) == std::string_view::npos;
}

bool is_loopback(std::string_view address) { return address.starts_with("127.") || address == "::1"; }

}  // namespace

void take_listen(const std::string& text, const document::Place& place, HttpSettings& http,
                 document::Faults& faults) {
  const auto refuse = [&](const std::string& why) {
    faults.error(place, "`" + text + "` is nowhere to listen: " + why, std::string(kRemedy));
  };
  if (text.empty() || text == kOff) {
    http.listen.clear();
    return;
  }
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return refuse("it has no port");
  const auto port = number(std::string_view(text).substr(colon + 1), 65'535);
  if (!port) return refuse("its port is not one from 0 to 65535");
  auto address = text.substr(0, colon);
  const bool in_brackets = address.size() > 2 && address.front() == '[' && address.back() == ']';
  if (in_brackets) address = address.substr(1, address.size() - 2);
  if (in_brackets ? !looks_like_ipv6(address) : !is_ipv4(address))
    return refuse("`" + address + "` is no IPv4 address, nor an IPv6 address in brackets");
  http.listen = text;
  http.address = std::move(address);
  http.port = static_cast<std::uint16_t>(*port);
}

void check_exposure(const document::Place& place, const HttpSettings& http, document::Faults& faults) {
  if (http.listen.empty() || !http.tokens_file.empty() || is_loopback(http.address)) return;
  faults.error(place, "`" + http.listen + "` can be reached from elsewhere, and there is no `tokens_file`",
               "make one with `triaged token add` and name it in `http.tokens_file`, or listen at 127.0.0.1");
}

}  // namespace triaged::config
