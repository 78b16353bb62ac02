// How many requests with a body are under way, and how many bytes they hold: what bounds the server's memory.
#pragma once

#include <optional>
#include <utility>

#include <triaged/http/settings.hpp>

namespace triaged::http {

class Budget {
 public:
  explicit Budget(const Limits& limits) : limits_(limits) {}

  // Given back when it ends. The budget must outlive it.
  class Share {
   public:
    Share(Budget& budget, std::size_t bytes) : budget_(&budget), bytes_(bytes) {
      ++budget.requests_;
      budget.bytes_ += bytes;
    }
    Share(Share&& other) noexcept : budget_(std::exchange(other.budget_, nullptr)), bytes_(other.bytes_) {}
    Share& operator=(Share&&) = delete;
    ~Share() {
      if (budget_ == nullptr) return;
      --budget_->requests_;
      budget_->bytes_ -= bytes_;
    }

   private:
    Budget* budget_;
    std::size_t bytes_;
  };

  // Nothing: there is no room now.
  [[nodiscard]] std::optional<Share> take(std::size_t bytes) {
    if (requests_ >= limits_.requests || bytes_ + bytes > limits_.bodies) return std::nullopt;
    return Share(*this, bytes);
  }

 private:
  const Limits& limits_;
  std::size_t requests_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace triaged::http
