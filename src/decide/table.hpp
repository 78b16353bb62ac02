// What happens to a ticket, state by state and event by event, and who may bring it about. The same table in
// words for people is docs/formats/ticket-states.md; a test keeps the two alike.
#pragma once

#include <cstdint>
#include <string_view>

#include <triaged/decide/decide.hpp>

namespace triaged::decide {

enum class Step : std::uint8_t {
  wrong_state,      // refused: it makes no sense now
  not_supported,    // refused: its handling is not built
  comment,          // recorded; who speaks and when decides what more
  note,             // recorded, and the team that has it is told
  associate,        // it gets its hub or community, and is routed again
  acknowledge,      // somebody has seen it
  pause,            // it waits
  resolve,          // done, until it is closed
  reopen,           // the team that resolved it has it again
  escalate,         // to the next reachable rung above
  hand_over,        // to the team named
  change_severity,  // clocks are set anew
  approve,          // it goes where it was meant for
  decline,          // resolved, without being done
  withdraw,         // over
  merge,            // it goes on as another ticket
  join,             // it has another one's requesters too
  move_on,          // to whoever takes over from a team that is not there any more
  fire,             // an alert of its name fires, or says so again
  clear,            // one of its alerts has cleared
  link,             // it is part of an incident, and sleeps
  unlink,           // it is not
  suspect,          // it is shown beside an incident
  end_with,         // its incident is over
  unsilence,        // the silence that kept it from paging is over
  fall_due          // one of its clocks: climbs, reminds, closes
};

[[nodiscard]] Step step(domain::TicketState state, domain::EventKind event) noexcept;
[[nodiscard]] std::string_view name(Step step) noexcept;

// Who may, from the actor's place beside this ticket.
enum class Who : std::uint8_t {
  anybody,
  daemon,           // its own events
  owner,            // the team that has it
  owner_or_higher,  // … or somebody of a higher rung, or of its managing team
  owner_or_requester,
  owner_higher_or_requester,
  owner_or_service,  // … or support, or engineering
  owner_manager_or_service,
  service,  // support or engineering
  service_or_daemon,
  representative,  // of the ticket's community, or support quoting one
  requester
};

[[nodiscard]] Who who_may(domain::EventKind event) noexcept;
[[nodiscard]] std::string_view name(Who who) noexcept;
[[nodiscard]] bool may(Who who, const domain::Ticket& ticket, const domain::TicketEvent& event,
                       const View& view) noexcept;

// One of those who asked for it: its own requester, or one of a ticket that was merged into it.
[[nodiscard]] bool is_requester(const domain::Ticket& ticket, const domain::ActorId& actor) noexcept;

// Whether it sets a state, so that an older one that comes late must not undo a newer one. Comments always
// apply.
[[nodiscard]] bool sets_a_state(domain::EventKind event) noexcept;

}  // namespace triaged::decide
