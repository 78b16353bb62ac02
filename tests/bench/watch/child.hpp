// A program started by us and surely ended.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/types.h>

namespace bench {

class Child {
 public:
  explicit Child(std::vector<std::string> command);  // its output goes to our standard error
  ~Child();                                          // SIGKILL if it is still there
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  [[nodiscard]] pid_t id() const { return id_; }
  [[nodiscard]] std::optional<int> ended();  // its exit status, 128 + signal, once it has ended
  [[nodiscard]] const rusage& used() const { return used_; }  // in all; known once it has ended
  // Lets it end by itself for `grace`, then asks by SIGTERM. Its exit status; nothing when `patience` ran
  // out.
  std::optional<int> stop(std::chrono::milliseconds grace, std::chrono::milliseconds patience);

 private:
  std::optional<int> wait(std::chrono::milliseconds most);

  pid_t id_;
  std::optional<int> ended_;
  rusage used_{};
};

}  // namespace bench
