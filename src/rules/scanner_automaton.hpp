// One automaton for all phrases: started where a phrase may begin, it says which end where. Phrases have no
// endless parts, so it is hardly larger than the phrases themselves; it is
// packed so that it stays in the processor's cache.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "rules/scanner_syntax.hpp"

namespace triaged::rules {

class PhraseAutomaton {
 public:
  static constexpr std::size_t kStates = 1'000'000;

  // False: it would have more than kStates.
  [[nodiscard]] bool build(std::span<const Syntax* const> phrases);

  // Bytes that no phrase tells apart are of one class. Class 0 is the end of the text, and leads nowhere;
  // those of word bytes are from kWord on.
  static constexpr std::uint8_t kWord = 0x80;
  [[nodiscard]] std::uint8_t class_of(unsigned char byte) const noexcept { return classes_[byte]; }
  [[nodiscard]] static bool is_word(std::uint8_t byte_class) noexcept { return byte_class >= kWord; }
  // A set as one of classes. It must have been among the sets given to tell_apart().
  [[nodiscard]] std::array<bool, 256> classes_of(const Bytes& bytes) const;
  void tell_apart(const Bytes& bytes);  // before build(): a set that is not in the phrases

  static constexpr std::uint32_t kEnds = 0x8000'0000;  // set in a state in which phrases end
  // The state after a first byte; 0: nothing begins so.
  [[nodiscard]] std::uint32_t begin(bool after_word, std::uint8_t byte_class) const noexcept {
    return next(begin_[after_word ? 1 : 0], byte_class);
  }
  // Says where no phrase can begin, without a branch that a processor would have to guess: that sorts out
  // most of a text. A view.
  static constexpr std::size_t kAhead = 4;
  struct Filter {
    const std::uint8_t* table = nullptr;
    std::uint64_t mask = 0;  // of the classes looked at
    unsigned shift = 0;

    // 1 where a phrase may begin, else 0. `around`: the class before in the lowest octet, then those ahead.
    [[nodiscard]] std::uint8_t may_begin(std::uint64_t around) const noexcept {
      return table[place_of(around)];
    }
    [[nodiscard]] std::size_t place_of(std::uint64_t around) const noexcept {
      return (around & mask) * 0x9E37'79B9'7F4A'7C15u >> shift;
    }
  };
  [[nodiscard]] Filter filter() const noexcept {
    return {.table = filter_.data(), .mask = filter_mask_, .shift = filter_shift_};
  }
  // 0: nothing can follow.
  [[nodiscard]] std::uint32_t next(std::uint32_t state, std::uint8_t byte_class) const noexcept {
    const auto place = state & ~kEnds;
    const auto& way = ways_[place + byte_class];
    return way.from == place ? way.to : 0;
  }
  // The phrases that end in a state, given what follows.
  [[nodiscard]] std::span<const std::uint32_t> ends(std::uint32_t state, bool word_follows) const noexcept {
    const auto& [first, count] = ends_of_[state & ~kEnds][word_follows ? 1 : 0];
    return std::span(ends_).subspan(first, count);
  }
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  struct Builder;
  void divide_classes(std::span<const Syntax* const> phrases);
  void make_filter();
  bool note_beginnings(std::size_t length);

  // A state is a place in `ways_`: its way for a class lies so many further on. Most states have one way or
  // two, so the ways of others lie between; `from` says whose a way is.
  struct Way {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
  };
  struct Ends {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
  };

  std::vector<Bytes> told_apart_;
  std::array<std::uint8_t, 256> classes_{};
  std::vector<std::uint8_t> all_classes_;  // with 0
  std::array<std::uint32_t, 2> begin_{};   // states to begin in: not after a word byte, and after one
  std::vector<Way> ways_;
  std::vector<std::array<Ends, 2>> ends_of_;  // by state, and by whether a word byte follows
  std::vector<std::uint32_t> ends_;           // numbers of phrases
  std::uint64_t filter_mask_ = 0;
  unsigned filter_shift_ = 0;
  std::vector<std::uint8_t> filter_;
};

}  // namespace triaged::rules
