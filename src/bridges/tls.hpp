// The client's side of TLS: version 1.2 and later, and the other side must prove that it is who the URL
// names.
#pragma once

#include <string>

#include <boost/asio/ssl/context.hpp>

namespace triaged::bridges {

// `ca_file` empty: the system's authorities. Throws std::runtime_error that names the file.
[[nodiscard]] boost::asio::ssl::context tls_context(const std::string& ca_file);

}  // namespace triaged::bridges
