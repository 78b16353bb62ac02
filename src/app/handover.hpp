// From one thread to one other, in order: a ring of so many places, without a lock, so that the giver never
// waits for a taker of lower priority. Full: not taken.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace triaged::app {

template <class T>
class Handover {
 public:
  explicit Handover(std::size_t places) : places_(places) {}

  // The giver's thread. False: there is no place, and `value` is left as it was.
  [[nodiscard]] bool give(T&& value) {
    if (full()) return false;
    const auto given = given_.load(std::memory_order_relaxed);
    places_[given % places_.size()] = std::move(value);
    given_.store(given + 1, std::memory_order_release);
    return true;
  }

  // The giver's thread; false stays false until it gives.
  [[nodiscard]] bool full() const noexcept {
    return given_.load(std::memory_order_relaxed) - taken_.load(std::memory_order_acquire) == places_.size();
  }

  // The taker's thread. Nothing: there is none now.
  [[nodiscard]] std::optional<T> take() {
    const auto taken = taken_.load(std::memory_order_relaxed);
    if (taken == given_.load(std::memory_order_acquire)) return std::nullopt;
    auto& place = places_[taken % places_.size()];
    std::optional<T> value = std::exchange(place, std::nullopt);  // what it holds is freed by the taker
    taken_.store(taken + 1, std::memory_order_release);
    return value;
  }

  // Since the beginning; any thread.
  [[nodiscard]] std::uint64_t given() const noexcept { return given_.load(std::memory_order_acquire); }
  [[nodiscard]] std::uint64_t taken() const noexcept { return taken_.load(std::memory_order_acquire); }

 private:
  std::vector<std::optional<T>> places_;
  std::atomic<std::uint64_t> given_{0};
  std::atomic<std::uint64_t> taken_{0};
};

}  // namespace triaged::app
