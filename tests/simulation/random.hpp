// All chance of a simulation comes from here and from its seed alone. The distributions are our own: those of
// the standard library may differ from one to the next, and a seed must mean the same everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>

namespace triaged::simulation {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  // 0 … n-1; n must not be 0. The bias of the remainder is below 2^-40 for every n used here.
  [[nodiscard]] std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
  [[nodiscard]] std::size_t between(std::size_t least, std::size_t most) {
    return least + below(most - least + 1);
  }
  [[nodiscard]] bool one_in(std::size_t n) { return below(n) == 0; }
  [[nodiscard]] bool percent(std::size_t share) { return below(100) < share; }

  // One of a list that is not empty.
  template <class List>
  [[nodiscard]] auto& of(List& list) {
    return list[below(std::size(list))];
  }

  // The index of one of `weights`, of which at least one is above zero.
  [[nodiscard]] std::size_t weighted(std::span<const unsigned> weights) {
    std::size_t sum = 0;
    for (const unsigned weight : weights) sum += weight;
    std::size_t drawn = below(sum);
    std::size_t index = 0;
    while (drawn >= weights[index]) drawn -= weights[index++];
    return index;
  }

  // Any order of the elements.
  template <class List>
  void shuffle(List& list) {
    for (std::size_t left = std::size(list); left > 1; --left) std::swap(list[left - 1], list[below(left)]);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace triaged::simulation
