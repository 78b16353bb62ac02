#include "bridges/url.hpp"

#include <charconv>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace triaged::bridges {
namespace {

constexpr std::uint16_t kPlainPort = 80;
constexpr std::uint16_t kTlsPort = 443;
constexpr std::string_view kAlerts = "/api/v2/alerts";
constexpr std::string_view kBadPort = "its port must be a number from 1 to 65535";

std::string_view view(boost::core::string_view text) { return {text.data(), text.size()}; }

std::optional<std::uint16_t> read_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

std::string target_of(domain::BridgeKind kind, const boost::urls::url_view& url) {
  std::string path(view(url.encoded_path()));
  switch (kind) {
    case domain::BridgeKind::pagerduty:
      if (path.empty()) path = "/";
      if (url.has_query()) path.append("?").append(view(url.encoded_query()));
      return path;
    case domain::BridgeKind::alertmanager:
      while (path.ends_with('/')) path.pop_back();
      return path.append(kAlerts);
  }
  return path;
}

}  // namespace

std::optional<Address> parse_url(domain::BridgeKind kind, std::string_view url, std::string& why) {
  const auto refuse = [&why](std::string_view because) -> std::optional<Address> {
    why = because;
    return std::nullopt;
  };
  const auto parsed = boost::urls::parse_uri(boost::core::string_view(url.data(), url.size()));
  if (!parsed) return refuse("not a URL; wanted https://host:port/path");

  Address address;
  address.tls = parsed->scheme_id() == boost::urls::scheme::https;
  if (!address.tls && parsed->scheme_id() != boost::urls::scheme::http)
    return refuse("its scheme must be http or https");
  if (!parsed->has_authority() || parsed->encoded_host().empty()) return refuse("it names no host");
  if (parsed->has_userinfo()) return refuse("it holds a user or a password; a secret has a file of its own");
  if (parsed->has_fragment()) return refuse("it has a fragment, which no request can carry");
  if (kind == domain::BridgeKind::alertmanager && parsed->has_query())
    return refuse("it has a query; wanted the root of an Alertmanager, like http://127.0.0.1:9093");

  address.host = parsed->host_type() == boost::urls::host_type::ipv6 ? std::string(parsed->host_address())
                                                                     : parsed->host();
  address.port = address.tls ? kTlsPort : kPlainPort;
  // Boost 1.81 reads "host:x" as an empty port and the path "x", and lets port numbers wrap round.
  if (!parsed->encoded_path().empty() && !parsed->encoded_path().starts_with('/')) return refuse(kBadPort);
  if (!parsed->port().empty()) {
    const auto port = read_port(view(parsed->port()));
    if (!port) return refuse(kBadPort);
    address.port = *port;
  }
  address.authority = view(parsed->encoded_host_and_port());
  address.target = target_of(kind, *parsed);
  address.where = (address.tls ? "https://" : "http://") + address.authority;
  return address;
}

}  // namespace triaged::bridges
