// Plays a test: its steps on a rehearsal, what happened beside what was expected.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/scenario/configurations.hpp"
#include "app/scenario/rehearsal.hpp"
#include "app/scenario/scenario.hpp"

namespace triaged::app::scenario {

// Where a test does not hold, in words.
struct Difference {
  document::Place place;  // of the expectation, else of the step
  std::size_t step = 0;   // from 1
  domain::Instant at{};
  std::string expected;
  std::string got;
  std::vector<std::string> why;  // lines
};

struct Result {
  std::vector<Difference> differences;  // none: the test holds
};

// A decision, and what it was made under.
using Witness = std::function<void(const codec::HistoryEntry&, const engine::Knowledge&)>;

// Each `reload` of the file, by its folder as written.
using Reloads = std::map<std::string, const Setting*, std::less<>>;

// `witness` sees every decision of the test once.
[[nodiscard]] Result play(const Test& test, const Setting& setting, const Reloads& reloads,
                          const Witness& witness);

}  // namespace triaged::app::scenario
