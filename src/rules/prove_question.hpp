// One question about a rule set: is there an event for which all of `wanted` hold and none of `barred`? The
// barred, and the gates that much hangs on, are looked into only as an answer found runs against them, so
// that a question stays as small as what it is about.
#pragma once

#include "rules/prove_givens.hpp"

namespace triaged::rules {

// Memory that questions use one after the other, never two at a time.
struct Desk {
  Desk(const Circuit& its_circuit, const Givens& its_givens);

  const Circuit& circuit;
  const Givens& givens;
  std::vector<std::uint32_t> variable;  // by node, plus one; 0: not in the question at hand
  std::vector<std::uint8_t> values;     // by node
  std::vector<std::uint8_t> at_rest;    // the values when all atoms are false
};

class Question {
 public:
  using Answer = Search::Answer;

  // `barred` must outlive the question. `effort` is used up by every method.
  Question(Desk& desk, std::vector<Literal> wanted, std::span<const Literal> barred, std::size_t& effort);
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;
  ~Question();

  [[nodiscard]] Answer ask();

  // After `impossible`, and as far as effort goes none of them could be spared:
  struct Blame {
    std::vector<std::size_t> wanted;  // places in `wanted`: these do not go together
    std::vector<std::size_t> barred;  // places in `barred`: these leave nothing
  };
  [[nodiscard]] Blame blame();

 private:
  void bring_in(std::size_t node);
  void meet(std::size_t node);
  void look_into_all();
  void state_gate(std::size_t node);
  void state_laws(std::size_t node);
  void state_clause(std::vector<Literal> first, const std::vector<Literal>& rest);
  [[nodiscard]] Literal local(Literal literal) const;
  [[nodiscard]] bool refine();
  [[nodiscard]] bool open_what_differs();
  [[nodiscard]] bool bar_what_holds();
  [[nodiscard]] bool is_impossible(const std::vector<Literal>& assumptions);
  [[nodiscard]] std::vector<Literal> smallest(std::vector<Literal> blamed);

  struct Group {
    std::vector<std::size_t> values;  // equalities, prefixes and suffixes
    std::vector<std::size_t> others;
    std::optional<std::size_t> one_before;  // variable: one of the equalities up to here is true
  };

  Desk* desk_;
  std::vector<Literal> wanted_;
  std::span<const Literal> barred_;
  std::size_t* effort_;
  Search search_;
  std::vector<std::size_t> nodes_;  // by variable
  std::vector<std::size_t> waiting_;
  std::vector<std::size_t> closed_;  // gates not looked into: any value will do, until it is seen to be wrong
  std::map<std::size_t, Group> groups_;
  std::vector<Literal> assumptions_;    // local; the wanted first
  std::vector<std::size_t> looked_at_;  // places in `barred_`, in the order of the other assumptions
};

}  // namespace triaged::rules
