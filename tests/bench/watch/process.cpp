#include "process.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <time.h>

namespace bench {

Cpu cpu(pid_t process) {
  clockid_t clock{};
  timespec used{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &used) != 0) return Cpu{0};
  return std::chrono::seconds{used.tv_sec} + Cpu{used.tv_nsec};
}

std::uint64_t peak_resident_kib(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string word; status >> word;) {
    std::uint64_t kib = 0;
    if (word == "VmHWM:" && status >> kib) return kib;
  }
  return 0;
}

std::vector<Thread> threads(pid_t process) {
  std::vector<Thread> all;
  std::error_code gone;
  for (const auto& task :
       std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task", gone)) {
    Thread thread;
    std::int64_t nanoseconds = 0;
    std::ifstream(task.path() / "comm") >> thread.name;
    if (!(std::ifstream(task.path() / "schedstat") >> nanoseconds)) continue;
    thread.id = std::stoi(task.path().filename());
    thread.used = Cpu{nanoseconds};
    all.push_back(std::move(thread));
  }
  std::sort(all.begin(), all.end(), [](const Thread& a, const Thread& b) { return a.id < b.id; });
  return all;
}

}  // namespace bench
