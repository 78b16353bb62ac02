#include "app/http_setup.hpp"

#include <ostream>

namespace triaged::app {
namespace {

constexpr std::size_t kBesideMessage = 64u << 10;  // so that an event a little too long is told why
}  // namespace

std::optional<std::vector<http::Token>> load_tokens(const std::string& file, const Streams& streams) {
  const auto text = read_input(file, streams);
  if (!text) return std::nullopt;
  auto read = http::read_tokens(*text);
  if (const auto* faults = std::get_if<std::vector<http::TokenFault>>(&read)) {
    for (const auto& [line, what, remedy] : *faults)
      streams.err << file << ':' << line << ":1: error: " << what << "; " << remedy << '\n';
    return std::nullopt;
  }
  return std::get<std::vector<http::Token>>(std::move(read));
}

std::optional<std::optional<HttpSetup>> to_http(const config::Settings& settings, const Streams& streams) {
  const auto& from = settings.http;
  if (from.listen.empty()) return std::optional<HttpSetup>{};
  HttpSetup setup;
  setup.settings.address = from.address;
  setup.settings.port = from.port;
  setup.settings.cert_file = from.cert_file;
  setup.settings.key_file = from.key_file;
  setup.settings.codec = settings.limits.codec;
  auto& limits = setup.settings.limits;
  limits.connections = from.connections;
  limits.requests = from.requests;
  limits.bodies = from.bodies;
  limits.head = from.head;
  limits.event = settings.limits.codec.message + kBesideMessage;
  limits.webhook = from.webhook;
  limits.head_time = from.head_time;
  limits.body_time = from.body_time;
  limits.idle_time = from.idle_time;
  limits.confirm_time = from.confirm_time;
  if (!from.tokens_file.empty()) {
    setup.tokens = load_tokens(from.tokens_file, streams);
    if (!setup.tokens) return std::nullopt;
  }
  return std::optional<HttpSetup>(std::move(setup));
}

}  // namespace triaged::app
