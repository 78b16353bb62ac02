// How the commands that look into a store say things: texts of strangers on one line of a terminal, lengths
// of time as one would tell them, points in time in UTC and where somebody works, tables.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "app/times.hpp"

namespace triaged::app::show {

inline constexpr std::size_t kSubjectMost = 60;  // bytes of a subject in a table
inline constexpr std::size_t kTextMost = 2000;   // bytes of a text that somebody wrote

// White space folded, control characters replaced; cut with "…" where it is longer than `most` bytes.
[[nodiscard]] std::string one_line(std::string_view text, std::size_t most);

[[nodiscard]] std::string or_dash(std::string_view text);

// The two largest units: "3d 4h", "20m 5s"; a length below zero is shown without its sign.
[[nodiscard]] std::string roughly(domain::Duration length);
// "in 20m", "5m ago".
[[nodiscard]] std::string from_now(domain::Instant at, domain::Instant now);

// "Fri 2026-05-22 23:30 UTC (Fri 16:30 America/Los_Angeles)"; in UTC only where the clock is UTC's.
[[nodiscard]] std::string when(domain::Instant at, const decide::LocalClock& clock);

// Left-aligned columns, two spaces apart, as wide as their widest cell; the first row is the heading.
void write_table(const std::vector<std::vector<std::string>>& rows, std::ostream& out);

// "  label       value"; a value of nothing is not shown.
void write_row(std::ostream& out, std::string_view label, const std::string& value);

}  // namespace triaged::app::show
