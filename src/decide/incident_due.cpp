// One of an incident's clocks has run out.
#include "decide/incident_steps.hpp"
#include "decide/paging.hpp"

namespace triaged::decide {

using domain::IncidentClock;
using domain::IncidentNoticeKind;
using domain::IncidentState;
using domain::Refusal;

namespace {

void say(IncidentChange& change, std::string text) {
  change.incident.reason = {.code = domain::ReasonCode::deadline, .rule = {}, .text = std::move(text)};
}

void remind_of_missing(IncidentChange& change) {
  change.stop(IncidentClock::incomplete);
  const auto lacks = missing(change.incident, change.policy.incidents);
  if (lacks.empty()) return say(change, "it counts as started");
  std::string names;
  for (const auto need : lacks) names += (names.empty() ? "" : ", ") + std::string(name(need));
  say(change, "not started yet; missing: " + names);
  change.start(IncidentClock::incomplete, change.policy.incidents.remind_every);
  change.tell_on_call(IncidentNoticeKind::incomplete);
  change.tell_liaison(IncidentNoticeKind::incomplete);
}

void remind_of_update(IncidentChange& change) {
  change.stop(IncidentClock::update);
  say(change, "an update is due");
  if (!change.incident.parent.empty()) return;  // its cluster's is
  change.start(IncidentClock::update, change.policy.incidents.remind_every);
  change.tell_liaison(IncidentNoticeKind::update_due);
}

}  // namespace

std::optional<Refusal> fall_due(IncidentChange& change, IncidentClock clock) {
  const auto* known = timer(change.incident, clock);
  if (known == nullptr || known->due > change.now) return Refusal::stale;
  switch (clock) {
    case IncidentClock::page:
      page_next(change, "nobody has acknowledged it");
      break;
    case IncidentClock::unattended:
      watch_attendance(change);
      break;
    case IncidentClock::duty:
      page_held(change);
      break;
    case IncidentClock::incomplete:
      remind_of_missing(change);
      break;
    case IncidentClock::update:
      remind_of_update(change);
      break;
    case IncidentClock::closing:
      change.stop_all_clocks();
      change.incident.state = IncidentState::closed;
      say(change, "it did not come back");
      break;
  }
  return {};
}

}  // namespace triaged::decide
