// A session on a socket: resolves, connects, speaks TLS if asked to, carries bytes both ways and wakes the
// session in time. It decides nothing and only obeys; what the session wants done goes to the owner.
// Everything here happens on the one thread that runs the io_context.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>

#include <triaged/amqp/settings.hpp>

#include "session.hpp"

namespace triaged::amqp {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // Gets all actions that one read, one wake-up or one round of requests brought; may move out of them. After
  // an action::Closed, the last, it is not called again. Not called from inside start().
  using Owner = std::function<void(std::vector<Action>&)>;

  // `name` is what the broker shows in its list of connections.
  Connection(boost::asio::io_context& io, const Settings& settings, std::string name, Owner owner);

  void start();  // once
  Session& session() { return session_; }
  void pump();                        // after asking the session for something: carries it out
  void set_reading(bool is_read);     // while not, the peer's silence means nothing
  void close(std::string_view text);  // properly; the owner gets action::Closed
  void drop();                        // at once, without a word; the owner is not called any more

 private:
  using Error = boost::system::error_code;

  void resolve();
  void connect(const boost::asio::ip::tcp::resolver::results_type& addresses);
  void shake_hands();
  void greet();
  void read();
  void flush();
  void write_rest();
  void arm();
  void fail(Ending why, const std::string& text);  // of the socket: tells the owner and drops
  void shut();                                     // closes socket and timer
  [[nodiscard]] std::string where() const;         // "broker.example:5671"

  // Calls `use` with the stream that bytes go through: TLS, or the bare socket.
  template <class Use>
  void with_stream(Use use) {
    if (tls_)
      use(*tls_);
    else
      use(socket_);
  }

  Endpoint endpoint_;
  std::chrono::milliseconds connect_timeout_;
  Owner owner_;
  Session session_;
  boost::asio::ip::tcp::resolver resolver_;
  std::optional<boost::asio::ssl::context> tls_context_;
  boost::asio::ip::tcp::socket socket_;
  std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
  boost::asio::steady_timer timer_;  // connecting first, then the session's wake-ups
  Moment armed_for_ = Moment::max();
  std::vector<char> read_buffer_;
  std::string sending_;  // on its way; the session fills its own meanwhile
  std::vector<Action> acting_;
  bool connected_ = false;
  bool pumping_ = false;
  bool read_wanted_ = true;
  bool read_under_way_ = false;
  bool write_under_way_ = false;
  bool gone_ = false;  // the owner is not to be called any more
};

}  // namespace triaged::amqp
