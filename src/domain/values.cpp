#include <algorithm>

#include <triaged/domain/notice.hpp>

namespace triaged::domain {

std::string to_text(const Digest& digest) {
  static constexpr char kHex[] = "0123456789abcdef";
  static constexpr std::string_view kPrefix = "sha256:";
  std::string text(kPrefix.size() + 2 * digest.octets.size(), '\0');
  char* to = std::copy(kPrefix.begin(), kPrefix.end(), text.data());
  for (const std::uint8_t octet : digest.octets) {
    *to++ = kHex[octet >> 4];
    *to++ = kHex[octet & 15];
  }
  return text;
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

bool is_open(TicketState state) noexcept {
  switch (state) {
    case TicketState::open:
    case TicketState::acknowledged:
    case TicketState::pending:
    case TicketState::awaiting_approval:
    case TicketState::resolved:
      return true;  // may come back until it is closed
    case TicketState::closed:
    case TicketState::withdrawn:
    case TicketState::merged:
      return false;
  }
  return false;
}

const Timer* timer(const Ticket& ticket, Clock clock) noexcept {
  for (const auto& one : ticket.timers)
    if (one.clock == clock) return &one;
  return nullptr;
}

std::optional<Due> next_due(const Ticket& ticket) noexcept {
  std::optional<Due> next;
  for (const auto& one : ticket.timers) {
    if (!one.due) continue;
    const Due due{.at = one.remind ? std::min(*one.remind, *one.due) : *one.due, .clock = one.clock};
    if (!next || due < *next) next = due;
  }
  return next;
}

NoticeId notice_id(const TicketId& ticket, std::uint32_t version, std::uint32_t index, std::uint32_t epoch) {
  std::string text = ticket.value;
  text.append(":").append(std::to_string(version)).append(":").append(std::to_string(index));
  text.append("@").append(std::to_string(epoch));
  return NoticeId{std::move(text)};
}

}  // namespace triaged::domain
