// What all rows of the store share: the numbers of their kinds, instants, digests, words.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <triaged/domain/bytes.hpp>
#include <triaged/domain/time.hpp>
#include <triaged/domain/words.hpp>

namespace triaged::codec {

// state.proto: the field `row`.
enum class Row : std::uint32_t {
  ticket = 1,
  inbound = 2,
  outbound = 3,
  history = 4,
  incident = 5,
  silence = 6
};
[[nodiscard]] constexpr std::uint64_t number(Row row) noexcept { return static_cast<std::uint64_t>(row); }

[[nodiscard]] inline std::int64_t micros(domain::Instant instant) {
  return instant.time_since_epoch().count();
}
[[nodiscard]] inline domain::Instant instant(std::int64_t micros) {
  return domain::Instant{domain::Duration{micros}};
}

// Valid as long as the digest.
[[nodiscard]] inline std::string_view octets(const domain::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.octets.data()), digest.octets.size()};
}
// False for anything but 32 octets.
[[nodiscard]] inline bool read(std::string_view octets, domain::Digest& into) {
  if (octets.size() != into.octets.size()) return false;
  for (std::size_t i = 0; i < octets.size(); ++i) into.octets[i] = static_cast<std::uint8_t>(octets[i]);
  return true;
}

template <class E>
[[nodiscard]] std::string_view word(E value) {
  return domain::name(value);
}
template <class E>
[[nodiscard]] std::string_view word(const std::optional<E>& value) {
  return value ? word(*value) : std::string_view{};
}
// False for a word we do not know; the optional ones may be empty.
template <class E>
[[nodiscard]] bool read(std::string_view word, E& into) {
  const auto value = domain::parse<E>(word);
  if (value) into = *value;
  return value.has_value();
}
template <class E>
[[nodiscard]] bool read(std::string_view word, std::optional<E>& into) {
  into = domain::parse<E>(word);
  return into || word.empty();
}

// A whole message of the given kind of row, or false.
template <class Message>
[[nodiscard]] bool parse_row(std::string_view bytes, Row row, Message& into) {
  return into.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) &&
         into.row() == static_cast<std::uint32_t>(row);
}

}  // namespace triaged::codec
