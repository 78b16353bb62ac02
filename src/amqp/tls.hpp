// The TLS settings of a client: certificates are always verified, nothing below TLS 1.2.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <triaged/amqp/settings.hpp>

namespace triaged::amqp {

// Throws boost::system::system_error naming the file when one cannot be read or does not fit.
[[nodiscard]] boost::asio::ssl::context tls_context(const TlsFiles& files);

}  // namespace triaged::amqp
