#include "rules/prove_circuit.hpp"

#include <algorithm>

namespace triaged::rules {

Literal Circuit::atom() {
  nodes_.emplace_back();
  return literal(nodes_.size() - 1);
}

Literal Circuit::all(std::vector<Literal> inputs) {
  std::ranges::sort(inputs);
  inputs.erase(std::ranges::unique(inputs).begin(), inputs.end());
  if (!inputs.empty() && inputs.front() == kTrue) inputs.erase(inputs.begin());
  if (inputs.empty()) return kTrue;
  if (inputs.front() == kFalse) return kFalse;
  if (inputs.size() == 1) return inputs.front();
  std::u32string key;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (i > 0 && inputs[i] == !inputs[i - 1]) return kFalse;
    key.push_back(static_cast<char32_t>(inputs[i].code));
  }
  const auto [at, fresh] = known_.try_emplace(std::move(key), nodes_.size());
  if (fresh) {
    std::uint32_t weight = 1;
    for (const Literal one : inputs) weight = std::min(kWeightMost, weight + this->weight(one.number()));
    nodes_.push_back({.first = static_cast<std::uint32_t>(inputs_.size()),
                      .count = static_cast<std::uint32_t>(inputs.size()),
                      .weight = weight});
    inputs_.insert(inputs_.end(), inputs.begin(), inputs.end());
  }
  return literal(at->second);
}

Literal Circuit::any(std::vector<Literal> inputs) {
  for (Literal& one : inputs) one = !one;
  return !all(std::move(inputs));
}

void GrowingAny::add(Circuit& circuit, Literal one) {
  trees_.push_back({.size = 1, .any = one});
  while (trees_.size() > 1 && trees_[trees_.size() - 2].size == trees_.back().size) {
    const Tree last = trees_.back();
    trees_.pop_back();
    trees_.back() = {.size = 2 * last.size, .any = circuit.any({trees_.back().any, last.any})};
  }
}

Literal GrowingAny::holds(Circuit& circuit) const {
  std::vector<Literal> any;
  for (const Tree& tree : trees_) any.push_back(tree.any);
  return circuit.any(std::move(any));
}

void Circuit::evaluate(std::size_t end, std::vector<std::uint8_t>& values) const {
  values[0] = 1;
  for (std::size_t node = 1; node < end; ++node) {
    if (is_atom(node)) continue;
    bool all = true;
    for (const Literal one : inputs(node))
      if (!holds(one, values)) {
        all = false;
        break;
      }
    values[node] = all ? 1 : 0;
  }
}

}  // namespace triaged::rules
