// The canonical text is JSON: maps sorted by key, every text in quotes, no white space. A plain scalar that
// reads as a number or a boolean stays without quotes, because 5 and "5" may mean different things to a
// reader.
#include <algorithm>
#include <array>
#include <cstdio>

#include <triaged/document/node.hpp>

#include "document/numbers.hpp"

namespace triaged::document {
namespace {

void append_text(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      std::array<char, 8> escaped{};
      const int length = std::snprintf(escaped.data(), escaped.size(), "\\u%04x", static_cast<unsigned>(c));
      out.append(escaped.data(), static_cast<std::size_t>(length));
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

void append(std::string& out, const Node& node);

void append_map(std::string& out, const Node& map) {
  std::vector<const Member*> sorted;
  sorted.reserve(map.members.size());
  for (const auto& member : map.members) sorted.push_back(&member);
  std::ranges::sort(sorted, {},
                    [](const auto* member) -> const std::string& { return member->first.scalar; });
  out.push_back('{');
  bool first = true;
  for (const auto* member : sorted) {
    if (!first) out.push_back(',');
    first = false;
    append_text(out, member->first.scalar);
    out.push_back(':');
    append(out, member->second);
  }
  out.push_back('}');
}

void append_sequence(std::string& out, const Node& sequence) {
  out.push_back('[');
  bool first = true;
  for (const Node& item : sequence.items) {
    if (!first) out.push_back(',');
    first = false;
    append(out, item);
  }
  out.push_back(']');
}

// Recursion is bounded by Limits::depth.
void append(std::string& out, const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      out.append("null");
      break;
    case Node::Kind::scalar:
      if (!node.quoted && (reads_as_number(node.scalar) || reads_as_boolean(node.scalar)))
        out.append(node.scalar);
      else
        append_text(out, node.scalar);
      break;
    case Node::Kind::sequence:
      append_sequence(out, node);
      break;
    case Node::Kind::map:
      append_map(out, node);
      break;
  }
}

}  // namespace

std::string canonical(const Node& node) {
  std::string out;
  append(out, node);
  return out;
}

}  // namespace triaged::document
