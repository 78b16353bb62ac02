// Which request is meant, and what can be said of it by its head alone. No sockets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <triaged/http/settings.hpp>
#include <triaged/http/tokens.hpp>

#include "http/answer.hpp"

namespace triaged::http {

enum class Route : std::uint8_t { health, readiness, metrics, events, alerts };

struct RouteFacts {
  std::string_view path;
  std::string_view method;
  std::optional<Role> role;              // nothing: open to everybody
  std::size_t Limits::* body = nullptr;  // how long its body may be; nullptr: it has none
};
[[nodiscard]] const RouteFacts& facts(Route route) noexcept;

// The route's path, as metrics name it.
[[nodiscard]] std::string_view name(Route route) noexcept;
inline constexpr std::string_view kNoRoute = "other";

// The route, or 404, or 405 with what the path allows. A GET's path takes HEAD as well.
[[nodiscard]] std::variant<Route, Answer> find_route(std::string_view method, std::string_view target);

// 415 or 413, if it comes to that. `length`: as the head says it; nothing: the body comes in chunks.
[[nodiscard]] std::optional<Answer> judge_body(Route route, std::string_view content_type,
                                               std::optional<std::uint64_t> length, const Limits& limits);

[[nodiscard]] Answer too_large(std::size_t most);

}  // namespace triaged::http
