// A plain client for the commands that speak with a broker as producers and consumers do (`send`, `watch`)
// and for benchmarks: one connection, its own loop, blocking calls with deadlines. Built on the same session
// and socket code as the daemon's link. The loop runs inside its calls only, so heartbeats stop between them:
// make it, use it, drop it. After a call that threw nothing works any more.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <triaged/amqp/settings.hpp>
#include <triaged/ports/broker.hpp>

namespace triaged::amqp {

class Client {
 public:
  // Connects; throws std::runtime_error saying what failed and where.
  explicit Client(const Settings& settings);
  ~Client();

  struct Message {
    std::string exchange;  // with the prefix, as given
    std::string routing_key;
    domain::InboundMessage properties_and_body;  // routing_key in it is ignored
  };
  // Publishes all with mandatory and waits for the answers: one each, in the order given. Throws when the
  // connection fails before all have come.
  [[nodiscard]] std::vector<ports::PublishResult> publish(const std::vector<Message>& messages);

  // Consumes from these queues (as named; not declared) until `on_message` returns false, `idle` passes
  // without a message, or stop() is called. With `acknowledge`, each message is acknowledged after on_message
  // returned, whatever it said of going on; what was not handed to it stays in its queue. Throws when a queue
  // does not exist or the connection fails.
  struct Received {
    std::string queue;
    bool redelivered = false;
    domain::InboundMessage message;
    std::string type;  // AMQP property `type`
  };
  void consume(const std::vector<std::string>& queues, bool acknowledge, std::chrono::milliseconds idle,
               const std::function<bool(const Received&)>& on_message);
  void stop();  // from any thread or a signal handler's thread; consume() returns soon

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace triaged::amqp
