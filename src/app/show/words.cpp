#include "app/show/words.hpp"

#include <algorithm>
#include <array>
#include <iomanip>
#include <ostream>

#include <triaged/codec/event.hpp>

namespace triaged::app::show {
namespace {

constexpr int kLabel = 14;
constexpr std::string_view kCut = "…";

// Characters, not bytes; wide and combining ones are not told apart.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

std::string one_line(std::string_view text, std::size_t most) {
  std::string folded;
  bool blank = false;
  // No byte of a longer UTF-8 character is one of these.
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\v' || c == '\f';
    if (space) {
      blank = !folded.empty();
      continue;
    }
    if (blank) folded += ' ';
    blank = false;
    folded += c;
    if (folded.size() > 2 * most) break;  // is cut anyway
  }
  const auto whole = codec::legible(folded, 3 * folded.size());  // a replaced byte takes three
  if (whole.size() <= most) return whole;
  return codec::legible(whole, most - kCut.size()).append(kCut);
}

std::string or_dash(std::string_view text) { return text.empty() ? "-" : std::string(text); }

std::string roughly(domain::Duration length) {
  using namespace std::chrono;
  if (length < length.zero()) length = -length;
  if (length >= days{1})
    length = floor<hours>(length);
  else if (length >= hours{1})
    length = floor<minutes>(length);
  return in_words(length);
}

std::string from_now(domain::Instant at, domain::Instant now) {
  return at < now ? roughly(now - at) + " ago" : "in " + roughly(at - now);
}

std::string when(domain::Instant at, const decide::LocalClock& clock) {
  const auto utc = in_utc(std::chrono::floor<std::chrono::seconds>(at));
  return clock.zone() == "UTC" ? utc : utc + " (" + on_the_wall(clock, at) + ")";
}

void write_table(const std::vector<std::vector<std::string>>& rows, std::ostream& out) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] - width(row[i]) + 2, ' ');
    }
    out << line << '\n';
  }
}

void write_row(std::ostream& out, std::string_view label, const std::string& value) {
  if (!value.empty()) out << "  " << std::left << std::setw(kLabel) << label << value << '\n';
}

}  // namespace triaged::app::show
