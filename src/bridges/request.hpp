// A message of the outbox as the HTTP request that carries it. The secret is put in here and nowhere earlier:
// what the store keeps does not hold it.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <triaged/bridges/bridge.hpp>

#include "bridges/url.hpp"

namespace triaged::bridges {

using Request = boost::beast::http::request<boost::beast::http::string_body>;

// Nothing: the body is none that this kind of bridge takes, which no repetition will change.
[[nodiscard]] std::optional<Request> to_request(const Settings& settings, const Address& address,
                                                const domain::OutboundMessage& message);

}  // namespace triaged::bridges
