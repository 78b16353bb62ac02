// What an event, its place and the moment give, and no rule changes: everything that can be asked of it is an
// atom, and the laws say what one answer tells of another. Only true laws: a missing one leaves a dead rule
// unfound, a wrong one would call a living rule dead.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/prove_circuit.hpp"
#include "rules/prove_words.hpp"
#include "rules/rule_set.hpp"

namespace triaged::rules {

// One value. Labels are the event's own; with a `rule`, what its captures make of the label.
struct Given {
  FieldRef field;
  std::optional<std::size_t> rule;

  auto operator<=>(const Given&) const = default;
};

class Givens {
 public:
  explicit Givens(Circuit& circuit) : circuit_(&circuit) {}

  // The questions. Each is a literal of the circuit; the same question is the same literal.
  [[nodiscard]] Literal is_present(const Given& given);
  [[nodiscard]] Literal equals(const Given& given, const std::string& text);
  [[nodiscard]] Literal is_number(const Given& given, double number);
  [[nodiscard]] Literal starts_with(const Given& given, const std::string& text);
  [[nodiscard]] Literal ends_with(const Given& given, const std::string& text);
  [[nodiscard]] Literal is_below(const Given& given, double bound);
  [[nodiscard]] Literal is_at_most(const Given& given, double bound);
  [[nodiscard]] Literal is_any_number(const Given& given);  // of labels; else that it is present
  [[nodiscard]] Literal hits(const Given& given, const Scanner& scanner, int pattern);
  [[nodiscard]] Literal is_open(const std::string& calendar);

  // Once all questions have been asked: works out the laws.
  void finish();

  // Of each clause one must be true, whatever happens.
  [[nodiscard]] const std::vector<std::vector<Literal>>& always() const noexcept { return always_; }
  // Of each clause one must be true when the atom is.
  [[nodiscard]] const std::vector<std::vector<Literal>>& consequences(std::size_t node) const;
  // The given that an atom is about, as a number. Only atoms of one or of `related` ones exclude each other.
  [[nodiscard]] std::size_t group(std::size_t node) const { return atoms_[index_[node]].group; }
  [[nodiscard]] std::optional<std::size_t> related(std::size_t group) const;
  [[nodiscard]] bool is_equality(std::size_t node) const;
  [[nodiscard]] bool is_value(std::size_t node) const;  // an equality, prefix or suffix
  // Both cannot be true; one of them is a value. Not for two equalities of one group: of those at most one is
  // true in any case.
  [[nodiscard]] bool exclude(std::size_t node, std::size_t other) const;

 private:
  enum class Kind : std::uint8_t { present, equals, prefix, suffix, number, cut, phrase, pattern, open };
  struct Atom {
    Kind kind{};
    std::size_t group = 0;
    std::size_t node = 0;
    std::string text{};  // the value, beginning, end, pattern or calendar
    double bound = 0;    // of a cut: below it, or
    bool even = false;   // at most it
    PlainWords phrase{};
    const Scanner* scanner = nullptr;
    int pattern = 0;
    std::vector<std::vector<Literal>> consequences{};
  };
  struct Key {
    Kind kind{};
    std::string text{};
    double bound = 0;
    bool even = false;
    PlainWords phrase{};
    auto operator<=>(const Key&) const = default;
  };
  struct Group {
    Given given;
    std::map<Key, std::size_t> known;  // to atoms_
  };

  std::size_t group_of(const Given& given);
  Literal ask(const Given& given, Atom atom);
  [[nodiscard]] const std::size_t* find(std::size_t group, const Key& key) const;
  void mirror_texts();
  void ask_the_obvious();
  void imply(std::size_t atom, std::size_t other) { imply(atom, {literal(atoms_[other].node)}); }
  void imply(std::size_t atom, std::vector<Literal> clause);
  void add_laws_of(std::size_t group);
  void add_laws_of_values(std::size_t group, std::size_t about);
  void add_laws_of_order(std::size_t group);
  void add_laws_of_phrases(std::size_t group);
  void add_laws_of_texts();
  [[nodiscard]] static bool is_value(Kind kind) noexcept {
    return kind == Kind::equals || kind == Kind::prefix || kind == Kind::suffix;
  }
  [[nodiscard]] std::optional<bool> says(const Atom& premise, const Atom& about) const;

  Circuit* circuit_;
  std::vector<Atom> atoms_;
  std::vector<std::size_t> index_;  // by node, to atoms_
  std::vector<Group> groups_;
  std::map<Given, std::size_t> numbers_;  // of groups
  std::vector<std::vector<Literal>> always_;
};

}  // namespace triaged::rules
