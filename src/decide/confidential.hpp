// Tickets of a category that the policy calls confidential. They are shown to the team that has them, to
// whoever is paged, and to their requester, and to no one else: Change sees to that, whoever a step wants to
// tell. Here is what such a ticket does instead of looking for help among others.
#pragma once

#include "decide/change.hpp"
#include "decide/route.hpp"

namespace triaged::decide {

// Who is paged, if anybody can be reached there; nullptr: nobody.
[[nodiscard]] const domain::TeamReach* on_call(const Change& change);

// `routed` came of `wanted`. Of a confidential ticket nobody else may hear because `wanted` cannot be
// reached: it goes to whoever is paged instead of the next rung, else to nobody.
[[nodiscard]] Routed kept_close(const Change& change, const domain::Destination& wanted, Routed routed);

// Nobody has answered in time, and nobody above is to be asked: whoever is paged hears of it, whatever its
// severity; where nobody can be, its own team does once more.
void page_instead_of_climbing(Change& change, domain::Reason why);

}  // namespace triaged::decide
