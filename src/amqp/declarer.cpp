#include "declarer.hpp"

#include <algorithm>

namespace triaged::amqp {
namespace {

constexpr std::uint16_t access_refused = 403;
constexpr std::uint16_t precondition_failed = 406;  // it exists with other arguments

}  // namespace

void Declarer::declare(Declaration declaration, Moment now) {
  const auto same = [&](const Declaration& other) { return other.what == declaration.what; };
  if (std::any_of(waiting_.begin(), waiting_.end(), same)) return;
  waiting_.push_back(std::move(declaration));
  next(now);
}

void Declarer::hold(bool held, Moment now) {
  held_ = held;
  next(now);
}

bool Declarer::settled() const {
  const auto essential = [](const Declaration& declaration) { return declaration.essential; };
  return std::none_of(waiting_.begin(), waiting_.end(), essential) && (waiting_.empty() || overdue_);
}

void Declarer::next(Moment now) {
  if (held_ || request_ != 0 || waiting_.empty()) return;
  opening_ = !session_.channel_is_open(channel_);
  if (!opening_) {
    const Declaration& first = waiting_.front();
    request_ = session_.ask(channel_, asks_passively_ ? *first.passive : first.active, now);
    return;
  }
  channel_ = first_channel_;
  while (channel_ <= channel_limit && !session_.channel_is_free(channel_)) ++channel_;
  if (channel_ > channel_limit) {
    while (!waiting_.empty()) give_up("no channel is free");
    return;
  }
  request_ = session_.ask(channel_, OpenChannel{}, now);
}

void Declarer::on_done(const action::Done& done, Moment now) {
  if (done.request != request_) return;
  request_ = 0;
  if (!opening_) {
    waiting_.pop_front();
    asks_passively_ = false;
  }
  next(now);
}

void Declarer::on_failed(const action::Failed& failed, Moment now) {
  if (failed.request != request_) return;
  request_ = 0;
  const bool may_exist = failed.code == precondition_failed || failed.code == access_refused;
  if (may_exist && !asks_passively_ && waiting_.front().passive) {
    asks_passively_ = true;
  } else {
    if (failed.code == 0) overdue_ = true;
    give_up(failed.text);
  }
  next(now);
}

void Declarer::give_up(const std::string& why) {
  const Declaration lost = std::move(waiting_.front());
  waiting_.pop_front();
  asks_passively_ = false;
  if (!lost.essential) return;
  waiting_.clear();
  tell_failed_(lost.what + ": " + why);
}

}  // namespace triaged::amqp
