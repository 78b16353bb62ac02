#include "tls.hpp"

#include <boost/system/system_error.hpp>

namespace triaged::amqp {
namespace ssl = boost::asio::ssl;

ssl::context tls_context(const TlsFiles& files) {
  const auto check = [](const boost::system::error_code& error, const std::string& file) {
    if (error) throw boost::system::system_error(error, file);
  };
  ssl::context context(ssl::context::tls_client);
  context.set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
  context.set_verify_mode(ssl::verify_peer);
  boost::system::error_code error;
  if (files.ca.empty()) {
    context.set_default_verify_paths(error);
    check(error, "the system's certificates");
  } else {
    context.load_verify_file(files.ca, error);
    check(error, files.ca);
  }
  if (!files.client_cert.empty() || !files.client_key.empty()) {
    context.use_certificate_chain_file(files.client_cert, error);
    check(error, files.client_cert);
    context.use_private_key_file(files.client_key, ssl::context::pem, error);
    check(error, files.client_key);
  }
  return context;
}

}  // namespace triaged::amqp
