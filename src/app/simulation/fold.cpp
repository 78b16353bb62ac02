#include "app/simulation/fold.hpp"

#include <algorithm>

namespace triaged::app::simulation {
namespace {

bool alike(const Happening& one, const Happening& other) {
  const auto& a = one.ticket;
  const auto& b = other.ticket;
  return one.clock == other.clock && one.warning == other.warning && a.team == b.team && a.state == b.state &&
         a.severity == b.severity && a.reason.code == b.reason.code && one.told == other.told;
}

struct Kind {
  const Happening* first = nullptr;
  const Happening* last = nullptr;
  std::size_t count = 0;
  std::size_t last_line = 0;  // that shows one of them
};

void add_to(std::optional<Repeats>& repeats, domain::Instant before, domain::Instant at) {
  const auto gap = at - before;
  if (!repeats) repeats = Repeats{.more = 0, .shortest = gap, .longest = gap, .last = at};
  ++repeats->more;
  repeats->shortest = std::min(repeats->shortest, gap);
  repeats->longest = std::max(repeats->longest, gap);
  repeats->last = at;
}

}  // namespace

std::vector<Line> fold(const std::vector<Happening>& happenings) {
  std::vector<Line> lines;
  std::vector<Kind> kinds;  // few: a ticket has nine clocks and passes through a handful of teams
  for (const auto& one : happenings) {
    auto kind = std::ranges::find_if(kinds, [&](const Kind& known) { return alike(*known.first, one); });
    if (kind == kinds.end()) kind = kinds.insert(kinds.end(), Kind{.first = &one});
    if (++kind->count <= kShownOfAlike) {
      kind->last_line = lines.size();
      lines.push_back({.happening = &one, .repeats = {}});
    } else {
      add_to(lines[kind->last_line].repeats, kind->last->at, one.at);
    }
    kind->last = &one;
  }
  return lines;
}

}  // namespace triaged::app::simulation
