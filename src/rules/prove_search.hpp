// The search behind the proofs: is there a way to make all these clauses true? Conflict-driven, with
// learning; knows nothing of rules. Small problems (thousands of variables) and a bound on effort, no
// preprocessing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triaged::rules {

// Something that is true or false, or its opposite.
struct Literal {
  std::uint32_t code = 0;  // twice the number, and one more for the opposite

  [[nodiscard]] std::uint32_t number() const noexcept { return code >> 1; }
  [[nodiscard]] bool negated() const noexcept { return (code & 1U) != 0; }
  [[nodiscard]] Literal operator!() const noexcept { return {code ^ 1U}; }
  bool operator==(const Literal&) const = default;
  auto operator<=>(const Literal&) const = default;
};

[[nodiscard]] constexpr Literal literal(std::size_t number) noexcept {
  return {static_cast<std::uint32_t>(number) << 1};
}

class Search {
 public:
  enum class Answer : std::uint8_t { possible, impossible, undecided };

  // How a variable gets its value where nothing demands one: by a guess, or not at all, because the clauses
  // see to it once the others have theirs.
  enum class Guess : std::uint8_t { no, yes, never };
  std::size_t add_variable(Guess guess);
  void add_clause(std::vector<Literal> clause);  // at least one of them is true

  // Under these assumptions. Each assignment made takes one step of `effort`; without any left: undecided.
  [[nodiscard]] Answer solve(std::span<const Literal> assumptions, std::size_t& effort);

  // After `possible`: the value in the solution found.
  [[nodiscard]] bool is_true(std::size_t variable) const noexcept { return solution_[variable] != 0; }
  // After `impossible`: assumptions that cannot all be true; empty when the clauses alone contradict.
  [[nodiscard]] const std::vector<Literal>& blame() const noexcept { return blame_; }

 private:
  enum class Value : std::uint8_t { unknown, yes, no };
  using Clause = std::uint32_t;  // its place in clauses_
  static constexpr Clause kNone = 0xFFFFFFFF;

  struct Variable {
    Value value = Value::unknown;
    Guess guess = Guess::no;
    bool seen = false;  // by the analysis at hand
    int level = 0;
    Clause reason = kNone;
    double activity = 0;
  };

  [[nodiscard]] Value value(Literal literal) const noexcept;
  [[nodiscard]] int level() const noexcept { return static_cast<int>(levels_.size()); }
  void assign(Literal literal, Clause reason);
  void back_to(int level);
  [[nodiscard]] Clause propagate(std::size_t& effort);  // the clause that is violated
  [[nodiscard]] bool visit(Literal watched, Clause clause);
  void learn(Clause violated);
  void note(Literal literal, std::vector<Literal>& learned, int& open);
  void blame_for(Literal refused);
  void attach(Clause clause);
  [[nodiscard]] bool choose(std::span<const Literal> assumptions);
  void push(std::size_t variable);
  void rise(std::size_t at);
  void sink(std::size_t at);
  [[nodiscard]] std::size_t pop();

  std::vector<Variable> variables_;
  std::vector<std::vector<Literal>> clauses_;  // the first two literals of each are watched
  std::vector<std::vector<Clause>> watches_;   // by literal: clauses to look at when it becomes false
  std::vector<Literal> trail_;                 // assigned, in order
  std::vector<std::size_t> levels_;            // where each level begins on the trail
  std::size_t propagated_ = 0;                 // of the trail
  std::vector<std::size_t> heap_;              // undecided variables, the most active first
  std::vector<std::size_t> place_;             // in the heap, plus one; 0: not there
  std::vector<std::uint8_t> solution_;
  std::vector<Literal> blame_;
  double bump_ = 1;
  bool contradictory_ = false;
};

}  // namespace triaged::rules
