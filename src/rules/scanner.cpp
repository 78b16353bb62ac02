#include "rules/scanner.hpp"

#include <limits>
#include <unordered_map>

#include <hs/hs.h>
#include <re2/re2.h>

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

struct CloseDatabase {
  void operator()(hs_database_t* database) const noexcept { hs_free_database(database); }
};
struct CloseScratch {
  void operator()(hs_scratch_t* scratch) const noexcept { hs_free_scratch(scratch); }
};
using Database = std::unique_ptr<hs_database_t, CloseDatabase>;
using Scratch = std::unique_ptr<hs_scratch_t, CloseScratch>;

constexpr unsigned kFlags = HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH | HS_FLAG_ALLOWEMPTY;

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

// Compiles these patterns into one database. On a pattern vectorscan refuses: nothing, and `refused` is its
// place.
Database compile_all(const std::vector<std::string>& texts, const std::vector<unsigned>& numbers,
                     int& refused, std::string& why) {
  std::vector<const char*> patterns;
  for (const auto& text : texts) patterns.push_back(text.c_str());
  const std::vector<unsigned> flags(patterns.size(), kFlags);
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  refused = -1;
  if (hs_compile_multi(patterns.data(), flags.data(), numbers.data(), static_cast<unsigned>(patterns.size()),
                       HS_MODE_BLOCK, nullptr, &database, &error) == HS_SUCCESS)
    return Database(database);
  refused = error->expression;
  why = error->message;
  hs_free_compile_error(error);
  return nullptr;
}

}  // namespace

struct Scanner::Impl {
  std::unordered_map<std::string, int> numbers;
  std::vector<std::unique_ptr<RE2>> patterns;
  std::vector<int> alone;  // left to RE2 by accelerate()
  Database database;       // of all others; none before accelerate()
  Scratch scratch;
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

bool Scanner::accelerate(std::string& why) const {
  if (impl_->database) return true;
  std::vector<std::string> texts;
  std::vector<unsigned> numbers;
  std::vector<int> alone;
  for (std::size_t n = 0; n < impl_->patterns.size(); ++n) {
    if (auto text = for_vectorscan(impl_->patterns[n]->pattern())) {
      texts.push_back(std::move(*text));
      numbers.push_back(static_cast<unsigned>(n));
    } else {
      alone.push_back(static_cast<int>(n));
    }
  }
  Database database;
  while (!texts.empty() && !database) {
    int refused = -1;
    database = compile_all(texts, numbers, refused, why);
    if (database) break;
    if (refused < 0) return false;  // not one pattern's fault: out of memory, or a processor it cannot use
    alone.push_back(static_cast<int>(numbers[static_cast<std::size_t>(refused)]));
    texts.erase(texts.begin() + refused);
    numbers.erase(numbers.begin() + refused);
  }
  if (!database) return true;
  hs_scratch_t* scratch = nullptr;
  if (hs_alloc_scratch(database.get(), &scratch) != HS_SUCCESS) return why = "out of memory", false;
  impl_->database = std::move(database);
  impl_->scratch.reset(scratch);
  impl_->alone = std::move(alone);
  return true;
}

std::size_t Scanner::size() const noexcept { return impl_->patterns.size(); }
std::size_t Scanner::left_to_re2() const noexcept { return impl_->alone.size(); }

void Scanner::scan(std::string_view text, std::vector<std::uint8_t>& hit) const {
  hit.assign(size(), 0);
  if (hit.empty()) return;
  const auto ask_re2 = [&](std::size_t number) {
    hit[number] =
        RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *impl_->patterns[number]) ? 1 : 0;
  };
  const auto note = [](unsigned number, unsigned long long, unsigned long long, unsigned, void* hits) {
    (*static_cast<std::vector<std::uint8_t>*>(hits))[number] = 1;
    return 0;
  };
  if (impl_->database && text.size() <= std::numeric_limits<unsigned>::max() && !folds_across_ascii(text)) {
    thread_local std::string flat;
    std::string_view scanned = text;
    if (!is_ascii(text)) {
      flatten(text, flat);
      scanned = flat;
    }
    if (hs_scan(impl_->database.get(), scanned.data(), static_cast<unsigned>(scanned.size()), 0,
                impl_->scratch.get(), note, &hit) == HS_SUCCESS) {
      for (const int number : impl_->alone) ask_re2(static_cast<std::size_t>(number));
      return;
    }
  }
  for (std::size_t number = 0; number < hit.size(); ++number)
    ask_re2(number);  // slower, with the same answer
}

}  // namespace triaged::rules
