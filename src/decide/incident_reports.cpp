// What an incident hears of its tickets, and of other incidents of its cluster.
#include <algorithm>

#include "decide/incident_steps.hpp"
#include "decide/paging.hpp"

namespace triaged::decide {

using domain::IncidentNoticeKind;
using domain::IncidentReported;
using domain::IncidentState;

namespace {

constexpr std::size_t kEachShown = 10;  // reports told one by one; then each time they have doubled

void add(std::vector<domain::TicketId>& list, const domain::TicketId& ticket) {
  if (std::ranges::find(list, ticket) == list.end()) list.push_back(ticket);
}

// A thousand people say the same: nobody reads a thousand notices of it.
bool worth_telling(std::size_t reports) { return reports <= kEachShown || (reports & (reports - 1)) == 0; }

void linked(IncidentChange& change, const IncidentReported& report) {
  auto& incident = change.incident;
  add(incident.tickets, report.ticket);
  std::erase(incident.suspected, report.ticket);
  incident.reason.text = report.ticket.value + " reports the same";
  if (report.severity > incident.severity && incident.state == IncidentState::open &&
      incident.parent.empty()) {
    incident.severity = report.severity;
    return page_first(change, incident.reason.text + ", and it is " + std::string(name(report.severity)));
  }
  incident.severity = std::max(incident.severity, report.severity);
  pass_severity_on(change);
  if (!worth_telling(incident.tickets.size())) return;
  change.tell_on_call(IncidentNoticeKind::linked);
  change.tell_liaison(IncidentNoticeKind::linked);
}

// Another one goes on in it: reports from there are its own from now on.
void merged(IncidentChange& change, const IncidentReported& report) {
  auto& incident = change.incident;
  for (const auto& place : report.places)
    if (place != place_of(incident) && std::ranges::find(incident.also_at, place) == incident.also_at.end())
      incident.also_at.push_back(place);
  incident.reason.text = report.other.value + " goes on in it";
  const bool worse = report.severity > incident.severity;
  incident.severity = std::max(incident.severity, report.severity);
  if (worse && incident.state == IncidentState::open && incident.parent.empty())
    return page_first(change, incident.reason.text + ", and it is " + std::string(name(report.severity)));
  pass_severity_on(change);
}

// Nobody took it, and nothing is left of it. Who has taken it says when it is over.
void nothing_left(IncidentChange& change) {
  auto& incident = change.incident;
  if (incident.state == IncidentState::open) return resolve(change, "all that was reported of it is over");
  if (incident.state != IncidentState::acknowledged) return;
  incident.reason.text = "all that was reported of it is over: resolve it, or say how it stands";
  change.tell_on_call(IncidentNoticeKind::updated);
  change.tell_liaison(IncidentNoticeKind::updated);
}

void over(IncidentChange& change, const IncidentReported& report) {
  auto& incident = change.incident;
  incident.reason.text = "what was reported is over";
  if (!report.other.empty()) incident.reason.text = report.other.value + ", a part of it, is over";
  if (!report.ticket.empty()) {
    incident.reason.text = report.ticket.value + " is over";
    add(incident.over, report.ticket);
  }
  if (incident.over.size() < incident.tickets.size() || change.view.parts_going_on > 0 ||
      change.view.heartbeat_missed)
    return;
  // Nothing was reported of it but its parts; that somebody declared it, or took it, is no report.
  if (!report.other.empty() && is_going_on(incident)) return resolve(change, "all of its parts are over");
  nothing_left(change);
}

}  // namespace

void count_report(IncidentChange& change, const IncidentReported& report) {
  auto& incident = change.incident;
  incident.reason = {.code = domain::ReasonCode::incident, .rule = {}, .text = {}};
  switch (report.how) {
    case IncidentReported::How::linked:
      return linked(change, report);
    case IncidentReported::How::suspected:
      add(incident.suspected, report.ticket);
      incident.reason.text = report.ticket.value + " may be of it";
      return;
    case IncidentReported::How::left:
      std::erase(incident.tickets, report.ticket);
      std::erase(incident.suspected, report.ticket);
      std::erase(incident.over, report.ticket);
      incident.reason.text = report.ticket.value + " is not of it";
      return;
    case IncidentReported::How::again:
      std::erase(incident.over, report.ticket);
      incident.reason.text = report.ticket.value + " is open again";
      return;
    case IncidentReported::How::over:
      return over(change, report);
    case IncidentReported::How::merged:
      return merged(change, report);
  }
}

void belong(IncidentChange& change, const domain::IncidentJoined& joined) {
  auto& incident = change.incident;
  if (incident.id == joined.child) {
    incident.parent = joined.parent;  // which is paged, and reminded, in its place
    stop_paging(change);
    change.stop(domain::IncidentClock::incomplete);
    incident.reason = {
        .code = domain::ReasonCode::incident, .rule = {}, .text = "part of " + joined.parent.value};
    if (const auto* parent = change.view.parent; parent != nullptr && parent->id == joined.parent)
      take_up_with(change, *parent);
    return pass_severity_on(change);
  }
  if (std::ranges::find(incident.children, joined.child) != incident.children.end()) return;
  incident.children.push_back(joined.child);
  incident.reason = {.code = domain::ReasonCode::incident,
                     .rule = {},
                     .text = joined.child.value + " at " + change.event.hub.value + " is part of it"};
  if (!worth_telling(incident.children.size())) return;
  change.tell_on_call(IncidentNoticeKind::linked);
  change.tell_liaison(IncidentNoticeKind::linked);
}

}  // namespace triaged::decide
