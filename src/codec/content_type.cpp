#include <algorithm>

#include <codec/content_type.hpp>

namespace triaged::codec {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// `wanted` is in lower case.
bool same(std::string_view text, std::string_view wanted) {
  return std::equal(text.begin(), text.end(), wanted.begin(), wanted.end(),
                    [](char a, char b) { return lower(a) == b; });
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Takes the part up to the next ';' off `rest`.
std::string_view next_part(std::string_view& rest) {
  const std::size_t end = rest.find(';');
  const std::string_view part = trim(rest.substr(0, end));
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return part;
}

bool is_foreign_charset(std::string_view parameter) {
  const std::size_t equals = parameter.find('=');
  if (equals == std::string_view::npos || !same(trim(parameter.substr(0, equals)), "charset")) return false;
  std::string_view value = trim(parameter.substr(equals + 1));
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
    value = value.substr(1, value.size() - 2);
  return !same(value, "utf-8");
}

}  // namespace

std::optional<BodyFormat> body_format(std::string_view content_type) {
  const std::string_view type = next_part(content_type);
  while (!content_type.empty())
    if (is_foreign_charset(next_part(content_type))) return std::nullopt;
  if (same(type, "application/x-protobuf") || same(type, "application/protobuf")) return BodyFormat::protobuf;
  if (same(type, "application/json")) return BodyFormat::json;
  if (same(type, "application/cloudevents+json")) return BodyFormat::cloud_event;
  return std::nullopt;
}

}  // namespace triaged::codec
