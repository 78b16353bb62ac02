// The other side of a bridge, on a free port of the loopback: takes one connection after the other, on a
// thread of its own, and does with each what the test has laid out for it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/bridges/bridge.hpp>

namespace triaged::bridges::test {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;
using Error = boost::system::error_code;

// A request as it came; empty where nothing was read.
struct Came {
  std::string head;
  std::string body;
};

// What is done with one connection.
struct Deed {
  bool read = true;   // the whole request first; otherwise nothing of it
  std::string say;    // then
  bool hold = false;  // then keep it open until the test is over, instead of closing it
};

inline std::string answer(std::string_view status, std::string_view body = "",
                          std::string_view headers = "") {
  return "HTTP/1.1 " + std::string(status) + "\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

class StandIn {
 public:
  // `tls`: speaks it, and must outlive this.
  explicit StandIn(std::deque<Deed> deeds, boost::asio::ssl::context* tls = nullptr)
      : deeds_(std::move(deeds)), tls_(tls), acceptor_(io_, {boost::asio::ip::address_v4::loopback(), 0}) {
    thread_ = std::thread([this] { serve(); });
  }
  StandIn(const StandIn&) = delete;
  StandIn& operator=(const StandIn&) = delete;
  ~StandIn() {
    ended_ = true;
    over_.set_value();
    boost::asio::io_context io;
    tcp::socket last(io);  // for one that still waits to be connected to
    last.connect(acceptor_.local_endpoint());
    thread_.join();
  }

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  [[nodiscard]] std::vector<Came> came() {
    const std::lock_guard lock(mutex_);
    return came_;
  }
  // Blocks until so many requests were read.
  void wait_for(std::size_t requests) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return came_.size() >= requests; });
  }

 private:
  void serve() {
    std::vector<tcp::socket> held;
    for (const auto& deed : deeds_) {
      tcp::socket socket(io_);
      acceptor_.accept(socket);
      if (ended_) return;
      if (tls_ == nullptr) {
        treat(socket, deed);
      } else {
        boost::asio::ssl::stream<tcp::socket&> stream(socket, *tls_);
        Error refused;
        stream.handshake(boost::asio::ssl::stream_base::server, refused);
        if (!refused) treat(stream, deed);
      }
      if (deed.hold) held.push_back(std::move(socket));
    }
    over_.get_future().wait();
  }

  template <class Stream>
  void treat(Stream& stream, const Deed& deed) {
    if (deed.read) take(stream);
    Error gone;  // the client may have heard enough
    boost::asio::write(stream, boost::asio::buffer(deed.say), gone);
  }

  template <class Stream>
  void take(Stream& stream) {
    Came came;
    std::string text;
    Error error;
    const auto head = boost::asio::read_until(stream, boost::asio::dynamic_buffer(text), "\r\n\r\n", error);
    if (error) return;
    came.head = text.substr(0, head);
    came.body = text.substr(head);
    const std::string_view length = "Content-Length: ";
    const auto at = came.head.find(length);
    const std::size_t wanted = at == std::string::npos ? 0 : std::stoul(came.head.substr(at + length.size()));
    if (came.body.size() < wanted)
      boost::asio::read(stream, boost::asio::dynamic_buffer(came.body),
                        boost::asio::transfer_exactly(wanted - came.body.size()), error);
    const std::lock_guard lock(mutex_);
    came_.push_back(std::move(came));
    changed_.notify_all();
  }

  std::deque<Deed> deeds_;
  boost::asio::ssl::context* tls_;
  boost::asio::io_context io_;
  tcp::acceptor acceptor_;
  std::atomic<bool> ended_{false};
  std::promise<void> over_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Came> came_;
  std::thread thread_;
};

inline constexpr const char* kSecret = "R0123456789abcdef0123456789ABCDE";
inline constexpr const char* kBody = R"({"event_action":"trigger","dedup_key":"INC-1"})";

// A bridge, and what came of what was sent over it.
struct World {
  Settings settings{
      .kind = domain::BridgeKind::pagerduty, .url = {}, .secret = kSecret, .ca_file = {}, .timeout = 30s};
  boost::asio::io_context io;
  std::unique_ptr<Bridge> bridge;
  std::vector<ports::Published> answers;
  std::uint64_t sent = 0;
  std::uint64_t link = 1;

  World& to(const StandIn& other_side, std::string_view path = "/v2/enqueue") {
    settings.url = "http://127.0.0.1:" + std::to_string(other_side.port()) + std::string(path);
    return *this;
  }
  World& make() {
    bridge = std::make_unique<Bridge>(io, settings,
                                      [this](std::uint64_t over, std::vector<ports::Published> results) {
                                        EXPECT_EQ(over, link);
                                        for (auto& result : results) answers.push_back(std::move(result));
                                      });
    return *this;
  }
  World& send(std::string body = kBody) {
    if (!bridge) make();
    auto message = std::make_shared<domain::OutboundMessage>();
    message->body = std::move(body);
    message->content_type = "application/json";
    bridge->publish(link, {{.sequence = ++sent, .message = std::move(message)}});
    return *this;
  }
  // Runs until everything that was sent is answered.
  const std::vector<ports::Published>& all_answers() {
    io.restart();
    while (answers.size() < sent && io.run_one() > 0) continue;
    return answers;
  }
  // Of the message sent now.
  ports::Published answer_to(std::string body = kBody) {
    send(std::move(body));
    all_answers();
    return answers.empty() ? ports::Published{} : answers.back();
  }
};

}  // namespace triaged::bridges::test
