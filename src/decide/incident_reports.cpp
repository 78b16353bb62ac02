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
  if (!worth_telling(incident.tickets.size())) return;
  change.tell_on_call(IncidentNoticeKind::linked);
  change.tell_liaison(IncidentNoticeKind::linked);
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
      if (!report.ticket.empty()) add(incident.over, report.ticket);
      incident.reason.text =
          report.ticket.empty() ? "what was reported is over" : report.ticket.value + " is over";
      if (incident.over.size() >= incident.tickets.size() && incident.children.empty()) nothing_left(change);
      return;
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
    return;
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
