// The intake's conversation: lock, then (when the publisher is ready) prefetch and consume, then deliveries.
#include "pair.hpp"

namespace triaged::amqp {
namespace {

constexpr std::uint16_t channel = 1;
constexpr std::uint16_t resource_locked = 405;

}  // namespace

void Pair::on_intake(std::vector<Action>& actions) {
  std::vector<ports::Delivery> deliveries;
  for (Action& each : actions) {
    if (over_) return;
    if (auto* delivered = std::get_if<action::Delivered>(&each)) {
      unsettled_.delivered(delivered->tag);
      if (deliveries.empty()) deliveries.reserve(actions.size());
      deliveries.push_back({.tag = {.link = link_, .tag = delivered->tag},
                            .redelivered = delivered->redelivered,
                            .message = std::move(delivered->message)});
    } else if (std::holds_alternative<action::Ready>(each)) {
      ask_intake(Step::opening_channel, OpenChannel{});
    } else if (const auto* done = std::get_if<action::Done>(&each)) {
      if (done->request == intake_request_) intake_done();
    } else if (const auto* failed = std::get_if<action::Failed>(&each)) {
      if (failed->request == intake_request_) intake_failed(*failed);
    } else if (const auto* lost = std::get_if<action::ChannelClosed>(&each)) {
      if (step_ != Step::standing_by) fail("the intake's channel was closed: " + lost->text);
    } else if (std::holds_alternative<action::Cancelled>(each)) {
      fail("the intake queue was deleted");
    } else if (const auto* closed = std::get_if<action::Closed>(&each)) {
      if (done_) return closed_one();
      fail("intake: " + closed->text, closed->why == Ending::refused);
    }
  }
  if (!deliveries.empty() && !over_ && !done_) owner_.on_pair_deliveries(std::move(deliveries));
}

void Pair::ask_intake(Step step, const Request& request) {
  step_ = step;
  intake_request_ = intake_->session().ask(channel, request, std::chrono::steady_clock::now());
}

void Pair::intake_done() {
  switch (step_) {
    case Step::opening_channel:
      return ask_intake(Step::locking, lock_queue(settings_));
    case Step::locking:
      step_ = Step::locked;
      set_deadline();  // standing by took as long as it took
      return start_publisher();
    case Step::limiting:
      return ask_intake(Step::consuming,
                        Consume{.queue = settings_.prefix + settings_.intake_queue, .consumer = "intake"});
    case Step::consuming:
      step_ = Step::flowing;
      return allow_deliveries(deliveries_allowed_);
    case Step::connecting:
    case Step::standing_by:
    case Step::locked:
    case Step::flowing:
      return;
  }
}

void Pair::intake_failed(const action::Failed& failed) {
  if (step_ == Step::locking && failed.code == resource_locked) return stand_by();
  fail("intake: " + failed.text);
}

// The refusal closed the channel; the connection stays and asks again from time to time.
void Pair::stand_by() {
  step_ = Step::standing_by;
  lock_timer_.expires_after(settings_.lock_retry);
  lock_timer_.async_wait([self = weak_from_this()](const boost::system::error_code& error) {
    const auto pair = self.lock();
    if (error || !pair || pair->over_ || pair->done_) return;
    pair->set_deadline();
    pair->ask_intake(Step::opening_channel, OpenChannel{});
    pair->intake_->pump();
  });
  if (!told_standing_by_) {
    told_standing_by_ = true;
    owner_.on_pair_standing_by();
  }
}

}  // namespace triaged::amqp
