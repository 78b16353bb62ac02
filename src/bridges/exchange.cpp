#include "bridges/exchange.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <openssl/ssl.h>

#include "bridges/verdict.hpp"

namespace triaged::bridges {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using asio::ip::tcp;
using Error = boost::system::error_code;

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

std::string in_words(const std::exception_ptr& failed) {
  try {
    std::rethrow_exception(failed);
  } catch (const std::exception& error) {
    return error.what();
  }
}

bool is_gone(const Error& error) {
  return error == wire::error::end_of_stream || error == wire::error::partial_message ||
         error == asio::error::connection_reset || error == asio::error::broken_pipe ||
         error == asio::error::eof || error == asio::ssl::error::stream_truncated;
}

std::string why_no_reply(const Error& error) {
  if (is_gone(error)) return "it closed the connection before it had answered";
  if (error == wire::error::header_limit || error == wire::error::buffer_overflow)
    return "the head of its answer is longer than " + std::to_string(kReplyHead) + " bytes";
  if (error.category() == wire::make_error_code(wire::error::bad_version).category())
    return "what it answered is no HTTP: " + error.message();
  return "its answer could not be read: " + error.message();
}

}  // namespace

Exchange::Exchange(asio::io_context& io, std::shared_ptr<OtherSide> other_side, Request request, Done done)
    : other_side_(std::move(other_side)),
      request_(std::move(request)),
      done_(std::move(done)),
      resolver_(io),
      socket_(io),
      deadline_(io) {
  begin_reply();
}

void Exchange::begin_reply() {
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(kReplyHead));
  parser_->body_limit(boost::none);  // no more of it is read than fits into text_
}

void Exchange::start() {
  deadline_.expires_after(other_side_->settings.timeout);
  deadline_.async_wait([self = shared_from_this()](const Error& error) {
    if (!error) self->out_of_time();
  });
  asio::co_spawn(socket_.get_executor(), run(),
                 [self = shared_from_this()](const std::exception_ptr& failed) {
                   if (failed) self->end_without(in_words(failed));
                 });
}

// The resolver may take longer to notice than anybody wants to wait: what holds for the outcome is `over_`.
void Exchange::drop() {
  over_ = true;
  deadline_.cancel();
  resolver_.cancel();
  Error ignored;  // it is over either way
  socket_.close(ignored);
}

asio::awaitable<void> Exchange::run() {
  const Address& address = other_side_->address;
  const auto [lookup_error, found] =
      co_await resolver_.async_resolve(address.host, std::to_string(address.port), as_tuple);
  if (over_) co_return;
  if (lookup_error)
    co_return end_without("the name `" + address.host + "` cannot be looked up: " + lookup_error.message());
  const auto [connect_error, endpoint] = co_await asio::async_connect(socket_, found, as_tuple);
  if (over_) co_return;
  if (connect_error) co_return end_without("cannot connect: " + connect_error.message());
  Error ignored;  // without it things work too, only slower
  socket_.set_option(tcp::no_delay(true), ignored);
  if (!other_side_->tls) co_return co_await speak(socket_);

  asio::ssl::stream<tcp::socket&> stream(socket_, *other_side_->tls);
  stream.set_verify_callback(asio::ssl::host_name_verification(address.host));
  Error no_address;
  static_cast<void>(asio::ip::make_address(address.host, no_address));
  // Addresses are not allowed there (RFC 6066, 3). The function behind the macro takes a pointer to non-const
  // and does not write through it.
  if (no_address && SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                             other_side_->address.host.data()) != 1)
    co_return end_without("the name `" + address.host + "` cannot be asked for in TLS");
  const auto [handshake_error] = co_await stream.async_handshake(asio::ssl::stream_base::client, as_tuple);
  if (over_) co_return;
  if (handshake_error) co_return end_without("TLS failed: " + handshake_error.message());
  co_await speak(stream);
}

template <class Stream>
asio::awaitable<void> Exchange::speak(Stream& stream) {
  const auto [write_error, written] = co_await wire::async_write(stream, request_, as_tuple);
  static_cast<void>(write_error);  // it may have answered before it had read everything, and then closed
  static_cast<void>(written);
  if (over_) co_return;
  while (true) {
    const auto [head_error, read] = co_await wire::async_read_header(stream, buffer_, *parser_, as_tuple);
    static_cast<void>(read);
    if (over_) co_return;
    if (!parser_->is_header_done()) co_return end_without(why_no_reply(head_error));
    if (parser_->get().result_int() / 100 != 1) break;
    begin_reply();  // that one was only on the way to it (RFC 9110, 15.2); the deadline bounds them
  }
  const bool taken = parser_->get().result_int() / 100 == 2;
  if (!taken) co_await read_text(stream);
  if (!over_) end_by_reply();
}

// What of it cannot be had is done without.
template <class Stream>
asio::awaitable<void> Exchange::read_text(Stream& stream) {
  while (!over_ && !parser_->is_done() && text_read_ < text_.size()) {
    auto& body = parser_->get().body();
    body.data = text_.data() + text_read_;
    body.size = text_.size() - text_read_;
    const auto [error, count] = co_await wire::async_read_some(stream, buffer_, *parser_, as_tuple);
    static_cast<void>(count);
    text_read_ = text_.size() - body.size;
    if (error && error != wire::error::need_buffer) co_return;
  }
}

void Exchange::out_of_time() {
  if (over_) return;
  if (parser_->is_header_done()) return end_by_reply();
  end_without("no answer within " + std::to_string(other_side_->settings.timeout.count()) + " ms");
}

void Exchange::end_by_reply() {
  const auto& head = parser_->get();
  const auto now = std::chrono::time_point_cast<domain::Duration>(std::chrono::system_clock::now());
  end(judge({.status = head.result_int(),
             .reason = view(head.reason()),
             .retry_after = view(head[wire::field::retry_after]),
             .date = view(head[wire::field::date]),
             .text = {text_.data(), text_read_}},
            other_side_->settings.secret, now));
}

void Exchange::end_without(const std::string& why) {
  end({.sequence = 0, .result = ports::PublishResult::nacked, .wait = {}, .why = why});
}

void Exchange::end(ports::Published published) {
  if (over_) return;
  const auto self = shared_from_this();  // `done_` may let go of it
  drop();
  done_(std::move(published));
}

}  // namespace triaged::bridges
