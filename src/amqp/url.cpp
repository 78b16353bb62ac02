// RabbitMQ's URI specification. The password never appears in a message.
#include <charconv>
#include <string_view>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <triaged/amqp/settings.hpp>

namespace triaged::amqp {
namespace {

constexpr std::uint16_t plain_port = 5672;
constexpr std::uint16_t tls_port = 5671;
constexpr std::string_view bad_port = "its port must be a number from 1 to 65535";

std::optional<std::uint16_t> read_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

}  // namespace

std::optional<Endpoint> parse_url(std::string_view url, std::string& why) {
  const auto refuse = [&why](std::string_view because) -> std::optional<Endpoint> {
    why = because;
    return std::nullopt;
  };
  const auto parsed = boost::urls::parse_uri(boost::core::string_view(url.data(), url.size()));
  if (!parsed) return refuse("not a URL; wanted amqp://user:password@host:port/vhost");

  Endpoint endpoint;
  if (parsed->scheme() == "amqps")
    endpoint.tls = true;
  else if (parsed->scheme() != "amqp")
    return refuse("its scheme must be amqp or amqps");
  if (!parsed->has_authority() || parsed->encoded_host().empty()) return refuse("it names no host");
  if (parsed->has_query() || parsed->has_fragment())
    return refuse("it has a query or a fragment; such options are settings of their own");

  endpoint.host = parsed->host_type() == boost::urls::host_type::ipv6 ? std::string(parsed->host_address())
                                                                      : parsed->host();
  endpoint.port = endpoint.tls ? tls_port : plain_port;
  // Boost 1.81 reads "host:x" as an empty port and the path "x", and lets port numbers wrap round.
  if (!parsed->encoded_path().empty() && !parsed->encoded_path().starts_with('/')) return refuse(bad_port);
  if (!parsed->port().empty()) {
    const auto port = read_port({parsed->port().data(), parsed->port().size()});
    if (!port) return refuse(bad_port);
    endpoint.port = *port;
  }
  if (parsed->has_userinfo()) {
    endpoint.user = parsed->user();
    endpoint.password = parsed->password();
    if (endpoint.user.empty()) return refuse("its user is empty");
  }
  const auto segments = parsed->segments();
  if (segments.size() > 1) return refuse("its vhost holds a slash that is not written %2F");
  // An empty vhost cannot exist in RabbitMQ: the lone slash at the end is taken for the default as well.
  if (!segments.empty() && !segments.front().empty()) endpoint.vhost = segments.front();
  return endpoint;
}

}  // namespace triaged::amqp
