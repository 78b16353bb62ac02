#include "simulation/run.hpp"

#include <algorithm>

#include "simulation/drain.hpp"
#include "simulation/world.hpp"

namespace triaged::simulation {
namespace {

constexpr std::size_t kTries = 12;  // at an action that has something to do

// All actions with this seed's weights: some faults are left out of a seed and some come thick, so that not
// every seed is the same mixture.
struct Chances {
  std::vector<Action> actions;
  std::vector<unsigned> weights;

  explicit Chances(Random& random) {
    constexpr std::array<unsigned, 6> kFaults{0, 1, 1, 1, 2, 5};
    constexpr std::array<unsigned, 4> kPeople{1, 2, 2, 3};
    const unsigned busy = random.of(kPeople);
    for (const auto& action : what_people_do()) add(action, action.weight * busy);
    const unsigned troubled = random.of(kPeople);
    for (const auto& action : what_happens_in_outages()) add(action, action.weight * troubled);
    for (const auto& action : what_is_worked()) add(action, action.weight * 4);
    const bool calm = random.one_in(10);
    for (const auto& action : what_goes_wrong()) add(action, calm ? 0 : action.weight * random.of(kFaults));
  }

 private:
  void add(const Action& action, unsigned weight) {
    actions.push_back(action);
    weights.push_back(weight);
  }
};

void one_step(World& world, const Chances& chances) {
  for (std::size_t tries = 0; tries < kTries; ++tries) {
    const Action& action = chances.actions[world.random.weighted(chances.weights)];
    if (!action.happen(world)) continue;
    world.diary.note(action.name);
    return;
  }
}

}  // namespace

Outcome run(std::uint64_t seed, std::size_t steps, const std::vector<Variant>& variants, Counts& counts,
            std::ostream* everything) {
  World world(seed, variants, counts, everything);
  const Chances chances(world.random);
  std::size_t step = 0;
  std::optional<Failure> failure;
  try {
    for (; step < steps; ++step) {
      world.clock.at += std::chrono::milliseconds{world.random.below(20)};
      world.diary.begin(step, domain::to_rfc3339(world.clock.at));
      one_step(world, chances);
      world.invariants.after_step(world.store.disk());
      world.diary.end();
    }
    drain(world, step);
  } catch (const Violation& violation) {
    failure = Failure{.step = step, .check = violation.check, .why = violation.what(), .last = {}};
  } catch (const std::exception& thrown) {
    failure = Failure{.step = step, .check = Check::stands, .why = thrown.what(), .last = {}};
  }
  if (failure) {
    world.diary.end();
    failure->last.assign(world.diary.last().begin(), world.diary.last().end());
  }
  counts.add("steps", "done", step);
  return {.sum = world.diary.sum(), .failure = std::move(failure)};
}

}  // namespace triaged::simulation
