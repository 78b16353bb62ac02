// The end of a seed: the faults stop, and everything must come to its end in a bounded number of steps.
#pragma once

#include "simulation/world.hpp"

namespace triaged::simulation {

// Counts `step` on. Throws Violation when something stays behind.
void drain(World& world, std::size_t& step);

}  // namespace triaged::simulation
