// Messages as they cross the broker's border: a body in bytes and the AMQP properties we read or write.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <triaged/domain/bytes.hpp>
#include <triaged/domain/time.hpp>

namespace triaged::domain {

// Header name and value; of the broker's, text, and some others as text (src/amqp/content.hpp).
using Headers = std::vector<std::pair<std::string, std::string>>;

// Names the producer of a message that the daemon published to its own intake for somebody else, such as an
// HTTP token. Believed of the daemon's own user only.
inline constexpr std::string_view kProducerHeader = "x-triaged-producer";

struct InboundMessage {
  Bytes body;                 // may be cut by the intake at its limit; then full_size is larger
  std::size_t full_size = 0;  // of the body as the broker had it
  std::string routing_key;
  std::string content_type;
  std::string message_id;
  std::string user_id;  // verified by the broker; empty when the producer did not set it
  std::string reply_to;
  std::string correlation_id;
  std::optional<Instant> timestamp;
  Headers headers;

  bool operator==(const InboundMessage&) const = default;
};

// The lane that all answers share; no queue can have this name.
inline constexpr std::string_view kAnswersLane = "(answers)";

// What the lane of a bridge is called, with its kind after it; no queue can have such a name.
inline constexpr std::string_view kBridgeLane = "bridge:";
// Of a message for a bridge, a header: the level of the page.
inline constexpr std::string_view kLevelHeader = "level";

// Always persistent; published to the default exchange with `queue` as the routing key, or handed to the
// bridge whose lane `queue` names.
struct OutboundMessage {
  std::string queue;
  Bytes body;
  std::string content_type;
  std::string message_id;      // the notice id
  std::string correlation_id;  // the ticket id
  std::string type;            // "notice.assigned"
  Instant timestamp{};         // AMQP keeps whole seconds
  Headers headers;
  // To a producer that asked for it (codec/answer.hpp). `queue` is somebody else's, by its whole name: no
  // prefix belongs before it, and whether it exists is not our affair.
  bool answer = false;

  [[nodiscard]] bool crosses_bridge() const noexcept { return !answer && queue.starts_with(kBridgeLane); }
  // Messages of one lane go out in their order, and what becomes of one may hold up the next.
  [[nodiscard]] std::string_view lane() const noexcept { return answer ? kAnswersLane : queue; }

  bool operator==(const OutboundMessage&) const = default;
};

}  // namespace triaged::domain
