// The outer loop: a pair of connections, and after it the next. Everything but `start`, `stop` and the
// posting of what the engine asks happens on the I/O thread.
#include <atomic>
#include <mutex>
#include <random>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <triaged/amqp/link.hpp>

#include "backoff.hpp"
#include "pair.hpp"

namespace triaged::amqp {
namespace {

constexpr std::chrono::seconds held_long_enough{10};  // after which a failure counts as a first one
constexpr std::chrono::seconds stop_limit{5};

std::size_t body_bytes(const std::vector<ports::Delivery>& deliveries) {
  std::size_t bytes = 0;
  for (const auto& delivery : deliveries) bytes += delivery.message.body.size();
  return bytes;
}

}  // namespace

class Link::Impl final : public Pair::Owner, public std::enable_shared_from_this<Impl> {
 public:
  Impl(boost::asio::io_context& io, Settings settings, std::vector<std::string> queues,
       LinkListener& listener)
      : io_(io),
        settings_(std::move(settings)),
        queues_(std::move(queues)),
        listener_(&listener),
        timer_(io),
        stop_timer_(io),
        backoff_(settings_.retry_delay_min, settings_.retry_delay_max, [this](std::int64_t most) {
          return std::uniform_int_distribution<std::int64_t>(0, most)(random_);
        }) {}

  // Runs `work(impl)` on the I/O thread, in the order of the calls, unless the link is gone by then.
  template <class Work>
  void post(Work work) {
    boost::asio::post(io_, [self = shared_from_this(), work = std::move(work)]() mutable {
      if (self->listening()) work(*self);
    });
  }

  // No call of the listener is under way, or begins, once this returned (unless called from inside one).
  void forget_listener() {
    const std::lock_guard lock(listener_mutex_);
    listener_ = nullptr;
  }

  void begin() {
    if (stopping_) return;
    ++link_;
    pair_ = std::make_shared<Pair>(io_, settings_, queues_, link_, *this);
    pair_->allow_deliveries(may_deliver());
    pair_->start();
  }

  void settle(const std::vector<ports::DeliveryTag>& deliveries) {
    if (pair_) pair_->settle(deliveries);
  }
  void publish(std::uint64_t link, std::vector<ports::Publication> publications) {
    if (pair_ && link == link_) pair_->publish(std::move(publications));
  }
  void declare(const std::string& queue) {
    if (pair_) pair_->declare(queue);
  }
  void count_consumers(const std::string& queue) {
    if (pair_) pair_->count_consumers(queue);
  }
  void use_queues(std::vector<std::string> queues) {
    queues_ = std::move(queues);
    if (pair_)
      pair_->use_queues(queues_);
    else
      on_pair_queues_ready();
  }
  void want_deliveries(bool wanted) {
    wanted_ = wanted;
    check_room();
  }

  void restart(std::chrono::milliseconds delay) {
    if (stopping_) return;
    const bool had_pair = pair_ != nullptr;
    let_pair_go();
    if (had_pair)
      tell([this](LinkListener& listener) { listener.on_down(link_, "a fresh start was asked for"); });
    begin_after(delay);
  }

  void stop(std::function<void()> done) {
    if (done) dones_.push_back(std::move(done));
    if (stopping_) {
      if (stopped_) finish_stop();
      return;
    }
    stopping_ = true;
    timer_.cancel();
    if (!pair_) return finish_stop();
    stop_timer_.expires_after(stop_limit);
    stop_timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (!error && !self->stopped_) self->finish_stop();
    });
    pair_->close([this] { finish_stop(); });
  }

  // The link is gone: the sockets are closed on the I/O thread, or with the io_context if that runs no more.
  void abandon() {
    boost::asio::post(io_, [self = shared_from_this()] {
      self->stopping_ = true;
      self->timer_.cancel();
      self->stop_timer_.cancel();
      self->let_pair_go();
    });
  }

  // Any thread. Returns at once unless reading has to begin again.
  void taken(std::size_t bytes) {
    const std::size_t left = untaken_.fetch_sub(bytes) - bytes;
    if (paused_ && left <= settings_.read_pause_bytes / 2) post([](Impl& impl) { impl.check_room(); });
  }

  // ---- Pair::Owner
  void on_pair_up() override {
    up_since_ = std::chrono::steady_clock::now();
    up_ = true;
    tell([this](LinkListener& listener) { listener.on_up(link_); });
  }
  void on_pair_down(const std::string& reason, bool refused) override {
    if (up_ && std::chrono::steady_clock::now() - up_since_ >= held_long_enough) backoff_.reset();
    let_pair_go();
    tell([&](LinkListener& listener) { listener.on_down(link_, reason); });
    // Credentials do not mend themselves, and every wrong attempt fills the broker's log.
    begin_after(refused ? settings_.retry_delay_auth : backoff_.next());
  }
  void on_pair_standing_by() override {
    tell([](LinkListener& listener) { listener.on_standing_by(); });
  }
  void on_pair_consumers(const std::string& queue, std::size_t count) override {
    tell([&](LinkListener& listener) { listener.on_consumers(queue, count); });
  }
  void on_pair_queues_ready() override {
    tell([](LinkListener& listener) { listener.on_queues_ready(); });
  }
  void on_pair_blocked(bool blocked, const std::string& reason) override {
    tell([&](LinkListener& listener) { listener.on_blocked(blocked, reason); });
  }
  void on_pair_deliveries(std::vector<ports::Delivery> deliveries) override {
    untaken_ += body_bytes(deliveries);
    check_room();
    tell([&](LinkListener& listener) { listener.on_deliveries(std::move(deliveries)); });
  }
  void on_pair_answers(std::vector<ports::Published> answers) override {
    tell([&](LinkListener& listener) { listener.on_answers(link_, std::move(answers)); });
  }

 private:
  template <class Call>
  void tell(Call call) {
    const std::lock_guard lock(listener_mutex_);
    if (listener_ != nullptr) call(*listener_);
  }
  bool listening() {
    const std::lock_guard lock(listener_mutex_);
    return listener_ != nullptr;
  }

  [[nodiscard]] bool may_deliver() const { return wanted_ && !paused_; }

  // Reading stops above the limit and begins again at half of it, so that it does not flutter. `paused_` is
  // set before the count is looked at again: a taken() in between sees the one or is seen by the other.
  void check_room() {
    if (untaken_ > settings_.read_pause_bytes) paused_ = true;
    if (paused_ && untaken_ <= settings_.read_pause_bytes / 2) paused_ = false;
    if (pair_) pair_->allow_deliveries(may_deliver());
  }

  void begin_after(std::chrono::milliseconds delay) {
    if (stopping_) return;
    timer_.expires_after(delay);
    timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (!error && self->listening() && !self->pair_) self->begin();
    });
  }

  // It may be the pair that is calling: it is let go of only when that call is over.
  void let_pair_go() {
    up_ = false;
    if (!pair_) return;
    const bool declaring = pair_->declares_queues();
    pair_->drop();
    if (declaring) on_pair_queues_ready();  // the next pair declares them before it is up
    boost::asio::post(io_, [pair = std::move(pair_)] {});
    pair_ = nullptr;
  }

  void finish_stop() {
    stopped_ = true;
    stop_timer_.cancel();
    let_pair_go();
    auto dones = std::move(dones_);
    dones_.clear();
    for (const auto& done : dones) done();
  }

  boost::asio::io_context& io_;
  Settings settings_;
  std::vector<std::string> queues_;
  std::recursive_mutex listener_mutex_;  // recursive: the listener may destroy the link from inside a call
  LinkListener* listener_;
  boost::asio::steady_timer timer_;
  boost::asio::steady_timer stop_timer_;
  std::mt19937_64 random_{std::random_device{}()};
  Backoff backoff_;
  std::shared_ptr<Pair> pair_;
  std::uint64_t link_ = 0;
  std::chrono::steady_clock::time_point up_since_;
  std::vector<std::function<void()>> dones_;
  std::atomic<std::size_t> untaken_{0};  // bytes of delivered bodies that nobody took yet
  std::atomic<bool> paused_{false};      // because of them
  bool wanted_ = true;
  bool up_ = false;
  bool stopping_ = false;
  bool stopped_ = false;
};

Link::Link(boost::asio::io_context& io, Settings settings, std::vector<std::string> queues,
           LinkListener& listener)
    : impl_(std::make_shared<Impl>(io, std::move(settings), std::move(queues), listener)) {}

Link::~Link() {
  impl_->forget_listener();
  impl_->abandon();
}

void Link::start() {
  impl_->post([](Impl& impl) { impl.begin(); });
}
void Link::stop(std::function<void()> done) {
  impl_->post([done = std::move(done)](Impl& impl) mutable { impl.stop(std::move(done)); });
}
void Link::settle(const std::vector<ports::DeliveryTag>& deliveries) {
  impl_->post([deliveries](Impl& impl) { impl.settle(deliveries); });
}
void Link::publish(std::uint64_t link, std::vector<ports::Publication> publications) {
  impl_->post([link, publications = std::move(publications)](Impl& impl) mutable {
    impl.publish(link, std::move(publications));
  });
}
void Link::declare(const std::string& queue) {
  impl_->post([queue](Impl& impl) { impl.declare(queue); });
}
void Link::count_consumers(const std::string& queue) {
  impl_->post([queue](Impl& impl) { impl.count_consumers(queue); });
}
void Link::restart(std::chrono::milliseconds delay) {
  impl_->post([delay](Impl& impl) { impl.restart(delay); });
}
void Link::use_queues(std::vector<std::string> queues) {
  impl_->post([queues = std::move(queues)](Impl& impl) mutable { impl.use_queues(std::move(queues)); });
}
void Link::want_deliveries(bool wanted) {
  impl_->post([wanted](Impl& impl) { impl.want_deliveries(wanted); });
}
void Link::taken(std::size_t bytes) { impl_->taken(bytes); }

}  // namespace triaged::amqp
