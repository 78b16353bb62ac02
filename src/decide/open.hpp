// Opening a ticket, in the order of thought of docs/routing.md.
#pragma once

#include <triaged/decide/decide.hpp>

namespace triaged::decide {

[[nodiscard]] Effects open(const View& view, const domain::TicketEvent& event, const domain::Opened& opened,
                           domain::Instant now, const Policy& policy);

}  // namespace triaged::decide
