// Where a bridge leads: an http or https URL taken apart. It refuses what has no meaning there: a user, a
// fragment, and a query in the root of an Alertmanager.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <triaged/domain/words.hpp>

namespace triaged::bridges {

struct Address {
  bool tls = false;
  std::string host;  // to be looked up; an IPv6 address without its brackets
  std::uint16_t port = 0;
  std::string authority;  // as a request's Host says it
  std::string target;     // path and query of the requests
  std::string where;      // scheme, host and port, for people
};

// Nothing, and `why`, which holds nothing of the URL, when it cannot be used.
[[nodiscard]] std::optional<Address> parse_url(domain::BridgeKind kind, std::string_view url,
                                               std::string& why);

}  // namespace triaged::bridges
