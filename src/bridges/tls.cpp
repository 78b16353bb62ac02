#include "bridges/tls.hpp"

#include <stdexcept>

namespace triaged::bridges {

namespace ssl = boost::asio::ssl;

ssl::context tls_context(const std::string& ca_file) {
  ssl::context context(ssl::context::tls_client);
  context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                      ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
  context.set_verify_mode(ssl::verify_peer);
  boost::system::error_code error;
  if (ca_file.empty())
    context.set_default_verify_paths(error);
  else
    context.load_verify_file(ca_file, error);
  if (error)
    throw std::runtime_error((ca_file.empty() ? "the system's certificates" : ca_file) + ": " +
                             error.message());
  return context;
}

}  // namespace triaged::bridges
