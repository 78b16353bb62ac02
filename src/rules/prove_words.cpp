#include "rules/prove_words.hpp"

#include <algorithm>

namespace triaged::rules {
namespace {

constexpr std::size_t kWordsMost = 200;  // bytes; longer ones are opaque like other patterns

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_word(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_ascii(std::string_view text) noexcept {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

std::optional<PlainWords> one_of_them(std::string_view pattern) {
  PlainWords result;
  if (pattern.starts_with("\\b")) {
    result.left = true;
    pattern.remove_prefix(2);
  }
  while (!pattern.empty()) {
    char c = pattern.front();
    pattern.remove_prefix(1);
    if (c == '\\') {
      if (pattern == "b" && !result.words.empty()) {
        result.right = true;
        break;
      }
      if (pattern.empty()) return std::nullopt;
      c = pattern.front();
      pattern.remove_prefix(1);
      if (is_word(c)) return std::nullopt;  // \d, \pN, \x41, …
    } else if (std::string_view("()[]{}*+?.^$|").find(c) != std::string_view::npos) {
      return std::nullopt;
    }
    if (c < ' ' || c > '~') return std::nullopt;  // a line feed could lie between subject and body
    result.words.push_back(lower(c));
  }
  if (result.words.empty() || result.words.size() > kWordsMost) return std::nullopt;
  return result;
}

// The sides of the place before text[at]: whether a word begins or ends there. At an edge of what is known it
// depends on what lies beyond: nothing, or who knows.
std::optional<bool> is_boundary(std::string_view text, std::size_t at, bool begins, bool ends) {
  if ((at == 0 && !begins) || (at == text.size() && !ends)) return std::nullopt;
  const bool before = at > 0 && is_word(text[at - 1]);
  const bool after = at < text.size() && is_word(text[at]);
  return before != after;
}

}  // namespace

std::optional<std::vector<PlainWords>> plain_words(std::string_view pattern) {
  std::vector<PlainWords> result;
  for (;;) {
    std::size_t end = 0;
    while (end < pattern.size() && pattern[end] != '|') end += pattern[end] == '\\' ? 2U : 1U;
    auto one = one_of_them(pattern.substr(0, end));
    if (!one) return std::nullopt;
    result.push_back(std::move(*one));
    if (end >= pattern.size()) return result;
    pattern.remove_prefix(end + 1);
  }
}

bool implies(const PlainWords& longer, const PlainWords& shorter) {
  const std::string_view text = longer.words;
  for (std::size_t at = text.find(shorter.words); at != std::string_view::npos;
       at = text.find(shorter.words, at + 1)) {
    const std::size_t end = at + shorter.words.size();
    // Where the longer one demands a boundary itself, there is one.
    const bool left = at == 0 ? longer.left : is_boundary(text, at, false, false).value_or(false);
    const bool right =
        end == text.size() ? longer.right : is_boundary(text, end, false, false).value_or(false);
    if ((left || !shorter.left) && (right || !shorter.right)) return true;
  }
  return false;
}

std::optional<bool> occurs(const PlainWords& phrase, std::string_view text, Known known) {
  std::string folded(text);
  std::ranges::transform(folded, folded.begin(), lower);
  const bool begins = known != Known::end;
  const bool ends = known != Known::beginning;
  bool perhaps = !begins || !ends || !is_ascii(folded);  // beyond ASCII, two letters fold to k and s
  for (std::size_t at = folded.find(phrase.words); at != std::string::npos;
       at = folded.find(phrase.words, at + 1)) {
    const auto left = phrase.left ? is_boundary(folded, at, begins, ends) : true;
    const auto right = phrase.right ? is_boundary(folded, at + phrase.words.size(), begins, ends) : true;
    if (left.value_or(false) && right.value_or(false)) return true;
    perhaps = perhaps || (left.value_or(true) && right.value_or(true));
  }
  if (perhaps) return std::nullopt;
  return false;
}

bool minds_no_edges(std::string_view pattern) {
  // `[^…]` and `\$` are taken for edges too, which only leaves something unproved. Next to a line feed a word
  // begins and ends as it does at the edge of a text.
  return pattern.find_first_of("^$") == std::string_view::npos &&
         pattern.find("\\A") == std::string_view::npos && pattern.find("\\z") == std::string_view::npos;
}

bool is_everywhere(std::string_view pattern, bool occurs_in_nothing) {
  return occurs_in_nothing && minds_no_edges(pattern) && pattern.find("\\b") == std::string_view::npos &&
         pattern.find("\\B") == std::string_view::npos;
}

}  // namespace triaged::rules
