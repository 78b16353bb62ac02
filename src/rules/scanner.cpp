#include "rules/scanner.hpp"

#include <unordered_map>

#include <re2/re2.h>

#include "rules/database.hpp"
#include "rules/for_vectorscan.hpp"

namespace triaged::rules {
namespace {

RE2::Options options() {
  RE2::Options result;
  result.set_case_sensitive(false);
  result.set_log_errors(false);
  result.set_max_mem(Scanner::kPatternMemory);
  return result;
}

// RE2 says "missing ): (abc"; the part after the colon is worth repeating only where it is not the whole
// pattern.
std::string what_is_wrong(const RE2& pattern) {
  std::string text = pattern.error().substr(0, pattern.error().find(": "));
  if (!pattern.error_arg().empty() && pattern.error_arg() != pattern.pattern())
    text += " at `" + pattern.error_arg() + "`";
  return text;
}

// U+017F and U+212A fold to the ASCII letters s and k: the two engines do not agree whether classes hold
// them.
bool folds_across_ascii(std::string_view text) {
  return text.find("\xC5\xBF") != std::string_view::npos ||
         text.find("\xE2\x84\xAA") != std::string_view::npos;
}

bool is_ascii(std::string_view text) {
  unsigned char all = 0;
  for (const char c : text) all = static_cast<unsigned char>(all | static_cast<unsigned char>(c));
  return all < 0x80;
}

// The text with each character beyond ASCII as one byte 0x01. The patterns of the scan are ASCII and name no
// control characters, so to them one such character is like any other: no word character, matched by `.` and
// by [^…]. Scanning bytes takes half the time of scanning UTF-8, and a pattern may be many times larger.
void flatten(std::string_view text, std::string& flat) {
  flat.clear();
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80)
      flat.push_back(c);
    else if (byte >= 0xC0)
      flat.push_back('\x01');  // the first byte of a character; the others are left out
  }
}

}  // namespace

struct Scanner::Impl {
  std::unordered_map<std::string, int> numbers;
  std::vector<std::unique_ptr<RE2>> patterns;
  bool accelerated = false;
  std::vector<int> alone;              // left to RE2 by accelerate()
  std::unique_ptr<Database> database;  // of all others, where there are any

  [[nodiscard]] bool occurs(std::size_t number, std::string_view text) const {
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *patterns[number]);
  }
};

Scanner::Scanner() : impl_(std::make_unique<Impl>()) {}
Scanner::~Scanner() = default;
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;

int Scanner::add(const std::string& pattern, std::string& why) {
  if (const auto known = impl_->numbers.find(pattern); known != impl_->numbers.end()) return known->second;
  if (pattern.empty()) return why = "an empty pattern matches everything", -1;
  if (pattern.size() > kPatternBytes)
    return why = "is longer than " + std::to_string(kPatternBytes) + " bytes", -1;
  if (impl_->patterns.size() >= kPatterns)
    return why = "is one pattern more than the limit of " + std::to_string(kPatterns), -1;
  auto compiled = std::make_unique<RE2>(pattern, options());
  if (!compiled->ok()) return why = what_is_wrong(*compiled), -1;
  const int number = static_cast<int>(impl_->patterns.size());
  impl_->patterns.push_back(std::move(compiled));
  impl_->numbers.emplace(pattern, number);
  return number;
}

bool Scanner::matches_empty(int number) const {
  return RE2::PartialMatch("", *impl_->patterns[static_cast<std::size_t>(number)]);
}

std::string_view Scanner::pattern(int number) const noexcept {
  return impl_->patterns[static_cast<std::size_t>(number)]->pattern();
}

std::vector<std::string> Scanner::groups(int number) const {
  std::vector<std::string> names;
  for (const auto& [name, group] : impl_->patterns[static_cast<std::size_t>(number)]->NamedCapturingGroups())
    names.push_back(name);
  return names;
}

bool Scanner::has_group(int number, const std::string& group) const {
  return impl_->patterns[static_cast<std::size_t>(number)]->NamedCapturingGroups().contains(group);
}

std::optional<std::string_view> Scanner::capture(int number, std::string_view text,
                                                 const std::string& group) const {
  const RE2& pattern = *impl_->patterns[static_cast<std::size_t>(number)];
  const auto found = pattern.NamedCapturingGroups().find(group);
  if (found == pattern.NamedCapturingGroups().end()) return std::nullopt;
  std::vector<re2::StringPiece> groups(static_cast<std::size_t>(found->second) + 1);
  if (!pattern.Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), RE2::UNANCHORED,
                     groups.data(), found->second + 1))
    return std::nullopt;
  const auto& group_text = groups.back();
  if (group_text.data() == nullptr) return std::nullopt;
  return std::string_view(group_text.data(), group_text.size());
}

std::string_view Scanner::words(int number, std::string_view text) const {
  re2::StringPiece words;
  const RE2& pattern = *impl_->patterns[static_cast<std::size_t>(number)];
  if (!pattern.Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), RE2::UNANCHORED, &words, 1))
    return {};
  return std::string_view(words.data(), words.size());
}

bool Scanner::accelerate(PatternCache* cache, std::string& why) const {
  if (impl_->accelerated) return true;
  std::vector<ForDatabase> patterns;
  std::vector<int> alone;
  for (std::size_t n = 0; n < impl_->patterns.size(); ++n) {
    if (auto text = for_vectorscan(impl_->patterns[n]->pattern()))
      patterns.push_back({.pattern = std::move(*text), .number = static_cast<unsigned>(n)});
    else
      alone.push_back(static_cast<int>(n));
  }
  if (!patterns.empty()) {
    why.clear();
    impl_->database = Database::make(std::move(patterns), cache, alone, why);
    if (!impl_->database && !why.empty()) return false;
  }
  impl_->alone = std::move(alone);
  impl_->accelerated = true;
  return true;
}

std::size_t Scanner::size() const noexcept { return impl_->patterns.size(); }
std::size_t Scanner::left_to_re2() const noexcept { return impl_->alone.size(); }

void Scanner::find(std::string_view text, std::vector<int>& found) const {
  if (impl_->accelerated && !folds_across_ascii(text)) {
    thread_local std::string flat;
    std::string_view scanned = text;
    if (!is_ascii(text)) {
      flatten(text, flat);
      scanned = flat;
    }
    if (!impl_->database || impl_->database->find(scanned, found)) {
      for (const int number : impl_->alone)
        if (impl_->occurs(static_cast<std::size_t>(number), text)) found.push_back(number);
      return;
    }
  }
  for (std::size_t number = 0; number < size(); ++number)  // slower, with the same answer
    if (impl_->occurs(number, text)) found.push_back(static_cast<int>(number));
}

void Scanner::scan(std::string_view text, std::vector<std::uint8_t>& hit) const {
  hit.assign(size(), 0);
  std::vector<int> found;
  find(text, found);
  for (const int number : found) hit[static_cast<std::size_t>(number)] = 1;
}

}  // namespace triaged::rules
