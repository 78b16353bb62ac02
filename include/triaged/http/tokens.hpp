// Bearer tokens. A token is "<name>.<secret>"; what is kept of it is a line of a file with its name, its
// roles, the producer it speaks for, and a salted scrypt hash of the secret:
//
//   alertmanager  producer          alertmanager  scrypt$14$8$1$<salt>$<hash>
//   board         viewer,operator   -             scrypt$14$8$1$<salt>$<hash>
//
// Empty lines and lines that begin with # are passed over. A file with any other line is refused whole.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <triaged/domain/id.hpp>

namespace triaged::http {

// What a token may do. An admin may do all that an operator may, an operator all that a viewer may; a
// producer tells events and nothing else.
enum class Role : std::uint8_t { producer, viewer, operating, admin };
[[nodiscard]] std::string_view name(Role role) noexcept;  // "operator" for `operating`
[[nodiscard]] std::optional<Role> parse_role(std::string_view text) noexcept;

struct Token {
  std::string name;
  std::vector<Role> roles;
  domain::ProducerId producer;  // empty: none
  int cost = 0;                 // scrypt: the logarithm of N to base 2
  int block = 0;                // r
  int lanes = 0;                // p
  std::string salt, hash;       // octets
};

[[nodiscard]] bool may(const Token& token, Role role) noexcept;

inline constexpr std::size_t kTokensMost = 1'000;     // lines of a file
inline constexpr std::size_t kTokenNameLongest = 64;  // bytes of [a-z0-9_-]
inline constexpr std::size_t kRandomOctets = 48;      // that issue() asks for

struct TokenFault {
  std::size_t line = 0;
  std::string what;    // is wrong
  std::string remedy;  // what to do
};

// All faults at once, or the tokens in the order of the file.
[[nodiscard]] std::variant<std::vector<Token>, std::vector<TokenFault>> read_tokens(std::string_view text);

// A new token: what its bearer says, and the line to keep. Nothing when the name is none, there are no roles,
// the producer is not one word, or a `producer` has none. `random`: kRandomOctets octets of chance.
struct Issued {
  std::string bearer;
  std::string line;
};
[[nodiscard]] std::optional<Issued> issue(std::string_view name, const std::vector<Role>& roles,
                                          const domain::ProducerId& producer, std::string_view random);

// "alertmanager" of "alertmanager.c2VjcmV0…"; empty: not a token.
[[nodiscard]] std::string_view name_of(std::string_view bearer) noexcept;

// Takes some 40 ms and 16 MiB, on purpose. Any thread.
[[nodiscard]] bool verify(const Token& token, std::string_view bearer);

}  // namespace triaged::http
