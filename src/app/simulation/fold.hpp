// Of things that happen again and again only the first few are worth a reader's time; how they go on can be
// said in a line.
#pragma once

#include <vector>

#include "app/simulation/future.hpp"

namespace triaged::app::simulation {

inline constexpr std::size_t kShownOfAlike = 3;

// What is left out after the last one shown of several alike.
struct Repeats {
  std::size_t more = 0;
  domain::Duration shortest{};  // from one to the next
  domain::Duration longest{};
  domain::Instant last{};
};

struct Line {
  const Happening* happening = nullptr;  // points into the future that was folded
  std::optional<Repeats> repeats;
};

// Alike are two that come from the same clock, with the same ticket in the same hands, and tell the same
// people the same. They need not follow each other.
[[nodiscard]] std::vector<Line> fold(const std::vector<Happening>& happenings);

}  // namespace triaged::app::simulation
