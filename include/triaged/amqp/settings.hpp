// How to reach the broker, and under which names things are found there.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triaged::amqp {

struct TlsFiles {
  std::string ca;           // PEM; empty: the system's
  std::string client_cert;  // PEM; both or neither
  std::string client_key;
};

struct Endpoint {
  std::string host = "127.0.0.1";
  std::uint16_t port = 5672;
  std::string vhost = "/";
  std::string user = "guest";
  std::string password = "guest";
  bool tls = false;  // amqps; never falls back to plain
  TlsFiles files;
};

// Reads "amqp://user:password@host:port/vhost" and "amqps://…" (RabbitMQ's URI specification:
// percent-encoding,
// "/%2F" and no path both mean the default vhost). Nothing for anything else; `why` then says what is wrong.
[[nodiscard]] std::optional<Endpoint> parse_url(std::string_view url, std::string& why);

enum class QueueType : std::uint8_t { quorum, classic };

struct Settings {
  Endpoint endpoint;
  std::uint16_t prefetch = 2000;
  std::chrono::milliseconds heartbeat{10'000};        // sent at half of it, peer dead at twice
  std::chrono::milliseconds connect_timeout{5'000};   // for resolving and connecting
  std::chrono::milliseconds request_timeout{10'000};  // for each request's answer
  std::chrono::milliseconds setup_timeout{30'000};    // from connect to ready
  std::chrono::milliseconds retry_delay_min{250};
  std::chrono::milliseconds retry_delay_max{
      4'000};  // so that a broker that is back is noticed within five seconds
  std::chrono::milliseconds retry_delay_auth{30'000};  // after the broker refused the credentials
  std::chrono::milliseconds lock_retry{1'000};         // how often a standby asks for the lock
  QueueType queue_type = QueueType::quorum;            // of the queues we declare
  std::string prefix;                                  // before every queue and exchange name below
  std::string exchange = "triaged.events";
  std::string intake_queue = "triaged.intake";
  std::string lock_queue = "triaged.lock";
  std::size_t body_kept = 4u << 20;          // bytes of a delivered body; the rest is counted and dropped
  std::size_t read_pause_bytes = 64u << 20;  // delivered and not yet taken; above it reading stops
};

}  // namespace triaged::amqp
