// Single values: texts, names, lists. Each refusal says what was found and what is wanted.
#include <algorithm>

#include <triaged/document/reader.hpp>

#include "document/wording.hpp"

namespace triaged::document {
namespace {

bool is_name_start(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_name_part(char c) noexcept {
  return is_name_start(c) || c == '_' || c == '.' || c == '/' || c == '-';
}

// "Cloud Team" to "cloud_team"; empty when that is no name either.
std::string as_it_should_be(std::string_view text) {
  std::string name{text};
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == ' ') c = '_';
  }
  return is_name(name) ? name : std::string{};
}

}  // namespace

bool is_name(std::string_view text) noexcept {
  return !text.empty() && is_name_start(text.front()) && std::ranges::all_of(text, is_name_part);
}

std::string_view kind_of(const Node& node) noexcept {
  switch (node.kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::scalar:
      return "a text";
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::map:
      return "a map";
  }
  return "";
}

void refuse_kind(const Node& node, std::string_view what, std::string_view wanted, Faults& faults) {
  if (node.is_null())
    faults.error(node.place, std::string{what} + " has no value",
                 "give it " + std::string{wanted} + ", or remove it");
  else
    faults.error(node.place, std::string{what} + " must be " + std::string{wanted} + ", not " +
                                 std::string{kind_of(node)});
}

std::optional<std::string> as_text(const Node& node, std::string_view what, Faults& faults) {
  if (node.is_scalar()) return node.scalar;
  refuse_kind(node, what, "a text", faults);
  return std::nullopt;
}

std::optional<std::string> as_name(const Node& node, std::string_view what, Faults& faults) {
  if (!node.is_scalar()) {
    refuse_kind(node, what, "a name", faults);
    return std::nullopt;
  }
  if (is_name(node.scalar)) return node.scalar;
  const std::string suggestion = as_it_should_be(node.scalar);
  faults.error(node.place, std::string{what} + " must be a name, and `" + node.scalar + "` is none",
               suggestion.empty()
                   ? "names are made of a-z, 0-9, `_`, `.`, `/` and `-`, and begin with a letter "
                     "or a digit"
                   : "write `" + suggestion + "`");
  return std::nullopt;
}

std::vector<const Node*> as_list(const Node& node, std::string_view what, Faults& faults) {
  std::vector<const Node*> list;
  switch (node.kind) {
    case Node::Kind::null:
      break;
    case Node::Kind::scalar:
      list.push_back(&node);
      break;
    case Node::Kind::sequence:
      for (const Node& item : node.items) list.push_back(&item);
      break;
    case Node::Kind::map:
      refuse_kind(node, what, "a list", faults);
      break;
  }
  return list;
}

}  // namespace triaged::document
