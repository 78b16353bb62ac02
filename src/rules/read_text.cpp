// What the reader says: conditions put back into words, lists of words, hints.
#include <algorithm>

#include "rules/read.hpp"

namespace triaged::rules {
namespace {

using document::Node;

constexpr std::size_t kWordsListed = 24;

void append_scalar(const Node& node, std::string& out) {
  if (node.quoted) out.push_back('\'');
  for (const char c : node.scalar) {
    if (node.quoted && c == '\'') out.push_back('\'');
    out.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
  }
  if (node.quoted) out.push_back('\'');
}

// Stops soon after the limit: a list of thousands is not worth writing out.
void append_flow(const Node& node, std::string& out) {
  if (out.size() > kWrittenBytes) return;
  switch (node.kind) {
    case Node::Kind::null:
      out += "~";
      return;
    case Node::Kind::scalar:
      return append_scalar(node, out);
    case Node::Kind::sequence:
      out += "[";
      for (const auto& item : node.items) {
        if (&item != &node.items.front()) out += ", ";
        append_flow(item, out);
        if (out.size() > kWrittenBytes) return;
      }
      out += "]";
      return;
    case Node::Kind::map:
      out += "{";
      for (const auto& member : node.members) {
        if (&member != &node.members.front()) out += ", ";
        append_scalar(member.first, out);
        out += ": ";
        append_flow(member.second, out);
        if (out.size() > kWrittenBytes) return;
      }
      out += "}";
      return;
  }
}

// The one word that `word` is a part of: `hub_admin` for `admin`. Empty when there is none or are several.
std::string_view only_one_with(std::string_view word, const std::vector<std::string_view>& known) {
  constexpr std::size_t kTelling = 3;  // shorter parts say nothing
  std::string_view only;
  if (word.size() < kTelling) return only;
  for (const auto one : known) {
    if (one.find(word) == std::string_view::npos) continue;
    if (!only.empty()) return {};
    only = one;
  }
  return only;
}

}  // namespace

std::string as_written(const Node& key, const Node& value) {
  std::string text;
  append_scalar(key, text);
  text += ": ";
  append_flow(value, text);
  return shortened(text, kWrittenBytes);
}

std::string as_written(const Node& map) {
  std::string text;
  append_flow(map, text);
  return shortened(text, kWrittenBytes);
}

std::string shortened(std::string_view text, std::size_t bytes) {
  constexpr std::string_view kMore = "…";
  if (text.size() <= bytes) return std::string(text);
  std::size_t end = bytes > kMore.size() ? bytes - kMore.size() : 0;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)).append(kMore);
}

std::string listed(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text.append("`").append(words[i]).append("`");
  }
  return text;
}

std::string hint(std::string_view word, const std::vector<std::string_view>& known,
                 std::string_view otherwise) {
  auto near = document::nearest(word, known);
  if (near.empty()) near = only_one_with(word, known);
  if (!near.empty()) return "did you mean `" + std::string(near) + "`?";
  if (!otherwise.empty() || known.empty() || known.size() > kWordsListed) return std::string(otherwise);
  return "write " + listed(known);
}

bool fits(const Node& node, std::string_view what, std::size_t most, document::Faults& faults) {
  if (node.scalar.size() <= most) return true;
  faults.error(node.place,
               std::string(what) + " is " + std::to_string(node.scalar.size()) + " bytes long, and " +
                   std::to_string(most) + " are the most",
               "shorten it");
  return false;
}

}  // namespace triaged::rules
