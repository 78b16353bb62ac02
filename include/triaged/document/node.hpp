// YAML as a tree in which every value knows its file, line and column. Strict: aliases, anchors, tags, merge
// keys, duplicate keys and second documents are faults, so that what a reviewer reads is what is meant.
// Not a general YAML library: scalars stay text until a reader asks for a type.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <triaged/document/fault.hpp>

namespace triaged::document {

// Limits against hostile or runaway files; what is over one is an error at its place and the file is not read
// on.
struct Limits {
  std::size_t bytes = 8u << 20;  // of one file
  std::size_t nodes = 500'000;
  std::size_t depth = 32;
};

struct Member;

struct Node {
  enum class Kind : std::uint8_t { null, scalar, sequence, map };

  Kind kind = Kind::null;
  Place place;
  std::string scalar;           // for Kind::scalar; the text after YAML's own unescaping
  bool quoted = false;          // was written in quotes or as a block: never a number, boolean or null
  std::vector<Node> items;      // for Kind::sequence
  std::vector<Member> members;  // for Kind::map, in file order; keys are scalars, distinct

  [[nodiscard]] bool is_map() const noexcept { return kind == Kind::map; }
  [[nodiscard]] bool is_sequence() const noexcept { return kind == Kind::sequence; }
  [[nodiscard]] bool is_scalar() const noexcept { return kind == Kind::scalar; }
  [[nodiscard]] bool is_null() const noexcept { return kind == Kind::null; }
  [[nodiscard]] const Node* find(std::string_view key) const noexcept;  // of a map; nullptr when absent
};

// One line of a map.
struct Member {
  Node first;   // the key
  Node second;  // the value
};

// Reads one document from `text`; `file` is only for places. Nothing when the text is not one readable
// document (the faults say why); an empty file is an empty map.
[[nodiscard]] std::optional<Node> parse(std::string_view file, std::string_view text, Faults& faults,
                                        const Limits& limits = {});

// A canonical text of the tree: independent of comments, quoting style, layout and the order of map keys,
// so that two files that mean the same have the same digest.
[[nodiscard]] std::string canonical(const Node& node);

// SHA-256 of the bytes; 32 octets.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace triaged::document
