#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <triaged/persist/store_lock.hpp>

namespace triaged::persist {
namespace {

// For people and for signal_holder(); the lock does not depend on it. A disk that is full for these few bytes
// is found out, and told, by the store itself.
void note_process(int descriptor) {
  const std::string text = std::to_string(::getpid()) + "\n";
  if (::ftruncate(descriptor, 0) == 0 && ::pwrite(descriptor, text.data(), text.size(), 0) < 0) return;
}

}  // namespace

Answer<StoreLock> StoreLock::try_acquire(const std::string& store_path) {
  const std::string path = store_path + ".lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0)
    return Fault{.kind = FaultKind::unavailable, .text = path + ": open: " + std::strerror(errno)};
  StoreLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
    note_process(descriptor);
    return lock;
  }
  if (errno == EWOULDBLOCK)
    return Fault{.kind = FaultKind::held, .text = path + ": another process has the store"};
  return Fault{.kind = FaultKind::unavailable, .text = path + ": lock: " + std::strerror(errno)};
}

StoreLock::StoreLock(StoreLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

StoreLock& StoreLock::operator=(StoreLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

StoreLock::~StoreLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace triaged::persist
