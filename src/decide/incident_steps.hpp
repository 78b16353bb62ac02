// What each step of the table does to an incident. Called by decide_incident() once the event is allowed and
// makes sense; a step may still refuse what only it can see.
#pragma once

#include <optional>

#include "decide/incident_change.hpp"

namespace triaged::decide {

// What an incident opens with, whoever says that there is one.
struct Beginning {
  std::string title;
  std::string symptom;
  domain::Severity severity{};
  IncidentPlace where;
  domain::Reason reason;
};
void begin(IncidentChange& change, Beginning beginning);  // change.incident: empty but for id and version
void join_in(IncidentChange& change, const Beginning& said);
void come_back(IncidentChange& change, const std::string& why);

void acknowledge(IncidentChange& change);
void update(IncidentChange& change, const domain::IncidentUpdated& said);
[[nodiscard]] std::optional<domain::Refusal> name_role(IncidentChange& change,
                                                       const domain::IncidentRole& who);
void change_severity(IncidentChange& change, const domain::IncidentSeverity& to);
[[nodiscard]] std::optional<domain::Refusal> merge(IncidentChange& change);
void resolve(IncidentChange& change, const std::string& how);

// It is part of that one: whoever has acknowledged that has acknowledged it too.
void take_up_with(IncidentChange& change, const domain::Incident& parent);
// The one it is part of (view) is as severe as it is, at least; and is paged in its place.
void pass_severity_on(IncidentChange& change);

// incident_reports.cpp
void count_report(IncidentChange& change, const domain::IncidentReported& report);
void belong(IncidentChange& change, const domain::IncidentJoined& joined);

// incident_due.cpp
[[nodiscard]] std::optional<domain::Refusal> fall_due(IncidentChange& change, domain::IncidentClock clock);

}  // namespace triaged::decide
