#include "app/broker_settings.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>

namespace triaged::app {
namespace {

// A notice holds the text once, as JSON with up to six bytes for one, and little beside it.
constexpr std::size_t kEscaped = 6;
constexpr std::size_t kBesideText = 1u << 20;

// All of every message that is read, of every body that is parked, and of every notice that is watched.
std::size_t worth_keeping(const config::Limits& limits) {
  return std::max({limits.codec.message, limits.parked_body, kEscaped * limits.codec.text}) + kBesideText;
}

bool can_be_read(const std::filesystem::path& folder) {
  std::error_code error;
  const std::filesystem::directory_iterator entries(folder, error);
  return !error;
}

}  // namespace

std::optional<amqp::Settings> to_amqp(const config::AmqpSettings& settings, const config::Limits& limits,
                                      const Streams& streams) {
  amqp::Settings result;
  std::string why;
  const auto endpoint = amqp::parse_url(settings.url, why);
  if (!endpoint) {
    streams.err << "the broker's URL: " << why << '\n';
    return std::nullopt;
  }
  result.endpoint = *endpoint;
  if (!settings.password_file.empty()) {
    std::ifstream file(settings.password_file);
    if (!std::getline(file, result.endpoint.password)) {
      streams.err << settings.password_file << ": the password cannot be read\n";
      return std::nullopt;
    }
  }
  result.endpoint.files = {.ca = settings.ca_file,
                           .client_cert = settings.client_cert_file,
                           .client_key = settings.client_key_file};
  result.prefetch = settings.prefetch;
  result.heartbeat = settings.heartbeat;
  result.queue_type = settings.queue_type == "classic" ? amqp::QueueType::classic : amqp::QueueType::quorum;
  result.prefix = settings.prefix;
  result.body_kept = worth_keeping(limits);
  return result;
}

std::optional<config::Settings> client_settings(const Common& common, const std::string& url,
                                                const Streams& streams) {
  const std::string given = url.empty() ? environment("TRIAGED_AMQP_URL") : url;
  if (given.empty() || can_be_read(common.config)) {
    const auto configuration = load_or_complain(common, streams, given);
    if (!configuration) return std::nullopt;
    return configuration->settings;
  }
  config::Settings settings;
  settings.amqp.url = given;
  return settings;
}

}  // namespace triaged::app
