// What yaml-cpp cannot read, said in sentences with a remedy. Its own messages are terse and its marks
// sometimes point behind the mistake, so the text round the mark is looked at too.
#include "document/syntax.hpp"

#include <algorithm>
#include <array>

#include "document/bytes.hpp"

namespace triaged::document {
namespace {

struct Wording {
  std::string_view begins;  // of yaml-cpp's message
  std::string_view message;
  std::string_view remedy;
};

constexpr std::string_view kCheckIndentation =
    "check the indentation: what belongs together stands in one column; put text that holds `: ` in quotes";
constexpr std::string_view kQuoteStar = "a text that begins with `*` needs quotes: \"*\"";
constexpr std::string_view kQuoteAnd = "a text that begins with `&` needs quotes";
constexpr std::string_view kQuoteMark = "a text that begins with `!` needs quotes";
constexpr std::string_view kSingleQuotes =
    "in double quotes a backslash begins an escape; put patterns in single quotes: '\\d+'";

const std::array kWordings{
    Wording{YAML::ErrorMsg::TAB_IN_INDENTATION, "a tab stands in the indentation", "indent with spaces"},
    Wording{YAML::ErrorMsg::END_OF_MAP, "this does not fit the keys before it", kCheckIndentation},
    Wording{YAML::ErrorMsg::END_OF_SEQ, "this does not fit the list before it", kCheckIndentation},
    Wording{YAML::ErrorMsg::MAP_VALUE, "no `:` can stand here",
            "put text that holds `: ` in quotes; if this is a key, check its indentation"},
    Wording{YAML::ErrorMsg::MAP_KEY, "no key can stand here", kCheckIndentation},
    Wording{YAML::ErrorMsg::BLOCK_ENTRY, "no list item (`- `) can stand here", kCheckIndentation},
    Wording{YAML::ErrorMsg::FLOW_END, "a `]` or `}` that nothing opened",
            "remove it, or put the text it belongs to in quotes"},
    Wording{YAML::ErrorMsg::UNKNOWN_TOKEN, "no value can begin with this character",
            "put the text in quotes"},
    Wording{YAML::ErrorMsg::INVALID_ESCAPE, "an unknown escape after a backslash", kSingleQuotes},
    Wording{YAML::ErrorMsg::INVALID_HEX, "a bad escape after a backslash", kSingleQuotes},
    Wording{YAML::ErrorMsg::INVALID_UNICODE, "a bad escape after a backslash", kSingleQuotes},
    Wording{YAML::ErrorMsg::EOF_IN_SCALAR, "a quote is opened and never closed", "close it"},
    Wording{YAML::ErrorMsg::DOC_IN_SCALAR, "a document mark stands in quoted text",
            "close the quote before it"},
    Wording{YAML::ErrorMsg::ALIAS_NOT_FOUND, "`*` begins an alias, and those are refused", kQuoteStar},
    Wording{YAML::ErrorMsg::CHAR_IN_ALIAS, "`*` begins an alias, and those are refused", kQuoteStar},
    Wording{YAML::ErrorMsg::UNKNOWN_ANCHOR, "`*` begins an alias, and those are refused", kQuoteStar},
    Wording{YAML::ErrorMsg::ALIAS_CONTENT, "`*` begins an alias, and those are refused", kQuoteStar},
    Wording{YAML::ErrorMsg::ANCHOR_NOT_FOUND, "`&` begins an anchor, and those are refused", kQuoteAnd},
    Wording{YAML::ErrorMsg::CHAR_IN_ANCHOR, "`&` begins an anchor, and those are refused", kQuoteAnd},
    Wording{YAML::ErrorMsg::MULTIPLE_ANCHORS, "`&` begins an anchor, and those are refused", kQuoteAnd},
    Wording{YAML::ErrorMsg::CHAR_IN_TAG_HANDLE, "`!` begins a tag, and those are refused", kQuoteMark},
    Wording{YAML::ErrorMsg::TAG_WITH_NO_SUFFIX, "`!` begins a tag, and those are refused", kQuoteMark},
    Wording{YAML::ErrorMsg::END_OF_VERBATIM_TAG, "`!` begins a tag, and those are refused", kQuoteMark},
    Wording{YAML::ErrorMsg::MULTIPLE_TAGS, "`!` begins a tag, and those are refused", kQuoteMark},
};

// The text of a line, counted from 1; empty when there is no such line.
std::string_view line_of(std::string_view text, int number) {
  for (int line = 1; line < number; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

// yaml-cpp takes a tab for the end of the indentation and stumbles over what follows.
bool report_tab(std::string_view line, const Place& place, Faults& faults) {
  const std::string_view indentation = line.substr(0, line.find_first_not_of(" \t"));
  const std::size_t tab = indentation.find('\t');
  if (tab == std::string_view::npos) return false;
  faults.error({place.file, place.line, static_cast<int>(tab) + 1}, "a tab stands in the indentation",
               "indent with spaces");
  return true;
}

// 'it's': the quote ends too early, and what is left fits nowhere.
bool report_early_quote(std::string_view line, const Place& place, Faults& faults) {
  const auto until = static_cast<std::size_t>(std::max(place.column - 1, 0));
  const std::size_t before = line.substr(0, until).find_last_not_of(' ');
  if (before == std::string_view::npos || (line[before] != '\'' && line[before] != '"')) return false;
  faults.error(place, "text follows a closing quote",
               "quote the whole text; inside single quotes a single quote is written twice: 'it''s'");
  return true;
}

// [a, b: the reader gives up long after the bracket that it misses the end of.
bool report_open_bracket(const YAML::Exception& why, std::string_view text, const Place& place,
                         Faults& faults) {
  if (!why.msg.starts_with(YAML::ErrorMsg::END_OF_MAP_FLOW) &&
      !why.msg.starts_with(YAML::ErrorMsg::END_OF_SEQ_FLOW))
    return false;
  std::size_t closed = 0;
  for (auto at = std::min(static_cast<std::size_t>(std::max(why.mark.pos, 0)), text.size()); at-- > 0;) {
    if (text[at] == ']' || text[at] == '}') ++closed;
    if (text[at] != '[' && text[at] != '{') continue;
    if (closed-- > 0) continue;
    const auto [line, column] = line_and_column(text, at);
    faults.error({place.file, line, column},
                 std::string{"this `"} + text[at] + "` is not closed, or a comma is missing in it",
                 "check what stands before line " + std::to_string(place.line) + ", column " +
                     std::to_string(place.column));
    return true;
  }
  return false;
}

}  // namespace

void report_syntax(const YAML::Exception& why, std::string_view text, Place place, Faults& faults) {
  const std::string_view line = line_of(text, place.line);
  if (report_tab(line, place, faults) || report_open_bracket(why, text, place, faults)) return;
  const bool misfit =
      why.msg.starts_with(YAML::ErrorMsg::END_OF_MAP) || why.msg.starts_with(YAML::ErrorMsg::END_OF_SEQ);
  if (misfit && report_early_quote(line, place, faults)) return;
  for (const Wording& wording : kWordings)
    if (why.msg.starts_with(wording.begins)) {
      faults.error(std::move(place), std::string{wording.message}, std::string{wording.remedy});
      return;
    }
  faults.error(std::move(place), "not readable as YAML: " + why.msg,
               "check the quotes, the brackets and the indentation near it");
}

void report_depth(Place place, Faults& faults, const Limits& limits) {
  faults.error(std::move(place), "nested more than " + std::to_string(limits.depth) + " levels deep",
               "no setting needs that; check the brackets and the indentation");
}

}  // namespace triaged::document
