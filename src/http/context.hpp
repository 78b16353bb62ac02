// What all connections of a server share. Used on the server's thread.
#pragma once

#include <memory>
#include <mutex>
#include <set>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <triaged/http/server.hpp>

#include "http/budget.hpp"
#include "http/gate.hpp"

namespace triaged::http {

// The way to the server's thread for those who may come when there is none any more.
class Postbox {
 public:
  explicit Postbox(boost::asio::io_context& io) : io_(&io) {}
  template <class Work>
  void post(Work work) {
    const std::lock_guard lock(mutex_);
    if (io_ != nullptr) boost::asio::post(*io_, std::move(work));
  }
  void close() {
    const std::lock_guard lock(mutex_);
    io_ = nullptr;
  }

 private:
  std::mutex mutex_;
  boost::asio::io_context* io_;
};

struct Context {
  Context(Settings s, std::optional<std::vector<Token>> tokens, Services with, Observer& told)
      : settings(std::move(s)),
        services(std::move(with)),
        observer(told),
        gate(std::move(tokens), settings.limits),
        budget(settings.limits) {}
  ~Context() { postbox->close(); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  const Settings settings;
  const Services services;
  Observer& observer;
  boost::asio::io_context io{1};
  const std::shared_ptr<Postbox> postbox = std::make_shared<Postbox>(io);
  Gate gate;
  Budget budget;
  bool stopping = false;
  std::set<boost::asio::steady_timer*> confirming;  // cancelled when the server stops and time is up
};

}  // namespace triaged::http
