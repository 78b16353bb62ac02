// The daemon's HTTP side: the server, the inlet behind it, and what both have to say, as numbers and lines.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>

#include <triaged/amqp/inlet.hpp>
#include <triaged/http/server.hpp>
#include <triaged/telemetry/log.hpp>
#include <triaged/telemetry/metrics.hpp>

#include "app/http_setup.hpp"

namespace triaged::app {

class HttpFront final : private http::Observer {
 public:
  // `io` runs the inlet's connection. All but `setup` must outlive it.
  HttpFront(boost::asio::io_context& io, HttpSetup setup, amqp::Settings broker, telemetry::Metrics& metrics,
            telemetry::Log& log);

  // Says why not, if it cannot listen. Main thread, like the rest.
  [[nodiscard]] std::optional<std::string> start();
  // May be called twice. From now on it is not ready, and takes nothing; then `done` is called, on the main
  // thread, and may destroy it.
  void stop(std::function<void()> done);

 private:
  [[nodiscard]] http::Services services();
  [[nodiscard]] std::vector<std::string> missing() const;

  // http::Observer, on the server's thread.
  void on_answered(std::string_view route, unsigned status, std::chrono::microseconds took) override;
  void on_connections(std::size_t open) override;
  void on_turned_away() override;
  void on_accept_failing(const std::string& why) override;
  void on_accepting_again() override;
  void on_broken(const std::string& why) override;

  boost::asio::io_context& io_;
  telemetry::Metrics& metrics_;
  telemetry::Log& log_;
  const bool guarded_;
  const codec::Limits codec_;
  std::atomic<bool> stopping_{false};
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  amqp::Inlet inlet_;
  http::Server server_;
};

}  // namespace triaged::app
