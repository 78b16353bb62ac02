// Patterns: their names, what RE2 refuses of them in words that help, and what we refuse beside.
#include <array>

#include "rules/read.hpp"

namespace triaged::rules {
namespace {

using document::Node;

struct Wording {
  std::string_view begins;  // of what RE2 says
  std::string_view message;
  std::string_view remedy;
};

constexpr std::string_view kLook =
    "put the other words into a condition of their own, under `not` where they must be missing";
const std::array kWordings{
    Wording{"missing )", "a `(` is not closed", R"(close it, or write `\(` for the sign itself)"},
    Wording{"unexpected )", "nothing opened this `)`", R"(remove it, or write `\)` for the sign itself)"},
    Wording{"missing ]", "a `[` is not closed", R"(close it, or write `\[` for the sign itself)"},
    Wording{"trailing \\", "ends with a lone backslash", R"(remove it, or write `\\` for the sign itself)"},
    Wording{"no argument for repetition", "has nothing to repeat before a `*`, `+`, `?` or `{`",
            R"(put a backslash before the sign if it is meant itself: `\*`)"},
    Wording{"bad repetition", "repeats a repetition", "remove one of the two signs"},
    Wording{"invalid repetition size", "repeats more than a thousand times, or from more to less",
            "write a smaller number, the lower one first"},
    Wording{"invalid perl operator at `(?=", "looks ahead, which patterns cannot do here", kLook},
    Wording{"invalid perl operator at `(?!", "looks ahead, which patterns cannot do here", kLook},
    Wording{"invalid perl operator at `(?<", "names a group in a way that is not known here",
            "write `(?P<name>…)`"},
    Wording{"invalid perl operator", "something unknown follows `(?`",
            "write `(?:…)` for a plain group, `(?P<name>…)` for a named one"},
    Wording{"invalid named capture", "the name of a group is bad",
            "write `(?P<name>…)`, the name of letters, digits and _"},
    Wording{"invalid character class range", "a range in `[…]` runs backwards",
            R"(write the smaller end first, or `\-` for the sign itself)"},
    Wording{"invalid character class", "`[…]` holds something unknown", "write the characters out"},
    Wording{"pattern too large", "is too large once its repetitions are written out",
            "repeat fewer things, or fewer times"}};

// What RE2 says, in other words where we have them.
void report(const Node& node, std::string_view why, document::Faults& faults) {
  const std::string begin = "pattern `" + shortened(node.scalar, kShownBytes) + "`: ";
  const bool behind =
      node.scalar.find("(?<=") != std::string::npos || node.scalar.find("(?<!") != std::string::npos;
  if (behind && why.starts_with("invalid perl operator at `(?<"))
    return faults.error(node.place, begin + "looks behind, which patterns cannot do here",
                        std::string(kLook));
  for (const auto& wording : kWordings)
    if (why.starts_with(wording.begins))
      return faults.error(node.place, begin + std::string(wording.message), std::string(wording.remedy));
  if (why.starts_with("invalid escape sequence") && why.find("\\") != std::string_view::npos) {
    const char escaped = why[why.find('\\') + 1];
    if (escaped >= '1' && escaped <= '9')
      return faults.error(node.place, begin + "refers back to a group, which patterns cannot do here",
                          "write the alternatives out");
    return faults.error(node.place, begin + "an unknown letter follows a backslash",
                        R"(known are \b, \d, \s, \w and their like; write `\\` for a backslash)");
  }
  faults.error(node.place, begin + std::string(why), "patterns use RE2's syntax");
}

struct Refusal {
  std::string_view message;
  std::string_view remedy;
};

// What RE2 takes and we do not: the scan and RE2 could differ about it, and nobody needs it.
std::optional<Refusal> refused(std::string_view pattern) {
  bool in_brackets = false;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '\\') {
      const char escaped = at + 1 < pattern.size() ? pattern[at + 1] : '\0';
      const bool begins = at == 0 || pattern[at - 1] == '(' || pattern[at - 1] == '|';
      const bool ends = at + 2 == pattern.size() || pattern[at + 2] == ')' || pattern[at + 2] == '|';
      if (escaped == 'B' && begins && ends)
        return Refusal{R"(a lone `\B` is no word to find)", "write what stands there, or remove it"};
      if (escaped == 'C') return Refusal{R"(`\C` is refused)", "write `.` for any character"};
      if (escaped == 'Q') {
        const auto end = pattern.find("\\E", at);
        if (end == std::string_view::npos) return std::nullopt;
        at = end;
      }
      ++at;
    } else if (in_brackets) {
      in_brackets = pattern[at] != ']';
    } else if (pattern[at] == '[') {
      in_brackets = true;
      if (at + 1 < pattern.size() && pattern[at + 1] == '^') ++at;
      if (at + 1 < pattern.size() && pattern[at + 1] == ']') ++at;  // in first place it is a member
    } else if (pattern.substr(at).starts_with("{0}") || pattern.substr(at).starts_with("{0,0}")) {
      return Refusal{"`{0}` asks for something no times", "leave that part out"};
    }
  }
  return std::nullopt;
}

bool matches_everything(const Scanner& scanner, int number) {
  if (!scanner.matches_empty(number)) return false;
  for (const std::string_view probe : {"x", " ", "7", "a hub", "\n", "é"})
    if (scanner.words(number, probe).data() == nullptr) return false;  // like `^$`
  return true;
}

// The pattern's number; -1, and said, when it is refused.
int add_pattern(const Node& node, Scanner& scanner, document::Faults& faults) {
  if (!node.is_scalar()) {
    faults.error(node.place, "a pattern must be a single text",
                 R"(write it in single quotes: '\binvoice\b'; several as a list: ['…', '…'])");
    return -1;
  }
  if (const auto why = refused(node.scalar)) {
    faults.error(node.place,
                 "pattern `" + shortened(node.scalar, kShownBytes) + "`: " + std::string(why->message),
                 std::string(why->remedy));
    return -1;
  }
  if (node.scalar.empty()) {
    faults.error(node.place, "a pattern is empty and would match everything", "write what to look for");
    return -1;
  }
  if (node.scalar.size() > Scanner::kPatternBytes) {
    faults.error(node.place, "a pattern of more than " + std::to_string(Scanner::kPatternBytes) + " bytes",
                 "make several of it: of a list, one is enough");
    return -1;
  }
  std::string why;
  const int number = scanner.add(node.scalar, why);
  if (number < 0)
    report(node, why, faults);
  else if (matches_everything(scanner, number))
    faults.warning(node.place, "pattern `" + shortened(node.scalar, kShownBytes) + "` matches every text",
                   "make a part of it required, or remove it");
  return number;
}

void collect(const document::Member& member, NamedPatterns& result, Scanner& scratch,
             document::Faults& faults) {
  const auto& [key, value] = member;
  if (!document::is_name(key.scalar))
    static_cast<void>(document::as_name(key, "the name of these patterns", faults));
  fits(key, "the name of these patterns", RuleLimits::kNameBytes, faults);
  const auto [entry, fresh] = result.entries.try_emplace(key.scalar);
  if (!fresh) {
    const auto& first = entry->second.place;
    faults.error(key.place, "there are patterns named `" + key.scalar + "` already",
                 "the others are at " + first.file + ":" + std::to_string(first.line) +
                     "; join them, or choose another name");
    return;
  }
  entry->second.place = key.place;
  const auto items = document::as_list(value, "`" + key.scalar + "`", faults);
  if (items.empty() && !value.is_map())
    faults.error(key.place, "`" + key.scalar + "` has no patterns", "add some, or remove it");
  if (items.size() > RuleLimits::kValues)
    return faults.error(key.place,
                        "`" + key.scalar + "` has " + std::to_string(items.size()) + " patterns, and " +
                            std::to_string(RuleLimits::kValues) + " are the most",
                        "give parts of them names of their own");
  for (const Node* item : items) {
    if (item->is_scalar() && item->scalar.starts_with('$'))
      faults.error(
          item->place,
          "`" + shortened(item->scalar, kShownBytes) + "`: patterns with a name cannot be made of others",
          "write the patterns out, or name both where they are used: [$a, $b]");
    else if (add_pattern(*item, scratch, faults) >= 0)
      entry->second.patterns.push_back(item);
  }
}

NamedPatterns::Entry* find_named(const Node& node, Reading& reading) {
  const auto name = std::string_view(node.scalar).substr(1);
  if (const auto named = reading.patterns.entries.find(name); named != reading.patterns.entries.end())
    return &named->second;
  std::vector<std::string> dollars;
  for (const auto& [known, entry] : reading.patterns.entries) dollars.push_back("$" + known);
  const std::vector<std::string_view> known(dollars.begin(), dollars.end());
  reading.faults.error(node.place, "there are no patterns named `" + shortened(name, kShownBytes) + "`",
                       hint(node.scalar, known, "add them under `patterns:`"));
  return nullptr;
}

}  // namespace

NamedPatterns collect_patterns(std::span<const Node> files, document::Faults& faults) {
  NamedPatterns result;
  Scanner scratch;
  for (const auto& file : files) {
    const Node* section = file.find("patterns");
    if (section == nullptr || section->is_null()) continue;
    if (!section->is_map())
      faults.error(section->place, "`patterns` must be a map of names",
                   "write `name: ['pattern', 'pattern']` below it");
    for (const auto& member : section->members) collect(member, result, scratch, faults);
  }
  return result;
}

void read_patterns(const Node& node, Predicate& predicate, Reading& reading) {
  std::set<int> known;
  const auto add = [&](int number) {
    if (known.insert(number).second) predicate.patterns.push_back(number);
  };
  const std::string what = "`" + field_name(predicate.field) + "`";
  if (node.is_null() || (node.is_sequence() && node.items.empty()))
    return reading.faults.error(node.place, what + " has no patterns",
                                "write one in single quotes, a list of them, or the `$name` of some");
  auto& scanner = reading.rules.scanners[predicate.field];
  for (const Node* item : document::as_list(node, what, reading.faults)) {
    if (!item->is_scalar() || !item->scalar.starts_with('$')) {
      if (const int number = add_pattern(*item, scanner, reading.faults); number >= 0) add(number);
    } else if (auto* named = find_named(*item, reading)) {
      named->used = true;
      std::string refused_here;  // the field's own limit of patterns
      for (const Node* pattern : named->patterns) {
        const int number = scanner.add(pattern->scalar, refused_here);
        if (number < 0)
          return reading.faults.error(item->place, "`" + item->scalar + "`: " + refused_here,
                                      "use fewer patterns in " + what);
        add(number);
      }
    }
    if (predicate.patterns.size() > RuleLimits::kPatternsOfACondition)
      return reading.faults.error(
          item->place,
          "more than " + std::to_string(RuleLimits::kPatternsOfACondition) + " patterns in one condition",
          "split the rule, or join patterns with `|`");
  }
}

}  // namespace triaged::rules
