#include "unconfirmed.hpp"

#include <algorithm>
#include <functional>

namespace triaged::amqp {

std::uint64_t Unconfirmed::key(std::string_view routing_key, std::string_view message_id) {
  constexpr std::uint64_t golden =
      0x9E37'79B9'7F4A'7C15;  // spreads the first hash before the second joins it
  const std::hash<std::string_view> hash;
  return (hash(routing_key) * golden) ^ hash(message_id);
}

void Unconfirmed::grow() {
  constexpr std::size_t first_size = 1'024;
  std::vector<Entry> larger(std::max(first_size, entries_.size() * 2));
  for (std::uint64_t tag = low_; tag < next_; ++tag) larger[tag & (larger.size() - 1)] = at(tag);
  entries_.swap(larger);
}

void Unconfirmed::published(std::uint64_t tag, std::uint64_t sequence, std::uint64_t key) {
  if (next_ - low_ == entries_.size()) grow();
  next_ = tag;
  at(next_) = {.sequence = sequence, .key = key, .state = State::waiting};
  ++next_;
  ++waiting_;
}

bool Unconfirmed::returned(std::uint64_t key) {
  const auto find = [&](std::uint64_t from, std::uint64_t to) {
    for (std::uint64_t tag = from; tag < to; ++tag) {
      Entry& entry = at(tag);
      if (entry.state != State::waiting || entry.key != key) continue;
      entry.state = State::came_back;
      return_hint_ = tag + 1;
      return true;
    }
    return false;
  };
  const std::uint64_t likely = std::max(low_, return_hint_);
  return find(likely, next_) || find(low_, std::min(likely, next_));
}

void Unconfirmed::answer(std::uint64_t tag, bool accepted, std::vector<ports::Published>& into) {
  using ports::PublishResult;
  Entry& entry = at(tag);
  if (entry.state == State::answered) return;
  const auto result = entry.state == State::came_back ? PublishResult::returned
                      : accepted                      ? PublishResult::confirmed
                                                      : PublishResult::nacked;
  into.push_back({.sequence = entry.sequence, .result = result});
  entry.state = State::answered;
  --waiting_;
}

bool Unconfirmed::answered(std::uint64_t tag, bool multiple, bool accepted,
                           std::vector<ports::Published>& into) {
  if (multiple && tag == 0) tag = next_ - 1;
  if (tag >= next_) return false;
  if (multiple) {
    for (std::uint64_t each = low_; each <= tag; ++each) answer(each, accepted, into);
  } else {
    if (tag < low_ || at(tag).state == State::answered) return false;
    answer(tag, accepted, into);
  }
  while (low_ < next_ && at(low_).state == State::answered) ++low_;
  return true;
}

}  // namespace triaged::amqp
