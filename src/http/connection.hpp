// One client: requests one after the other, each read within its limits, judged by its head before its body
// is read, and answered. What breaks a limit of time is closed without a word; what breaks any other is told.
#pragma once

#include <memory>
#include <optional>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "http/context.hpp"

namespace triaged::http {

class Connection {
 public:
  virtual ~Connection() = default;

  // Ends when the client, a limit or the server's end says so. Called once; keeps the connection alive.
  [[nodiscard]] virtual boost::asio::awaitable<void> serve(std::shared_ptr<Connection> self) = 0;
  virtual void stop_if_idle() = 0;  // the server stops: nothing is under way here, or it comes to its answer
  virtual void drop() = 0;          // at once
};

// `tls`: nullptr: plain. Context and tls must outlive the connection.
[[nodiscard]] std::shared_ptr<Connection> connect(Context& context, boost::asio::ssl::context* tls,
                                                  boost::asio::ip::tcp::socket socket);

// Says 503 to a connection over the limit, and closes it.
[[nodiscard]] boost::asio::awaitable<void> turn_away(Context& context, boost::asio::ip::tcp::socket socket,
                                                     bool tls);

}  // namespace triaged::http
