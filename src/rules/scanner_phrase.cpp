#include "rules/scanner_phrase.hpp"

#include <algorithm>

namespace triaged::rules {
namespace {

using Kind = Syntax::Kind;
using Items = std::vector<Syntax>;

constexpr std::size_t kVariants = 24;       // of one pattern
constexpr int kCopies = 8;                  // of a part that is repeated within a phrase
constexpr std::size_t kWide = 12;           // a set of more bytes, repeated, is a gap
constexpr int kShort = 3;                   // unless it is repeated no more than this
constexpr std::size_t kPhraseSize = 4'000;  // sets in a phrase

bool is_set(const Syntax& item) { return item.kind == Kind::set; }

// Bytes a part takes at least.
std::size_t least_length(const Syntax& item) {
  std::size_t result = 0;
  switch (item.kind) {
    case Kind::set:
      return 1;
    case Kind::edge:
      return 0;
    case Kind::sequence:
      for (const auto& part : item.parts) result += least_length(part);
      return result;
    case Kind::choice:
      result = least_length(item.parts.front());
      for (const auto& part : item.parts) result = std::min(result, least_length(part));
      return result;
    case Kind::repeat:
      return static_cast<std::size_t>(item.least) * least_length(item.parts.front());
  }
  return 0;
}

// Sets it has when repetitions are written out.
std::size_t size(const Syntax& item) {
  std::size_t result = 1;
  for (const auto& part : item.parts) result += size(part);
  if (item.kind == Kind::repeat) result *= static_cast<std::size_t>(std::max(item.most, 1));
  return result;
}

bool is_run(const Syntax& item) {
  if (item.kind != Kind::repeat || !is_set(item.parts.front())) return false;
  if (item.most == Syntax::kEndless) return true;
  return item.most > kShort && (item.most > kCopies || item.parts.front().bytes.count() > kWide);
}

// A part without gaps.
bool is_plain(const Syntax& item) {
  if (item.kind == Kind::repeat && (is_run(item) || item.most == Syntax::kEndless || item.most > kCopies))
    return false;
  return std::ranges::all_of(item.parts, is_plain);
}

bool is_endless_set(const Syntax& item) {
  return item.kind == Kind::repeat && is_set(item.parts.front()) && item.least == 1 &&
         item.most == Syntax::kEndless;
}

// `(\w+ ){0,3}`, `( \w+)?`.
std::optional<Gap> as_units(const Syntax& item) {
  if (item.kind != Kind::repeat || item.most == Syntax::kEndless) return std::nullopt;
  const Syntax& unit = item.parts.front();
  if (unit.kind != Kind::sequence || unit.parts.size() != 2) return std::nullopt;
  const bool closed = is_endless_set(unit.parts[0]) && is_set(unit.parts[1]);
  const bool opened = is_set(unit.parts[0]) && is_endless_set(unit.parts[1]);
  if (!closed && !opened) return std::nullopt;
  const Syntax& run = unit.parts[closed ? 0 : 1];
  Gap gap{.kind = closed ? Gap::Kind::units_closed : Gap::Kind::units_opened,
          .bytes = run.parts.front().bytes,
          .separators = unit.parts[closed ? 1 : 0].bytes,
          .least = item.least,
          .most = item.most};
  if ((gap.bytes & gap.separators).any()) return std::nullopt;
  return gap;
}

// Puts what stands in sequences within the list into the list itself.
void append_flat(const Syntax& item, Items& out) {
  if (item.kind == Kind::sequence)
    for (const auto& part : item.parts) append_flat(part, out);
  else if (item.kind == Kind::repeat && item.least == 1 && item.most == 1)
    append_flat(item.parts.front(), out);
  else
    out.push_back(item);
}

// Whether all that the part may begin (or end) with is in `bytes`, where it is not empty.
bool touches_only(const Syntax& item, bool at_end, const Bytes& bytes) {
  switch (item.kind) {
    case Kind::set:
      return (item.bytes & ~bytes).none();
    case Kind::edge:
      return false;
    case Kind::sequence:
      for (std::size_t i = 0; i < item.parts.size(); ++i) {
        const Syntax& part = item.parts[at_end ? item.parts.size() - 1 - i : i];
        if (!touches_only(part, at_end, bytes)) return false;
        if (least_length(part) > 0) return true;
      }
      return false;
    case Kind::choice:
      return std::ranges::all_of(item.parts,
                                 [&](const Syntax& part) { return touches_only(part, at_end, bytes); });
    case Kind::repeat:
      return touches_only(item.parts.front(), at_end, bytes);
  }
  return false;
}

Syntax sequence_of(Items items) { return {.kind = Kind::sequence, .bytes = {}, .parts = std::move(items)}; }

class Cutter {
 public:
  std::vector<Phrases> variants;

  // False: it cannot be cut.
  bool cut(Items items) {
    for (std::size_t i = 0; i < items.size(); ++i)
      if (!is_plain(items[i]) && !is_run(items[i]) && !as_units(items[i])) return cut_apart(items, i);
    return variants.size() < kVariants && join(items);
  }

 private:
  // items[at] is a choice or an option with gaps inside: one variant for each.
  bool cut_apart(const Items& items, std::size_t at) {
    const Syntax& item = items[at];
    const auto with = [&](const Syntax* instead) {
      Items result(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(at));
      if (instead != nullptr) append_flat(*instead, result);
      result.insert(result.end(), items.begin() + static_cast<std::ptrdiff_t>(at) + 1, items.end());
      return result;
    };
    if (item.kind == Kind::repeat && item.least == 0 && item.most == 1)
      return cut(with(nullptr)) && cut(with(&item.parts.front()));
    if (item.kind != Kind::choice) return false;
    Syntax plain{.kind = Kind::choice, .bytes = {}, .parts = {}};
    for (const auto& part : item.parts) {
      if (is_plain(part))
        plain.parts.push_back(part);
      else if (!cut(with(&part)))
        return false;
    }
    return plain.parts.empty() || cut(with(&plain));
  }

  bool join(const Items& items) {
    Phrases phrases;
    Items phrase;
    Gap gap;
    bool has_gap = false;
    const auto close = [&] {
      if (has_gap && begins_word(phrases.back().syntax, gap, sequence_of(phrase)))
        phrase.insert(phrase.begin(), {.kind = Kind::edge, .bytes = {}, .parts = {}});
      Syntax syntax = sequence_of(phrase);
      const bool good = least_length(syntax) > 0 && size(syntax) <= kPhraseSize;
      phrases.push_back({.gap = gap, .syntax = std::move(syntax)});
      phrase.clear();
      return good;
    };
    const auto begin_gap = [&](const Gap& next) {
      // Before everything, a gap of nothing will do.
      if (phrase.empty() && !has_gap) return next.least == 0;
      if (!close()) return false;
      gap = next;
      return has_gap = true;
    };
    for (const auto& item : items) {
      if (is_run(item)) {
        const Syntax& set = item.parts.front();
        if (item.least > kCopies) return false;
        phrase.insert(phrase.end(), static_cast<std::size_t>(item.least), set);
        const int most = item.most == Syntax::kEndless ? Syntax::kEndless : item.most - item.least;
        if (!begin_gap(
                {.kind = Gap::Kind::run, .bytes = set.bytes, .separators = {}, .least = 0, .most = most}))
          return false;
      } else if (const auto units = as_units(item); units && !is_plain(item)) {
        if (!begin_gap(*units)) return false;
      } else {
        phrase.push_back(item);
      }
    }
    if (!end(phrases, phrase, gap, has_gap)) return false;
    if (!phrase.empty() && !close()) return false;
    if (phrases.empty()) return false;
    variants.push_back(std::move(phrases));
    return true;
  }

  // `our (\w+ ){0,2}plan`: `plan` comes after a blank in any case. Said as `\bplan`, it is looked for at the
  // beginnings of words alone.
  static bool begins_word(const Syntax& before, const Gap& gap, const Syntax& after) {
    return gap.kind == Gap::Kind::units_closed && (gap.separators & word_bytes()).none() &&
           touches_only(before, true, ~word_bytes()) && touches_only(after, false, word_bytes());
  }

  // After everything, a gap of nothing will do, and `\w*\b` always comes to its end.
  static bool end(const Phrases& phrases, Items& phrase, const Gap& gap, bool has_gap) {
    if (!has_gap) return true;
    const bool only_edge = phrase.size() == 1 && phrase.front().kind == Kind::edge;
    if (!phrase.empty() && !only_edge) return true;
    if (gap.least > 0) return false;
    if (only_edge && (gap.kind != Gap::Kind::run || gap.most != Syntax::kEndless ||
                      gap.bytes != word_bytes() || !touches_only(phrases.back().syntax, true, word_bytes())))
      return false;
    phrase.clear();
    return true;
  }
};

}  // namespace

std::optional<std::vector<Phrases>> cut_into_phrases(const Syntax& pattern) {
  Cutter cutter;
  Items items;
  append_flat(pattern, items);
  if (!cutter.cut(std::move(items))) return std::nullopt;
  return std::move(cutter.variants);
}

}  // namespace triaged::rules
