// The pair's beginning and end, and what the owner asks. The two conversations are in pair_intake.cpp and
// pair_publisher.cpp.
#include "pair.hpp"

namespace triaged::amqp {

Pair::Pair(boost::asio::io_context& io, const Settings& settings, std::vector<std::string> queues,
           std::uint64_t link, Owner& owner)
    : io_(io),
      settings_(settings),
      queues_(std::move(queues)),
      link_(link),
      owner_(owner),
      deadline_(io),
      lock_timer_(io) {}

Pair::~Pair() { drop(); }

void Pair::start() {
  set_deadline();
  intake_ = std::make_shared<Connection>(io_, settings_, "triaged intake",
                                         [this](std::vector<Action>& actions) { on_intake(actions); });
  intake_->start();
}

void Pair::set_deadline() {
  deadline_.expires_after(settings_.setup_timeout);
  deadline_.async_wait([self = weak_from_this()](const boost::system::error_code& error) {
    const auto pair = self.lock();
    if (!error && pair && !pair->over_ && !pair->up_ && pair->step_ != Step::standing_by)
      pair->fail("set-up took too long");
  });
}

void Pair::settle(const std::vector<ports::DeliveryTag>& deliveries) {
  if (over_) return;
  settling_.clear();
  for (const auto& delivery : deliveries)
    if (delivery.link == link_) settling_.push_back(delivery.tag);
  for (const auto& [tag, multiple] : unsettled_.settle(settling_))
    intake_->session().acknowledge(1, tag, multiple);
  intake_->pump();
}

void Pair::allow_deliveries(bool allowed) {
  deliveries_allowed_ = allowed;
  // Before it consumes, what is read are answers, and while it closes, the goodbye.
  if (!over_ && !done_ && step_ == Step::flowing) intake_->set_reading(allowed);
}

void Pair::fail(const std::string& reason, bool refused) {
  if (over_ || done_) return;  // on the way out anyway
  drop();
  owner_.on_pair_down(reason, refused);
}

void Pair::drop() {
  over_ = true;
  deadline_.cancel();
  lock_timer_.cancel();
  if (intake_) intake_->drop();
  if (publisher_) publisher_->drop();
}

void Pair::close(std::function<void()> done) {
  done_ = std::move(done);
  still_open_ = publisher_ ? 2 : 1;
  const auto self = shared_from_this();  // the first goodbye may be the last
  if (publisher_) publisher_->close("triaged stops");
  intake_->close("triaged stops");
}

void Pair::closed_one() {
  if (--still_open_ > 0) return;
  drop();
  done_();
}

}  // namespace triaged::amqp
