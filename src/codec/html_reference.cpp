#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

#include <codec/html_reference.hpp>
#include <utf8proc.h>

namespace triaged::codec {
namespace {

constexpr std::size_t kLongest = 12;  // bytes between '&' and ';'

// U+00A0 to U+00FF, in order.
constexpr std::array<std::string_view, 96> kLatin1{
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",
    "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",
    "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12",
    "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil",
    "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde",
    "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",
    "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",
    "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",
    "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

using Named = std::pair<std::string_view, char32_t>;
constexpr auto kOthers = std::to_array<Named>({
    {"amp", U'&'},        {"apos", U'\''},       {"asymp", U'\u2248'},  {"bdquo", U'\u201E'},
    {"bull", U'\u2022'},  {"circ", U'\u02C6'},   {"dagger", U'\u2020'}, {"emsp", U'\u2003'},
    {"ensp", U'\u2002'},  {"euro", U'\u20AC'},   {"ge", U'\u2265'},     {"gt", U'>'},
    {"harr", U'\u2194'},  {"hellip", U'\u2026'}, {"infin", U'\u221E'},  {"larr", U'\u2190'},
    {"ldquo", U'\u201C'}, {"le", U'\u2264'},     {"lsaquo", U'\u2039'}, {"lsquo", U'\u2018'},
    {"lt", U'<'},         {"mdash", U'\u2014'},  {"minus", U'\u2212'},  {"ndash", U'\u2013'},
    {"ne", U'\u2260'},    {"permil", U'\u2030'}, {"prime", U'\u2032'},  {"quot", U'"'},
    {"rarr", U'\u2192'},  {"rdquo", U'\u201D'},  {"rsaquo", U'\u203A'}, {"rsquo", U'\u2019'},
    {"sbquo", U'\u201A'}, {"thinsp", U'\u2009'}, {"tilde", U'\u02DC'},  {"trade", U'\u2122'},
    {"uarr", U'\u2191'},  {"zwj", U'\u200D'},    {"zwnj", U'\u200C'},
});

std::optional<char32_t> by_number(std::string_view digits) {
  const bool hexadecimal = digits.starts_with('x') || digits.starts_with('X');
  if (hexadecimal) digits.remove_prefix(1);
  std::uint32_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal ? 16 : 10);
  if (digits.empty() || error == std::errc::invalid_argument || end != digits.data() + digits.size())
    return std::nullopt;
  const bool no_character = error == std::errc::result_out_of_range || value == 0 || value > 0x10FFFF ||
                            (value >= 0xD800 && value < 0xE000);
  return no_character ? U'\uFFFD' : static_cast<char32_t>(value);
}

std::optional<char32_t> by_name(std::string_view name) {
  const auto same = [&](const auto& entry) { return entry.first == name; };
  if (const auto found = std::find_if(kOthers.begin(), kOthers.end(), same); found != kOthers.end())
    return found->second;
  const auto latin = std::find(kLatin1.begin(), kLatin1.end(), name);
  if (latin == kLatin1.end()) return std::nullopt;
  return U'\u00A0' + static_cast<char32_t>(latin - kLatin1.begin());
}

std::string to_utf8(char32_t character) {
  std::array<utf8proc_uint8_t, 4> octets{};
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(character), octets.data());
  return {octets.begin(), octets.begin() + size};
}

}  // namespace

HtmlReference read_reference(std::string_view html, std::size_t at) {
  HtmlReference plain{"&", at + 1};
  const std::string_view ahead = html.substr(at + 1, kLongest + 1);
  const std::size_t size = ahead.find(';');
  if (size == std::string_view::npos || size == 0) return plain;
  const std::string_view inner = ahead.substr(0, size);
  const auto character = inner.starts_with('#') ? by_number(inner.substr(1)) : by_name(inner);
  if (!character) return plain;
  return {to_utf8(*character), at + 1 + size + 1};
}

}  // namespace triaged::codec
