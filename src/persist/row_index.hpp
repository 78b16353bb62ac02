// From a key's hash to the row numbers that bear it: the index that is kept in memory instead of in the file.
// A flat table with linear probing, 16 bytes a slot, between 3/8 and 3/4 full. Equal hashes may belong to
// different keys: find() shows each candidate to the caller, who compares the key in the row itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace triaged::persist {

class RowIndex {
 public:
  // Row numbers start at 1. The caller has made sure that the key is not there.
  void add(std::uint64_t hash, std::int64_t row) {
    if ((size_ + 1) * 4 > slots_.size() * 3) grow();
    place(hash, row);
    ++size_;
  }

  // The first row with this hash for which `is_it(row)` says yes; 0 for none.
  template <class IsIt>
  [[nodiscard]] std::int64_t find(std::uint64_t hash, IsIt is_it) const {
    if (slots_.empty()) return 0;
    for (std::size_t at = hash & mask(); slots_[at].row != 0; at = (at + 1) & mask())
      if (slots_[at].hash == hash && is_it(slots_[at].row)) return slots_[at].row;
    return 0;
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  static constexpr std::size_t kFirstSlots = 1024;  // a power of two, as every size after it

  struct Slot {
    std::uint64_t hash = 0;
    std::int64_t row = 0;  // 0: empty
  };

  [[nodiscard]] std::size_t mask() const noexcept { return slots_.size() - 1; }

  void place(std::uint64_t hash, std::int64_t row) {
    std::size_t at = hash & mask();
    while (slots_[at].row != 0) at = (at + 1) & mask();
    slots_[at] = {.hash = hash, .row = row};
  }

  void grow() {
    const std::vector<Slot> old = std::move(slots_);
    slots_ = std::vector<Slot>(old.empty() ? kFirstSlots : old.size() * 2);
    for (const Slot& slot : old)
      if (slot.row != 0) place(slot.hash, slot.row);
  }

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

}  // namespace triaged::persist
