// The way out to other on-call tooling: each message of a bridge's lane is one HTTP request, and what the
// other side says to it is the message's fate. Nothing is kept here: a lane of the outbox repeats what was
// not taken.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>

#include <triaged/domain/words.hpp>
#include <triaged/ports/broker.hpp>

namespace triaged::bridges {

// Printable ASCII without blanks, so that it fits into a header and a JSON string. An empty one is sound too.
[[nodiscard]] bool is_sound_secret(std::string_view secret) noexcept;

struct Settings {
  domain::BridgeKind kind{};
  std::string url;      // http or https: PagerDuty's events, or an Alertmanager's root
  std::string secret;   // PagerDuty: the routing key; Alertmanager: a bearer token, or nothing. Never logged
  std::string ca_file;  // empty: the system's authorities
  std::chrono::milliseconds timeout{10'000};  // for a whole exchange, from looking up the name on
};

class Bridge final : public ports::Outlet {
 public:
  // Called on the io_context's thread, once for each publication. `confirmed`: taken. `refused`: it never
  // will be (4xx but for 408 and 429, and redirects). `nacked`: everything else, with the `Retry-After` that
  // was asked for.
  using Answers = std::function<void(std::uint64_t link, std::vector<ports::Published>)>;

  // `io` must outlive the bridge; its thread does the talking, and is the one that ends it. Throws
  // std::runtime_error, with a text for people, on a URL, a secret or a `ca_file` that cannot be used.
  Bridge(boost::asio::io_context& io, Settings settings, Answers answers);
  ~Bridge() override;
  Bridge(const Bridge&) = delete;
  Bridge& operator=(const Bridge&) = delete;

  // "https://events.pagerduty.com": what may be shown of the URL.
  [[nodiscard]] const std::string& where() const noexcept;

  // Any thread. All of them at once; whoever wants them in an order waits for the answer. A higher link than
  // before: what is under way is broken off without an answer.
  void publish(std::uint64_t link, std::vector<ports::Publication> publications) override;
  void declare(const std::string& queue) override;  // nothing: there are no queues

  // The io_context's thread; may be called twice. Breaks off what is under way; no answers come after. A name
  // that is being looked up keeps the io_context busy until the system has given up on it.
  void stop();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace triaged::bridges
