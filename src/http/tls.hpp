// The server's side of TLS: version 1.2 and later, a certificate and its key.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <triaged/http/settings.hpp>

namespace triaged::http {

// Throws boost::system::system_error, or std::runtime_error that names the file.
[[nodiscard]] boost::asio::ssl::context tls_context(const Settings& settings);

}  // namespace triaged::http
