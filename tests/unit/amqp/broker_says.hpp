// Frames as a broker would send them, written by hand: for what cannot be recorded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "amqp/octets.hpp"

namespace triaged::amqp::test {

inline std::string u16(std::uint16_t value) {
  std::string text(2, '\0');
  write_u16(text.data(), value);
  return text;
}
inline std::string u32(std::uint32_t value) {
  std::string text(4, '\0');
  write_u32(text.data(), value);
  return text;
}
inline std::string u64(std::uint64_t value) {
  std::string text(8, '\0');
  write_u64(text.data(), value);
  return text;
}
inline std::string short_text(std::string_view text) {
  return static_cast<char>(text.size()) + std::string(text);
}
inline std::string long_text(std::string_view text) {
  return u32(static_cast<std::uint32_t>(text.size())) + std::string(text);
}

inline std::string frame(char kind, std::uint16_t channel, std::string_view payload) {
  return kind + u16(channel) + long_text(payload) + '\xCE';
}
inline std::string method(std::uint16_t channel, std::uint16_t class_id, std::uint16_t id,
                          std::string_view rest = {}) {
  return frame(1, channel, u16(class_id) + u16(id) + std::string(rest));
}
inline std::string header(std::uint16_t channel, std::uint64_t body_size,
                          std::string_view properties = {"\0\0", 2}) {
  return frame(2, channel, u16(60) + u16(0) + u64(body_size) + std::string(properties));
}
inline std::string body(std::uint16_t channel, std::string_view octets) { return frame(3, channel, octets); }

inline std::string start() {
  return method(0, 10, 10,
                std::string("\0\x09", 2) + u32(0) + long_text("AMQPLAIN PLAIN") + long_text("en_US"));
}
inline std::string tune(std::uint16_t channel_max, std::uint32_t frame_max, std::uint16_t heartbeat) {
  return method(0, 10, 30, u16(channel_max) + u32(frame_max) + u16(heartbeat));
}
inline std::string open_ok() { return method(0, 10, 41, short_text("")); }
inline std::string channel_open_ok(std::uint16_t channel) { return method(channel, 20, 11, long_text("")); }
inline std::string channel_close(std::uint16_t channel, std::uint16_t code, std::string_view text) {
  return method(channel, 20, 40, u16(code) + short_text(text) + u16(0) + u16(0));
}
inline std::string channel_close_ok(std::uint16_t channel) { return method(channel, 20, 41); }
inline std::string queue_declare_ok(std::uint16_t channel) {
  return method(channel, 50, 11, short_text("q") + u32(0) + u32(0));
}
inline std::string confirm_select_ok(std::uint16_t channel) { return method(channel, 85, 11); }
inline std::string deliver(std::uint16_t channel, std::uint64_t tag) {
  return method(channel, 60, 60,
                short_text("c") + u64(tag) + std::string(1, '\0') + short_text("") + short_text("key"));
}
inline std::string ack(std::uint16_t channel, std::uint64_t tag, bool multiple) {
  return method(channel, 60, 80, u64(tag) + std::string(1, multiple ? '\1' : '\0'));
}

}  // namespace triaged::amqp::test
