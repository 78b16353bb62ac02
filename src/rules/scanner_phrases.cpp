#include "rules/scanner_phrases.hpp"

#include <algorithm>
#include <array>

#include "rules/scanner_automaton.hpp"
#include "rules/scanner_phrase.hpp"

namespace triaged::rules {
namespace {

constexpr std::uint32_t kNone = 0xFFFF'FFFF;
// Steps that may be spent on gaps, for each byte of a text and besides.
constexpr std::size_t kStepsPerByte = 64;
constexpr std::size_t kStepsFree = 100'000;

// One phrase of one pattern.
struct Stage {
  int pattern = 0;  // in the order of add()
  bool first = false;
  bool last = false;
  std::uint32_t longest = 0;  // bytes the phrase before it takes at most
  Gap::Kind kind = Gap::Kind::run;
  int least = 0;
  int most = 0;
  std::uint32_t sets = 0;  // of its gap
};

// What a gap is made of, by class.
struct GapSets {
  std::array<bool, 256> bytes{};
  std::array<bool, 256> separators{};

  bool operator==(const GapSets&) const = default;
};

std::size_t longest(const Syntax& syntax) {
  std::size_t result = syntax.kind == Syntax::Kind::set ? 1 : 0;
  for (const auto& part : syntax.parts)
    result = syntax.kind == Syntax::Kind::choice ? std::max(result, longest(part)) : result + longest(part);
  return syntax.kind == Syntax::Kind::repeat ? result * static_cast<std::size_t>(syntax.most) : result;
}

}  // namespace

struct PhraseFinder::Impl {
  struct Mark {  // where a phrase ended, newest first
    std::uint32_t end = 0;
    std::uint32_t older = kNone;
  };
  struct Newest {
    std::uint32_t round = 0;  // of which text
    std::uint32_t mark = kNone;
  };

  std::vector<int> numbers;                       // of patterns, as they are reported
  std::vector<std::pair<Phrase, Stage>> phrases;  // until build()
  std::vector<Stage> stages;
  std::vector<GapSets> gap_sets;  // few different ones
  PhraseAutomaton automaton;

  // A further byte of a character beyond ASCII.
  static constexpr std::uint16_t kNoCharacter = 0x100;
  std::array<std::uint16_t, 256> class_of_byte{};

  // Of the text at hand; kept for their memory.
  std::vector<std::uint8_t> classes;      // of its characters, and then of its end
  std::uint32_t size = 0;                 // in characters
  std::vector<std::uint32_t> beginnings;  // where phrases may begin
  std::uint32_t beginnings_used = 0;
  std::vector<Mark> marks;
  std::vector<Newest> newest;           // by stage
  std::vector<std::uint32_t> found_in;  // by pattern: the last text it was found in
  std::uint32_t round = 0;
  std::size_t steps_left = 0;

  std::uint32_t sets_of(const Gap& gap);
  void read(std::string_view text);
  void begin(std::string_view text);
  bool walk(std::vector<int>& found);
  void walk_from(std::uint32_t begin, std::uint32_t state, std::vector<int>& found);
  void end_of(const Stage& stage, std::uint32_t number, std::uint32_t begin, std::uint32_t end,
              std::vector<int>& found);
  bool reaches(const Stage& stage, std::uint32_t number, std::uint32_t begin);
  bool run_reaches(const Stage& stage, std::uint32_t mark, std::uint32_t begin);
  bool units_reach(const Stage& stage, std::uint32_t mark, std::uint32_t begin);
  [[nodiscard]] std::uint32_t furthest_back(const Stage& stage, std::uint32_t begin);
  [[nodiscard]] bool are_units(const Stage& stage, std::uint32_t from, std::uint32_t to);
};

PhraseFinder::PhraseFinder() : impl_(std::make_unique<Impl>()) {}
PhraseFinder::~PhraseFinder() = default;

bool PhraseFinder::add(std::string_view pattern, int number) {
  const auto syntax = parse_pattern(pattern);
  if (!syntax) return false;
  const auto variants = cut_into_phrases(*syntax);
  if (!variants) return false;
  const int place = static_cast<int>(impl_->numbers.size());
  impl_->numbers.push_back(number);
  for (const auto& phrases : *variants) {
    for (std::size_t i = 0; i < phrases.size(); ++i) {
      const Gap& gap = phrases[i].gap;
      impl_->phrases.emplace_back(
          phrases[i],
          Stage{.pattern = place,
                .first = i == 0,
                .last = i + 1 == phrases.size(),
                .longest = i == 0 ? 0 : static_cast<std::uint32_t>(longest(phrases[i - 1].syntax)),
                .kind = gap.kind,
                .least = gap.least,
                .most = gap.most});
    }
  }
  return true;
}

bool PhraseFinder::empty() const noexcept { return impl_->numbers.empty(); }

bool PhraseFinder::build() {
  std::vector<const Syntax*> syntaxes;
  for (const auto& [phrase, stage] : impl_->phrases) {
    syntaxes.push_back(&phrase.syntax);
    if (stage.first) continue;
    impl_->automaton.tell_apart(phrase.gap.bytes);
    impl_->automaton.tell_apart(phrase.gap.separators);
  }
  if (!impl_->automaton.build(syntaxes)) return false;
  for (auto& [phrase, stage] : impl_->phrases) {
    stage.sets = impl_->sets_of(phrase.gap);
    impl_->stages.push_back(stage);
  }
  for (unsigned byte = 0; byte < 256; ++byte) {
    const auto like = static_cast<unsigned char>(byte > 0 && byte < 0x80 ? byte : 0x01);
    impl_->class_of_byte[byte] =
        byte >= 0x80 && byte < 0xC0 ? Impl::kNoCharacter : std::uint16_t{impl_->automaton.class_of(like)};
  }
  impl_->phrases = {};
  impl_->newest.resize(impl_->stages.size());
  impl_->found_in.resize(impl_->numbers.size(), 0);
  return true;
}

std::uint32_t PhraseFinder::Impl::sets_of(const Gap& gap) {
  const GapSets sets{.bytes = automaton.classes_of(gap.bytes),
                     .separators = automaton.classes_of(gap.separators)};
  const auto known = std::ranges::find(gap_sets, sets);
  if (known == gap_sets.end())
    return gap_sets.push_back(sets), static_cast<std::uint32_t>(gap_sets.size() - 1);
  return static_cast<std::uint32_t>(known - gap_sets.begin());
}

std::size_t PhraseFinder::bytes() const noexcept {
  return impl_->automaton.bytes() + impl_->stages.size() * (sizeof(Stage) + sizeof(Impl::Newest));
}

// Each character becomes the class of its byte; one beyond ASCII becomes that of 0x01, which to these
// patterns is like any other. Where phrases may begin is noted on the way: a branch on it, which the
// processor would guess wrong as often as not, would cost more than all else here.
void PhraseFinder::Impl::read(std::string_view text) {
  constexpr std::uint32_t kBack = PhraseAutomaton::kAhead - 1;
  if (classes.size() < text.size() + PhraseAutomaton::kAhead) {
    classes.resize(text.size() + PhraseAutomaton::kAhead);
    beginnings.resize(text.size() + PhraseAutomaton::kAhead);
  }
  std::uint8_t* const to = classes.data();
  std::uint32_t* const noted = beginnings.data();
  const std::uint16_t* const known = class_of_byte.data();
  const auto filter = automaton.filter();
  std::uint32_t at = 0;
  std::uint32_t used = 0;
  std::uint64_t around = 0;  // the classes of the last five characters, the latest highest
  const auto take = [&](std::uint8_t byte_class) {
    to[at] = byte_class;
    around = around >> 8 | std::uint64_t{byte_class} << (8 * PhraseAutomaton::kAhead);
    noted[used] = at - kBack;
    used += filter.may_begin(around);
    ++at;
  };
  // The end of the text counts as characters of class 0, as many as are looked ahead.
  for (std::size_t i = 0; i < text.size() + kBack; ++i) {
    const auto byte_class = i < text.size() ? known[static_cast<unsigned char>(text[i])] : 0;
    if (byte_class != kNoCharacter) take(static_cast<std::uint8_t>(byte_class));
  }
  to[at] = 0;
  size = at - kBack;
  beginnings_used = used;
}

void PhraseFinder::Impl::begin(std::string_view text) {
  read(text);
  marks.clear();
  steps_left = kStepsFree + kStepsPerByte * text.size();
  if (++round != 0) return;
  // Four thousand million texts: what is left of the first ones must not be taken for this one's.
  newest.assign(newest.size(), {});
  found_in.assign(found_in.size(), 0);
  round = 1;
}

bool PhraseFinder::find(std::string_view text, std::vector<int>& found) const {
  if (text.size() >= kNone) return false;
  const std::size_t before = found.size();
  impl_->begin(text);
  if (impl_->walk(found)) return true;
  found.resize(before);
  return false;
}

bool PhraseFinder::Impl::walk(std::vector<int>& found) {
  for (std::uint32_t i = 0; i < beginnings_used; ++i) {
    const auto begin = beginnings[i];
    if (begin >= size) continue;  // noted before there were as many characters as are looked at
    const bool after_word = begin > 0 && PhraseAutomaton::is_word(classes[begin - 1]);
    walk_from(begin, automaton.begin(after_word, classes[begin]), found);
    if (steps_left == 0) return false;
  }
  return true;
}

void PhraseFinder::Impl::walk_from(std::uint32_t begin, std::uint32_t state, std::vector<int>& found) {
  std::uint32_t at = begin;
  while (state != 0) {
    ++at;
    if ((state & PhraseAutomaton::kEnds) != 0)
      for (const auto phrase : automaton.ends(state, automaton.is_word(classes[at])))
        end_of(stages[phrase], phrase, begin, at, found);
    state = automaton.next(state, classes[at]);
  }
}

void PhraseFinder::Impl::end_of(const Stage& stage, std::uint32_t number, std::uint32_t begin,
                                std::uint32_t end, std::vector<int>& found) {
  auto& found_before = found_in[static_cast<std::size_t>(stage.pattern)];
  if (found_before == round) return;
  if (!stage.first && !reaches(stage, number - 1, begin)) return;
  if (stage.last) {
    found_before = round;
    found.push_back(numbers[static_cast<std::size_t>(stage.pattern)]);
    return;
  }
  auto& [text, mark] = newest[number];
  if (text != round) mark = kNone;
  text = round;
  marks.push_back({.end = end, .older = mark});
  mark = static_cast<std::uint32_t>(marks.size() - 1);
}

// Whether the phrase before, stage `number`, ended so that the gap leads to `begin`.
bool PhraseFinder::Impl::reaches(const Stage& stage, std::uint32_t number, std::uint32_t begin) {
  const auto [text, mark] = newest[number];
  if (text != round) return false;
  return stage.kind == Gap::Kind::run ? run_reaches(stage, mark, begin) : units_reach(stage, mark, begin);
}

bool PhraseFinder::Impl::run_reaches(const Stage& stage, std::uint32_t mark, std::uint32_t begin) {
  std::uint32_t clear_from = begin;  // all bytes from here to `begin` are in the gap's set
  const std::uint32_t most = stage.most < 0 ? begin : static_cast<std::uint32_t>(stage.most);
  const std::uint32_t nearest = begin > most ? begin - most : 0;
  for (; mark != kNone; mark = marks[mark].older) {
    const auto end = marks[mark].end;
    // Phrases are found in the order of their beginnings; the ends of older ones may lie later, by a phrase.
    if (end + stage.longest < nearest) return false;
    if (steps_left == 0) return false;
    --steps_left;
    if (end > begin || end < nearest) continue;
    while (clear_from > end) {
      if (!gap_sets[stage.sets].bytes[classes[clear_from - 1]]) break;
      --clear_from;
      if (steps_left > 0) --steps_left;
    }
    if (clear_from <= end) return true;
    if (end + stage.longest < clear_from) return false;
  }
  return false;
}

bool PhraseFinder::Impl::units_reach(const Stage& stage, std::uint32_t mark, std::uint32_t begin) {
  const auto limit = furthest_back(stage, begin);
  for (; mark != kNone; mark = marks[mark].older) {
    const auto end = marks[mark].end;
    if (end + stage.longest < limit) return false;
    if (steps_left == 0) return false;
    --steps_left;
    if (end <= begin && end >= limit && are_units(stage, end, begin)) return true;
  }
  return false;
}

// No gap that ends at `begin` begins before this.
std::uint32_t PhraseFinder::Impl::furthest_back(const Stage& stage, std::uint32_t begin) {
  const auto& [bytes, separators] = gap_sets[stage.sets];
  const auto in = [&](const std::array<bool, 256>& set, std::uint32_t at) { return set[classes[at]]; };
  std::uint32_t at = begin;
  for (int unit = 0; unit < stage.most && at > 0; ++unit) {
    const auto before = at;
    if (stage.kind == Gap::Kind::units_closed) {
      if (!in(separators, at - 1)) break;
      --at;
    }
    while (at > 0 && in(bytes, at - 1)) --at;
    if (stage.kind == Gap::Kind::units_opened) {
      if (at == 0 || !in(separators, at - 1)) break;
      --at;
    }
    steps_left -= std::min<std::size_t>(steps_left, before - at);
  }
  return at;
}

// Whether the bytes between are as many units as the gap allows. Separators are not among the units' bytes,
// so there is one way to read them only.
bool PhraseFinder::Impl::are_units(const Stage& stage, std::uint32_t from, std::uint32_t to) {
  const auto& [bytes, separators] = gap_sets[stage.sets];
  const auto in = [&](const std::array<bool, 256>& set, std::uint32_t at) { return set[classes[at]]; };
  int units = 0;
  for (; from < to && units < stage.most; ++units) {
    const auto unit = from;
    if (stage.kind == Gap::Kind::units_opened && !in(separators, from++)) return false;
    const auto run = from;
    while (from < to && in(bytes, from)) ++from;
    if (from == run) return false;
    if (stage.kind == Gap::Kind::units_closed && (from == to || !in(separators, from++))) return false;
    steps_left -= std::min<std::size_t>(steps_left, from - unit);
  }
  return from == to && units >= stage.least;
}

}  // namespace triaged::rules
