// Conditions as a net of gates over atoms, built once for the whole rule set. Equal conditions are one gate.
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/prove_search.hpp"

namespace triaged::rules {

// Literals of a circuit are about its nodes, which are numbered so that a gate comes after its inputs.
class Circuit {
 public:
  Circuit() : nodes_(1) {}

  static constexpr Literal kTrue = literal(0);
  static constexpr Literal kFalse = {1};

  [[nodiscard]] Literal atom();  // a new one
  [[nodiscard]] Literal all(std::vector<Literal> inputs);
  [[nodiscard]] Literal any(std::vector<Literal> inputs);

  [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
  [[nodiscard]] bool is_atom(std::size_t node) const noexcept { return nodes_[node].count == 0 && node != 0; }
  // What must be true for this gate to be true; empty for atoms.
  [[nodiscard]] std::span<const Literal> inputs(std::size_t node) const noexcept {
    return {inputs_.data() + nodes_[node].first, nodes_[node].count};
  }

  // Roughly how many nodes it is made of, itself included; at most kWeightMost.
  static constexpr std::uint32_t kWeightMost = 1'000'000;
  [[nodiscard]] std::uint32_t weight(std::size_t node) const noexcept { return nodes_[node].weight; }

  // Works out all nodes below `end`; `values` holds those of the atoms.
  void evaluate(std::size_t end, std::vector<std::uint8_t>& values) const;

 private:
  struct Node {
    std::uint32_t first = 0;  // in inputs_
    std::uint32_t count = 0;
    std::uint32_t weight = 1;
  };
  std::vector<Node> nodes_;  // node 0 is true
  std::vector<Literal> inputs_;
  std::unordered_map<std::u32string, std::size_t> known_;  // gates, by their inputs
};

// `any` of a growing list, at every length: in a tree, so that questions need not look into all of it.
class GrowingAny {
 public:
  void add(Circuit& circuit, Literal one);
  [[nodiscard]] Literal holds(Circuit& circuit) const;

 private:
  struct Tree {
    std::size_t size = 0;
    Literal any;
  };
  std::vector<Tree> trees_;  // of sizes that are different powers of two, the largest first
};

[[nodiscard]] inline bool holds(Literal literal, const std::vector<std::uint8_t>& values) noexcept {
  return (values[literal.number()] != 0) != literal.negated();
}

}  // namespace triaged::rules
