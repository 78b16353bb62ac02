#include <string_view>

#include <codec/mail.hpp>

namespace triaged::codec {
namespace {

std::string_view line_at(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return text.substr(at, end == std::string_view::npos ? end : end - at);
}

std::string without_quotes(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view line = line_at(text, at);
    at += line.size() + 1;
    if (line.starts_with('>')) continue;
    if (!kept.empty()) kept.push_back('\n');
    kept.append(line);
  }
  return kept;
}

// Mail programs wrap an attribution at some eighty columns. It names a date or an address with a number in
// it: the digit tells it from "On the login page somebody wrote:".
bool begins_attribution(std::string_view text, std::size_t at) {
  constexpr int kLines = 3;
  if (!text.substr(at).starts_with("On ")) return false;
  bool digit = false;
  for (int i = 0; i < kLines && at < text.size(); ++i) {
    const std::string_view line = line_at(text, at);
    digit = digit || line.find_first_of("0123456789") != std::string_view::npos;
    if (line.ends_with("wrote:")) return digit;
    at += line.size() + 1;
  }
  return false;
}

// Where the signature or an attribution begins; the text's end without one.
std::size_t end_of_own_words(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view line = line_at(text, at);
    if (line == "--" || begins_attribution(text, at)) return at;
    at += line.size() + 1;
  }
  return text.size();
}

}  // namespace

std::string own_words(std::string folded) {
  const bool quotes = folded.starts_with('>') || folded.find("\n>") != std::string::npos;
  std::string kept = quotes ? without_quotes(folded) : std::string{};
  std::string& text = quotes ? kept : folded;
  const std::size_t end = end_of_own_words(text);
  if (end == 0) return folded;
  // The line feed before a cut belongs to it.
  if (end < text.size()) text.resize(end - 1);
  return std::move(text);
}

}  // namespace triaged::codec
