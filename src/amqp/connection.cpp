#include "connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>

#include "tls.hpp"

namespace triaged::amqp {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::size_t read_buffer_size = 256u << 10;

Moment now() { return std::chrono::steady_clock::now(); }

SessionSettings session_settings(const Settings& settings, std::string name) {
  return {.user = settings.endpoint.user,
          .password = settings.endpoint.password,
          .vhost = settings.endpoint.vhost,
          .name = std::move(name),
          .heartbeat = settings.heartbeat,
          .request_timeout = settings.request_timeout,
          .setup_timeout = settings.setup_timeout,
          .body_kept = settings.body_kept};
}

}  // namespace

Connection::Connection(asio::io_context& io, const Settings& settings, std::string name, Owner owner)
    : endpoint_(settings.endpoint),
      connect_timeout_(settings.connect_timeout),
      owner_(std::move(owner)),
      session_(session_settings(settings, std::move(name))),
      resolver_(io),
      socket_(io),
      timer_(io),
      read_buffer_(read_buffer_size) {}

std::string Connection::where() const { return endpoint_.host + ":" + std::to_string(endpoint_.port); }

void Connection::start() {
  timer_.expires_after(connect_timeout_);
  timer_.async_wait([self = shared_from_this()](const Error& error) {
    if (!error && !self->connected_)
      self->fail(Ending::unreachable, "no connection to " + self->where() + " in time");
  });
  resolve();
}

void Connection::resolve() {
  Error not_an_address;
  const auto address = asio::ip::make_address(endpoint_.host, not_an_address);
  if (!not_an_address) {
    const tcp::endpoint one(address, endpoint_.port);
    return connect(tcp::resolver::results_type::create(one, endpoint_.host, std::to_string(endpoint_.port)));
  }
  resolver_.async_resolve(
      endpoint_.host, std::to_string(endpoint_.port),
      [self = shared_from_this()](const Error& error, const tcp::resolver::results_type& found) {
        if (self->gone_) return;
        if (error) return self->fail(Ending::unreachable, self->where() + ": " + error.message());
        self->connect(found);
      });
}

void Connection::connect(const tcp::resolver::results_type& addresses) {
  asio::async_connect(socket_, addresses,
                      [self = shared_from_this()](const Error& error, const tcp::endpoint&) {
                        if (self->gone_) return;
                        if (error)
                          return self->fail(Ending::unreachable, self->where() + ": " + error.message());
                        Error ignored;  // without it things work too, only slower
                        self->socket_.set_option(tcp::no_delay(true), ignored);
                        if (self->endpoint_.tls)
                          self->shake_hands();
                        else
                          self->greet();
                      });
}

void Connection::shake_hands() {
  try {
    tls_context_.emplace(tls_context(endpoint_.files));
  } catch (const boost::system::system_error& error) {
    return fail(Ending::unreachable, std::string("TLS: ") + error.what());
  }
  tls_.emplace(socket_, *tls_context_);
  tls_->set_verify_callback(asio::ssl::host_name_verification(endpoint_.host));
  Error not_an_address;
  static_cast<void>(asio::ip::make_address(endpoint_.host, not_an_address));
  // Server name indication is for names; addresses are not allowed in it (RFC 6066, 3). The function behind
  // the macro takes a pointer to non-const and does not write through it.
  if (not_an_address && SSL_ctrl(tls_->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME,
                                 TLSEXT_NAMETYPE_host_name, endpoint_.host.data()) != 1)
    return fail(Ending::unreachable, "TLS: the host name cannot be sent");
  tls_->async_handshake(asio::ssl::stream_base::client, [self = shared_from_this()](const Error& error) {
    if (self->gone_) return;
    if (error) return self->fail(Ending::unreachable, "TLS with " + self->where() + ": " + error.message());
    self->greet();
  });
}

void Connection::greet() {
  connected_ = true;
  timer_.cancel();
  Error error;
  socket_.non_blocking(true, error);  // for write_some in flush
  if (error) return fail(Ending::lost, error.message());
  session_.start(now());
  read();
  pump();
}

void Connection::read() {
  if (gone_ || read_under_way_ || !read_wanted_) return;
  read_under_way_ = true;
  with_stream([this](auto& stream) {
    stream.async_read_some(asio::buffer(read_buffer_), [self = shared_from_this()](const Error& error,
                                                                                   std::size_t count) {
      self->read_under_way_ = false;
      if (self->gone_) return;
      if (error)
        return self->fail(Ending::lost, "the connection to " + self->where() + " broke: " + error.message());
      self->session_.receive({self->read_buffer_.data(), count}, now());
      self->pump();
      self->read();
    });
  });
}

void Connection::set_reading(bool is_read) {
  if (read_wanted_ == is_read) return;
  read_wanted_ = is_read;
  session_.reading(is_read, now());
  // A read already under way is left alone: it brings one more buffer at most.
  if (is_read && connected_) read();
  arm();
}

void Connection::pump() {
  if (gone_ || pumping_) return;  // called by the owner from inside: the loop below goes round again
  const auto self = shared_from_this();
  pumping_ = true;
  while (!gone_ && session_.take_actions(acting_)) {
    // What answers these actions and what they ask for leaves in one write.
    owner_(acting_);
  }
  pumping_ = false;
  if (gone_) return;
  flush();
  if (gone_) return;
  if (session_.over()) {
    gone_ = true;
    shut();
  } else {
    arm();
  }
}

void Connection::flush() {
  if (!connected_ || write_under_way_ || !session_.take_output(sending_, now())) return;
  if (!tls_) {
    // Mostly the socket takes everything at once and no round through the event loop is needed.
    Error error;
    const std::size_t sent = socket_.write_some(asio::buffer(sending_), error);
    if (error && error != asio::error::would_block) {
      if (!session_.over()) fail(Ending::lost, "the connection to " + where() + " broke: " + error.message());
      return;
    }
    if (sent == sending_.size()) return;
    sending_.erase(0, sent);
  }
  write_rest();
}

void Connection::write_rest() {
  write_under_way_ = true;
  with_stream([this](auto& stream) {
    asio::async_write(
        stream, asio::buffer(sending_), [self = shared_from_this()](const Error& error, std::size_t) {
          self->write_under_way_ = false;
          if (self->gone_) return;
          if (error)
            return self->fail(Ending::lost,
                              "the connection to " + self->where() + " broke: " + error.message());
          self->pump();
        });
  });
}

void Connection::arm() {
  if (!connected_ || gone_) return;
  const Moment wake = session_.next_wake();
  if (wake >= armed_for_) return;  // wakes early enough already, and sees then when to wake next
  armed_for_ = wake;
  timer_.expires_at(wake);
  timer_.async_wait([self = shared_from_this()](const Error& error) {
    if (error || self->gone_) return;  // set anew, or over
    self->armed_for_ = Moment::max();
    self->session_.tick(now());
    self->pump();
  });
}

void Connection::close(std::string_view text) {
  set_reading(true);  // the broker's answer must be heard
  if (!connected_) return fail(Ending::closed_by_us, std::string(text));
  session_.close(text, now());
  pump();
}

void Connection::fail(Ending why, const std::string& text) {
  if (gone_) return;
  gone_ = true;
  shut();
  acting_.clear();
  acting_.push_back(action::Closed{.why = why, .code = 0, .text = text});
  owner_(acting_);
}

void Connection::drop() {
  gone_ = true;
  shut();
}

void Connection::shut() {
  Error ignored;  // there is nobody left to tell
  resolver_.cancel();
  timer_.cancel();
  socket_.close(ignored);
}

}  // namespace triaged::amqp
