#include "http/routes.hpp"

#include <algorithm>
#include <array>

namespace triaged::http {
namespace {

// In the order of Route.
constexpr std::array<RouteFacts, 5> kRoutes{{
    {.path = "/healthz", .method = "GET", .role = std::nullopt},
    {.path = "/readyz", .method = "GET", .role = std::nullopt},
    {.path = "/metrics", .method = "GET", .role = Role::viewer},
    {.path = "/api/v1/events", .method = "POST", .role = Role::producer, .body = &Limits::event},
    {.path = "/webhooks/alertmanager", .method = "POST", .role = Role::producer, .body = &Limits::webhook},
}};

constexpr std::string_view kBodyType = "application/json";

bool same(std::string_view text, std::string_view wanted) {
  return std::ranges::equal(text, wanted, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

// Without its parameters.
std::string_view media_type(std::string_view content_type) {
  auto type = content_type.substr(0, content_type.find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  return type;
}

}  // namespace

const RouteFacts& facts(Route route) noexcept { return kRoutes[static_cast<std::size_t>(route)]; }
std::string_view name(Route route) noexcept { return facts(route).path; }

std::variant<Route, Answer> find_route(std::string_view method, std::string_view target) {
  const auto path = target.substr(0, target.find('?'));
  for (std::size_t i = 0; i < kRoutes.size(); ++i) {
    if (kRoutes[i].path != path) continue;
    const bool gets = kRoutes[i].method == "GET";
    if (method == kRoutes[i].method || (gets && method == "HEAD")) return static_cast<Route>(i);
    const std::string allowed = gets ? "GET, HEAD" : std::string(kRoutes[i].method);
    auto answer = refuse(405, {{"method_not_allowed", "this path takes " + allowed}});
    answer.headers.emplace_back("Allow", allowed);
    return answer;
  }
  return refuse(404, {{"not_found", "there is nothing at this path"}});
}

std::optional<Answer> judge_body(Route route, std::string_view content_type,
                                 std::optional<std::uint64_t> length, const Limits& limits) {
  const auto most = facts(route).body;
  if (most == nullptr) {
    if (length == 0) return std::nullopt;
    return refuse(413, {{"too_large", "this path takes no body"}});
  }
  if (!same(media_type(content_type), kBodyType))
    return refuse(415, {{"unknown_content_type", "send `Content-Type: application/json`"}});
  if (length && *length > limits.*most) return too_large(limits.*most);
  return std::nullopt;
}

Answer too_large(std::size_t most) {
  return refuse(413, {{"too_large", "the limit is " + std::to_string(most) + " bytes"}});
}

}  // namespace triaged::http
