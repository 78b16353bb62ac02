#include "bridges/verdict.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace triaged::bridges {
namespace {

using ports::PublishResult;

constexpr unsigned kRequestTimeout = 408;
constexpr unsigned kTooManyRequests = 429;
constexpr std::string_view kHidden = "(the secret)";
constexpr std::size_t kTelling = 4;  // bytes; fewer tell nothing of a secret
constexpr std::string_view kCut = "…";
constexpr std::string_view kDateForm = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

PublishResult result_of(unsigned status) {
  if (status >= 200 && status < 300) return PublishResult::confirmed;
  if (status == kRequestTimeout || status == kTooManyRequests) return PublishResult::nacked;
  return status >= 300 && status < 500 ? PublishResult::refused : PublishResult::nacked;
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

domain::Duration wait_asked(const Reply& reply, domain::Instant now) {
  const auto text = reply.retry_after;
  domain::Duration wait{};
  if (!text.empty() && std::ranges::all_of(text, is_digit)) {
    const auto seconds = number(text);
    wait = seconds ? domain::Duration(std::chrono::seconds{*seconds}) : kWaitMost;  // too many to be counted
  } else if (const auto until = read_http_date(text)) {
    wait = *until - read_http_date(reply.date).value_or(now);  // the two clocks need not agree
  }
  return std::clamp(wait, domain::Duration{}, kWaitMost);
}

// So many bytes of the text are the secret, or, where the text breaks off within it, its beginning.
std::size_t secret_at_the_front(std::string_view text, std::string_view secret) {
  if (secret.empty()) return 0;
  if (text.starts_with(secret)) return secret.size();
  return text.size() >= kTelling && secret.starts_with(text) ? text.size() : 0;
}

}  // namespace

std::optional<domain::Instant> read_http_date(std::string_view text) {
  if (text.size() != kDateForm.size() || !text.ends_with(" GMT")) return std::nullopt;
  for (const std::size_t at : {3u, 4u, 7u, 11u, 16u, 19u, 22u})
    if (text[at] != kDateForm[at]) return std::nullopt;
  const auto month = std::ranges::find(kMonths, text.substr(8, 3));
  const auto day = number(text.substr(5, 2)), year = number(text.substr(12, 4));
  const auto hour = number(text.substr(17, 2)), minute = number(text.substr(20, 2)),
             second = number(text.substr(23, 2));
  if (month == kMonths.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(month - kMonths.begin()) + 1},
      std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
         std::chrono::seconds{*second};
}

std::string legible(std::string_view text, std::string_view secret) {
  std::string shown;
  while (!text.empty() && shown.size() <= kWhyMost) {
    if (const auto hidden = secret_at_the_front(text, secret); hidden > 0) {
      shown.append(kHidden);
      text.remove_prefix(hidden);
      continue;
    }
    const char c = text.front();
    text.remove_prefix(1);
    const bool printable = c > ' ' && c <= '~';
    if (printable)
      shown.push_back(c);
    else if (c < 0)
      shown.push_back('?');  // of UTF-8, or of anything else
    else if (!shown.empty() && shown.back() != ' ')
      shown.push_back(' ');
  }
  while (shown.ends_with(' ')) shown.pop_back();
  if (shown.size() <= kWhyMost) return shown;
  shown.resize(kWhyMost);
  return shown.append(kCut);
}

ports::Published judge(const Reply& reply, std::string_view secret, domain::Instant now) {
  ports::Published published{.sequence = 0, .result = result_of(reply.status)};
  if (published.result == PublishResult::confirmed) return published;
  if (published.result == PublishResult::nacked) published.wait = wait_asked(reply, now);
  published.why = "it answered " + std::to_string(reply.status);
  if (const auto reason = legible(reply.reason, secret); !reason.empty())
    published.why.append(" ").append(reason);
  if (const auto text = legible(reply.text, secret); !text.empty()) published.why.append(": ").append(text);
  return published;
}

}  // namespace triaged::bridges
