#include "app/http_front.hpp"

#include <boost/asio/post.hpp>

#include "app/chance.hpp"
#include "app/wall_clock.hpp"

namespace triaged::app {

using telemetry::Level;

HttpFront::HttpFront(boost::asio::io_context& io, HttpSetup setup, amqp::Settings broker,
                     telemetry::Metrics& metrics, telemetry::Log& log)
    : io_(io),
      metrics_(metrics),
      log_(log),
      guarded_(setup.tokens.has_value()),
      codec_(setup.settings.codec),
      inlet_(io, std::move(broker)),
      server_(std::move(setup.settings), std::move(setup.tokens), services(),
              static_cast<http::Observer&>(*this)) {}

http::Services HttpFront::services() {
  return {.inlet = inlet_,
          .missing = [this] { return missing(); },
          .metrics =
              [this] {
                metrics_.inlet_up(inlet_.up());
                return metrics_.text(wall_clock_now());
              },
          .read_alertmanager =
              [limits = codec_](std::string_view body) {
                return codec::read_alertmanager(body, wall_clock_now(), limits);
              },
          .fresh_id = fresh_uuid,
          .now = wall_clock_now};
}

std::optional<std::string> HttpFront::start() {
  if (auto why = server_.start()) return why;
  inlet_.start();
  log_.write(Level::info, "http_listening",
             {{"at", server_.where()}, {"tokens", guarded_ ? "asked for" : "none: this machine only"}});
  return std::nullopt;
}

void HttpFront::stop(std::function<void()> done) {
  stopping_ = true;
  const std::weak_ptr<bool> alive = alive_;
  server_.stop([this, alive, done = std::move(done)]() mutable {
    boost::asio::post(io_, [this, alive, done = std::move(done)] {
      if (alive.expired()) return;  // it was asked twice, and the other time was the end
      inlet_.stop();
      done();  // the last: it may be the end of this
    });
  });
}

// Rules are not asked for: a daemon that has none in force ends before it listens.
std::vector<std::string> HttpFront::missing() const {
  std::vector<std::string> missing;
  if (stopping_) missing.emplace_back("daemon: it stops");
  if (!metrics_.link_up())
    missing.emplace_back("broker: the daemon is not linked, or stands by for another one");
  if (!inlet_.up()) missing.emplace_back("broker: events by HTTP cannot be published now");
  if (!metrics_.store_usable()) missing.emplace_back("store: a commit failed, and it is opened anew");
  return missing;
}

void HttpFront::on_answered(std::string_view route, unsigned status, std::chrono::microseconds took) {
  metrics_.http_answered(route, status, took);
}
void HttpFront::on_connections(std::size_t open) { metrics_.http_connections(open); }
void HttpFront::on_turned_away() { metrics_.http_turned_away(); }
void HttpFront::on_accept_failing(const std::string& why) {
  metrics_.http_accept_failing();
  log_.write(Level::error, "http_accept_failing", {{"why", why}});
}
void HttpFront::on_accepting_again() { log_.write(Level::info, "http_accepting_again", {}); }
void HttpFront::on_broken(const std::string& why) { log_.write(Level::error, "http_broken", {{"why", why}}); }

}  // namespace triaged::app
