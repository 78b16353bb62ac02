// A fault in a configuration file: where, what, and what to do about it. Faults are collected, never thrown,
// so that a person sees all of them at once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace triaged::document {

// Lines and columns count from 1, columns in bytes, as editors jump to them. Line 0: the file as a whole.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  bool operator==(const Place&) const = default;
};

enum class Level : std::uint8_t { warning, error };

struct Fault {
  Level level = Level::error;
  Place place;
  std::string message;  // what is wrong: "unknown key `sevrity`"
  std::string remedy;   // what to do: "did you mean `severity`?"; may be empty

  bool operator==(const Fault&) const = default;
};

// "rules/10.yaml:7:5: error: unknown key `sevrity`; did you mean `severity`?"
[[nodiscard]] std::string to_text(const Fault& fault);

// All faults found so far, in the order found. At most kMost are kept; the rest are counted.
class Faults {
 public:
  static constexpr std::size_t kMost = 200;

  void error(Place place, std::string message, std::string remedy = {});
  void warning(Place place, std::string message, std::string remedy = {});

  [[nodiscard]] const std::vector<Fault>& all() const noexcept { return faults_; }
  [[nodiscard]] std::size_t errors() const noexcept { return errors_; }      // counted, kept or not
  [[nodiscard]] std::size_t warnings() const noexcept { return warnings_; }  // counted, kept or not

 private:
  void add(Fault fault);
  std::vector<Fault> faults_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

// The candidate nearest to `word` by edit distance, or "" when none is near (more than a third of it
// differs).
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       const std::vector<std::string_view>& candidates);

}  // namespace triaged::document
