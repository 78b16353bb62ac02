// One request and its reply over a connection of its own, with one deadline over everything from looking up
// the name on. Whatever happens, it ends with one verdict.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "bridges/request.hpp"

namespace triaged::bridges {

inline constexpr std::size_t kReplyHead = 64u << 10;  // bytes; a longer one is no reply
inline constexpr std::size_t kReplyText = 4u << 10;   // bytes of a body that are read, for what it says

// What all exchanges of a bridge share.
struct OtherSide {
  Settings settings;
  Address address;
  std::optional<boost::asio::ssl::context> tls;
};

class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  // Called once, on the io_context's thread, unless it is dropped before.
  using Done = std::function<void(ports::Published)>;

  Exchange(boost::asio::io_context& io, std::shared_ptr<OtherSide> other_side, Request request, Done done);

  void start();
  void drop();

 private:
  using Parser = boost::beast::http::response_parser<boost::beast::http::buffer_body>;

  void begin_reply();
  boost::asio::awaitable<void> run();
  template <class Stream>
  boost::asio::awaitable<void> speak(Stream& stream);
  template <class Stream>
  boost::asio::awaitable<void> read_text(Stream& stream);
  void out_of_time();
  void end_by_reply();
  void end_without(const std::string& why);
  void end(ports::Published published);

  const std::shared_ptr<OtherSide> other_side_;
  Request request_;
  Done done_;
  boost::asio::ip::tcp::resolver resolver_;
  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer deadline_;
  boost::beast::flat_buffer buffer_{kReplyHead};
  std::optional<Parser> parser_;  // of the answer that is read
  std::array<char, kReplyText> text_{};
  std::size_t text_read_ = 0;
  bool over_ = false;
};

}  // namespace triaged::bridges
