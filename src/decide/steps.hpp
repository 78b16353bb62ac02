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

// approval.cpp
void approve(Change& change, const domain::Approved& said);
void decline(Change& change, const domain::Declined& said);
void nobody_said(Change& change);  // the time for it is over

// due.cpp
[[nodiscard]] std::optional<domain::Refusal> fall_due(Change& change, domain::Clock clock);

}  // namespace triaged::decide
