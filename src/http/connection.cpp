#include "http/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "http/handlers.hpp"

namespace triaged::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using asio::ip::tcp;
using Error = boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kReadAtOnce = 16u << 10;
constexpr unsigned kHttp11 = 11;

using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;
using Parser = wire::request_parser<wire::string_body>;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

// Of a head or body that is no HTTP, or too much of it. Nothing: the connection is gone, or its time is up.
std::optional<Answer> judge_error(const Error& error, std::size_t body_most) {
  if (error == wire::error::header_limit || error == wire::error::buffer_overflow)
    return refuse(431, {{"head_too_large", "the head of the request is too long"}});
  if (error == wire::error::body_limit) return too_large(body_most);
  if (error == wire::error::end_of_stream || error == wire::error::partial_message) return std::nullopt;
  if (error.category() == wire::make_error_code(wire::error::bad_method).category())
    return refuse(400, {{"malformed", "this is no HTTP/1.1: " + error.message()}});
  return std::nullopt;
}

wire::response<wire::string_body> to_wire(Answer answer, unsigned version, bool keep_alive) {
  wire::response<wire::string_body> response;
  response.version(version);
  response.result(answer.status);
  response.set(wire::field::content_type, answer.type);
  response.set(wire::field::cache_control, "no-store");
  for (const auto& [key, value] : answer.headers) response.set(key, value);
  response.keep_alive(keep_alive);
  response.body() = std::move(answer.body);
  response.prepare_payload();
  return response;
}

template <class Stream>
class Client final : public Connection {
 public:
  template <class... Arguments>
  explicit Client(Context& context, Arguments&&... arguments)
      : context_(context), limits_(context.settings.limits), stream_(std::forward<Arguments>(arguments)...) {}

  asio::awaitable<void> serve(std::shared_ptr<Connection> self) override {
    static_cast<void>(self);  // held until the last line
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      lowest().expires_after(limits_.head_time);
      const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, as_tuple);
      if (error) co_return;
    }
    auto patience = limits_.head_time;
    while (!context_.stopping) {
      const bool more = co_await wait_for_request(patience);
      if (!more) break;
      const bool on = co_await take_request();
      if (!on) break;
      patience = limits_.idle_time;
    }
    co_await close();
  }

  void stop_if_idle() override {
    if (idle_) drop();
  }
  void drop() override {
    Error ignored;  // there is nobody left to tell
    lowest().socket().close(ignored);
  }

 private:
  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  // What was sent ahead is there already.
  asio::awaitable<bool> wait_for_request(std::chrono::milliseconds patience) {
    if (buffer_.size() > 0) co_return true;
    lowest().expires_after(patience);
    idle_ = true;
    const auto [error, count] = co_await stream_.async_read_some(buffer_.prepare(kReadAtOnce), as_tuple);
    idle_ = false;
    if (error) co_return false;
    buffer_.commit(count);
    co_return true;
  }

  // Says whether another request may follow.
  asio::awaitable<bool> take_request() {
    const auto began = Clock::now();
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(limits_.head));
    parser_->body_limit(boost::none);  // once the route is known
    route_ = kNoRoute;
    lowest().expires_after(limits_.head_time);
    const auto [error, count] = co_await wire::async_read_header(stream_, buffer_, *parser_, as_tuple);
    static_cast<void>(count);
    Answer said;
    bool in_step = false;  // with the client: its next request begins where this one has ended
    if (error) {
      auto refused = judge_error(error, 0);
      if (!refused) co_return false;
      said = std::move(*refused);
    } else {
      auto answered = co_await take_known_head();
      if (!answered) co_return false;
      said = std::move(*answered);
      in_step = parser_->is_done();
    }
    const bool keep_alive = in_step && parser_->get().keep_alive() && !context_.stopping;
    const unsigned status = said.status;
    const bool written = co_await write(std::move(said), keep_alive);
    using std::chrono::microseconds;
    context_.observer.on_answered(route_, status,
                                  std::chrono::duration_cast<microseconds>(Clock::now() - began));
    if (written && !in_step) co_await drain();
    co_return written&& keep_alive;
  }

  // Nothing: the client is gone, or its time is up.
  asio::awaitable<std::optional<Answer>> take_known_head() {
    const auto& head = parser_->get();
    auto found = find_route(view(head.method_string()), view(head.target()));
    if (auto* refused = std::get_if<Answer>(&found)) co_return std::move(*refused);
    Asked asked;
    asked.route = std::get<Route>(found);
    asked.content_type = view(head[wire::field::content_type]);
    asked.traceparent = view(head["traceparent"]);
    route_ = name(asked.route);
    const auto& fact = facts(asked.route);
    if (fact.role) {
      auto admitted =
          co_await context_.gate.admit(std::string(view(head[wire::field::authorization])), *fact.role);
      if (auto* refused = std::get_if<Answer>(&admitted)) co_return std::move(*refused);
      asked.producer = std::move(std::get<domain::ProducerId>(admitted));
    }
    const bool has_body = !parser_->is_done();
    std::optional<std::uint64_t> length;
    if (!has_body) length = 0;
    if (has_body && parser_->content_length()) length = *parser_->content_length();
    auto refused = judge_body(asked.route, asked.content_type, length, limits_);
    if (refused) co_return std::move(*refused);
    if (fact.body != nullptr) co_return co_await take_with_body(std::move(asked), length, limits_.*fact.body);
    lowest().expires_never();
    co_return co_await answer(context_, std::move(asked));
  }

  asio::awaitable<std::optional<Answer>> take_with_body(Asked asked, std::optional<std::uint64_t> length,
                                                        std::size_t most) {
    const auto share = context_.budget.take(length ? static_cast<std::size_t>(*length) : most);
    if (!share) co_return not_now(limits_.retry_after, {"busy", "too many requests are under way"});
    if (!parser_->is_done()) {
      auto read = co_await read_body(most);
      if (read.gone) co_return std::nullopt;
      if (read.refused) co_return std::move(*read.refused);
    }
    asked.body = std::move(parser_->get().body());
    lowest().expires_never();
    co_return co_await answer(context_, std::move(asked));
  }

  struct BodyRead {
    bool gone = false;
    std::optional<Answer> refused;
  };
  asio::awaitable<BodyRead> read_body(std::size_t most) {
    BodyRead read;
    parser_->body_limit(most);
    lowest().expires_after(limits_.body_time);
    if (beast::iequals(parser_->get()[wire::field::expect], "100-continue")) {
      static constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
      const auto [error, count] = co_await asio::async_write(stream_, asio::buffer(kGoOn), as_tuple);
      static_cast<void>(count);
      read.gone = error.failed();
      if (read.gone) co_return read;
    }
    const auto [error, count] = co_await wire::async_read(stream_, buffer_, *parser_, as_tuple);
    static_cast<void>(count);
    if (!error) co_return read;
    read.refused = judge_error(error, most);
    read.gone = !read.refused;
    co_return read;
  }

  // A HEAD's answer is that of its GET without the body.
  asio::awaitable<bool> write(Answer said, bool keep_alive) {
    const auto& head = parser_->get();
    const unsigned version = parser_->is_header_done() ? head.version() : kHttp11;
    auto response = to_wire(std::move(said), version, keep_alive);
    lowest().expires_after(limits_.write_time);
    if (parser_->is_header_done() && head.method() == wire::verb::head) {
      wire::response_serializer<wire::string_body> serializer(response);
      const auto [error, count] = co_await wire::async_write_header(stream_, serializer, as_tuple);
      static_cast<void>(count);
      co_return !error;
    }
    const auto [error, count] = co_await wire::async_write(stream_, response, as_tuple);
    static_cast<void>(count);
    co_return !error;
  }

  // Were it closed with something unread, TCP would reset it, and the answer might be lost with that.
  asio::awaitable<void> drain() {
    if constexpr (std::is_same_v<Stream, PlainStream>) {
      Error ignored;  // the reads below find it out
      lowest().socket().shutdown(tcp::socket::shutdown_send, ignored);
    }
    lowest().expires_after(limits_.close_time);
    buffer_.clear();
    for (std::size_t read = 0; read < limits_.drained;) {
      const auto [error, count] = co_await stream_.async_read_some(buffer_.prepare(kReadAtOnce), as_tuple);
      if (error) co_return;
      read += count;
    }
  }

  asio::awaitable<void> close() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      if (!lowest().socket().is_open()) co_return;
      lowest().expires_after(limits_.close_time);
      const auto [error] = co_await stream_.async_shutdown(as_tuple);
      static_cast<void>(error);  // most clients just go
    }
    drop();
  }

  Context& context_;
  const Limits& limits_;
  Stream stream_;
  beast::flat_buffer buffer_{limits_.head + kReadAtOnce};
  std::optional<Parser> parser_;
  std::string_view route_ = kNoRoute;  // of the request in hand
  bool idle_ = false;
};

}  // namespace

std::shared_ptr<Connection> connect(Context& context, asio::ssl::context* tls, tcp::socket socket) {
  if (tls != nullptr) return std::make_shared<Client<TlsStream>>(context, std::move(socket), *tls);
  return std::make_shared<Client<PlainStream>>(context, std::move(socket));
}

asio::awaitable<void> turn_away(Context& context, tcp::socket socket, bool tls) {
  if (tls) co_return;  // it would take a handshake to say it
  const Limits& limits = context.settings.limits;
  beast::tcp_stream stream(std::move(socket));
  stream.expires_after(limits.close_time);
  auto response =
      to_wire(not_now(limits.retry_after, {"busy", "too many connections are open"}), kHttp11, false);
  const auto [error, count] = co_await wire::async_write(stream, response, as_tuple);
  static_cast<void>(count);
  if (error) co_return;
  Error ignored;  // the reads below find it out
  stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  beast::flat_buffer buffer(kReadAtOnce);
  for (std::size_t read = 0; read < limits.drained;) {
    const auto [over, more] = co_await stream.async_read_some(buffer.prepare(kReadAtOnce), as_tuple);
    if (over) co_return;
    read += more;
  }
}

}  // namespace triaged::http
