// Bytes being written, one after the other: what the encoders of hot paths append to. Cheaper than appending
// to a std::string, for an append is a comparison and a copy, both inlined. It keeps its memory from one use
// to the next, so that of a whole encoding only the finished bytes are allocated.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

#include <triaged/domain/bytes.hpp>

namespace triaged::codec {

class Output {
 public:
  // Room for at least `size` bytes behind what is written; valid until the next call. `wrote` then says how
  // many of them were used.
  [[nodiscard]] char* room(std::size_t size) {
    if (buffer_.size() - size_ < size) grow(size);
    return buffer_.data() + size_;
  }
  void wrote(std::size_t size) noexcept { size_ += size; }

  void put(char c) {
    *room(1) = c;
    wrote(1);
  }
  void put(std::string_view bytes) {
    if (bytes.empty()) return;  // its data() may be null
    std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
    wrote(bytes.size());
  }

  void clear() noexcept { size_ = 0; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  // `at` must be below size(); valid until the next call that writes.
  [[nodiscard]] char* from(std::size_t at) noexcept { return buffer_.data() + at; }
  [[nodiscard]] domain::Bytes bytes() const { return {buffer_.data(), size_}; }

 private:
  // Apart, for the rest is small enough to be inlined.
  [[gnu::noinline]] void grow(std::size_t size) {
    buffer_.resize(std::max(size_ + size, 2 * buffer_.size()));
  }

  std::string buffer_ = std::string(4096, '\0');  // its size is the room there is
  std::size_t size_ = 0;
};

// This thread's, cleared. One encoder at a time: it must not be held across a call of another. As large as
// the largest thing the thread has encoded, which the limits on messages bound.
[[nodiscard]] inline Output& cleared_output() {
  thread_local Output output;
  output.clear();
  return output;
}

}  // namespace triaged::codec
