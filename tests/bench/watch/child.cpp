#include "child.hpp"

#include <csignal>
#include <stdexcept>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace bench {

Child::Child(std::vector<std::string> command) : id_(0) {
  std::vector<char*> words;
  for (auto& word : command) words.push_back(word.data());
  words.push_back(nullptr);
  id_ = fork();
  if (id_ < 0) throw std::runtime_error("fork failed");
  if (id_ > 0) return;
  dup2(STDERR_FILENO, STDOUT_FILENO);
  execvp(words[0], words.data());
  _exit(127);
}

Child::~Child() {
  if (ended()) return;
  kill(id_, SIGKILL);
  waitpid(id_, nullptr, 0);
}

std::optional<int> Child::ended() {
  int status = 0;
  if (!ended_ && wait4(id_, &status, WNOHANG, &used_) == id_)
    ended_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return ended_;
}

std::optional<int> Child::wait(std::chrono::milliseconds most) {
  constexpr std::chrono::milliseconds pause{10};
  for (auto waited = pause; !ended() && waited <= most; waited += pause) std::this_thread::sleep_for(pause);
  return ended();
}

std::optional<int> Child::stop(std::chrono::milliseconds grace, std::chrono::milliseconds patience) {
  if (wait(grace)) return ended_;
  kill(id_, SIGTERM);
  return wait(patience);
}

}  // namespace bench
