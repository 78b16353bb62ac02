// The accept loop and the server's life. Everything but `start`, `stop` and the destructor's wait happens on
// the server's thread.
#include <mutex>
#include <thread>
#include <unordered_map>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <triaged/http/server.hpp>

#include "http/connection.hpp"
#include "http/tls.hpp"

namespace triaged::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

std::string in_words(const tcp::endpoint& endpoint) {
  const auto address = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port());
}

}  // namespace

class Server::Impl {
 public:
  Impl(Settings settings, std::optional<std::vector<Token>> tokens, Services services, Observer& observer)
      : context_(std::move(settings), std::move(tokens), std::move(services), observer),
        acceptor_(context_.io),
        accept_timer_(context_.io),
        stop_timer_(context_.io) {}

  ~Impl() {
    if (!thread_.joinable()) return;
    context_.postbox->post([this] {
      stop();
      drop_all();
    });
    thread_.join();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::optional<std::string> start() {
    Error error;
    const auto address = asio::ip::make_address(context_.settings.address, error);
    if (error) return "`" + context_.settings.address + "` is no address to listen at";
    const tcp::endpoint wanted(address, context_.settings.port);
    try {
      if (!context_.settings.cert_file.empty()) tls_.emplace(tls_context(context_.settings));
      acceptor_.open(wanted.protocol());
      acceptor_.set_option(tcp::acceptor::reuse_address(true));
      acceptor_.bind(wanted);
      acceptor_.listen();
      bound_ = acceptor_.local_endpoint();
    } catch (const boost::system::system_error& failed) {
      return "cannot listen at " + in_words(wanted) + ": " + failed.code().message();
    } catch (const std::exception& failed) {
      return std::string("TLS: ") + failed.what();
    }
    spawn(accept());
    thread_ = std::thread([this] { run(); });
    return std::nullopt;
  }

  [[nodiscard]] const tcp::endpoint& bound() const { return bound_; }
  [[nodiscard]] bool speaks_tls() const { return tls_.has_value(); }

  void stop(std::function<void()> done) {
    {
      const std::lock_guard lock(ended_mutex_);
      if (thread_.joinable() && !ended_) {
        dones_.push_back(std::move(done));
        return context_.postbox->post([this] { stop(); });
      }
    }
    done();
  }

 private:
  void run() {
    while (true) {
      try {
        context_.io.run();
        break;
      } catch (const std::exception& failed) {
        context_.observer.on_broken(failed.what());
      }
    }
    context_.gate.join();
    std::vector<std::function<void()>> dones;
    {
      const std::lock_guard lock(ended_mutex_);
      ended_ = true;
      dones.swap(dones_);
    }
    for (const auto& done : dones) done();
  }

  void spawn(asio::awaitable<void> work) {
    asio::co_spawn(context_.io, std::move(work), [this](const std::exception_ptr& failed) {
      if (failed) tell_broken(failed);
    });
  }

  void tell_broken(const std::exception_ptr& failed) {
    try {
      std::rethrow_exception(failed);
    } catch (const std::exception& error) {
      context_.observer.on_broken(error.what());
    }
  }

  // Whatever goes wrong, it goes on: without descriptors, or after a client that was gone before it was met,
  // it waits a moment and tries again.
  asio::awaitable<void> accept() {
    bool failing = false;
    while (!context_.stopping) {
      tcp::socket socket(context_.io);
      const auto [error] = co_await acceptor_.async_accept(socket, as_tuple);
      if (context_.stopping) break;
      if (error == asio::error::connection_aborted) continue;
      if (error) {
        if (!failing) context_.observer.on_accept_failing(error.message());
        failing = true;
        accept_timer_.expires_after(context_.settings.limits.accept_retry);
        co_await accept_timer_.async_wait(as_tuple);
        continue;
      }
      if (failing) context_.observer.on_accepting_again();
      failing = false;
      receive(std::move(socket));
    }
  }

  void receive(tcp::socket socket) {
    Error ignored;  // without it things work too, only slower
    socket.set_option(tcp::no_delay(true), ignored);
    if (connections_.size() >= context_.settings.limits.connections) {
      context_.observer.on_turned_away();
      if (turned_away_ >= context_.settings.limits.turned_away) return;
      ++turned_away_;
      asio::co_spawn(context_.io, turn_away(context_, std::move(socket), tls_.has_value()),
                     [this](const std::exception_ptr& failed) {
                       --turned_away_;
                       if (failed) tell_broken(failed);
                     });
      return;
    }
    const std::uint64_t number = ++last_;
    auto connection = connect(context_, tls_ ? &*tls_ : nullptr, std::move(socket));
    connections_.emplace(number, connection);
    context_.observer.on_connections(connections_.size());
    asio::co_spawn(context_.io, connection->serve(connection),
                   [this, number](const std::exception_ptr& failed) {
                     connections_.erase(number);
                     context_.observer.on_connections(connections_.size());
                     if (failed) tell_broken(failed);
                     if (context_.stopping && connections_.empty()) stop_timer_.cancel();
                   });
  }

  void stop() {
    if (context_.stopping) return;
    context_.stopping = true;
    Error ignored;  // it is over either way
    acceptor_.close(ignored);
    accept_timer_.cancel();
    for (const auto& [number, connection] : connections_) connection->stop_if_idle();
    if (connections_.empty()) return;
    stop_timer_.expires_after(context_.settings.limits.stop_time);
    stop_timer_.async_wait([this](const Error& error) {
      if (!error) drop_all();
    });
  }

  void drop_all() {
    for (auto* timer : context_.confirming) timer->cancel();
    for (const auto& [number, connection] : connections_) connection->drop();
  }

  Context context_;
  std::optional<asio::ssl::context> tls_;
  tcp::acceptor acceptor_;
  asio::steady_timer accept_timer_;
  asio::steady_timer stop_timer_;
  tcp::endpoint bound_;
  std::unordered_map<std::uint64_t, std::shared_ptr<Connection>> connections_;
  std::uint64_t last_ = 0;  // connection
  std::size_t turned_away_ = 0;
  std::thread thread_;
  std::mutex ended_mutex_;  // for `ended_` and `dones_`
  bool ended_ = false;
  std::vector<std::function<void()>> dones_;
};

Server::Server(Settings settings, std::optional<std::vector<Token>> tokens, Services services,
               Observer& observer)
    : impl_(std::make_unique<Impl>(std::move(settings), std::move(tokens), std::move(services), observer)) {}
Server::~Server() = default;

std::optional<std::string> Server::start() { return impl_->start(); }
std::string Server::where() const {
  return (impl_->speaks_tls() ? "https://" : "http://") + in_words(impl_->bound());
}
std::uint16_t Server::port() const { return impl_->bound().port(); }
void Server::stop(std::function<void()> done) { impl_->stop(std::move(done)); }

}  // namespace triaged::http
