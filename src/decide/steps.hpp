// What each step of the table does to a ticket. Called by decide() once the event is allowed and makes sense;
// a step may still refuse what only it can see.
#pragma once

#include <optional>

#include "decide/change.hpp"

namespace triaged::decide {

// steps.cpp
[[nodiscard]] std::optional<domain::Refusal> comment(Change& change, const domain::Commented& said);
void note(Change& change);
void associate(Change& change);
void acknowledge(Change& change, const domain::Acknowledged& by);
void pause(Change& change, const domain::Paused& wait);
void resolve(Change& change, const domain::Resolved& how);
void reopen(Change& change, const std::string& why);
void change_severity(Change& change, const domain::SeverityChanged& to);
void withdraw(Change& change, const domain::Withdrawn& why);

// climb.cpp
void escalate(Change& change, const domain::Escalated& why);
void climb(Change& change, domain::Reason why);  // one rung; at the top somebody above the ladder is told
[[nodiscard]] std::optional<domain::Refusal> hand_over(Change& change, const domain::HandedOver& to);
[[nodiscard]] bool reachable(const domain::TeamReach* team);  // nullptr is not
// Who was passed over on the way up.
struct PassedOver {
  std::string said;
  bool same_people = false;  // among them those who are asked already
};
// The next one above that can be reached and is not held by the very people who have the ticket. A team on no
// rung has its manager above it, then support. nullptr: there is nobody above.
[[nodiscard]] const domain::TeamReach* above(const Change& change, PassedOver& passed_over);
void at_the_top(Change& change, domain::Reason why);  // somebody beside the ladder is told

// merge.cpp
inline constexpr std::size_t kRequestersMax = 100;  // beside its own; each is told of each change
[[nodiscard]] std::optional<domain::Refusal> merge(Change& change);
void join(Change& change, const domain::Joined& other);

// move_on.cpp
[[nodiscard]] std::optional<domain::Refusal> move_on(Change& change);  // its team cannot be reached any more

// approval.cpp
void approve(Change& change, const domain::Approved& said);
void decline(Change& change, const domain::Declined& said);
// Of a new comment: `change.ticket.reason` says whose say it needs. nullptr: nobody is to be asked beside it.
[[nodiscard]] const domain::TeamReach* to_be_asked_beside(Change& change);
void nobody_said(Change& change);  // the time for it is over
// … or those who were asked cannot be reached any more.
void nobody_can_say(Change& change, const domain::TeamReach& asked);

// due.cpp
[[nodiscard]] std::optional<domain::Refusal> fall_due(Change& change, domain::Clock clock);

}  // namespace triaged::decide
