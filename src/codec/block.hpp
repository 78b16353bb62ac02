// Text eight bytes at a time: as a number, in which the first byte is the lowest.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace triaged::codec {

static_assert(std::endian::native == std::endian::little, "the lowest byte of a block must be its first");

inline constexpr std::size_t kBlock = sizeof(std::uint64_t);
inline constexpr std::uint64_t kOnes = 0x0101010101010101;  // times a byte: that byte, eight times

[[nodiscard]] inline std::uint64_t load_block(const char* from) noexcept {
  std::uint64_t block = 0;
  std::memcpy(&block, from, kBlock);
  return block;
}
inline void store_block(char* to, std::uint64_t block) noexcept { std::memcpy(to, &block, kBlock); }

// A mark for each byte below `limit`, which is 0x80 at most; a byte above such a one may be marked by
// mistake.
[[nodiscard]] inline std::uint64_t below(std::uint64_t block, std::uint64_t limit) noexcept {
  return (block - kOnes * limit) & ~block & (kOnes * 0x80);
}

// The place of the first byte that is marked; kBlock where none is.
[[nodiscard]] inline std::size_t first_of(std::uint64_t marks) noexcept {
  return static_cast<std::size_t>(std::countr_zero(marks)) / 8;
}

}  // namespace triaged::codec
