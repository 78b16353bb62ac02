// Cuts the broker's byte stream into AMQP 0-9-1 frames: one octet of kind, two of channel, four of size, the
// payload, the octet 0xCE. Refuses kinds that do not exist, frames larger than agreed, and payloads too short
// for their kind, before anything looks inside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace triaged::amqp {

inline constexpr std::size_t frame_head = 7;      // octets before the payload
inline constexpr std::size_t frame_overhead = 8;  // and the one after it
inline constexpr char frame_end = '\xCE';
inline constexpr std::size_t frame_max_at_first = 16'384;  // before Tune; the protocol promises 4,096
inline constexpr std::size_t frame_max_wanted = 131'072;   // RabbitMQ's own default

enum class FrameKind : std::uint8_t { method = 1, header = 2, body = 3, heartbeat = 8 };

struct Frame {
  FrameKind kind{};
  std::uint16_t channel = 0;
  std::string_view payload;  // good until the next call of Deframer::next
};

class Deframer {
 public:
  enum class Outcome : std::uint8_t { frame, more, malformed };

  // Takes bytes off the front of `bytes` and fills `frame`. `more`: all were taken and kept, the frame is not
  // whole yet. `malformed`: why() says what is wrong; nothing after it can be read.
  [[nodiscard]] Outcome next(std::string_view& bytes, Frame& frame);

  // The largest whole frame from now on.
  void set_frame_max(std::size_t octets) { frame_max_ = octets; }

  [[nodiscard]] std::string_view why() const { return why_; }

 private:
  [[nodiscard]] bool head_is_good(std::string_view head);
  [[nodiscard]] Outcome finish(std::string_view whole, Frame& frame);

  std::string partial_;         // of a frame that came in pieces
  bool partial_spent_ = false;  // handed out as a frame; to be emptied by the next call
  std::size_t frame_max_ = frame_max_at_first;
  std::string_view why_;
};

}  // namespace triaged::amqp
