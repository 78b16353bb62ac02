#include <cstdlib>
#include <limits>
#include <memory>
#include <new>

#include <codec/typography.hpp>
#include <codec/utf8.hpp>
#include <utf8proc.h>

namespace triaged::codec {
namespace {

// Composing sorts each run of combining marks, which takes the square of its length. Thirty is the bound of
// Unicode's stream-safe text format (UAX 15, section 13); no language comes near it.
constexpr std::size_t kMarksInARow = 30;

// What stands for a character: text, nothing (vanishes), or itself (null).
const char* plain(utf8proc_int32_t c) {
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
      return "'";
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
      return "\"";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
      return "-";
    case 0x00A0:
    case 0x1680:
    case 0x202F:
    case 0x205F:
    case 0x3000:
      return " ";
    case 0x0085:
    case 0x2028:
    case 0x2029:
      return "\n";
    case 0x00AD:
    case 0x200B:
    case 0x2060:
    case 0xFEFF:
      return "";
    default:
      return c >= 0x2000 && c <= 0x200A ? " " : nullptr;
  }
}

bool is_mark(utf8proc_int32_t c) {
  const auto* property = utf8proc_get_property(c);
  return property->combining_class != 0 || property->category == UTF8PROC_CATEGORY_MN;
}

// Whether NFC may change a character, or join it to the one before. Says so of some that it leaves alone
// (most precomposed letters), and never the other way round.
bool may_compose(utf8proc_int32_t c) {
  if (c < 0x300) return false;
  if ((c >= 0x1161 && c <= 0x1175) || (c >= 0x11A8 && c <= 0x11C2)) return true;  // Hangul vowels and finals
  const auto* property = utf8proc_get_property(c);
  constexpr auto kNone = std::numeric_limits<utf8proc_uint16_t>::max();
  constexpr utf8proc_uint16_t kSecond = 0x8000;  // utf8proc's mark on what composes with what precedes it
  const bool decomposes = property->decomp_seqindex != kNone && property->decomp_type == 0;
  const bool joins = property->comb_index != kNone && property->comb_index >= kSecond;
  return property->combining_class != 0 || decomposes || joins;
}

std::string compose(const std::string& text) {
  utf8proc_uint8_t* composed = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &composed,
                                 static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  struct Free {
    void operator()(utf8proc_uint8_t* bytes) const noexcept { std::free(bytes); }
  };
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(composed);
  if (size < 0) throw std::bad_alloc();  // the input is well-formed, so nothing else can be wrong
  return {reinterpret_cast<const char*>(composed), static_cast<std::size_t>(size)};
}

}  // namespace

std::string straighten(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool composed = true;  // composing takes ten times as long as all the rest
  std::size_t marks = 0;
  while (!text.empty()) {
    if (const std::size_t ascii = ascii_prefix(text); ascii > 0) {
      out.append(text.substr(0, ascii));
      text.remove_prefix(ascii);
      marks = 0;
      continue;
    }
    const std::string_view character = text.substr(0, character_size(text, 0));
    text.remove_prefix(character.size());
    utf8proc_int32_t c = 0;
    utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(character.data()),
                     static_cast<utf8proc_ssize_t>(character.size()), &c);
    if (const char* replacement = plain(c)) {
      out.append(replacement);
      if (*replacement != '\0') marks = 0;
      continue;
    }
    marks = c >= 0x300 && is_mark(c) ? marks + 1 : 0;
    if (marks > kMarksInARow) continue;
    out.append(character);
    composed = composed && !may_compose(c);
  }
  return composed ? out : compose(out);
}

}  // namespace triaged::codec
