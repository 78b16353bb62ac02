// Which publications the broker has confirmed. Confirms come out of order and for many at once.
#pragma once

#include <cstdint>
#include <deque>

namespace bench {

class Confirms {
 public:
  void published() {
    waiting_.push_back(true);
    ++open_;
  }
  void confirmed(std::uint64_t sequence, bool multiple) {
    if (sequence <= settled_) return;
    const std::size_t last = sequence - settled_ - 1;
    for (std::size_t i = multiple ? 0 : last; i <= last; ++i) {
      if (waiting_.at(i)) --open_;
      waiting_[i] = false;
    }
    while (!waiting_.empty() && !waiting_.front()) {
      waiting_.pop_front();
      ++settled_;
    }
  }
  [[nodiscard]] std::uint64_t open() const { return open_; }  // without a confirm
  [[nodiscard]] std::uint64_t settled() const {
    return settled_;
  }  // this one and all before it are confirmed

 private:
  std::uint64_t open_ = 0;
  std::uint64_t settled_ = 0;
  std::deque<bool> waiting_;  // from settled_ + 1 on
};

}  // namespace bench
