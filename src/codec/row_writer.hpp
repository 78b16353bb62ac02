// The wire form of state.proto's messages, written straight from the domain's values. A generated message
// would be cleared and then filled with copies of every text before it wrote a byte; a ticket's history has
// fifty. The numbers of the fields are the generated ones, and the bytes are those the generated message
// would serialize, as long as fields are written in the order of their numbers. Reading is left to the
// generated ones.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include <codec/output.hpp>

namespace triaged::codec {

class RowWriter {
 public:
  // Writes to `out`, which must outlive it.
  explicit RowWriter(Output& out) noexcept : out_(out) {}

  // An empty text is a field's default and writes nothing, as is 0 and false.
  void text(int field, std::string_view value) {
    if (!value.empty()) given_text(field, value);
  }
  void number(int field, std::uint64_t value) {
    if (value != 0) given_number(field, value);
  }
  void number(int field, std::int64_t value) { number(field, static_cast<std::uint64_t>(value)); }
  void flag(int field, bool value) { number(field, std::uint64_t{value}); }

  // For fields that may be missing (`optional`, `oneof`): there is no default to leave out.
  void given_text(int field, std::string_view value) {
    char* at = out_.room(2 * kVarint + value.size());
    char* end = varint(varint(at, tag(field, kLengthDelimited)), value.size());
    if (!value.empty()) std::memcpy(end, value.data(), value.size());
    out_.wrote(static_cast<std::size_t>(end - at) + value.size());
  }
  void given_number(int field, std::uint64_t value) {
    char* at = out_.room(2 * kVarint);
    const char* end = varint(varint(at, tag(field, kVarintType)), value);
    out_.wrote(static_cast<std::size_t>(end - at));
  }

  // A message within the message: the fields that `write` writes with this writer. Always there, be it empty.
  template <class Write>
  void part(int field, Write write) {
    char* at = out_.room(kVarint + 1);
    // One byte is kept for the length, which is what most parts need; longer ones are moved.
    out_.wrote(static_cast<std::size_t>(varint(at, tag(field, kLengthDelimited)) - at) + 1);
    const std::size_t begin = out_.size();
    write();
    const std::size_t size = out_.size() - begin;
    if (size < 0x80) {
      *out_.from(begin - 1) = static_cast<char>(size);
      return;
    }
    std::array<char, kVarint> length;
    const auto more = static_cast<std::size_t>(varint(length.data(), size) - length.data()) - 1;
    static_cast<void>(out_.room(more));
    char* part = out_.from(begin);
    std::memmove(part + more, part, size);
    std::memcpy(part - 1, length.data(), more + 1);
    out_.wrote(more);
  }

 private:
  static constexpr std::size_t kVarint = 10;  // bytes, at most
  static constexpr std::uint64_t kVarintType = 0;
  static constexpr std::uint64_t kLengthDelimited = 2;

  static std::uint64_t tag(int field, std::uint64_t type) noexcept {
    return static_cast<std::uint64_t>(field) << 3 | type;
  }
  // Seven bits a byte, the lowest first. Returns the end of what it wrote.
  static char* varint(char* at, std::uint64_t value) noexcept {
    for (; value >= 0x80; value >>= 7) *at++ = static_cast<char>(value | 0x80);
    *at++ = static_cast<char>(value);
    return at;
  }

  Output& out_;
};

}  // namespace triaged::codec
