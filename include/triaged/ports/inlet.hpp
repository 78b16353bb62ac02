// The way in for what does not come over the broker by itself: publishes to the daemon's own intake, so that
// the broker stays the one log of events, and says what became of it.
#pragma once

#include <cstdint>
#include <functional>

#include <triaged/domain/id.hpp>
#include <triaged/domain/message.hpp>

namespace triaged::ports {

enum class Entered : std::uint8_t {
  confirmed,  // the broker has it, on disk
  away,       // no broker, or it went before it answered: it may or may not have it; the same may come again
  refused,    // the broker did not take it: no such queue, the queue refuses, or AMQP cannot say it
  busy,       // too many wait for their answer; nothing was sent
};

class Inlet {
 public:
  virtual ~Inlet() = default;

  using Answer = std::function<void(Entered)>;

  // Any thread; never blocks. `answer` is called exactly once, on any thread, perhaps before this returns;
  // it must not block. The message speaks for `producer`: its `user_id`, `routing_key` and header
  // domain::kProducerHeader are ignored, and set by the inlet.
  virtual void publish(const domain::ProducerId& producer, domain::InboundMessage message, Answer answer) = 0;
};

}  // namespace triaged::ports
