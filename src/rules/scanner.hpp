// All patterns of one field. RE2 says what a pattern means: linear time, ASCII classes, case-insensitive,
// unanchored; no back-references, no look-around. Accelerated, all are found together by vectorscan; what
// vectorscan may read differently or refuses is left to RE2 alone, so the answer is the same (docs/adr/0011).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/rules/rules.hpp>

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
  [[nodiscard]] bool matches_empty(int number) const;  // and so, unless it is anchored, everything

  [[nodiscard]] std::string_view pattern(int number) const noexcept;         // as it was added
  [[nodiscard]] std::vector<std::string> groups(int number) const;           // the named ones
  [[nodiscard]] bool has_group(int number, const std::string& group) const;  // a named one: (?P<group>…)

  // What the named group holds where the pattern first occurs in `text`; nothing where it does not occur, has
  // no such group, or the group took no part. A view into `text`. By RE2: some microseconds.
  [[nodiscard]] std::optional<std::string_view> capture(int number, std::string_view text,
                                                        const std::string& group) const;
  // The words where the pattern first occurs; empty where it does not. A view into `text`.
  [[nodiscard]] std::string_view words(int number, std::string_view text) const;

  // After the last add(), where many texts will be scanned: 174 patterns take about a second here, some
  // milliseconds from the cache, and then a text costs a twentieth. False: not possible, `why` says why, and
  // everything stays with RE2.
  [[nodiscard]] bool accelerate(PatternCache* cache, std::string& why) const;
  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::size_t left_to_re2() const noexcept;  // by accelerate()

  // Appends the number of each pattern that occurs in `text`, once, in no order; `text` must be valid UTF-8.
  // One thread at a time.
  void find(std::string_view text, std::vector<int>& found) const;
  // The same as a table: sets hit[n] to 1 for each pattern n that occurs, and resizes `hit` to size().
  void scan(std::string_view text, std::vector<std::uint8_t>& hit) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace triaged::rules
