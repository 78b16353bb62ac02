// A future told to people, and to programs.
#pragma once

#include <iosfwd>

#include "app/simulation/future.hpp"
#include "app/times.hpp"

namespace triaged::app::simulation {

struct Headline {
  std::string ticket;
  std::string subject;
};

// Each thing that happens with its time in UTC and where the team works that has the ticket then. What
// happens over and over again is told three times, and then how often it goes on.
void write_text(const Headline& headline, const Future& future, const TeamClocks& clocks, std::ostream& out);

// One object a line for everything that happens, nothing left out, and last one with `end`.
void write_json(const Future& future, const TeamClocks& clocks, std::ostream& out);

}  // namespace triaged::app::simulation
