#include "rules/cached_database.hpp"

#include <cstdint>
#include <cstring>

#include <triaged/document/node.hpp>

namespace triaged::rules {
namespace {

// This line, the digest of the rest, the number of refused patterns, them, the database.
constexpr std::string_view kFormat = "triaged rules cache 1\n";
constexpr std::size_t kDigest = 32;

void append_number(std::uint32_t number, std::string& out) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);  // read on the same machine only
}

std::optional<std::uint32_t> take_number(std::string_view& in) {
  std::uint32_t number = 0;
  if (in.size() < sizeof number) return std::nullopt;
  std::memcpy(&number, in.data(), sizeof number);
  in.remove_prefix(sizeof number);
  return number;
}

}  // namespace

std::optional<CachedDatabase> decoded(std::string_view content) {
  if (!content.starts_with(kFormat) || content.size() < kFormat.size() + kDigest) return std::nullopt;
  content.remove_prefix(kFormat.size());
  const auto digest = content.substr(0, kDigest);
  content.remove_prefix(kDigest);
  if (document::sha256(content) != digest) return std::nullopt;
  CachedDatabase result;
  const auto count = take_number(content);
  for (std::uint32_t i = 0; i < count.value_or(0); ++i) {
    const auto number = take_number(content);
    if (!number) return std::nullopt;
    result.refused.push_back(static_cast<int>(*number));
  }
  result.bytes = content;
  return result;
}

std::string encoded(const CachedDatabase& database) {
  std::string rest;
  append_number(static_cast<std::uint32_t>(database.refused.size()), rest);
  for (const int number : database.refused) append_number(static_cast<std::uint32_t>(number), rest);
  rest += database.bytes;
  return std::string(kFormat) + document::sha256(rest) + rest;
}

}  // namespace triaged::rules
