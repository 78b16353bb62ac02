#include "census.hpp"

#include <algorithm>

namespace triaged::amqp {

void Census::count(const std::string& queue, Moment now) {
  if (std::find(waiting_.begin(), waiting_.end(), queue) != waiting_.end()) return;
  waiting_.push_back(queue);
  next(now);
}

void Census::next(Moment now) {
  if (request_ != 0 || waiting_.empty()) return;
  opening_ = !session_.channel_is_open(channel_);
  if (!opening_) {
    request_ = session_.ask(channel_, DeclareQueue{.name = waiting_.front(), .passive = true}, now);
    return;
  }
  channel_ = first_channel_;
  while (channel_ <= channel_limit && !session_.channel_is_free(channel_)) ++channel_;
  if (channel_ > channel_limit) {
    waiting_.clear();  // no answer: nobody may conclude anything
    return;
  }
  request_ = session_.ask(channel_, OpenChannel{}, now);
}

void Census::on_done(const action::Done& done, Moment now) {
  if (done.request != request_) return;
  request_ = 0;
  if (!opening_) counted(done.consumers);
  next(now);
}

void Census::on_failed(const action::Failed& failed, Moment now) {
  if (failed.request != request_) return;
  request_ = 0;
  counted(0);
  next(now);
}

void Census::counted(std::size_t consumers) {
  const std::string queue = std::move(waiting_.front());
  waiting_.pop_front();
  tell_(queue, consumers);
}

}  // namespace triaged::amqp
