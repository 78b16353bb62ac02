// How long the broker was away. What a ticket's clocks make of it is decide's affair, and comes when
// something happens to the ticket next, be it that one of them seems to have run out.
//
// Of a daemon that ends while the broker is away the time until then is not kept: from its next start it
// counts anew.
#include <algorithm>

#include "engine/impl.hpp"

namespace triaged::engine {

void Engine::Impl::link_is_gone() {
  if (!away_since) away_since = clock.now();
}

void Engine::Impl::link_is_back() {
  const auto from = std::exchange(away_since, std::nullopt);
  const auto until = clock.now();
  if (!from || until - *from < limits.shortest_away) return;
  away.push_back({.from = *from, .until = until});
  forming.batch.away.push_back(away.back());
  if (away.size() > ports::kAwayKept) away.erase(away.begin());
}

// What was in a batch that the store does not have is known here only.
void Engine::Impl::keep_away(const std::vector<domain::Away>& stored) {
  for (const auto& one : away)
    if (std::ranges::find(stored, one) == stored.end()) forming.batch.away.push_back(one);
}

}  // namespace triaged::engine
