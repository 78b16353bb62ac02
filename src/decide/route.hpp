// Where a ticket goes from a destination the rules named: the walk up the ladder.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include <triaged/domain/notice.hpp>

namespace triaged::decide {

// The owner found, and why it is this one.
struct Routed {
  const domain::TeamReach* team = nullptr;  // nullptr: nobody at all is left (or nobody should act)
  domain::Reason reason;
};

// Steps 4 and 6 of docs/routing.md: the destination, then the next reachable rung above where nobody can be
// reached. Never goes below `standing` by itself; a rule's own destination may.
[[nodiscard]] Routed route(const domain::Classification& classification, const domain::Place& place,
                           const domain::Reach& reach);

// The same for a destination that is not the classification's own. `named` is how the team can be reached
// that it names, or nullptr; `rule` is the one behind it.
[[nodiscard]] Routed route(const domain::Destination& destination, const domain::TeamReach* named,
                           const domain::RuleName& rule, const domain::Place& place,
                           const domain::Reach& reach);

// "support has no members there"
[[nodiscard]] std::string say(const domain::TeamReach& team);
// Why a ticket goes past a team of which that is so.
[[nodiscard]] domain::ReasonCode code_of(domain::Reachability why);

// The lowest reachable rung above `below`; the top rung itself when `below` is the top. nullptr: none.
// `skipped` collects the rungs of the ladder that were passed over because nobody can be reached there.
[[nodiscard]] const domain::TeamReach* next_rung(domain::Rung below, const domain::Reach& reach,
                                                 std::vector<const domain::TeamReach*>& skipped);

}  // namespace triaged::decide
