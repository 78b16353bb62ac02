// Hands messages to the inlet and waits until all are confirmed, one is not, or it takes too long.
#pragma once

#include <vector>

#include <boost/asio/awaitable.hpp>

#include "http/context.hpp"

namespace triaged::http {

enum class Outcome : std::uint8_t {
  confirmed,  // all of them
  away,
  refused,
  busy,
  late,  // some were not answered within Limits::confirm_time, or the server stops
};

// The first of what went wrong. What was confirmed stays: the same messages may come again.
[[nodiscard]] boost::asio::awaitable<Outcome> enter(Context& context, domain::ProducerId producer,
                                                    std::vector<domain::InboundMessage> messages);

}  // namespace triaged::http
