#include "frames.hpp"

#include <stdexcept>

#include "broker.hpp"

namespace bench {
namespace {

constexpr std::size_t head = 7;  // type, channel, size
constexpr char end = static_cast<char>(AMQP_FRAME_END);
constexpr std::size_t method_room = 4 + 64;       // besides its texts
constexpr std::size_t properties_room = 12 + 64;  // class, weight, body size; and the flags and numbers
constexpr std::size_t texts_in_properties = 4 * 256;

void put(std::string& out, std::size_t at, std::uint64_t value, int octets) {
  for (int i = octets - 1; i >= 0; --i, value >>= 8U)
    out[at + static_cast<std::size_t>(i)] = static_cast<char>(value & 0xFFU);
}

// Starts a frame on channel 1 with `room` octets of payload to write into.
std::size_t begin(std::string& out, std::uint8_t type, std::size_t room) {
  const std::size_t start = out.size();
  out.resize(start + head + room);
  put(out, start, type, 1);
  put(out, start + 1, 1, 2);
  return start;
}

void finish(std::string& out, std::size_t start, std::size_t payload) {
  out.resize(start + head + payload);
  put(out, start + 3, payload, 4);
  out.push_back(end);
}

std::size_t encoded(int size) {
  if (size < 0) throw std::length_error("a frame that does not fit its room");
  return static_cast<std::size_t>(size);
}

void method(std::string& out, amqp_method_number_t number, void* fields, std::size_t texts) {
  const std::size_t room = method_room + texts;
  const std::size_t start = begin(out, AMQP_FRAME_METHOD, room);
  put(out, start + head, number, 4);
  const int size = amqp_encode_method(number, fields, {room - 4, &out[start + head + 4]});
  finish(out, start, 4 + encoded(size));
}

}  // namespace

void append_publish(std::string& out, const std::string& exchange, const std::string& routing_key,
                    const amqp_basic_properties_t& properties, std::string_view body) {
  amqp_basic_publish_t fields{};
  fields.exchange = bytes(exchange);
  fields.routing_key = bytes(routing_key);
  method(out, AMQP_BASIC_PUBLISH_METHOD, &fields, exchange.size() + routing_key.size());

  constexpr std::size_t room = properties_room + texts_in_properties;
  const std::size_t start = begin(out, AMQP_FRAME_HEADER, room);
  put(out, start + head, AMQP_BASIC_CLASS, 2);
  put(out, start + head + 2, 0, 2);  // weight
  put(out, start + head + 4, body.size(), 8);
  amqp_basic_properties_t copy = properties;  // librabbitmq does not promise not to write
  const int size = amqp_encode_properties(AMQP_BASIC_CLASS, &copy, {room - 12, &out[start + head + 12]});
  finish(out, start, 12 + encoded(size));

  const std::size_t at = begin(out, AMQP_FRAME_BODY, body.size());
  out.replace(at + head, body.size(), body);
  finish(out, at, body.size());
}

void append_acknowledge(std::string& out, std::uint64_t tag) {
  amqp_basic_ack_t fields{};
  fields.delivery_tag = tag;
  fields.multiple = 1;
  method(out, AMQP_BASIC_ACK_METHOD, &fields, 0);
}

}  // namespace bench
