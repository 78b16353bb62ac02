// The broker as the engine sees it. Everything the engine asks is asynchronous and cannot fail at the call;
// what comes of it arrives as an engine input (engine/inputs.hpp), on the engine's thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <triaged/domain/message.hpp>

namespace triaged::ports {

// A delivery is named by the link it came over and its tag there; a tag of a link that is gone means nothing.
struct DeliveryTag {
  std::uint64_t link = 0;  // number of the pair of connections, rising with each reconnect
  std::uint64_t tag = 0;

  auto operator<=>(const DeliveryTag&) const = default;
};

struct Delivery {
  DeliveryTag tag;
  bool redelivered = false;
  domain::InboundMessage message;
};

struct Publication {
  std::uint64_t sequence = 0;  // the outbox sequence; comes back with the broker's answer
  std::shared_ptr<const domain::OutboundMessage> message;  // shared with the lane that may have to repeat it
};

// What became of a publication.
enum class PublishResult : std::uint8_t {
  confirmed,
  returned,  // no such queue; nothing was stored
  nacked,    // not now: the queue refused it (full, or its leader is away), the other side is down
  refused,   // not ever: the other side of a bridge says that it will not take this one
};

struct Published {
  std::uint64_t sequence = 0;
  PublishResult result{};
  domain::Duration wait{};  // of `nacked`: the other side asks not to be tried before; zero: it says nothing
  std::string why{};        // of what was not confirmed, in words; empty: the result says it
};

// Where publications go: the broker, or what a bridge leads to. Called by the engine's thread only.
class Outlet {
 public:
  virtual ~Outlet() = default;

  // Publishes over that link, in this order; if it is gone, nothing is done: the next one is told anew.
  // Answers come in any order; none come once the link is down.
  virtual void publish(std::uint64_t link, std::vector<Publication> publications) = 0;

  // Declares a queue anew, after it was found missing; one that exists is left as it is.
  virtual void declare(const std::string& queue) = 0;
};

// Called by the engine's thread only.
class Broker : public Outlet {
 public:
  // Acknowledges these deliveries. Tags of links that are gone are ignored: the broker delivers those again.
  virtual void settle(const std::vector<DeliveryTag>& deliveries) = 0;

  // How many consume that queue: comes back as an input, or not at all when the link goes down meanwhile.
  virtual void count_consumers(const std::string& queue) = 0;

  // Drops both connections and sets them up again after `delay`, so that everything unsettled is delivered
  // again.
  virtual void restart(std::chrono::milliseconds delay) = 0;

  // The engine has room again (true) or has not (false): deliveries are read from the broker, or not.
  virtual void want_deliveries(bool wanted) = 0;
};

}  // namespace triaged::ports
