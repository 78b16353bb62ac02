// Reading a tree strictly: what is asked for is taken, what nobody asked for is an unknown key. Every mistake
// becomes a Fault with place and remedy, and reading goes on, so that all are found in one pass.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/document/node.hpp>

namespace triaged::document {

// One map being read. Call the getters for every key the map may have, then finish(); finish() reports the
// keys that no getter asked for, with the nearest known one. A getter returns nothing when the key is absent
// or bad; a bad value has been reported. The Node and the Faults must outlive the reader.
class MapReader {
 public:
  // A node that is not a map is reported as such (`what` names it: "a team"); then every getter finds
  // nothing.
  MapReader(const Node& node, std::string_view what, Faults& faults);

  [[nodiscard]] bool valid() const noexcept { return valid_; }
  [[nodiscard]] bool has(std::string_view key) const noexcept;
  [[nodiscard]] Place place_of(std::string_view key) const;  // of the value; of the map when it is absent

  const Node* node(std::string_view key);     // the value, whatever it is
  const Node& require(std::string_view key);  // as node(), reported when absent (then a null node)
  std::optional<std::string> text(std::string_view key);
  std::optional<std::string> name(std::string_view key);  // a name: [a-z0-9][a-z0-9_./-]*
  std::optional<bool> boolean(std::string_view key);      // true, false
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most);
  std::optional<std::chrono::microseconds> duration(
      std::string_view key);                              // "2ms", "30s", "30m", "4h", "2d", "1w"
  std::optional<std::size_t> size(std::string_view key);  // bytes: "256KiB", "1MiB", "4096"
  std::vector<std::string> texts(std::string_view key);   // a list of texts; a single text is a list of one
  std::vector<std::string> names(std::string_view key);

  // One word of a closed vocabulary; anything else is reported with the nearest word.
  std::optional<std::string> word(std::string_view key, const std::vector<std::string_view>& vocabulary);

  void finish();

 private:
  const Node* take(std::string_view key);

  const Node* node_;
  Faults* faults_;
  std::string what_;
  bool valid_;
  std::vector<std::string> asked_;
};

// The same conversions for a node at hand (list items, map values).
std::optional<std::string> as_text(const Node& node, std::string_view what, Faults& faults);
std::optional<std::string> as_name(const Node& node, std::string_view what, Faults& faults);
// The items of a sequence, or the node itself as a list of one; nothing for null. Maps are reported.
std::vector<const Node*> as_list(const Node& node, std::string_view what, Faults& faults);

[[nodiscard]] bool is_name(std::string_view text) noexcept;

}  // namespace triaged::document
