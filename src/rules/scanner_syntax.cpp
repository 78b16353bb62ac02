#include "rules/scanner_syntax.hpp"

namespace triaged::rules {
namespace {

Bytes range(unsigned char first, unsigned char last) {
  Bytes result;
  for (unsigned byte = first; byte <= last; ++byte) result.set(byte);
  return result;
}

// 0 ends the text and belongs to no set.
Bytes complement(const Bytes& bytes) {
  Bytes result = ~bytes;
  return result.reset(0);
}

// With each letter its other case.
Bytes folded(Bytes bytes) {
  for (unsigned letter = 'a'; letter <= 'z'; ++letter) {
    const unsigned capital = letter - 'a' + 'A';
    if (bytes[letter] || bytes[capital]) bytes.set(letter).set(capital);
  }
  return bytes;
}

Bytes spaces() {
  Bytes result;
  for (const char c : {'\t', '\n', '\f', '\r', ' '}) result.set(static_cast<unsigned char>(c));
  return result;
}

class Parser {
 public:
  explicit Parser(std::string_view pattern) : rest_(pattern) {}

  std::optional<Syntax> parse() {
    auto result = choice();
    if (!rest_.empty() || !understood_) return std::nullopt;
    return result;
  }

 private:
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  char next() {
    if (rest_.empty()) return understood_ = false, '\0';
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  static Syntax of(const Bytes& bytes) { return {.kind = Syntax::Kind::set, .bytes = bytes, .parts = {}}; }

  Syntax choice() {
    Syntax result{.kind = Syntax::Kind::choice, .bytes = {}, .parts = {}};
    do result.parts.push_back(sequence());
    while (understood_ && take("|"));
    if (result.parts.size() > 1) return result;
    Syntax only = std::move(result.parts.front());
    return only;
  }

  Syntax sequence() {
    Syntax result;
    while (understood_ && !rest_.empty() && rest_.front() != '|' && rest_.front() != ')')
      result.parts.push_back(repeated(one()));
    return result;
  }

  Syntax one() {
    const char c = next();
    switch (c) {
      case '(':
        return group();
      case '[':
        return brackets();
      case '.':
        return of(complement(range('\n', '\n')));
      case '\\':
        return escaped();
      case '^':
      case '$':
      case '*':
      case '+':
      case '?':
      case '{':
        understood_ = false;
        return {};
      default:
        return of(sign(c));
    }
  }

  // A character that means itself.
  Bytes sign(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7F) understood_ = false;
    return folded(Bytes{}.set(byte));
  }

  Syntax group() {
    if (take("?P<"))
      rest_.remove_prefix(std::min(rest_.size(), rest_.find('>') + 1));
    else if (!take("?:") && rest_.starts_with('?'))
      understood_ = false;
    auto result = choice();
    if (!take(")")) understood_ = false;
    return result;
  }

  Syntax escaped() {
    if (take("b")) return {.kind = Syntax::Kind::edge, .bytes = {}, .parts = {}};
    return of(escaped_set());
  }

  Bytes escaped_set() {
    const char c = next();
    switch (c) {
      case 'd':
        return range('0', '9');
      case 'D':
        return complement(range('0', '9'));
      case 'w':
        return word_bytes();
      case 'W':
        return complement(word_bytes());
      case 's':
        return spaces();
      case 'S':
        return complement(spaces());
      case 't':
        return range('\t', '\t');
      case 'n':
        return range('\n', '\n');
      case 'r':
        return range('\r', '\r');
      case 'f':
        return range('\f', '\f');
      default:
        if (word_bytes()[static_cast<unsigned char>(c)]) understood_ = false;
        return sign(c);
    }
  }

  Syntax brackets() {
    const bool negated = take("^");
    Bytes bytes;
    for (bool first = true; understood_ && (first || !rest_.starts_with(']')); first = false) {
      const char c = next();
      if (c == '[') understood_ = false;  // a POSIX class, or looks like one
      if (c == '\\') {
        bytes |= escaped_set();
        if (rest_.starts_with('-') && !rest_.starts_with("-]")) understood_ = false;
      } else if (rest_.starts_with('-') && !rest_.starts_with("-]")) {
        next();
        const char last = next();
        if (last == '\\' || last == '[') understood_ = false;
        static_cast<void>(sign(c));
        static_cast<void>(sign(last));
        bytes |= folded(range(static_cast<unsigned char>(c), static_cast<unsigned char>(last)));
      } else {
        bytes |= sign(c);
      }
    }
    if (!take("]")) understood_ = false;
    return of(negated ? complement(bytes) : bytes);
  }

  std::optional<int> number() {
    constexpr int kMost = 1000;  // RE2's own limit
    int result = -1;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9' && result <= kMost)
      result = (result < 0 ? 0 : result) * 10 + (next() - '0');
    return result < 0 ? std::nullopt : std::optional(result);
  }

  Syntax repeated(Syntax part) {
    Syntax result{.kind = Syntax::Kind::repeat, .bytes = {}, .parts = {}};
    if (take("*")) {
      result.most = Syntax::kEndless;
    } else if (take("+")) {
      result.least = 1;
      result.most = Syntax::kEndless;
    } else if (take("?")) {
      result.most = 1;
    } else if (take("{")) {
      const auto least = number();
      if (!least) return understood_ = false, part;
      result.least = result.most = *least;
      if (take(",")) result.most = number().value_or(Syntax::kEndless);
      if (!take("}")) understood_ = false;
    } else {
      return part;
    }
    take("?");  // the shortest or the longest: whether it occurs does not depend on it
    if (rest_.starts_with('*') || rest_.starts_with('+') || rest_.starts_with('?') || rest_.starts_with('{'))
      understood_ = false;
    result.parts.push_back(std::move(part));
    return result;
  }

  std::string_view rest_;
  bool understood_ = true;
};

}  // namespace

const Bytes& word_bytes() noexcept {
  static const Bytes bytes = range('0', '9') | range('a', 'z') | range('A', 'Z') | range('_', '_');
  return bytes;
}

std::optional<Syntax> parse_pattern(std::string_view pattern) { return Parser(pattern).parse(); }

}  // namespace triaged::rules
