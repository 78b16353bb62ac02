// Fills the intake before a measured run, the way producers do: publishes COUNT new tickets, persistent and
// with confirms, to the exchange that the daemon's intake is bound to. Ends when the last is confirmed; a
// refused one ends it with an error. Declares exchange, intake and binding like the daemon.
//
//   bench_preload URL HUBS COUNT SEED [QUEUE...]     further quorum queues to declare
#include <exception>
#include <iostream>
#include <vector>

#include "broker.hpp"
#include "confirms.hpp"
#include "frames.hpp"
#include "preload/events.hpp"

namespace bench {
namespace {

const std::string exchange = "triaged.events";
const std::string intake = "triaged.intake";
constexpr std::uint64_t unconfirmed_max = 4000;
constexpr std::size_t send_at_least = 64 * 1024;  // octets

void await_one(Broker& broker, Confirms& confirms) {
  const auto frame = broker.next(true);
  if (frame->frame_type != AMQP_FRAME_METHOD || frame->payload.method.id != AMQP_BASIC_ACK_METHOD)
    throw BrokerError("the broker refused a message");
  const auto* ack = static_cast<amqp_basic_ack_t*>(frame->payload.method.decoded);
  confirms.confirmed(ack->delivery_tag, ack->multiple != 0);
  broker.release();
}

void fill(Broker& broker, Events& events, std::uint64_t count) {
  const std::string content_type = "application/x-protobuf";
  amqp_basic_properties_t properties{};
  properties._flags =
      AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG;
  properties.content_type = bytes(content_type);
  properties.delivery_mode = AMQP_DELIVERY_PERSISTENT;

  Confirms confirms;
  std::string out;
  for (std::uint64_t i = 0; i < count; ++i) {
    const Event event = events.next();
    properties.message_id = bytes(event.id);
    append_publish(out, exchange, event.routing_key, properties, event.body);
    confirms.published();
    if (out.size() >= send_at_least) broker.send(out);
    while (confirms.open() >= unconfirmed_max) {
      broker.send(out);
      await_one(broker, confirms);
    }
  }
  broker.send(out);
  while (confirms.open() > 0) await_one(broker, confirms);
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() < 4) {
    std::cerr << "bench_preload URL HUBS COUNT SEED [QUEUE...]\n";
    return 64;
  }
  try {
    bench::Events events(bench::read_hubs(words[1]), std::stoull(words[3]));
    bench::Broker broker(words[0]);
    broker.declare_topic_exchange(bench::exchange);
    broker.declare_quorum_queue(bench::intake);
    broker.bind(bench::intake, bench::exchange, "#");
    for (std::size_t i = 4; i < words.size(); ++i) broker.declare_quorum_queue(words[i]);
    broker.select_confirms();
    bench::fill(broker, events, std::stoull(words[2]));
  } catch (const std::exception& error) {
    std::cerr << "bench_preload: " << error.what() << '\n';
    return 1;
  }
}
