#include "rules/scanner_automaton.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace triaged::rules {
namespace {

using Kind = Syntax::Kind;

void collect_sets(const Syntax& syntax, std::unordered_set<Bytes>& sets) {
  if (syntax.kind == Kind::set) sets.insert(syntax.bytes);
  for (const auto& part : syntax.parts) collect_sets(part, sets);
}

// Which places of a row without end are free; the next free one is found without looking at those between.
class FreePlaces {
 public:
  [[nodiscard]] bool is_free(std::uint32_t place) const {
    return place >= skip_.size() || skip_[place] == place;
  }
  std::uint32_t next(std::uint32_t place) {
    std::uint32_t free = place;
    while (!is_free(free)) free = skip_[free];
    while (place < skip_.size() && skip_[place] != free) place = std::exchange(skip_[place], free);
    return free;
  }
  void take(std::uint32_t place) {
    while (skip_.size() <= place) skip_.push_back(static_cast<std::uint32_t>(skip_.size()));
    skip_[place] = place + 1;
  }
  [[nodiscard]] std::uint32_t end() const {
    return static_cast<std::uint32_t>(skip_.size());
  }  // free from here

 private:
  std::vector<std::uint32_t> skip_;  // a free place or one nearer to it; itself where it is free
};

}  // namespace

// The phrases as a nondeterministic automaton, and its subsets as states.
struct PhraseAutomaton::Builder {
  struct Node {
    enum class Kind : std::uint8_t { fork, set, edge, end };
    Kind kind = Kind::end;
    std::uint32_t next = 0;   // for end: the phrase
    std::uint32_t other = 0;  // for fork
    std::uint32_t set = 0;    // for set: in `sets`
  };
  using Core = std::vector<std::uint32_t>;  // nodes just arrived at, sorted

  PhraseAutomaton& result;
  std::vector<Node> nodes;
  std::vector<std::vector<std::uint8_t>> sets;  // as classes
  std::unordered_map<Bytes, std::uint32_t> set_numbers;
  std::map<std::pair<bool, Core>, std::uint32_t> numbers;  // of states: after a word byte or not, and where
  std::vector<const std::pair<const std::pair<bool, Core>, std::uint32_t>*> states;
  struct Row {
    std::vector<std::pair<std::uint8_t, std::uint32_t>> ways;  // class, number of the state it leads to
    std::array<Ends, 2> ends;
  };
  std::vector<Row> rows;               // by state
  std::vector<std::uint32_t> visited;  // by node: the last round that came to it
  std::uint32_t round = 0;

  std::uint32_t add(Node node) {
    nodes.push_back(node);
    return static_cast<std::uint32_t>(nodes.size() - 1);
  }

  std::uint32_t set_number(const Bytes& bytes) {
    const auto [entry, fresh] = set_numbers.try_emplace(bytes, static_cast<std::uint32_t>(sets.size()));
    if (!fresh) return entry->second;
    std::vector<std::uint8_t> classes;
    for (unsigned byte = 1; byte < 256; ++byte)
      if (bytes[byte]) classes.push_back(result.classes_[byte]);
    std::ranges::sort(classes);
    const auto repeated = std::ranges::unique(classes);
    classes.erase(repeated.begin(), repeated.end());
    sets.push_back(std::move(classes));
    return entry->second;
  }

  // From the end to the beginning: each part knows what follows it.
  std::uint32_t add(const Syntax& syntax, std::uint32_t next) {
    switch (syntax.kind) {
      case Kind::set:
        return add(Node{.kind = Node::Kind::set, .next = next, .other = 0, .set = set_number(syntax.bytes)});
      case Kind::edge:
        return add(Node{.kind = Node::Kind::edge, .next = next});
      case Kind::sequence:
        for (auto part = syntax.parts.rbegin(); part != syntax.parts.rend(); ++part) next = add(*part, next);
        return next;
      case Kind::choice: {
        std::uint32_t all = add(syntax.parts.front(), next);
        for (std::size_t i = 1; i < syntax.parts.size(); ++i) {
          const auto part = add(syntax.parts[i], next);
          all = add(Node{.kind = Node::Kind::fork, .next = all, .other = part});
        }
        return all;
      }
      case Kind::repeat: {
        const auto after = next;
        for (int i = syntax.most; i > 0; --i) {
          next = add(syntax.parts.front(), next);
          if (i > syntax.least) next = add(Node{.kind = Node::Kind::fork, .next = next, .other = after});
        }
        return next;
      }
    }
    return next;
  }

  // The set and end nodes that can be reached without a byte. Edges are passed where `through` says so, and
  // else appended to `edges`.
  void close(const Core& from, bool through, std::vector<std::uint32_t>& reached, Core& edges) {
    visited.resize(nodes.size(), 0);
    ++round;
    Core left = from;
    while (!left.empty()) {
      const auto at = left.back();
      left.pop_back();
      if (visited[at] == round) continue;
      visited[at] = round;
      const Node& node = nodes[at];
      switch (node.kind) {
        case Node::Kind::fork:
          left.push_back(node.next);
          left.push_back(node.other);
          break;
        case Node::Kind::edge:
          if (through)
            left.push_back(node.next);
          else
            edges.push_back(node.next);
          break;
        case Node::Kind::set:
        case Node::Kind::end:
          reached.push_back(at);
          break;
      }
    }
  }

  std::uint32_t number(bool after_word, Core core) {
    std::ranges::sort(core);
    const auto repeated = std::ranges::unique(core);
    core.erase(repeated.begin(), repeated.end());
    const auto [entry, fresh] =
        numbers.try_emplace({after_word, std::move(core)}, static_cast<std::uint32_t>(states.size()));
    if (fresh) states.push_back(&*entry);
    return entry->second;
  }

  Ends add_ends(const std::vector<std::uint32_t>& plain, const std::vector<std::uint32_t>& more) {
    const auto first = static_cast<std::uint32_t>(result.ends_.size());
    for (const auto* reached : {&plain, &more})
      for (const auto at : *reached)
        if (nodes[at].kind == Node::Kind::end) result.ends_.push_back(nodes[at].next);
    return {.first = first, .count = static_cast<std::uint32_t>(result.ends_.size()) - first};
  }

  // Adds the state's row; the states it leads to may be new.
  void expand(std::uint32_t state) {
    const bool after_word = states[state]->first.first;
    const Core core = states[state]->first.second;
    std::vector<std::uint32_t> plain;
    std::vector<std::uint32_t> past_edges;  // reached where the next byte is of the other kind
    Core edges;
    close(core, false, plain, edges);
    if (!edges.empty()) {
      Core none;
      close(edges, true, past_edges, none);
    }
    Row row;
    for (const bool word_follows : {false, true})
      row.ends[word_follows ? 1 : 0] =
          add_ends(plain, word_follows != after_word ? past_edges : std::vector<std::uint32_t>{});

    std::array<Core, 256> targets;
    for (const auto at : plain)
      if (nodes[at].kind == Node::Kind::set)
        for (const auto byte_class : sets[nodes[at].set]) targets[byte_class].push_back(nodes[at].next);
    for (const auto at : past_edges)
      if (nodes[at].kind == Node::Kind::set)
        for (const auto byte_class : sets[nodes[at].set])
          if (is_word(byte_class) != after_word) targets[byte_class].push_back(nodes[at].next);
    for (const auto byte_class : result.all_classes_)
      if (!targets[byte_class].empty())
        row.ways.emplace_back(byte_class, number(is_word(byte_class), std::move(targets[byte_class])));
    rows.push_back(std::move(row));
  }

  // Gives each state a place where its ways find room between those of others.
  void pack() {
    constexpr int kTries = 64;  // then at the end, where there is room in any case
    FreePlaces free_ways;
    FreePlaces free_states;
    free_states.take(0);  // which is "nowhere"
    std::vector<std::uint32_t> places(rows.size());
    std::array<std::uint32_t, 256> tried_up_to{};  // by first class: where the search for one way goes on
    for (std::size_t state = 0; state < rows.size(); ++state) {
      const auto& ways = rows[state].ways;
      const std::uint32_t first = ways.empty() ? 0 : ways.front().first;
      const auto fits = [&](std::uint32_t place) {
        return free_states.is_free(place) && std::ranges::all_of(ways, [&](const auto& way) {
                 return free_ways.is_free(place + way.first);
               });
      };
      std::uint32_t place = 0;
      if (ways.empty()) {
        place = free_states.next(1);
      } else {
        auto& tried = tried_up_to[first];
        auto way = free_ways.next(std::max(tried, first + 1));
        for (int tries = 0; tries < kTries && !fits(way - first); ++tries) way = free_ways.next(way + 1);
        if (ways.size() == 1) tried = way;
        while (!fits(way - first)) way = std::max(way + 1, free_ways.end());
        place = way - first;
      }
      places[state] = place;
      free_states.take(place);
      for (const auto& way : ways) free_ways.take(place + way.first);
    }
    // Whatever class follows, there is something to look at.
    result.ways_.resize(std::max(free_ways.end(), free_states.end()) + std::size_t{256});
    result.ends_of_.resize(result.ways_.size());
    for (std::size_t state = 0; state < rows.size(); ++state) {
      result.ends_of_[places[state]] = rows[state].ends;
      for (const auto& [byte_class, to] : rows[state].ways)
        result.ways_[std::size_t{places[state]} + byte_class] = {
            .from = places[state],
            .to = places[to] | (rows[to].ends[0].count + rows[to].ends[1].count > 0 ? kEnds : 0)};
    }
    result.begin_ = {places[0], places[1]};
  }
};

void PhraseAutomaton::tell_apart(const Bytes& bytes) { told_apart_.push_back(bytes); }

void PhraseAutomaton::divide_classes(std::span<const Syntax* const> phrases) {
  std::unordered_set<Bytes> sets(told_apart_.begin(), told_apart_.end());
  sets.insert(word_bytes());
  for (const Syntax* phrase : phrases) collect_sets(*phrase, sets);
  std::map<std::string, std::uint8_t> known;  // by the sets a byte is in
  std::array<std::uint8_t, 2> next_class{1, kWord};
  all_classes_.push_back(0);
  for (unsigned byte = 1; byte < 256; ++byte) {
    std::string in;
    for (const auto& set : sets) in.push_back(set[byte] ? '1' : '0');
    auto& fresh_class = next_class[word_bytes()[byte] ? 1 : 0];
    const auto [entry, fresh] = known.try_emplace(in, fresh_class);
    if (fresh) all_classes_.push_back(fresh_class++);
    classes_[byte] = entry->second;
  }
}

std::array<bool, 256> PhraseAutomaton::classes_of(const Bytes& bytes) const {
  std::array<bool, 256> result{};
  for (unsigned byte = 1; byte < 256; ++byte)
    if (bytes[byte]) result[classes_[byte]] = true;
  return result;
}

bool PhraseAutomaton::build(std::span<const Syntax* const> phrases) {
  divide_classes(phrases);
  Builder builder{.result = *this,
                  .nodes = {},
                  .sets = {},
                  .set_numbers = {},
                  .numbers = {},
                  .states = {},
                  .rows = {},
                  .visited = {}};
  Builder::Core all;
  for (std::uint32_t number = 0; number < phrases.size(); ++number) {
    const auto end = builder.add(Builder::Node{.kind = Builder::Node::Kind::end, .next = number});
    all.push_back(builder.add(*phrases[number], end));
  }
  static_cast<void>(builder.number(false, all));
  static_cast<void>(builder.number(true, all));
  for (std::uint32_t state = 0; state < builder.states.size(); ++state) {
    builder.expand(state);
    if (builder.states.size() > kStates) return false;
  }
  builder.pack();
  make_filter();
  return true;
}

// Looks as far ahead as the number of beginnings allows.
void PhraseAutomaton::make_filter() {
  std::size_t length = kAhead;
  while (!note_beginnings(length)) --length;
}

bool PhraseAutomaton::note_beginnings(std::size_t length) {
  constexpr std::size_t kBeginnings = 400'000;
  struct Beginning {
    std::uint32_t state = 0;  // 0: a phrase has ended, and anything may follow
    std::uint64_t classes = 0;
  };
  std::vector<std::uint64_t> all;  // what is around them
  for (const bool after_word : {false, true}) {
    std::vector<Beginning> beginnings{{.state = begin_[after_word ? 1 : 0], .classes = 0}};
    for (std::size_t at = 0; at < length; ++at) {
      std::vector<Beginning> longer;
      for (const auto& [state, classes] : beginnings) {
        for (const auto byte_class : all_classes_) {
          const auto then = state != 0 ? next(state, byte_class) : 0;
          const bool ended =
              state == 0 || ((state & kEnds) != 0 && !ends(state, is_word(byte_class)).empty());
          if (then == 0 && !ended) continue;
          longer.push_back(
              {.state = ended ? 0 : then, .classes = classes | std::uint64_t{byte_class} << (8 * (at + 1))});
        }
        if (longer.size() > kBeginnings && length > 1) return false;
      }
      beginnings = std::move(longer);
    }
    for (const auto& beginning : beginnings) all.push_back(beginning.classes | (after_word ? kWord : 0u));
  }
  filter_mask_ = ((std::uint64_t{1} << (8 * (length + 1))) - 1) & ~std::uint64_t{kWord - 1};
  // Sixteen places for each beginning, so that few positions pass by mistake; but no more than a cache holds.
  const auto bits = std::clamp<unsigned>(static_cast<unsigned>(std::bit_width(all.size())) + 4, 12, 18);
  filter_shift_ = 64 - bits;
  filter_.assign(std::size_t{1} << bits, 0);
  for (const auto around : all) filter_[filter().place_of(around)] = 1;
  return true;
}

std::size_t PhraseAutomaton::bytes() const noexcept {
  return ways_.size() * sizeof(Way) + ends_of_.size() * sizeof(ends_of_[0]) +
         ends_.size() * sizeof(ends_[0]) + filter_.size() * sizeof(filter_[0]);
}

}  // namespace triaged::rules
