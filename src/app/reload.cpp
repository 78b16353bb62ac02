#include "app/reload.hpp"

#include <utility>

#include <boost/asio/post.hpp>

namespace triaged::app {

bool Reading::sound() const noexcept {
  return faults.errors() == 0 && configuration.directory && configuration.rules && configuration.policy;
}

Reload::Reload(boost::asio::io_context& io, Read read, Done done)
    : io_(io), read_(std::move(read)), done_(std::move(done)) {}

Reload::~Reload() {
  if (thread_.joinable()) thread_.join();
}

void Reload::ask(const std::string& because) {
  if (busy_)
    once_more_ = because;
  else
    begin(because);
}

void Reload::begin(std::string because) {
  busy_ = true;
  if (thread_.joinable()) thread_.join();  // it has posted its reading already
  thread_ = std::thread([this, because = std::move(because), alive = std::weak_ptr(alive_)]() mutable {
    auto reading = std::make_shared<Reading>(read_());
    boost::asio::post(io_, [this, reading = std::move(reading), because = std::move(because), alive] {
      if (!alive.expired()) done_(std::move(*reading), because);
    });
  });
}

void Reload::finished() {
  busy_ = false;
  if (auto because = std::exchange(once_more_, std::nullopt)) begin(std::move(*because));
}

}  // namespace triaged::app
