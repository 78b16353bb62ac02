// One daemon at a time has the store: an advisory lock on the file "<path>.lock" beside it. The kernel lets
// go of it when the process ends, however it ends; the empty file stays. Take it before SqliteStore::open. It
// keeps nobody from reading (reader.hpp), and does not hold over network file systems without flock.
#pragma once

#include <string>

#include <triaged/persist/fault.hpp>

namespace triaged::persist {

class StoreLock {
 public:
  // Does not wait: FaultKind::held when another process (or another StoreLock of this one) has it.
  [[nodiscard]] static Answer<StoreLock> try_acquire(const std::string& store_path);

  StoreLock(StoreLock&& other) noexcept;
  StoreLock& operator=(StoreLock&& other) noexcept;
  ~StoreLock();

 private:
  explicit StoreLock(int descriptor) noexcept : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

}  // namespace triaged::persist
