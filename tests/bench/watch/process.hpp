// What a running process of this machine has used so far.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace bench {

using Cpu = std::chrono::nanoseconds;

[[nodiscard]] Cpu cpu(pid_t process);  // user and system, all threads; 0 when it is gone
[[nodiscard]] std::uint64_t peak_resident_kib(pid_t process);

struct Thread {
  pid_t id = 0;
  std::string name;
  Cpu used{};
};
[[nodiscard]] std::vector<Thread> threads(pid_t process);  // those alive, oldest first

}  // namespace bench
