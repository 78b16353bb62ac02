// What we say to the broker, as whole frames appended to an output buffer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <triaged/domain/message.hpp>

#include "request.hpp"

namespace triaged::amqp {

// A message about to be published, always persistent. Views: nothing is kept after the call.
struct Outgoing {
  std::string_view exchange{};
  std::string_view routing_key{};
  std::string_view body{};
  std::string_view content_type{};
  std::string_view message_id{};
  std::string_view correlation_id{};
  std::string_view reply_to{};
  std::string_view type{};
  std::string_view user_id{};
  std::optional<domain::Instant> timestamp{};  // AMQP keeps whole seconds
  const domain::Headers* headers = nullptr;
};

namespace say {

void protocol_header(std::string& out);
void heartbeat(std::string& out);
// Mechanism PLAIN, and the capabilities we understand. `name` is shown in the broker's list of connections.
[[nodiscard]] bool start_ok(std::string& out, std::string_view user, std::string_view password,
                            std::string_view name);
void tune_ok(std::string& out, std::uint16_t channel_max, std::uint32_t frame_max, std::uint16_t heartbeat_s);
[[nodiscard]] bool open(std::string& out, std::string_view vhost);
void close(std::string& out, std::string_view text);
void close_ok(std::string& out);
void channel_close_ok(std::string& out, std::uint16_t channel);
void cancel_ok(std::string& out, std::uint16_t channel, std::string_view consumer);
void ack(std::string& out, std::uint16_t channel, std::uint64_t tag, bool multiple);

// Mandatory, in as many body frames as `frame_max` asks for. False when it cannot be said at all (a name or
// id over 255 octets, headers over a frame): nothing was appended then.
[[nodiscard]] bool publish(std::string& out, std::uint16_t channel, const Outgoing& message,
                           std::size_t frame_max);

// The number of the method that answers the request; 0 when the request cannot be said (a name over 255
// octets).
[[nodiscard]] std::uint32_t request(std::string& out, std::uint16_t channel, const Request& request);

}  // namespace say
}  // namespace triaged::amqp
