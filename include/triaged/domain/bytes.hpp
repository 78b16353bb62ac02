// Bytes as they travel, and the digests that name them.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>

namespace triaged::domain {

// Raw bytes in a std::string, as protobuf, SQLite and librabbitmq all hand them over; not text, may hold
// NULs.
using Bytes = std::string;

// A SHA-256 digest (FIPS 180-4).
struct Digest {
  std::array<std::uint8_t, 32> octets{};

  auto operator<=>(const Digest&) const = default;
};

// "sha256:" and 64 lower-case hexadecimal digits.
[[nodiscard]] std::string to_text(const Digest& digest);

}  // namespace triaged::domain

template <>
struct std::hash<triaged::domain::Digest> {
  // The octets are evenly distributed already: the first eight serve.
  std::size_t operator()(const triaged::domain::Digest& digest) const noexcept {
    std::uint64_t first = 0;
    std::memcpy(&first, digest.octets.data(), sizeof first);
    return first;
  }
};
