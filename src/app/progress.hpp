// A bar for somebody who waits at a terminal: shown from the third second on, redrawn some times a second,
// gone without a trace at the end. Elsewhere nothing is written.
#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string_view>

namespace triaged::app {

class Progress {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::seconds kSilent{2};
  static constexpr std::chrono::milliseconds kEvery{200};

  // `terminal` must outlive it; nullptr: nobody looks.
  Progress(std::ostream* terminal, Moment begin) : terminal_(terminal), next_(begin + kSilent) {}
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `done`: of all, from 0 to 1; nothing when nobody can tell.
  void at(std::uint64_t count, std::string_view of_what, std::optional<double> done, Moment now);

  void clear();  // before something else is written

 private:
  std::ostream* terminal_;
  Moment next_;
  bool shown_ = false;
};

}  // namespace triaged::app
