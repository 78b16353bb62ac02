// Patterns as trees, for the part of RE2's syntax that most patterns keep to: signs, classes, groups,
// choices, repetitions and \b, all of ASCII. A tree is of the text as the scanner folds it: lower case, one
// byte for each character.
#pragma once

#include <bitset>
#include <optional>
#include <string_view>
#include <vector>

namespace triaged::rules {

using Bytes = std::bitset<256>;

[[nodiscard]] const Bytes& word_bytes() noexcept;  // \w

struct Syntax {
  enum class Kind : std::uint8_t { set, edge, sequence, choice, repeat };
  static constexpr int kEndless = -1;

  Kind kind = Kind::sequence;
  Bytes bytes;                // for set: one of these
  std::vector<Syntax> parts;  // for sequence and choice; one for repeat
  int least = 0;              // for repeat
  int most = 0;
};

// Nothing for a pattern that goes beyond that part. The pattern has been accepted by RE2.
[[nodiscard]] std::optional<Syntax> parse_pattern(std::string_view pattern);

}  // namespace triaged::rules
