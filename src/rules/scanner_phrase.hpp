// A pattern cut into phrases and the gaps between them: `\bhub\b.{0,30}\bslow` is the phrases `\bhub\b` and
// `\bslow` with at most 30 characters between. A phrase is short and made of few words, so all phrases of all
// patterns fit into one small automaton; gaps, which would multiply its states, are measured when both ends
// have been seen.
#pragma once

#include <optional>
#include <vector>

#include "rules/scanner_syntax.hpp"

namespace triaged::rules {

// What lies before a phrase.
struct Gap {
  enum class Kind : std::uint8_t {
    run,           // up to `most` of `bytes`
    units_closed,  // from `least` to `most` times: some of `bytes` and one of `separators`: `(\w+ ){0,3}`
    units_opened,  // the same with the separator first: `( \w+){0,3}`
  };

  Kind kind = Kind::run;
  Bytes bytes;
  Bytes separators;  // none of which is in `bytes`
  int least = 0;
  int most = 0;
};

struct Phrase {
  Gap gap;        // not of the first
  Syntax syntax;  // without endless repetitions; takes one byte at least
};
using Phrases = std::vector<Phrase>;  // in the order they must occur

// The pattern occurs where one of these does. Nothing for patterns that cannot be cut so, or into too many.
[[nodiscard]] std::optional<std::vector<Phrases>> cut_into_phrases(const Syntax& pattern);

}  // namespace triaged::rules
