// The bare pump: the least a client can do to move a durable message from one queue to others and lose none.
//
//   bench_bare_pump URL FROM COUNT TO...
//
// Consumes with a prefetch of 2,000, publishes each body to every queue TO with its properties as they came,
// waits for the confirms, acknowledges what is confirmed, and ends when COUNT are acknowledged. It decides
// nothing and remembers nothing: what the daemon does beyond this is the price of triage. A refused message
// ends it.
#include <exception>
#include <iostream>
#include <vector>

#include "broker.hpp"
#include "confirms.hpp"
#include "frames.hpp"

namespace bench {
namespace {

constexpr std::uint16_t prefetch = 2000;
constexpr std::uint64_t acknowledge_at_least = 200;  // at once, while more arrives
constexpr std::size_t send_at_least = 64 * 1024;     // octets, while more arrives

class Pump {
 public:
  Pump(const std::string& url, const std::string& from, std::vector<std::string> to)
      : broker_(url), to_(std::move(to)) {
    broker_.select_confirms();
    broker_.consume(from, prefetch);
  }

  void move(std::uint64_t count) {
    while (acknowledged_ < count) {
      auto frame = broker_.next(false);
      if (!frame) {
        acknowledge(1);
        broker_.send(out_);
        if (acknowledged_ == count) return;
        frame = broker_.next(true);
      }
      take(*frame);
      if (between_messages()) broker_.release();
      acknowledge(acknowledge_at_least);
      if (out_.size() >= send_at_least) broker_.send(out_);
    }
    broker_.send(out_);
  }

 private:
  [[nodiscard]] bool between_messages() const { return left_ == 0 && !properties_expected_; }

  void take(const amqp_frame_t& frame) {
    if (frame.frame_type == AMQP_FRAME_METHOD) return take_method(frame.payload.method);
    if (frame.frame_type == AMQP_FRAME_HEADER) {
      properties_ = *static_cast<amqp_basic_properties_t*>(frame.payload.properties.decoded);
      left_ = frame.payload.properties.body_size;
      properties_expected_ = false;
    } else if (frame.frame_type == AMQP_FRAME_BODY) {
      const auto& part = frame.payload.body_fragment;
      body_.append(static_cast<const char*>(part.bytes), part.len);
      left_ -= part.len;
    }
    if (between_messages()) publish();
  }

  void take_method(const amqp_method_t& method) {
    if (method.id == AMQP_BASIC_DELIVER_METHOD) {
      properties_expected_ = true;
    } else if (method.id == AMQP_BASIC_ACK_METHOD) {
      const auto* ack = static_cast<amqp_basic_ack_t*>(method.decoded);
      confirms_.confirmed(ack->delivery_tag, ack->multiple != 0);
    } else {
      throw BrokerError("unexpected method " +
                        std::to_string(method.id));  // a nack, or the channel is closed
    }
  }

  // Deliveries and publications keep one order on one channel each, so the count is the delivery tag.
  void publish() {
    for (const std::string& queue : to_) {
      append_publish(out_, {}, queue, properties_, body_);
      confirms_.published();
    }
    body_.clear();
  }

  void acknowledge(std::uint64_t at_least) {
    const std::uint64_t whole = confirms_.settled() / to_.size();  // all their copies are confirmed
    if (whole < acknowledged_ + at_least) return;
    acknowledged_ = whole;
    append_acknowledge(out_, acknowledged_);
  }

  Broker broker_;
  std::vector<std::string> to_;
  Confirms confirms_;
  std::string out_;
  std::string body_;
  amqp_basic_properties_t properties_{};
  std::uint64_t left_ = 0;  // octets of the body still to come
  bool properties_expected_ = false;
  std::uint64_t acknowledged_ = 0;
};

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() < 4) {
    std::cerr << "bench_bare_pump URL FROM COUNT TO...\n";
    return 64;
  }
  try {
    bench::Pump pump(words[0], words[1], {words.begin() + 3, words.end()});
    pump.move(std::stoull(words[2]));
  } catch (const std::exception& error) {
    std::cerr << "bench_bare_pump: " << error.what() << '\n';
    return 1;
  }
}
