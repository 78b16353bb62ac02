// Step 5 of docs/routing.md: whose say a new ticket needs, and where it waits for it.
#pragma once

#include <variant>

#include <triaged/decide/decide.hpp>

#include "decide/route.hpp"

namespace triaged::decide {

struct GoesAhead {  // to the destination, as if nothing were needed
  bool operator==(const GoesAhead&) const = default;
};
struct GoesAheadAndAsks {             // an incident waits for nobody; they are asked beside it
  const domain::TeamReach* approver;  // nullptr: nobody can be asked
};
struct Awaits {  // with `approver`, until somebody there says yes or no
  const domain::TeamReach* approver;
  domain::Reason reason;
};
struct PassedOn {  // nobody can be asked: what silence says, at once
  Routed to;
};
struct Refused {  // nobody holds the rung, and silence refuses: `told` may find somebody who does
  Routed told;
};
using Say = std::variant<GoesAhead, GoesAheadAndAsks, Awaits, PassedOn, Refused>;

// The pointers point into `view`.
[[nodiscard]] Say say_needed(const View& view);

}  // namespace triaged::decide
