// Text to numbers, durations and sizes; exact, no locale, no overflow. Nothing for anything else.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace triaged::document {

[[nodiscard]] bool reads_as_number(std::string_view text) noexcept;   // "5", "-0.5", "1e9"
[[nodiscard]] bool reads_as_boolean(std::string_view text) noexcept;  // "true", "false"

[[nodiscard]] std::optional<std::int64_t> to_integer(std::string_view text) noexcept;

// A whole number and one of ms, s, m, h, d, w.
[[nodiscard]] std::optional<std::chrono::microseconds> to_duration(std::string_view text) noexcept;

// A whole number of bytes, or one with KiB, MiB or GiB.
[[nodiscard]] std::optional<std::size_t> to_size(std::string_view text) noexcept;

}  // namespace triaged::document
