// What the other side's reply means for the message, and what is told of it to people: never the secret,
// whatever the reply repeats, and nothing that a terminal or a log could take for more than text.
#pragma once

#include <string>
#include <string_view>

#include <triaged/domain/time.hpp>
#include <triaged/ports/broker.hpp>

namespace triaged::bridges {

inline constexpr domain::Duration kWaitMost = std::chrono::hours{1};  // whatever is asked for
inline constexpr std::size_t kWhyMost = 300;                          // bytes of a reply that are shown

struct Reply {
  unsigned status = 0;
  std::string_view reason;       // the status in words, as the other side puts it
  std::string_view retry_after;  // the header; seconds or a date
  std::string_view date;         // the header: what time it is there
  std::string_view text;         // the body, or its beginning
};

// `sequence` is left to the caller. `now`: when the reply came.
[[nodiscard]] ports::Published judge(const Reply& reply, std::string_view secret, domain::Instant now);

// "Sun, 06 Nov 1994 08:49:37 GMT", which is the form that RFC 9110 has everybody write. Nothing for another.
[[nodiscard]] std::optional<domain::Instant> read_http_date(std::string_view text);

// On one line, without control characters and the secret, the beginning of it.
[[nodiscard]] std::string legible(std::string_view text, std::string_view secret);

}  // namespace triaged::bridges
