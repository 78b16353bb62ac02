// RFC 3339 by hand: std::format and std::chrono::parse are not in this compiler's library.
#include <array>

#include <triaged/domain/time.hpp>

namespace triaged::domain {
namespace {

// Reads exactly `digits` decimal digits at `at` and moves it on; nothing when there are fewer.
std::optional<int> number(std::string_view text, std::size_t& at, std::size_t digits) {
  if (text.size() < at + digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const char c = text[at + i];
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  at += digits;
  return value;
}

// `value` in decimal with exactly `digits` digits at `at`; returns their end. Instants of the years 0 to 9999
// fit.
char* put(char* at, unsigned value, std::size_t digits) {
  for (char* digit = at + digits; digit != at; value /= 10) *--digit = static_cast<char>('0' + value % 10);
  return at + digits;
}

// Moves `at` over one character; a wanted capital may stand there in lower case too.
bool skip(std::string_view text, std::size_t& at, char wanted) {
  if (at >= text.size()) return false;
  const char c = text[at];
  const bool same = c == wanted || (wanted >= 'A' && wanted <= 'Z' && c == wanted - 'A' + 'a');
  if (!same) return false;
  ++at;
  return true;
}

}  // namespace

std::string to_rfc3339(Instant instant) {
  using namespace std::chrono;
  const auto day = floor<days>(instant);
  const year_month_day date{day};
  const hh_mm_ss time{instant - day};
  std::array<char, sizeof "2026-03-02T09:00:00.123456Z"> text;
  char* at = put(text.data(), static_cast<unsigned>(int{date.year()}), 4);
  *at++ = '-';
  at = put(at, unsigned{date.month()}, 2);
  *at++ = '-';
  at = put(at, unsigned{date.day()}, 2);
  *at++ = 'T';
  at = put(at, static_cast<unsigned>(time.hours().count()), 2);
  *at++ = ':';
  at = put(at, static_cast<unsigned>(time.minutes().count()), 2);
  *at++ = ':';
  at = put(at, static_cast<unsigned>(time.seconds().count()), 2);
  if (const auto fraction = time.subseconds().count(); fraction != 0) {
    *at++ = '.';
    at = put(at, static_cast<unsigned>(fraction), 6);
    while (at[-1] == '0') --at;
  }
  *at++ = 'Z';
  return {text.data(), at};
}

std::optional<Instant> from_rfc3339(std::string_view text) {
  using namespace std::chrono;
  std::size_t at = 0;
  const auto y = number(text, at, 4);
  if (!y || !skip(text, at, '-')) return std::nullopt;
  const auto m = number(text, at, 2);
  if (!m || !skip(text, at, '-')) return std::nullopt;
  const auto d = number(text, at, 2);
  if (!d || !skip(text, at, 'T')) return std::nullopt;
  const auto h = number(text, at, 2);
  if (!h || !skip(text, at, ':')) return std::nullopt;
  const auto min = number(text, at, 2);
  if (!min || !skip(text, at, ':')) return std::nullopt;
  const auto s = number(text, at, 2);
  if (!s || *h > 23 || *min > 59 || *s > 60) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok() || *y < 1970) return std::nullopt;

  microseconds fraction{0};
  if (at < text.size() && text[at] == '.') {
    ++at;
    int unit = 100'000;
    std::size_t digits = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits, unit /= 10)
      fraction += microseconds{unit * (text[at] - '0')};
    if (digits == 0 || digits > 9) return std::nullopt;
  }

  minutes offset{0};
  if (!skip(text, at, 'Z')) {
    if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return std::nullopt;
    const int sign = text[at++] == '-' ? -1 : 1;
    const auto oh = number(text, at, 2);
    if (!oh || !skip(text, at, ':')) return std::nullopt;
    const auto om = number(text, at, 2);
    if (!om || *oh > 23 || *om > 59) return std::nullopt;
    offset = minutes{sign * (*oh * 60 + *om)};
  }
  if (at != text.size()) return std::nullopt;
  const Instant instant = sys_days{date} + hours{*h} + minutes{*min} + seconds{*s} + fraction - offset;
  if (instant < Instant{}) return std::nullopt;
  return instant;
}

}  // namespace triaged::domain
