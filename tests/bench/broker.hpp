// A connection to the broker on plain librabbitmq, which owns the socket: what the benchmark's programs
// share. For them alone: it blocks, knows no deadline and ends the program by an exception when anything goes
// wrong.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <amqp.h>
#include <amqp_framing.h>

namespace bench {

struct BrokerError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

[[nodiscard]] amqp_bytes_t bytes(const std::string& text);  // borrows
[[nodiscard]] std::string text(amqp_bytes_t bytes);         // copies

class Broker {
 public:
  // `url` as amqp://user:password@host:port/vhost. Opens channels 1 to `channels`.
  explicit Broker(const std::string& url, std::uint16_t channels = 1);
  ~Broker();
  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;

  void declare_topic_exchange(const std::string& name);
  void declare_quorum_queue(const std::string& name);
  void bind(const std::string& queue, const std::string& exchange, const std::string& key);
  void select_confirms();
  void consume(const std::string& queue, std::uint16_t prefetch);

  // How many messages each queue could deliver now, queue i asked over channel i + 1, all at once. What a
  // consumer holds is not counted; a queue too busy to answer the broker in time counts as 0.
  [[nodiscard]] std::vector<std::uint64_t> ready(const std::vector<std::string>& queues);

  // The next frame. With `wait` it blocks until there is one; without, nothing when none has arrived whole.
  // What it points to is valid until the next call of release().
  [[nodiscard]] std::optional<amqp_frame_t> next(bool wait);
  void release() { amqp_maybe_release_buffers(connection_); }

  void send(std::string& octets);  // whole frames; `octets` is empty afterwards

 private:
  void check(const char* what);  // of the last call
  amqp_connection_state_t connection_;
};

}  // namespace bench
