// All patterns of one field. RE2 says what a pattern means: linear time, ASCII classes, case-insensitive,
// unanchored; no back-references, no look-around. Accelerated, vectorscan finds all of them in one pass over
// the text; what it may read differently or refuses is left to RE2, so the answer is the same
// (docs/adr/0011).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace triaged::rules {

class Scanner {
 public:
  static constexpr std::size_t kPatternBytes = 2000;         // of one pattern
  static constexpr std::size_t kPatterns = 20'000;           // per field
  static constexpr std::int64_t kPatternMemory = 8ll << 20;  // of RE2's automata, per pattern

  Scanner();
  ~Scanner();
  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;

  // The pattern's number; the same pattern has the same number. -1 when it is refused; `why` then says so.
  [[nodiscard]] int add(const std::string& pattern, std::string& why);
  [[nodiscard]] bool matches_empty(int number) const;  // and so everything

  // After the last add(), where many texts will be scanned: 153 patterns take about a second here, and then a
  // text costs a twentieth. False: not possible, `why` says why, and everything stays with RE2.
  [[nodiscard]] bool accelerate(std::string& why) const;
  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::size_t left_to_re2() const noexcept;  // by accelerate()

  // Sets hit[n] to 1 for each pattern n that occurs in `text`, which must be valid UTF-8; `hit` is resized to
  // size(). One thread at a time.
  void scan(std::string_view text, std::vector<std::uint8_t>& hit) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace triaged::rules
