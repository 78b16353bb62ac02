#include <algorithm>

#include <codec/html.hpp>
#include <codec/html_reference.hpp>
#include <codec/html_tag.hpp>

namespace triaged::codec {
namespace {

bool is_white(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Collects the lines a reader sees.
class Lines {
 public:
  explicit Lines(std::size_t room) { out_.reserve(room); }

  void text(std::string_view chunk) {
    for (std::size_t at = 0; at < chunk.size();) {
      if (is_white(chunk[at])) {
        if (preformatted_ > 0 && chunk[at] == '\n')
          end_line();
        else
          space();
        ++at;
        continue;
      }
      const std::size_t start = at;
      while (at < chunk.size() && !is_white(chunk[at])) ++at;
      if (fresh_) begin_line();
      out_.append(chunk.substr(start, at - start));
    }
  }
  void space() {
    if (!fresh_ && out_.back() != ' ') out_.push_back(' ');
  }
  void end_line() {
    if (!fresh_) out_.push_back('\n');
    fresh_ = true;
  }
  void quote(bool begins) {
    end_line();
    step(quoted_, begins);
  }
  void preformatted(bool begins) {
    end_line();
    step(preformatted_, begins);
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  // An end without a beginning counts for nothing.
  static void step(std::size_t& depth, bool begins) {
    if (begins)
      ++depth;
    else if (depth > 0)
      --depth;
  }
  void begin_line() {
    if (quoted_ > 0) out_.append("> ");
    fresh_ = false;
  }

  std::string out_;
  bool fresh_ = true;  // nothing has been written on this line
  std::size_t quoted_ = 0;
  std::size_t preformatted_ = 0;
};

// Position behind the element's end tag, where a hidden element begins at `at`; the text's end without one.
std::size_t skip_hidden(std::string_view html, std::size_t at, std::string_view name) {
  const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  while ((at = html.find("</", at)) != std::string_view::npos) {
    at += 2;
    const std::string_view found = html.substr(at, name.size());
    if (!std::equal(found.begin(), found.end(), name.begin(), name.end(), same)) continue;
    const std::size_t end = html.find('>', at);
    return end == std::string_view::npos ? html.size() : end + 1;
  }
  return html.size();
}

// Does what a tag means; returns the position where the text goes on.
std::size_t follow(const HtmlTag& tag, std::string_view html, Lines& lines) {
  const bool opening = tag.kind == HtmlTag::Kind::opening;
  switch (element(tag.name)) {
    case HtmlElement::block:
      lines.end_line();
      break;
    case HtmlElement::cell:
      lines.space();
      break;
    case HtmlElement::preformatted:
      lines.preformatted(opening);
      break;
    case HtmlElement::quote:
      lines.quote(opening);
      break;
    case HtmlElement::hidden:
      return opening ? skip_hidden(html, tag.end, tag.name) : tag.end;
    case HtmlElement::inline_text:
    case HtmlElement::unknown:
      break;
  }
  return tag.end;
}

}  // namespace

bool begins_with_markup(std::string_view text) noexcept {
  while (!text.empty() && is_white(text.front())) text.remove_prefix(1);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark
  if (!text.starts_with('<')) return false;
  const HtmlTag tag = read_tag(text, 0);
  if (tag.kind == HtmlTag::Kind::other) return true;
  return tag.kind == HtmlTag::Kind::opening && element(tag.name) != HtmlElement::unknown;
}

std::string html_to_text(std::string_view html) {
  Lines lines(html.size());
  for (std::size_t at = 0; at < html.size();) {
    const std::size_t next = std::min(html.find_first_of("<&", at), html.size());
    lines.text(html.substr(at, next - at));
    at = next;
    if (at == html.size()) break;
    if (html[at] == '&') {
      const HtmlReference reference = read_reference(html, at);
      lines.text(reference.text);
      at = reference.end;
      continue;
    }
    const HtmlTag tag = read_tag(html, at);
    switch (tag.kind) {
      case HtmlTag::Kind::none:
        lines.text(html.substr(at++, 1));
        break;
      case HtmlTag::Kind::other:
        at = tag.end;
        break;
      case HtmlTag::Kind::opening:
      case HtmlTag::Kind::closing:
        at = follow(tag, html, lines);
        break;
      case HtmlTag::Kind::unclosed:
        // Better some markup in the text than words lost; and a second look for the end would not be linear.
        lines.text(html.substr(at));
        at = html.size();
        break;
    }
  }
  return lines.take();
}

}  // namespace triaged::codec
