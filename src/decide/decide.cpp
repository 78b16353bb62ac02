// The state machine's door. Today one event is built: opening a ticket. What is not built is refused in the
// open.
#include <triaged/decide/decide.hpp>

#include "decide/open.hpp"

namespace triaged::decide {

Effects decide(const View& view, const domain::TicketEvent& event, domain::Instant now,
               const Policy& policy) {
  if (const auto* opened = std::get_if<domain::Opened>(&event.body)) {
    if (view.ticket)
      return refuse(domain::Refusal::wrong_state);  // ticket ids are global; it is open already
    return open(view, event, *opened, now, policy);
  }
  return refuse(domain::Refusal::not_supported);
}

Effects refuse(domain::Refusal why) { return {.ticket = {}, .notices = {}, .refused = why}; }

}  // namespace triaged::decide
