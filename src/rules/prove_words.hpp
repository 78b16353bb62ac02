// Patterns that are plain words, `invoice|\bbill\b`: of these it can be told which implies which. Everything
// else about patterns stays opaque to the proofs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triaged::rules {

// Words that occur as they are, in ASCII, without regard to case.
struct PlainWords {
  std::string words;  // in lower case, never empty
  bool left = false;  // written with \b before it
  bool right = false;

  bool operator==(const PlainWords&) const = default;
  auto operator<=>(const PlainWords&) const = default;
};

// The pattern as alternatives, one of which must occur; nothing where one is more than plain words.
[[nodiscard]] std::optional<std::vector<PlainWords>> plain_words(std::string_view pattern);

// Where `longer` occurs, so does `shorter`.
[[nodiscard]] bool implies(const PlainWords& longer, const PlainWords& shorter);

// What is known of a value.
enum class Known : std::uint8_t { all, beginning, end };

// Whether the phrase occurs in a value of which this text is all, the beginning or the end. Nothing: cannot
// be told.
[[nodiscard]] std::optional<bool> occurs(const PlainWords& phrase, std::string_view text, Known known);

// Whether what occurs in the subject or the body alone also occurs in subject, line feed, body.
[[nodiscard]] bool minds_no_edges(std::string_view pattern);

// Whether the pattern occurs in every text, by its writing alone.
[[nodiscard]] bool is_everywhere(std::string_view pattern, bool occurs_in_nothing);

}  // namespace triaged::rules
