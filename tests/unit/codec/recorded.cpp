#include "recorded.hpp"

#include <fstream>
#include <stdexcept>

namespace triaged::codec {

std::vector<std::vector<std::string>> recorded(std::string_view file) {
  std::ifstream in(std::string(TRIAGED_SOURCE_DIR "/tests/unit/codec/data/").append(file));
  if (!in) throw std::runtime_error("no recorded file " + std::string(file));
  std::vector<std::vector<std::string>> records;
  bool begins = true;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    if (!line.empty() && begins) records.emplace_back();
    begins = line.empty();
    if (!begins) records.back().push_back(line);
  }
  return records;
}

std::string from_hex(std::string_view digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
  return bytes;
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  for (const char c : bytes) {
    const auto octet = static_cast<unsigned char>(c);
    digits += kDigits[octet >> 4];
    digits += kDigits[octet & 15];
  }
  return digits;
}

}  // namespace triaged::codec
