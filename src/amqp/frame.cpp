// A frame that lies whole in what was read is handed out where it lies; only pieces are copied.
#include "frame.hpp"

#include <algorithm>

#include "octets.hpp"

namespace triaged::amqp {
namespace {

constexpr std::size_t method_payload_min = 4;   // class and method
constexpr std::size_t header_payload_min = 14;  // class, weight, body size, property flags

std::size_t payload_size(std::string_view head) { return read_u32(head.substr(3)); }

}  // namespace

bool Deframer::head_is_good(std::string_view head) {
  const auto kind = static_cast<FrameKind>(head[0]);
  const std::size_t size = payload_size(head);
  std::size_t least = 0;
  switch (kind) {
    case FrameKind::method:
      least = method_payload_min;
      break;
    case FrameKind::header:
      least = header_payload_min;
      break;
    case FrameKind::body:
    case FrameKind::heartbeat:
      break;
    default:  // not one of ours: octets from outside
      why_ = head.starts_with("AMQP") ? "the peer speaks another version of AMQP"
                                      : "the peer does not speak AMQP 0-9-1";
      return false;
  }
  if (size + frame_overhead > frame_max_) {
    why_ = "a frame is larger than agreed";
    return false;
  }
  if (size < least || (kind == FrameKind::heartbeat && size != 0)) {
    why_ = "a frame's size does not fit its kind";
    return false;
  }
  return true;
}

Deframer::Outcome Deframer::finish(std::string_view whole, Frame& frame) {
  if (whole.back() != frame_end) {
    why_ = "a frame does not end where it should";
    return Outcome::malformed;
  }
  frame.kind = static_cast<FrameKind>(whole[0]);
  frame.channel = read_u16(whole.substr(1));
  frame.payload = whole.substr(frame_head, whole.size() - frame_overhead);
  return Outcome::frame;
}

Deframer::Outcome Deframer::next(std::string_view& bytes, Frame& frame) {
  if (partial_spent_) {
    partial_.clear();
    partial_spent_ = false;
  }
  const auto take = [&](std::size_t wanted) {
    const std::size_t count = std::min(bytes.size(), wanted - std::min(wanted, partial_.size()));
    partial_.append(bytes.substr(0, count));
    bytes.remove_prefix(count);
    return partial_.size() >= wanted;
  };

  if (partial_.empty() && bytes.size() >= frame_head) {
    if (!head_is_good(bytes)) return Outcome::malformed;
    const std::size_t whole = payload_size(bytes) + frame_overhead;
    if (bytes.size() >= whole) {
      const auto outcome = finish(bytes.substr(0, whole), frame);
      bytes.remove_prefix(whole);
      return outcome;
    }
  }
  const bool head_was_known = partial_.size() >= frame_head;
  if (!take(frame_head)) return Outcome::more;
  if (!head_was_known && !head_is_good(partial_)) return Outcome::malformed;
  if (!take(payload_size(partial_) + frame_overhead)) return Outcome::more;
  partial_spent_ = true;
  return finish(partial_, frame);
}

}  // namespace triaged::amqp
