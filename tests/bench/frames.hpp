// Frames written one after the other into one buffer, so that many leave with one send. Measured:
// librabbitmq's own amqp_basic_publish makes three sends for each message, and the pump's CPU half as much
// again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <amqp.h>
#include <amqp_framing.h>

namespace bench {

// Appends a publication: method, properties and body, which must fit into one frame.
void append_publish(std::string& out, const std::string& exchange, const std::string& routing_key,
                    const amqp_basic_properties_t& properties, std::string_view body);

// Appends an acknowledgement of `tag` and everything before it.
void append_acknowledge(std::string& out, std::uint64_t tag);

}  // namespace bench
