#include "app/chance.hpp"

#include <cerrno>
#include <system_error>

#include <sys/random.h>

namespace triaged::app {

std::string random_octets(std::size_t count) {
  std::string octets(count, '\0');
  for (std::size_t filled = 0; filled < count;) {
    const auto got = getrandom(octets.data() + filled, count - filled, 0);
    if (got < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "getrandom");
    if (got > 0) filled += static_cast<std::size_t>(got);
  }
  return octets;
}

std::string fresh_uuid() {
  constexpr char kDigits[] = "0123456789abcdef";
  auto octets = random_octets(16);
  octets[6] = static_cast<char>((octets[6] & 0x0f) | 0x40);  // the version
  octets[8] = static_cast<char>((octets[8] & 0x3f) | 0x80);  // the variant
  std::string text;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kDigits[static_cast<unsigned char>(octets[i]) >> 4];
    text += kDigits[static_cast<unsigned char>(octets[i]) & 15];
  }
  return text;
}

}  // namespace triaged::app
