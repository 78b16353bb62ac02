// A rule set compiled: each distinct predicate has one bit, each value of a ticket finds by look-up the bits
// it makes true, and a rule is reached only through the rarest of the predicates it needs. What no ticket's
// value reaches costs nothing. The answer is that of walk.hpp, which reads the rules one by one.
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/program_code.hpp"

namespace triaged::rules {

// What the rules say of one ticket, as pointers to the rules that said it. Borrows from the rule set, the
// facts and the workspace, until that is used again.
struct Verdict {
  struct Label {
    std::string_view key;
    std::string_view value;
    const Rule* by = nullptr;
  };

  // Who set it; nullptr: nobody, and the default holds.
  const Rule* category = nullptr;
  const Rule* severity = nullptr;
  const Rule* symptom = nullptr;
  const Rule* incident = nullptr;
  std::vector<Label> labels;
  const Rule* winner = nullptr;  // a route rule; never nullptr after evaluate()
};

// A set of small numbers that is walked upwards while larger ones are still being added.
class RisingSet {
 public:
  void assign(const RisingSet& other);  // allocates only when it grows
  void resize(std::size_t numbers);     // and empties it
  void add(std::uint32_t number) noexcept {
    words_[number / 64] |= std::uint64_t{1} << (number % 64);
    filled_[number / 4096] |= std::uint64_t{1} << (number / 64 % 64);
  }
  // The least member that is at least `from`; kNone without one.
  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;
  [[nodiscard]] std::uint32_t next(std::uint32_t from) const noexcept;

 private:
  std::vector<std::uint64_t> words_;
  std::vector<std::uint64_t> filled_;  // a bit for each word that is not empty
};

// What evaluating needs besides the program. Kept between tickets, so that after the first few nothing is
// allocated (but by RE2, for captures). One for each thread.
struct Workspace {
  Verdict verdict;
  std::vector<std::uint64_t> truth;   // a bit for each predicate
  RisingSet reached;                  // rules to look at
  PredicateNumbers hits;              // of the value at hand
  std::vector<int> found;             // patterns in the text at hand
  std::vector<Verdict::Label> fresh;  // of the rule at hand
  std::string both;                   // subject, line feed, body
  std::deque<std::string> texts;      // of labels with captures
  std::size_t texts_used = 0;
};

class Program {
 public:
  explicit Program(const RuleSet& rules);  // which it borrows; without the scanners' acceleration

  // Cannot fail: the last route rule matches everything. The verdict stands in the workspace.
  const Verdict& evaluate(const Facts& facts, Workspace& workspace) const;

  [[nodiscard]] std::size_t predicates() const noexcept { return predicates_; }
  [[nodiscard]] std::size_t bytes() const noexcept;  // of the jumps and the ways to rules: for measurements

 private:
  struct FieldTests {
    FieldRef field;
    ValueIndex values;
    const Scanner* scanner = nullptr;  // of a field with patterns
  };
  // A pattern that may fill a capture of a rule's label.
  struct Source {
    const FieldRef* field = nullptr;
    const Scanner* scanner = nullptr;
    int pattern = 0;
  };
  using Sources = std::vector<Source>;
  struct Evaluation;  // one ticket on its way through

  void add_rules(PredicateTable& predicates);
  void index_fields(const PredicateTable& predicates);
  std::size_t& place_of(const FieldRef& field);
  void note_captures(const Rule& rule);
  void add_sources(const Condition& condition, const LabelText::Capture& capture, Sources& sources);
  [[nodiscard]] const Rule& rule(std::uint32_t number) const noexcept;

  const RuleSet& rules_;
  std::size_t predicates_ = 0;
  std::vector<Jump> code_;
  std::vector<std::uint32_t> entries_;  // of each rule, classify before route, into code_
  std::vector<std::uint32_t> ways_;     // rules a predicate leads to: from ways_of_[p] to ways_of_[p + 1]
  std::vector<std::uint32_t> ways_of_;
  RisingSet always_;  // rules that no predicate leads to
  std::vector<FieldTests> fields_;
  static constexpr std::size_t kNone = ~std::size_t{0};
  std::array<std::size_t, kFields> place_;  // in fields_, of fields without keys; kNone for what no rule asks
  std::unordered_map<std::string_view, std::size_t> labels_;  // the same for labels.<key>
  std::unordered_map<std::string_view, std::size_t> alert_labels_;
  std::unordered_map<const LabelText::Capture*, Sources> captures_;
};

}  // namespace triaged::rules
