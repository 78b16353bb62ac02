// One daemon at a time has the store: an advisory lock on the file "<path>.lock" beside it. The kernel lets
// go of it when the process ends, however it ends; the file stays, and says who had it last. Take it before
// SqliteStore::open. It keeps nobody from reading (reader.hpp), and does not hold over network file systems
// without flock.
#pragma once

#include <optional>
#include <string>

#include <triaged/persist/fault.hpp>

namespace triaged::persist {

class StoreLock {
 public:
  // Does not wait: FaultKind::held when another process (or another StoreLock of this one) has it.
  [[nodiscard]] static Answer<StoreLock> try_acquire(const std::string& store_path);

  // Sends `signal` to the process that has the store, and to no other, whatever the file says: it must have
  // the file open. Its id; nothing: nobody has the store. Fault: somebody does and cannot be told, e.g.
  // another user's process. For a moment this holds the lock itself when nobody does.
  [[nodiscard]] static Answer<std::optional<int>> signal_holder(const std::string& store_path, int signal);

  StoreLock(StoreLock&& other) noexcept;
  StoreLock& operator=(StoreLock&& other) noexcept;
  ~StoreLock();

 private:
  explicit StoreLock(int descriptor) noexcept : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

}  // namespace triaged::persist
