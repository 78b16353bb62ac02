// Points in time are UTC with a resolution of one microsecond, which RFC 3339 text, protobuf's Timestamp and
// an SQLite integer all hold without loss. Nothing in this library asks what time it is.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace triaged::domain {

using Duration = std::chrono::microseconds;
using Instant = std::chrono::sys_time<Duration>;

// "2026-03-02T09:00:00Z", with a fraction only where there is one.
[[nodiscard]] std::string to_rfc3339(Instant instant);

// Reads RFC 3339, section 5.6: upper or lower case T and Z, any numeric offset, up to nine fraction digits
// (those after the sixth are dropped). Nothing for anything else, for days that do not exist, and for years
// outside 1970 to 9999. A leap second (":60") is read as the second after it.
[[nodiscard]] std::optional<Instant> from_rfc3339(std::string_view text);

}  // namespace triaged::domain
