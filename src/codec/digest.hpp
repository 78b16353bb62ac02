// SHA-256 of bytes, and the canonical form whose digest names a meaning: fields one after the other, each
// text behind its length, so that no two different lists of fields have the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <triaged/domain/bytes.hpp>

namespace triaged::codec {

// Throws std::runtime_error when OpenSSL has no SHA-256 (a machine that can run nothing of ours).
[[nodiscard]] domain::Digest sha256(std::string_view bytes);

class Canonical {
 public:
  explicit Canonical(std::size_t room) { bytes_.reserve(room); }

  Canonical& text(std::string_view value);
  Canonical& number(std::uint64_t value);
  [[nodiscard]] domain::Digest digest() const { return sha256(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace triaged::codec
