#include "http/tls.hpp"

#include <stdexcept>

namespace triaged::http {

namespace ssl = boost::asio::ssl;

ssl::context tls_context(const Settings& settings) {
  ssl::context context(ssl::context::tls_server);
  context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                      ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
  boost::system::error_code error;
  context.use_certificate_chain_file(settings.cert_file, error);
  if (error) throw std::runtime_error(settings.cert_file + ": " + error.message());
  context.use_private_key_file(settings.key_file, ssl::context::pem, error);
  if (error) throw std::runtime_error(settings.key_file + ": " + error.message());
  return context;
}

}  // namespace triaged::http
