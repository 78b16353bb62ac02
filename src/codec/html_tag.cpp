#include <algorithm>
#include <array>
#include <utility>

#include <codec/html_tag.hpp>

namespace triaged::codec {
namespace {

constexpr auto kNothing = std::string_view::npos;

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Sorted by name.
using Named = std::pair<std::string_view, HtmlElement>;
constexpr auto kElements = std::to_array<Named>({
    {"a", HtmlElement::inline_text}, {"address", HtmlElement::block},    {"article", HtmlElement::block},
    {"b", HtmlElement::inline_text}, {"blockquote", HtmlElement::quote}, {"body", HtmlElement::block},
    {"br", HtmlElement::block},      {"center", HtmlElement::block},     {"code", HtmlElement::inline_text},
    {"dd", HtmlElement::block},      {"div", HtmlElement::block},        {"dl", HtmlElement::block},
    {"dt", HtmlElement::block},      {"em", HtmlElement::inline_text},   {"font", HtmlElement::inline_text},
    {"footer", HtmlElement::block},  {"form", HtmlElement::block},       {"h1", HtmlElement::block},
    {"h2", HtmlElement::block},      {"h3", HtmlElement::block},         {"h4", HtmlElement::block},
    {"h5", HtmlElement::block},      {"h6", HtmlElement::block},         {"head", HtmlElement::hidden},
    {"header", HtmlElement::block},  {"hr", HtmlElement::block},         {"html", HtmlElement::block},
    {"i", HtmlElement::inline_text}, {"img", HtmlElement::inline_text},  {"li", HtmlElement::block},
    {"main", HtmlElement::block},    {"meta", HtmlElement::inline_text}, {"ol", HtmlElement::block},
    {"p", HtmlElement::block},       {"pre", HtmlElement::preformatted}, {"script", HtmlElement::hidden},
    {"section", HtmlElement::block}, {"span", HtmlElement::inline_text}, {"strong", HtmlElement::inline_text},
    {"style", HtmlElement::hidden},  {"table", HtmlElement::block},      {"tbody", HtmlElement::block},
    {"td", HtmlElement::cell},       {"th", HtmlElement::cell},          {"thead", HtmlElement::block},
    {"title", HtmlElement::hidden},  {"tr", HtmlElement::block},         {"u", HtmlElement::inline_text},
    {"ul", HtmlElement::block},
});
constexpr std::size_t kLongestName = 10;  // blockquote

// Position behind the '>' that ends a tag, past attributes in quotes; kNothing when there is none.
std::size_t end_of_tag(std::string_view html, std::size_t at) noexcept {
  while (true) {
    at = html.find_first_of("\"'>", at);
    if (at == kNothing || html[at] == '>') return at == kNothing ? kNothing : at + 1;
    // A quote opens a value only behind '='; elsewhere it is a slip of the pen.
    const bool opens = html[at - 1] == '=';
    at = opens ? html.find(html[at], at + 1) : at;
    if (at == kNothing) return kNothing;
    ++at;
  }
}

HtmlTag ending(HtmlTag::Kind kind, std::string_view name, std::size_t end) noexcept {
  if (end == kNothing) return {.kind = HtmlTag::Kind::unclosed, .name = name, .end = 0};
  return {.kind = kind, .name = name, .end = end};
}

}  // namespace

HtmlTag read_tag(std::string_view html, std::size_t at) noexcept {
  const std::string_view rest = html.substr(at);
  if (rest.starts_with("<!--")) {
    const std::size_t end = html.find("-->", at + 4);
    return ending(HtmlTag::Kind::other, {}, end == kNothing ? kNothing : end + 3);
  }
  if (rest.starts_with("<!") || rest.starts_with("<?")) {
    const std::size_t end = html.find('>', at + 2);
    return ending(HtmlTag::Kind::other, {}, end == kNothing ? kNothing : end + 1);
  }
  const bool closing = rest.starts_with("</");
  const std::size_t start = at + (closing ? 2 : 1);
  if (start >= html.size() || !is_letter(html[start])) return {};
  const std::size_t name_end = std::min(html.find_first_of(" \t\r\n\f/>", start), html.size());
  return ending(closing ? HtmlTag::Kind::closing : HtmlTag::Kind::opening,
                html.substr(start, name_end - start), end_of_tag(html, name_end));
}

HtmlElement element(std::string_view name) noexcept {
  static_assert(std::is_sorted(kElements.begin(), kElements.end(),
                               [](const auto& a, const auto& b) { return a.first < b.first; }));
  std::array<char, kLongestName> letters{};
  if (name.size() > letters.size()) return HtmlElement::unknown;
  std::transform(name.begin(), name.end(), letters.begin(), lower);
  const std::string_view wanted(letters.data(), name.size());
  const auto found =
      std::lower_bound(kElements.begin(), kElements.end(), wanted,
                       [](const auto& entry, std::string_view text) { return entry.first < text; });
  return found != kElements.end() && found->first == wanted ? found->second : HtmlElement::unknown;
}

}  // namespace triaged::codec
