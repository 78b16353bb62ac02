// What happened, a line for each step. The last lines are kept for whoever has to understand a failure; all
// of them go to a file when one is given, and into a sum that tells two runs apart.
#pragma once

#include <cstdint>
#include <deque>
#include <ostream>
#include <string>
#include <string_view>

namespace triaged::simulation {

class Diary {
 public:
  static constexpr std::size_t kKept = 30;  // steps; older ones are forgotten

  explicit Diary(std::ostream* everything) : everything_(everything) {}

  // A new step; what is noted from here on belongs to it.
  void begin(std::size_t step, std::string_view time);
  void note(std::string_view what);
  // For whoever reads everything, and no part of the sum: it may be costly to put together.
  [[nodiscard]] bool takes_asides() const noexcept { return everything_ != nullptr; }
  void aside(std::string_view what);
  void end();  // does nothing when no step has begun

  [[nodiscard]] const std::deque<std::string>& last() const noexcept { return last_; }
  [[nodiscard]] std::uint64_t sum() const noexcept { return sum_; }

 private:
  std::ostream* everything_;  // may be nullptr
  std::string line_;
  std::deque<std::string> last_;
  std::uint64_t sum_ = 0xcbf29ce484222325;  // FNV-1a, 64 bits
};

}  // namespace triaged::simulation
