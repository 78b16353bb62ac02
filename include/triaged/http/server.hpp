// The HTTP server: probes, metrics and the ways in for events (docs/http.md). A thread and an io_context of
// its own; it keeps nothing: what it answers 2xx to, the broker has confirmed.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <triaged/codec/alertmanager.hpp>
#include <triaged/http/settings.hpp>
#include <triaged/http/tokens.hpp>
#include <triaged/ports/inlet.hpp>

namespace triaged::http {

// What the server asks of others. All are called on its thread and must not block.
struct Services {
  ports::Inlet& inlet;
  std::function<std::vector<std::string>()> missing;  // in words, what keeps work from going on; empty: ready
  std::function<std::string()> metrics;               // Prometheus' text format
  std::function<std::variant<codec::AlertBatch, codec::Unreadable>(std::string_view)> read_alertmanager;
  std::function<std::string()> fresh_id;  // for an event without one; never the same twice
  std::function<domain::Instant()> now;
};

// What the server tells; called on its thread, must not block.
class Observer {
 public:
  virtual ~Observer() = default;
  // `route` is one of the table in docs/http.md, or "other": never what a client wrote.
  virtual void on_answered(std::string_view route, unsigned status, std::chrono::microseconds took) = 0;
  virtual void on_connections(std::size_t open) = 0;
  virtual void on_turned_away() = 0;  // a connection over the limit
  // Connections cannot be taken, above all for want of descriptors; told once until they can be again.
  virtual void on_accept_failing(const std::string& why) = 0;
  virtual void on_accepting_again() = 0;
  virtual void on_broken(const std::string& why) = 0;  // a fault of ours ended a connection
};

class Server {
 public:
  // `tokens`: nothing: everybody who can connect may do everything, as producer `anonymous`. Inlet and
  // observer must outlive the server.
  Server(Settings settings, std::optional<std::vector<Token>> tokens, Services services, Observer& observer);
  ~Server();  // stops at once, and waits for that
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds and begins; once. Says why not, if it cannot: then nothing was begun.
  [[nodiscard]] std::optional<std::string> start();
  [[nodiscard]] std::string where() const;  // "http://127.0.0.1:8470", after start()
  [[nodiscard]] std::uint16_t port() const;

  // Any thread, may be called twice. No more connections are taken, idle ones are closed, what is under way
  // is answered within Limits::stop_time. Then `done` is called, on the server's thread or at once.
  void stop(std::function<void()> done);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace triaged::http
