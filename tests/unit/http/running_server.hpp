// A server on a free port of the loopback, an inlet that answers as a test says, and a client that writes
// bytes and reads until it has an answer or the end.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <sstream>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/http/server.hpp>

namespace triaged::http::test {

using namespace std::chrono_literals;

class FakeInlet final : public ports::Inlet {
 public:
  struct Came {
    domain::ProducerId producer;
    domain::InboundMessage message;
  };

  void publish(const domain::ProducerId& producer, domain::InboundMessage message, Answer answer) override {
    const std::lock_guard lock(mutex_);
    came_.push_back({producer, std::move(message)});
    changed_.notify_all();
    if (hold_) return held_.push_back(std::move(answer));
    answer(answers_.empty() ? ports::Entered::confirmed : next());
  }

  void will_answer(std::vector<ports::Entered> answers) {
    const std::lock_guard lock(mutex_);
    answers_ = std::move(answers);
  }
  void hold() {
    const std::lock_guard lock(mutex_);
    hold_ = true;
  }
  void release(ports::Entered with) {
    const std::lock_guard lock(mutex_);
    hold_ = false;
    for (const auto& answer : std::exchange(held_, {})) answer(with);
  }
  void wait_for(std::size_t messages) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return came_.size() >= messages; });
  }
  [[nodiscard]] std::vector<Came> came() {
    const std::lock_guard lock(mutex_);
    return came_;
  }

 private:
  ports::Entered next() {
    const auto answer = answers_.front();
    answers_.erase(answers_.begin());
    return answer;
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Came> came_;
  std::vector<ports::Entered> answers_;
  std::vector<Answer> held_;
  bool hold_ = false;
};

class Heard final : public Observer {
 public:
  void on_answered(std::string_view route, unsigned status, std::chrono::microseconds) override {
    note(std::string(route) + " " + std::to_string(status));
  }
  void on_connections(std::size_t) override {}
  void on_turned_away() override { note("turned away"); }
  void on_accept_failing(const std::string&) override { note("accept failing"); }
  void on_accepting_again() override { note("accepting again"); }
  void on_broken(const std::string& why) override { note("broken: " + why); }

  void wait_for(const std::string& fact) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return count(fact) > 0; });
  }
  [[nodiscard]] std::vector<std::string> facts() {
    const std::lock_guard lock(mutex_);
    return facts_;
  }

 private:
  [[nodiscard]] std::ptrdiff_t count(const std::string& fact) const {
    return std::count(facts_.begin(), facts_.end(), fact);
  }
  void note(std::string fact) {
    const std::lock_guard lock(mutex_);
    facts_.push_back(std::move(fact));
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> facts_;
};

struct Reply {
  unsigned status = 0;  // 0: the connection was closed without an answer
  std::map<std::string, std::string> headers;
  std::string body;
};

class TestClient {
 public:
  explicit TestClient(std::uint16_t port) : socket_(io_) {
    socket_.connect({boost::asio::ip::address_v4::loopback(), port});
  }

  void write(std::string_view bytes) { boost::asio::write(socket_, boost::asio::buffer(bytes)); }
  void say_no_more() { socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send); }

  Reply read(bool has_body = true) {
    Reply reply;
    boost::system::error_code error;
    const auto head_size =
        boost::asio::read_until(socket_, boost::asio::dynamic_buffer(buffer_), "\r\n\r\n", error);
    if (error) return reply;
    std::istringstream head(buffer_.substr(0, head_size));
    buffer_.erase(0, head_size);
    std::string version, line;
    head >> version >> reply.status;
    std::getline(head, line);
    while (std::getline(head, line) && line != "\r") {
      const auto colon = line.find(':');
      reply.headers[line.substr(0, colon)] = line.substr(colon + 2, line.size() - colon - 3);
    }
    const auto length = reply.headers.find("Content-Length");
    if (!has_body || length == reply.headers.end()) return reply;
    const std::size_t wanted = std::stoul(length->second);
    while (buffer_.size() < wanted && !error)
      boost::asio::read(socket_, boost::asio::dynamic_buffer(buffer_),
                        boost::asio::transfer_exactly(wanted - buffer_.size()), error);
    reply.body = buffer_.substr(0, wanted);
    buffer_.erase(0, std::min(wanted, buffer_.size()));
    return reply;
  }
  Reply ask(std::string_view bytes) {
    write(bytes);
    return read();
  }
  // True: the other side has closed, and sent nothing before.
  bool is_closed() {
    boost::system::error_code error;
    char one = 0;
    return buffer_.empty() && socket_.read_some(boost::asio::buffer(&one, 1), error) == 0 && error.failed();
  }

 private:
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_;
  std::string buffer_;
};

inline std::string get(std::string_view path, std::string_view headers = {}) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n";
}
inline std::string post(std::string_view path, std::string_view body, std::string_view headers = {}) {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" +
         std::string(headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}
inline std::string opening(std::string_view id) {
  const std::string member = id.empty() ? "" : R"("event_id":")" + std::string(id) + R"(",)";
  return "{" + member +
         R"("ticket_id":"T1","actor":{"id":"ada@north.example"},"opened":{"subject":"help","body":"","channel":"email"}})";
}

// Made, changed, started, asked.
struct World {
  Settings settings;
  std::optional<std::vector<Token>> tokens;
  std::vector<std::string> missing;
  std::variant<codec::AlertBatch, codec::Unreadable> alerts = codec::AlertBatch{};
  FakeInlet inlet;
  Heard heard;
  std::size_t ids = 0;
  std::unique_ptr<Server> server;

  World() { settings.port = 0; }

  World& start() {
    server =
        std::make_unique<Server>(settings, tokens,
                                 Services{.inlet = inlet,
                                          .missing = [this] { return missing; },
                                          .metrics = [] { return std::string("triaged_link_up 1\n"); },
                                          .read_alertmanager = [this](std::string_view) { return alerts; },
                                          .fresh_id = [this] { return "fresh-" + std::to_string(++ids); },
                                          .now = [] { return domain::Instant{1'000'000s}; }},
                                 heard);
    if (const auto why = server->start()) throw std::runtime_error(*why);
    return *this;
  }
  [[nodiscard]] TestClient client() const { return TestClient(server->port()); }
  Reply ask(std::string_view bytes) const { return client().ask(bytes); }
};

}  // namespace triaged::http::test
