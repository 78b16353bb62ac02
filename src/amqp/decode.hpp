// What the broker says: the methods a client may hear, as values. Texts in them point into the frame and are
// good only as long as it is.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>

namespace triaged::amqp {

namespace heard {

struct Start {
  std::string_view mechanisms;  // separated by spaces
  std::string_view version;     // of the server, "3.10.8"; empty when it does not say
};
struct Tune {
  std::uint16_t channel_max = 0;  // 0: no limit
  std::uint32_t frame_max = 0;    // 0: no limit
  std::uint16_t heartbeat = 0;    // seconds; 0: none wanted
};
struct OpenOk {};
struct Close {  // of the connection
  std::uint16_t code = 0;
  std::string_view text;
};
struct CloseOk {};
struct Blocked {
  std::string_view reason;
};
struct Unblocked {};
struct ChannelClose {
  std::uint16_t code = 0;
  std::string_view text;
};
struct ChannelCloseOk {};
// Any other answer to a request of ours; which one is told by the method's number.
struct Answer {
  std::uint32_t method = 0;
  std::uint32_t consumers = 0;  // of a declared queue
};
struct Deliver {
  std::string_view consumer;
  std::uint64_t tag = 0;
  bool redelivered = false;
  std::string_view routing_key;
};
struct Return {
  std::uint16_t code = 0;
  std::string_view text;
  std::string_view routing_key;
};
struct Confirm {
  std::uint64_t tag = 0;
  bool multiple = false;
  bool accepted = false;  // basic.ack; otherwise basic.nack
};
struct Cancel {
  std::string_view consumer;
  bool answer_wanted = false;
};

using Method = std::variant<Start, Tune, OpenOk, Close, CloseOk, Blocked, Unblocked, ChannelClose,
                            ChannelCloseOk, Answer, Deliver, Return, Confirm, Cancel>;

}  // namespace heard

class Decoder {
 public:
  Decoder();
  ~Decoder();
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  // The payload of a method frame, at least four octets. Nothing for methods that a broker does not send to a
  // client, and for those that are cut short.
  [[nodiscard]] std::optional<heard::Method> decode(std::string_view payload);

 private:
  class Memory;
  std::unique_ptr<Memory> memory_;
};

}  // namespace triaged::amqp
