#include "bridges/request.hpp"

#include <algorithm>

namespace triaged::bridges {
namespace {

namespace wire = boost::beast::http;

constexpr unsigned kHttp11 = 11;
constexpr std::string_view kBlanks = " \t\r\n";
constexpr const char* kJson = "application/json";

std::string quoted(std::string_view secret) {
  std::string text = "\"";
  for (const char c : secret) {
    if (c == '"' || c == '\\') text.push_back('\\');
    text.push_back(c);
  }
  return text + "\"";
}

// `object` with that first member. Nothing: it is no object.
std::optional<std::string> with_routing_key(std::string_view object, std::string_view key) {
  const auto open = object.find_first_not_of(kBlanks);
  if (open == std::string_view::npos || object[open] != '{') return std::nullopt;
  const auto rest = object.substr(open + 1);
  const auto next = rest.find_first_not_of(kBlanks);
  if (next == std::string_view::npos) return std::nullopt;
  std::string body = "{\"routing_key\":" + quoted(key);
  if (rest[next] != '}') body.push_back(',');
  return body.append(rest);
}

}  // namespace

bool is_sound_secret(std::string_view secret) noexcept {
  return std::ranges::all_of(secret, [](char c) { return c > ' ' && c <= '~'; });
}

std::optional<Request> to_request(const Settings& settings, const Address& address,
                                  const domain::OutboundMessage& message) {
  Request request(wire::verb::post, address.target, kHttp11);
  request.set(wire::field::host, address.authority);
  request.set(wire::field::user_agent, "triaged");
  request.set(wire::field::content_type, message.content_type.empty() ? kJson : message.content_type);
  request.set(wire::field::accept, kJson);
  request.keep_alive(false);
  switch (settings.kind) {
    case domain::BridgeKind::pagerduty: {
      auto body = with_routing_key(message.body, settings.secret);
      if (!body) return std::nullopt;
      request.body() = std::move(*body);
      break;
    }
    case domain::BridgeKind::alertmanager:
      if (!settings.secret.empty()) request.set(wire::field::authorization, "Bearer " + settings.secret);
      request.body() = message.body;
      break;
  }
  request.prepare_payload();
  return request;
}

}  // namespace triaged::bridges
