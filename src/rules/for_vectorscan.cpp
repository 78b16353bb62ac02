#include "rules/for_vectorscan.hpp"

namespace triaged::rules {
namespace {

constexpr std::string_view kDigits = "0-9";
constexpr std::string_view kWord = "0-9A-Za-z_";
constexpr std::string_view kSpace = R"(\t\n\f\r )";

// Appends what an escape means; false: leave the pattern to RE2.
bool append_escape(char escaped, bool in_brackets, std::string& out) {
  const auto append_class = [&](std::string_view members, bool complement) {
    if (in_brackets && complement) return false;
    if (in_brackets)
      out.append(members);
    else
      out.append(complement ? "[^" : "[").append(members).append("]");
    return true;
  };
  switch (escaped) {
    case 'd':
      return append_class(kDigits, false);
    case 'D':
      return append_class(kDigits, true);
    case 'w':
      return append_class(kWord, false);
    case 'W':
      return append_class(kWord, true);
    case 's':
      return append_class(kSpace, false);
    case 'S':
      return append_class(kSpace, true);
    case 'b':
      if (in_brackets) return false;
      [[fallthrough]];
    case 't':
    case 'n':
    case 'r':
    case 'f':
      break;
    default:
      // An escaped sign means itself; other letters and digits mean something that the engines may not share.
      if ((escaped >= '0' && escaped <= '9') || (escaped >= 'a' && escaped <= 'z') ||
          (escaped >= 'A' && escaped <= 'Z'))
        return false;
      break;
  }
  out.push_back('\\');
  out.push_back(escaped);
  return true;
}

}  // namespace

std::optional<std::string> for_vectorscan(std::string_view pattern) {
  std::string out;
  out.reserve(pattern.size() + 32);
  bool in_brackets = false;
  std::size_t members = 0;  // seen since the bracket opened: a `]` in first place is a member
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (static_cast<unsigned char>(c) >= 0x80 || static_cast<unsigned char>(c) < 0x20) return std::nullopt;
    if (c == '\\') {
      if (at + 1 == pattern.size() || !append_escape(pattern[++at], in_brackets, out)) return std::nullopt;
      ++members;
      continue;
    }
    if (in_brackets) {
      if (c == '[') return std::nullopt;  // a POSIX class, or a bracket that only one engine takes for itself
      if (c == ']' && members > 0) in_brackets = false;
      ++members;
      out.push_back(c);
      continue;
    }
    if (c == '[') {
      in_brackets = true;
      members = 0;
      out.push_back(c);
      if (at + 1 < pattern.size() && pattern[at + 1] == '^') out.push_back(pattern[++at]);
      continue;
    }
    if (c == '(' && pattern.substr(at).starts_with("(?P<")) {
      out.push_back('(');  // whether a text matches does not depend on names
      at = pattern.find('>', at);
      continue;
    }
    if (c == '(' && pattern.substr(at).starts_with("(?") && !pattern.substr(at).starts_with("(?:"))
      return std::nullopt;
    if (c == '$')
      out.append(R"(\z)");
    else
      out.push_back(c);
  }
  return out;
}

}  // namespace triaged::rules
