// Numbers in network order, read from and written to strings. Callers have checked that the octets are there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace triaged::amqp {

[[nodiscard]] constexpr std::uint8_t read_u8(std::string_view from) {
  return static_cast<std::uint8_t>(from[0]);
}

[[nodiscard]] constexpr std::uint16_t read_u16(std::string_view from) {
  return static_cast<std::uint16_t>((read_u8(from) << 8) | read_u8(from.substr(1)));
}

[[nodiscard]] constexpr std::uint32_t read_u32(std::string_view from) {
  return (std::uint32_t{read_u16(from)} << 16) | read_u16(from.substr(2));
}

[[nodiscard]] constexpr std::uint64_t read_u64(std::string_view from) {
  return (std::uint64_t{read_u32(from)} << 32) | read_u32(from.substr(4));
}

constexpr void write_u16(char* to, std::uint16_t value) {
  to[0] = static_cast<char>(value >> 8);
  to[1] = static_cast<char>(value & 0xFF);
}

constexpr void write_u32(char* to, std::uint32_t value) {
  write_u16(to, static_cast<std::uint16_t>(value >> 16));
  write_u16(to + 2, static_cast<std::uint16_t>(value & 0xFFFF));
}

constexpr void write_u64(char* to, std::uint64_t value) {
  write_u32(to, static_cast<std::uint32_t>(value >> 32));
  write_u32(to + 4, static_cast<std::uint32_t>(value & 0xFFFF'FFFF));
}

}  // namespace triaged::amqp
