// One connection after the other; each is used until it fails. Everything but `publish`, `start`, `stop` and
// `up` happens on the I/O thread.
#include <atomic>
#include <random>
#include <unordered_map>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <triaged/amqp/inlet.hpp>

#include "backoff.hpp"
#include "connection.hpp"
#include "unconfirmed.hpp"

namespace triaged::amqp {
namespace {

constexpr std::uint16_t channel = 1;
constexpr std::chrono::seconds held_long_enough{10};  // after which a failure counts as a first one

Moment now() { return std::chrono::steady_clock::now(); }

ports::Entered in_words_of_the_port(ports::PublishResult result) {
  return result == ports::PublishResult::confirmed ? ports::Entered::confirmed : ports::Entered::refused;
}

void name_producer(domain::InboundMessage& message, const domain::ProducerId& producer) {
  std::erase_if(message.headers, [](const auto& header) { return header.first == domain::kProducerHeader; });
  message.headers.emplace_back(domain::kProducerHeader, producer.value);
}

}  // namespace

class Inlet::Impl final : public std::enable_shared_from_this<Impl> {
 public:
  Impl(boost::asio::io_context& io, Settings settings)
      : io_(io),
        settings_(std::move(settings)),
        intake_(settings_.prefix + settings_.intake_queue),
        timer_(io),
        backoff_(settings_.retry_delay_min, settings_.retry_delay_max, [this](std::int64_t most) {
          return std::uniform_int_distribution<std::int64_t>(0, most)(random_);
        }) {}

  template <class Work>
  void post(Work work) {
    boost::asio::post(io_, [self = shared_from_this(), work = std::move(work)]() mutable { work(*self); });
  }

  void begin() {
    if (stopping_) return;
    unconfirmed_ = {};
    selecting_ = false;
    const std::uint64_t attempt = ++attempt_;
    const std::weak_ptr<Impl> weak = weak_from_this();
    connection_ = std::make_shared<Connection>(io_, settings_, "triaged inlet",
                                               [weak, attempt](std::vector<Action>& actions) {
                                                 const auto self = weak.lock();
                                                 if (self && self->attempt_ == attempt) self->on(actions);
                                               });
    connection_->start();
  }

  void stop() {
    stopping_ = true;
    timer_.cancel();
    let_go();
  }

  void publish(const domain::ProducerId& producer, domain::InboundMessage message, Answer answer) {
    const std::size_t bytes = message.body.size();
    if (!up_) return answer(ports::Entered::away);
    if (waiting_.size() >= kWaitingMost || bytes_ + bytes > kBytesMost) return answer(ports::Entered::busy);
    name_producer(message, producer);
    const std::uint64_t tag =
        connection_->session().publish(channel, {.routing_key = intake_,
                                                 .body = message.body,
                                                 .content_type = message.content_type,
                                                 .message_id = message.message_id,
                                                 .correlation_id = message.correlation_id,
                                                 .reply_to = message.reply_to,
                                                 .user_id = settings_.endpoint.user,
                                                 .timestamp = message.timestamp,
                                                 .headers = &message.headers});
    if (tag == 0) return answer(ports::Entered::refused);
    const std::uint64_t sequence = ++last_;
    unconfirmed_.published(tag, sequence, Unconfirmed::key(intake_, message.message_id));
    waiting_.emplace(sequence, Waiting{.bytes = bytes, .answer = std::move(answer)});
    bytes_ += bytes;
    connection_->pump();
  }

  std::atomic<bool> up_{false};  // written on the I/O thread

 private:
  struct Waiting {
    std::size_t bytes = 0;
    Answer answer;
  };

  void on(std::vector<Action>& actions) {
    std::vector<ports::Published> answers;
    for (const Action& each : actions) {
      if (const auto* answered = std::get_if<action::Answered>(&each)) {
        if (!unconfirmed_.answered(answered->tag, answered->multiple, answered->accepted, answers))
          return fail(false);
      } else if (const auto* returned = std::get_if<action::Returned>(&each)) {
        // Were it ignored, the coming confirm would be believed and the message lost.
        if (!unconfirmed_.returned(Unconfirmed::key(returned->routing_key, returned->message_id)))
          return fail(false);
      } else if (std::holds_alternative<action::Ready>(each)) {
        connection_->session().ask(channel, OpenChannel{}, now());
      } else if (std::holds_alternative<action::Done>(each)) {
        request_done();
      } else if (const auto* blocked = std::get_if<action::Blocked>(&each)) {
        up_ = !blocked->blocked && selected_;
      } else if (std::holds_alternative<action::Failed>(each) ||
                 std::holds_alternative<action::ChannelClosed>(each)) {
        hand_over(answers);
        return fail(false);
      } else if (const auto* closed = std::get_if<action::Closed>(&each)) {
        hand_over(answers);  // they are true whatever came after them
        return fail(closed->why == Ending::refused);
      }
    }
    hand_over(answers);
  }

  void request_done() {
    if (!selecting_) {
      selecting_ = true;
      connection_->session().ask(channel, SelectConfirms{}, now());
      return;
    }
    up_ = selected_ = true;
    up_since_ = now();
  }

  void hand_over(std::vector<ports::Published>& answers) {
    for (const auto& published : std::exchange(answers, {})) {
      const auto found = waiting_.find(published.sequence);
      if (found == waiting_.end()) continue;
      const auto one = std::move(found->second);
      waiting_.erase(found);
      bytes_ -= one.bytes;
      one.answer(in_words_of_the_port(published.result));
    }
  }

  void fail(bool refused) {
    if (selected_ && now() - up_since_ >= held_long_enough) backoff_.reset();
    let_go();
    if (stopping_) return;
    timer_.expires_after(refused ? settings_.retry_delay_auth : backoff_.next());
    timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (!error && self) self->begin();
    });
  }

  // It may be the connection that is calling: it is let go of only when that call is over.
  void let_go() {
    up_ = selected_ = false;
    ++attempt_;
    if (connection_) {
      connection_->drop();
      boost::asio::post(io_, [connection = std::move(connection_)] {});
      connection_ = nullptr;
    }
    bytes_ = 0;
    for (const auto& [sequence, one] : std::exchange(waiting_, {})) one.answer(ports::Entered::away);
  }

  boost::asio::io_context& io_;
  const Settings settings_;
  const std::string intake_;
  boost::asio::steady_timer timer_;
  std::mt19937_64 random_{std::random_device{}()};
  Backoff backoff_;
  std::shared_ptr<Connection> connection_;
  Unconfirmed unconfirmed_;
  std::unordered_map<std::uint64_t, Waiting> waiting_;  // by sequence
  std::size_t bytes_ = 0;                               // of their bodies
  std::uint64_t last_ = 0;                              // sequence
  std::uint64_t attempt_ = 0;
  Moment up_since_;
  bool selecting_ = false;  // confirms were asked for
  bool selected_ = false;   // and are on
  bool stopping_ = false;
};

Inlet::Inlet(boost::asio::io_context& io, Settings settings)
    : impl_(std::make_shared<Impl>(io, std::move(settings))) {}
Inlet::~Inlet() { stop(); }

void Inlet::start() {
  impl_->post([](Impl& impl) { impl.begin(); });
}
void Inlet::stop() {
  impl_->post([](Impl& impl) { impl.stop(); });
}
bool Inlet::up() const noexcept { return impl_->up_; }

void Inlet::publish(const domain::ProducerId& producer, domain::InboundMessage message, Answer answer) {
  impl_->post([producer, message = std::move(message), answer = std::move(answer)](Impl& impl) mutable {
    impl.publish(producer, std::move(message), std::move(answer));
  });
}

}  // namespace triaged::amqp
