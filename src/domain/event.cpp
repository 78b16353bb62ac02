#include <triaged/domain/event.hpp>

namespace triaged::domain {

EventBody::EventBody() noexcept = default;
EventBody::EventBody(const EventBody& other) = default;
EventBody::EventBody(EventBody&& other) noexcept = default;
EventBody& EventBody::operator=(const EventBody& other) = default;
EventBody& EventBody::operator=(EventBody&& other) noexcept = default;
EventBody::~EventBody() = default;

bool EventBody::operator==(const EventBody& other) const {
  return static_cast<const AnyEvent&>(*this) == static_cast<const AnyEvent&>(other);
}

namespace {

struct KindOf {
  EventKind operator()(const Opened&) const noexcept { return EventKind::opened; }
  EventKind operator()(const Commented&) const noexcept { return EventKind::commented; }
  EventKind operator()(const Associated&) const noexcept { return EventKind::associated; }
  EventKind operator()(const Acknowledged&) const noexcept { return EventKind::acknowledged; }
  EventKind operator()(const Paused&) const noexcept { return EventKind::paused; }
  EventKind operator()(const Resolved&) const noexcept { return EventKind::resolved; }
  EventKind operator()(const Reopened&) const noexcept { return EventKind::reopened; }
  EventKind operator()(const Escalated&) const noexcept { return EventKind::escalated; }
  EventKind operator()(const HandedOver&) const noexcept { return EventKind::handed_over; }
  EventKind operator()(const SeverityChanged&) const noexcept { return EventKind::severity_changed; }
  EventKind operator()(const Approved&) const noexcept { return EventKind::approved; }
  EventKind operator()(const Declined&) const noexcept { return EventKind::declined; }
  EventKind operator()(const Withdrawn&) const noexcept { return EventKind::withdrawn; }
  EventKind operator()(const Merged&) const noexcept { return EventKind::merged; }
  EventKind operator()(const AdminAdded&) const noexcept { return EventKind::admin_added; }
  EventKind operator()(const AdminRemoved&) const noexcept { return EventKind::admin_removed; }
  EventKind operator()(const Joined&) const noexcept { return EventKind::joined; }
  EventKind operator()(const TeamLost&) const noexcept { return EventKind::team_lost; }
  EventKind operator()(const Deadline&) const noexcept { return EventKind::deadline; }
  EventKind operator()(const AlertFired&) const noexcept { return EventKind::alert_fired; }
  EventKind operator()(const AlertCleared&) const noexcept { return EventKind::alert_cleared; }
  EventKind operator()(const Heartbeat&) const noexcept { return EventKind::heartbeat; }
  EventKind operator()(const IncidentDeclared&) const noexcept { return EventKind::incident_declared; }
  EventKind operator()(const IncidentAcknowledged&) const noexcept {
    return EventKind::incident_acknowledged;
  }
  EventKind operator()(const IncidentUpdated&) const noexcept { return EventKind::incident_updated; }
  EventKind operator()(const IncidentRole&) const noexcept { return EventKind::incident_role; }
  EventKind operator()(const IncidentSeverity&) const noexcept { return EventKind::incident_severity; }
  EventKind operator()(const IncidentMerged&) const noexcept { return EventKind::incident_merged; }
  EventKind operator()(const IncidentResolved&) const noexcept { return EventKind::incident_resolved; }
  EventKind operator()(const IncidentReopened&) const noexcept { return EventKind::incident_reopened; }
  EventKind operator()(const Linked&) const noexcept { return EventKind::linked; }
  EventKind operator()(const Unlinked&) const noexcept { return EventKind::unlinked; }
  EventKind operator()(const SilenceSet&) const noexcept { return EventKind::silence_set; }
  EventKind operator()(const SilenceEnded&) const noexcept { return EventKind::silence_ended; }
  EventKind operator()(const Suspected&) const noexcept { return EventKind::suspected; }
  EventKind operator()(const IncidentOver&) const noexcept { return EventKind::incident_over; }
  EventKind operator()(const Unsilenced&) const noexcept { return EventKind::unsilenced; }
  EventKind operator()(const IncidentFound&) const noexcept { return EventKind::incident_found; }
  EventKind operator()(const IncidentReported&) const noexcept { return EventKind::incident_reported; }
  EventKind operator()(const IncidentJoined&) const noexcept { return EventKind::incident_joined; }
  EventKind operator()(const IncidentDeadline&) const noexcept { return EventKind::incident_deadline; }
  EventKind operator()(const NotSupported& other) const noexcept { return other.kind; }
  EventKind operator()(const PageRefused&) const noexcept { return EventKind::page_refused; }
};

}  // namespace

EventKind kind(const TicketEvent& event) noexcept { return std::visit(KindOf{}, event.body); }

bool is_about_incident(EventKind kind) noexcept {
  return (kind >= EventKind::incident_declared && kind <= EventKind::incident_reopened) ||
         kind >= EventKind::incident_found;
}

IncidentId incident_of(const TicketEvent& event) {
  return std::visit(
      [](const auto& body) -> IncidentId {
        if constexpr (requires { body.incident; })
          return body.incident;
        else
          return {};
      },
      event.body);
}

Source source(const Opened& opened) noexcept {
  return opened.channel == "alert" ? Source::alert : Source::person;
}

}  // namespace triaged::domain
