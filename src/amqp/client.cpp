// The loop runs only inside publish, consume, constructor and destructor: between them no heartbeats are
// sent, so a client is made, used and dropped. Publishing uses channel 1, consuming a fresh channel 2.
#include <atomic>
#include <deque>
#include <stdexcept>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <triaged/amqp/client.hpp>

#include "connection.hpp"
#include "unconfirmed.hpp"

namespace triaged::amqp {
namespace {

constexpr std::uint16_t publishing = 1;
constexpr std::uint16_t consuming = 2;
constexpr std::size_t unconfirmed_max = 2'000;
constexpr std::size_t said_at_once = 100;  // messages between two looks at the socket
constexpr std::chrono::seconds goodbye_limit{2};

Moment now() { return std::chrono::steady_clock::now(); }

}  // namespace

class Client::Impl {
 public:
  explicit Impl(const Settings& settings)
      : settings_(settings),
        connection_(std::make_shared<Connection>(io_, settings_, "triaged client",
                                                 [this](std::vector<Action>& actions) { on(actions); })) {
    connection_->start();
    wait("no connection in time", settings_.connect_timeout + settings_.setup_timeout,
         [this] { return ready_; });
    ask(publishing, OpenChannel{});
    ask(publishing, SelectConfirms{});
  }

  ~Impl() {
    if (!closed_) {
      connection_->close("done");
      const Moment limit = now() + goodbye_limit;
      io_.restart();
      while (!closed_ && io_.run_one_until(limit) != 0) {
      }
    }
    connection_->drop();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::vector<ports::PublishResult> publish(const std::vector<Message>& messages) {
    std::vector<ports::PublishResult> results(messages.size());
    std::size_t answered = 0;
    std::size_t next = 0;
    answers_.clear();
    while (answered < messages.size()) {
      for (std::size_t said = 0; next < messages.size() && said < said_at_once && !blocked_ &&
                                 unconfirmed_.size() < unconfirmed_max;
           ++next, ++said)
        say(messages[next], next);
      connection_->pump();
      const bool more = next < messages.size() && !blocked_ && unconfirmed_.size() < unconfirmed_max;
      if (more)
        io_.poll_one();
      else
        wait(
            blocked_ ? "the broker takes no messages now: " + blocked_why_ : "no answer to a message in time",
            settings_.request_timeout, [&] { return !answers_.empty(); });
      check();
      for (const auto& answer : answers_) results[answer.sequence] = answer.result;
      answered += answers_.size();
      answers_.clear();
    }
    return results;
  }

  void consume(const std::vector<std::string>& queues, bool acknowledge, std::chrono::milliseconds idle,
               const std::function<bool(const Received&)>& on_message) {
    ask(consuming, OpenChannel{});
    // Without acknowledging, a limit would end the view after that many messages.
    ask(consuming, SetPrefetch{.count = acknowledge ? settings_.prefetch : std::uint16_t{0}});
    for (std::size_t i = 0; i < queues.size(); ++i)
      ask(consuming, Consume{.queue = queues[i], .consumer = std::to_string(i)});
    bool wanted = true;
    while (wanted && !stopped_) {
      if (received_.empty() &&
          !run_for(idle, [this] { return !received_.empty() || stopped_ || !cancelled_.empty(); }))
        break;
      check();
      if (!cancelled_.empty()) throw std::runtime_error("a queue was deleted while it was read");
      while (wanted && !stopped_ && !received_.empty()) {
        const auto delivered = std::move(received_.front());
        received_.pop_front();
        wanted = on_message({.queue = queues.at(static_cast<std::size_t>(std::stoul(delivered.consumer))),
                             .redelivered = delivered.redelivered,
                             .message = delivered.message,
                             .type = delivered.type});
        if (acknowledge) connection_->session().acknowledge(consuming, delivered.tag, false);
      }
      connection_->pump();
    }
    ask(consuming, CloseChannel{});  // what was not acknowledged goes back to its queue
    received_.clear();
    stopped_ = false;
  }

  void stop() {
    stopped_ = true;
    boost::asio::post(io_, [] {});  // so that a waiting loop looks
  }

 private:
  void say(const Message& message, std::size_t index) {
    const auto& with = message.properties_and_body;
    const std::uint64_t tag =
        connection_->session().publish(publishing, {.exchange = message.exchange,
                                                    .routing_key = message.routing_key,
                                                    .body = with.body,
                                                    .content_type = with.content_type,
                                                    .message_id = with.message_id,
                                                    .correlation_id = with.correlation_id,
                                                    .reply_to = with.reply_to,
                                                    .user_id = with.user_id,
                                                    .timestamp = with.timestamp,
                                                    .headers = &with.headers});
    if (tag == 0) throw std::runtime_error("a message cannot be sent: a property is longer than AMQP allows");
    unconfirmed_.published(tag, index, Unconfirmed::key(message.routing_key, with.message_id));
  }

  void on(std::vector<Action>& actions) {
    for (Action& each : actions) {
      if (auto* delivered = std::get_if<action::Delivered>(&each)) {
        received_.push_back(std::move(*delivered));
      } else if (const auto* answered = std::get_if<action::Answered>(&each)) {
        if (!unconfirmed_.answered(answered->tag, answered->multiple, answered->accepted, answers_))
          why_ = "the broker answered a message twice";
      } else if (const auto* returned = std::get_if<action::Returned>(&each)) {
        if (!unconfirmed_.returned(Unconfirmed::key(returned->routing_key, returned->message_id)))
          why_ = "the broker returned a message that was not sent";
      } else if (const auto* blocked = std::get_if<action::Blocked>(&each)) {
        blocked_ = blocked->blocked;
        blocked_why_ = blocked->reason;
      } else if (const auto* done = std::get_if<action::Done>(&each)) {
        answered_request_ = done->request;
      } else if (const auto* failed = std::get_if<action::Failed>(&each)) {
        why_ = failed->text;
      } else if (const auto* lost = std::get_if<action::ChannelClosed>(&each)) {
        if (why_.empty()) why_ = lost->text;
      } else if (std::holds_alternative<action::Ready>(each)) {
        ready_ = true;
      } else if (const auto* cancelled = std::get_if<action::Cancelled>(&each)) {
        cancelled_ = cancelled->consumer;
      } else if (const auto* closed = std::get_if<action::Closed>(&each)) {
        closed_ = true;
        if (why_.empty()) why_ = closed->text;
      }
    }
  }

  void check() const {
    if (!why_.empty()) throw std::runtime_error(why_);
  }

  // Runs the loop until `until` holds, something failed, or `limit` passed; says whether one of the first
  // two.
  bool run_for(std::chrono::milliseconds limit, const std::function<bool()>& until) {
    const Moment deadline = now() + limit;
    io_.restart();
    while (!until() && why_.empty())
      if (io_.run_one_until(deadline) == 0) return false;
    return true;
  }

  void wait(const std::string& otherwise, std::chrono::milliseconds limit,
            const std::function<bool()>& until) {
    if (!run_for(limit, until)) throw std::runtime_error(otherwise);
    check();
  }

  void ask(std::uint16_t channel, const Request& request) {
    const RequestId id = connection_->session().ask(channel, request, now());
    connection_->pump();
    // The session has a deadline of its own for it; this one is for a session that stands still.
    wait("no answer in time", 2 * settings_.request_timeout, [&] { return answered_request_ == id; });
  }

  boost::asio::io_context io_{1};
  Settings settings_;
  std::shared_ptr<Connection> connection_;
  Unconfirmed unconfirmed_;
  std::vector<ports::Published> answers_;
  std::deque<action::Delivered> received_;
  RequestId answered_request_ = 0;
  bool ready_ = false;
  bool closed_ = false;
  bool blocked_ = false;
  std::string blocked_why_;
  std::string cancelled_;
  std::string why_;  // what failed first; nothing works after it
  std::atomic<bool> stopped_{false};
};

Client::Client(const Settings& settings) : impl_(std::make_unique<Impl>(settings)) {}
Client::~Client() = default;

std::vector<ports::PublishResult> Client::publish(const std::vector<Message>& messages) {
  return impl_->publish(messages);
}
void Client::consume(const std::vector<std::string>& queues, bool acknowledge, std::chrono::milliseconds idle,
                     const std::function<bool(const Received&)>& on_message) {
  impl_->consume(queues, acknowledge, idle, on_message);
}
void Client::stop() { impl_->stop(); }

}  // namespace triaged::amqp
