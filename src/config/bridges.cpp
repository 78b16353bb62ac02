// A secret is a file's name here: whether that file is there is asked when the daemon starts, not by `check`,
// which may run where no secrets are.
#include "config/bridges.hpp"

#include <charconv>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "config/values.hpp"

namespace triaged::config {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;
using domain::BridgeKind;

constexpr const char* kPagerDuty = "https://events.pagerduty.com/v2/enqueue";
constexpr TimeRange kTimeouts{.least = std::chrono::milliseconds{100},
                              .most = std::chrono::milliseconds{60'000}};

// What the kinds do not share.
struct Kind {
  BridgeKind kind;
  const char* what;    // of its map
  const char* secret;  // the key of its secret's file
  bool needs_secret;
  const char* default_url;  // nullptr: it has none
  const char* example;
};

constexpr Kind kKinds[] = {
    {.kind = BridgeKind::pagerduty,
     .what = "`bridges.pagerduty`",
     .secret = "routing_key_file",
     .needs_secret = true,
     .default_url = kPagerDuty,
     .example = kPagerDuty},
    {.kind = BridgeKind::alertmanager,
     .what = "`bridges.alertmanager`",
     .secret = "token_file",
     .needs_secret = false,
     .default_url = nullptr,
     .example = "http://127.0.0.1:9093"},
};

bool is_this_machine(const boost::urls::url_view& url) {
  using boost::urls::host_type;
  if (url.host_type() == host_type::ipv4) return url.host_ipv4_address().is_loopback();
  if (url.host_type() == host_type::ipv6) return url.host_ipv6_address().is_loopback();
  return url.host() == "localhost";
}

// None at all is the scheme's own.
bool is_port(std::string_view text) {
  if (text.empty()) return true;
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port != 0;
}

// Nothing: it can be used.
std::optional<std::string> fault_of(const boost::urls::url_view& url, BridgeKind kind) {
  const auto scheme = url.scheme_id();
  if (scheme != boost::urls::scheme::http && scheme != boost::urls::scheme::https)
    return "its scheme is neither http nor https";
  if (!url.has_authority() || url.encoded_host().empty()) return "it names no host";
  if (url.has_userinfo()) return "it holds credentials";
  // Boost 1.81 reads "host:x" as an empty port and the path "x", and lets port numbers wrap round.
  const bool ends_at_the_port = url.encoded_path().empty() || url.encoded_path().starts_with('/');
  if (!ends_at_the_port || !is_port({url.port().data(), url.port().size()}))
    return "its port is not one from 1 to 65535";
  if (url.has_fragment()) return "it has a fragment, which no request can carry";
  if (kind == BridgeKind::alertmanager && url.has_query())
    return "it has a query, which the root of an Alertmanager has not";
  return std::nullopt;
}

void check_url(MapReader& map, const Kind& kind, const BridgeSettings& bridge, Faults& faults) {
  const auto url = boost::urls::parse_uri(bridge.url);
  const auto why = url ? fault_of(*url, bridge.kind) : std::optional<std::string>{"it is no URL"};
  if (why) {
    const bool names_somebody = url && url->has_userinfo();
    return faults.error(map.place_of("url"), "`url` cannot be used: " + *why,
                        names_somebody
                            ? "remove them; name a file with the secret in `" + std::string(kind.secret) + "`"
                            : "write it like `" + std::string(kind.example) + "`");
  }
  if (url->scheme_id() == boost::urls::scheme::https) return;
  if (map.has("ca_file"))
    faults.error(map.place_of("ca_file"), "`ca_file` has no effect: `url` is not encrypted",
                 "write `https://` in `url`, or remove it");
  if (!bridge.secret_file.empty() && !is_this_machine(*url))
    faults.error(map.place_of("url"),
                 "`url` leads to another machine unencrypted, and would carry a secret there",
                 std::string("write `https://` in `url`") +
                     (kind.needs_secret ? "" : ", or remove `" + std::string(kind.secret) + "`"));
}

// Reports an absent or empty one.
void need(MapReader& map, const char* key, const std::string& read, const std::string& remedy,
          Faults& faults) {
  const Node& node = map.require(key);
  if (map.has(key) && read.empty() && node.kind == Node::Kind::scalar)
    faults.error(node.place, "`" + std::string(key) + "` is empty", remedy);
}

BridgeSettings read_bridge(const Node& node, const Kind& kind, const std::filesystem::path& folder,
                           Faults& faults) {
  BridgeSettings bridge;
  bridge.kind = kind.kind;
  MapReader map{node, kind.what, faults};
  read_path(map, kind.secret, folder, bridge.secret_file);
  if (kind.needs_secret)
    need(map, kind.secret, bridge.secret_file, "name the file whose first line it is", faults);
  if (kind.default_url != nullptr) bridge.url = kind.default_url;
  bridge.url = map.text("url").value_or(bridge.url);
  if (kind.default_url == nullptr)
    need(map, "url", bridge.url, "write it like `" + std::string(kind.example) + "`", faults);
  read_path(map, "ca_file", folder, bridge.ca_file);
  read_time(map, "timeout", kTimeouts, bridge.timeout, faults);
  if (!bridge.url.empty() || kind.default_url != nullptr) check_url(map, kind, bridge, faults);
  map.finish();
  return bridge;
}

}  // namespace

std::vector<BridgeSettings> read_bridges(const Node& node, const std::filesystem::path& folder,
                                         Faults& faults) {
  std::vector<BridgeSettings> bridges;
  MapReader map{node, "`bridges`", faults};
  for (const Kind& kind : kKinds) {
    const Node* one = map.node(name(kind.kind));
    if (one == nullptr) continue;
    const auto errors = faults.errors();
    auto bridge = read_bridge(*one, kind, folder, faults);
    if (faults.errors() == errors) bridges.push_back(std::move(bridge));
  }
  map.finish();
  return bridges;
}

}  // namespace triaged::config
