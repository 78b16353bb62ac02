// "# file <bytes of the text> <name>", a line feed, the text, a line feed; and so on. Sizes and not
// separators say where a file ends: a text may hold anything.
#include <charconv>

#include <triaged/config/written.hpp>

namespace triaged::config {
namespace {

constexpr std::string_view kHead = "# file ";

}  // namespace

domain::Bytes encode(const Texts& texts) {
  domain::Bytes bytes;
  for (const FileText& file : texts)
    bytes.append(kHead)
        .append(std::to_string(file.text.size()))
        .append(" ")
        .append(file.name)
        .append("\n")
        .append(file.text)
        .append("\n");
  return bytes;
}

std::optional<Texts> decode(std::string_view bytes) {
  Texts texts;
  while (!bytes.empty()) {
    if (!bytes.starts_with(kHead)) return std::nullopt;
    bytes.remove_prefix(kHead.size());
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(bytes.data(), bytes.data() + bytes.size(), size);
    bytes.remove_prefix(static_cast<std::size_t>(end - bytes.data()));
    const std::size_t line = bytes.find('\n');
    if (error != std::errc{} || !bytes.starts_with(' ') || line == std::string_view::npos)
      return std::nullopt;
    std::string name(bytes.substr(1, line - 1));
    bytes.remove_prefix(line + 1);
    if (bytes.size() <= size || bytes[size] != '\n') return std::nullopt;
    texts.push_back({.name = std::move(name), .text = std::string(bytes.substr(0, size))});
    bytes.remove_prefix(size + 1);
  }
  return texts;
}

}  // namespace triaged::config
