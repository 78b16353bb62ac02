// Tells the process that has the store something. The lock file's number alone is not believed: the process
// may have ended and its number been given to another, which a signal might kill. So the process is taken
// hold of first (a pidfd does not go over to a successor), then it must have the lock file open.
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <optional>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

extern "C" {  // glibc 2.36 forgets to say so
#include <sys/pidfd.h>
}

#include <triaged/persist/store_lock.hpp>

namespace triaged::persist {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) noexcept : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const noexcept { return number_; }

 private:
  int number_;
};

std::optional<int> process_in(int descriptor) {
  char text[32];
  const ssize_t size = ::pread(descriptor, text, sizeof text, 0);
  if (size <= 0) return std::nullopt;
  int process = 0;
  const auto [end, error] = std::from_chars(text, text + size, process);
  if (error != std::errc{} || end == text + size || *end != '\n' || process <= 0) return std::nullopt;
  return process;
}

// Nothing: not allowed to look.
std::optional<bool> has_open(int process, const struct stat& file) {
  std::error_code error;
  const std::string folder = "/proc/" + std::to_string(process) + "/fd";
  std::filesystem::directory_iterator at(folder, error);
  for (; !error && at != std::filesystem::directory_iterator{}; at.increment(error)) {
    struct stat found{};
    if (::stat(at->path().c_str(), &found) == 0 && found.st_dev == file.st_dev && found.st_ino == file.st_ino)
      return true;
  }
  if (error) return std::nullopt;
  return false;
}

}  // namespace

Answer<std::optional<int>> StoreLock::signal_holder(const std::string& store_path, int signal) {
  const std::string path = store_path + ".lock";
  const auto refuse = [&](const std::string& why) {
    return Fault{.kind = FaultKind::unavailable, .text = path + ": " + why};
  };
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0 && errno == ENOENT) return std::optional<int>{};
  if (file.number() < 0) return refuse(std::string("open: ") + std::strerror(errno));
  if (::flock(file.number(), LOCK_SH | LOCK_NB) == 0) return std::optional<int>{};  // let go at the end
  if (errno != EWOULDBLOCK) return refuse(std::string("lock: ") + std::strerror(errno));

  const auto process = process_in(file.number());
  if (!process) return refuse("a process has the store, but the file does not say which");
  const std::string who = "process " + std::to_string(*process);
  struct stat itself{};
  const Descriptor held(::pidfd_open(*process, 0));
  if (held.number() < 0 || ::fstat(file.number(), &itself) != 0)
    return refuse(who + " has the store, by what the file says, and is not to be found here");
  const auto has = has_open(*process, itself);
  if (!has) return refuse(who + " has the store, and belongs to another user");
  if (!*has) return refuse(who + " is named, but another one has the store");
  if (::pidfd_send_signal(held.number(), signal, nullptr, 0) != 0)
    return refuse(who + ": signal: " + std::strerror(errno));
  return std::optional<int>{*process};
}

}  // namespace triaged::persist
