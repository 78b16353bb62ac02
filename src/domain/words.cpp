// The names of the closed vocabularies. Each table is in the order of its enumeration, and the size of each
// is checked against the last enumerator, so that a new one without a name does not compile.
#include <triaged/domain/words.hpp>

namespace triaged::domain {
namespace {

constexpr std::array<std::string_view, 5> kRungs{"user", "hub_admin", "community_representative", "support",
                                                 "engineering"};
constexpr std::array<std::string_view, 4> kSeverities{"low", "normal", "high", "critical"};
constexpr std::array<std::string_view, 3> kHubKinds{"production", "staging", "event"};
constexpr std::array<std::string_view, 2> kSources{"person", "alert"};
constexpr std::array<std::string_view, 42> kEventKinds{"opened",
                                                       "commented",
                                                       "associated",
                                                       "acknowledged",
                                                       "paused",
                                                       "resolved",
                                                       "reopened",
                                                       "escalated",
                                                       "handed_over",
                                                       "severity_changed",
                                                       "approved",
                                                       "declined",
                                                       "merged",
                                                       "withdrawn",
                                                       "alert_fired",
                                                       "alert_cleared",
                                                       "heartbeat",
                                                       "incident_declared",
                                                       "incident_acknowledged",
                                                       "incident_updated",
                                                       "incident_role",
                                                       "incident_severity",
                                                       "incident_merged",
                                                       "incident_resolved",
                                                       "incident_reopened",
                                                       "linked",
                                                       "unlinked",
                                                       "silence_set",
                                                       "silence_ended",
                                                       "admin_added",
                                                       "admin_removed",
                                                       "deadline",
                                                       "joined",
                                                       "team_lost",
                                                       "suspected",
                                                       "incident_over",
                                                       "unsilenced",
                                                       "incident_found",
                                                       "incident_reported",
                                                       "incident_joined",
                                                       "incident_deadline",
                                                       "page_refused"};
constexpr std::array<std::string_view, 8> kTicketStates{
    "open", "acknowledged", "pending", "awaiting_approval", "resolved", "closed", "withdrawn", "merged"};
constexpr std::array<std::string_view, 12> kClocks{
    "first_response", "next_response", "resolution", "approval", "pending", "time_box",
    "needed_by",      "impasse",       "closing",    "asleep",   "quiet",   "expiry"};
constexpr std::array<std::string_view, 5> kIncidentStates{"open", "acknowledged", "resolved", "closed",
                                                          "merged"};
constexpr std::array<std::string_view, 6> kIncidentClocks{"page",       "unattended", "duty",
                                                          "incomplete", "update",     "closing"};
constexpr std::array<std::string_view, 9> kIncidentNoticeKinds{"opened",       "paged",      "linked",
                                                               "acknowledged", "incomplete", "update_due",
                                                               "updated",      "resolved",   "reopened"};
constexpr std::array<std::string_view, 2> kBridgeKinds{"pagerduty", "alertmanager"};
constexpr std::array<std::string_view, 4> kSignalKinds{"page", "acknowledged", "changed", "over"};
constexpr std::array<std::string_view, 4> kStartNeeds{"paged", "acknowledged", "channel",
                                                      "community_informed"};
constexpr std::array<std::string_view, 2> kWaitingFor{"requester", "us"};
constexpr std::array<std::string_view, 16> kNoticeKinds{
    "assigned",           "escalated", "handed_over",     "recalled", "updated", "reminder",
    "approval_requested", "linked",    "resolved",        "closed",   "impasse", "received",
    "passed_on",          "known",     "waiting_for_you", "declined"};
constexpr std::array<std::string_view, 15> kReasonCodes{
    "rule",     "next_rung",  "deadline",    "time_box",      "command",
    "approval", "unapproved", "empty_rung",  "undeliverable", "storm",
    "incident", "impasse",    "unknown_hub", "unrouted",      "parked"};
constexpr std::array<std::string_view, 10> kRefusals{
    "not_allowed", "unknown_ticket", "wrong_state",   "unknown_team",     "stale",
    "cycle",       "not_your_hub",   "not_supported", "unknown_incident", "unknown_silence"};
constexpr std::array<std::string_view, 10> kParkReasons{
    "undecodable",      "not_utf8",    "too_large",   "unknown_content_type", "invalid_field",
    "unknown_producer", "no_event_id", "id_conflict", "unknown_ticket",       "crashed_three_times"};

template <class E>
constexpr std::size_t count(E last) {
  return static_cast<std::size_t>(last) + 1;
}
static_assert(kRungs.size() == count(Rung::engineering));
static_assert(kSeverities.size() == count(Severity::critical));
static_assert(kHubKinds.size() == count(HubKind::event));
static_assert(kSources.size() == count(Source::alert));
static_assert(kEventKinds.size() == count(EventKind::page_refused));
static_assert(kTicketStates.size() == count(TicketState::merged));
static_assert(kClocks.size() == count(Clock::expiry));
static_assert(kIncidentStates.size() == count(IncidentState::merged));
static_assert(kIncidentClocks.size() == count(IncidentClock::closing));
static_assert(kIncidentNoticeKinds.size() == count(IncidentNoticeKind::reopened));
static_assert(kBridgeKinds.size() == count(BridgeKind::alertmanager));
static_assert(kSignalKinds.size() == count(SignalKind::over));
static_assert(kStartNeeds.size() == count(StartNeed::community_informed));
static_assert(kWaitingFor.size() == count(WaitingFor::us));
static_assert(kNoticeKinds.size() == count(NoticeKind::declined));
static_assert(kReasonCodes.size() == count(ReasonCode::parked));
static_assert(kRefusals.size() == count(Refusal::unknown_silence));
static_assert(kParkReasons.size() == count(ParkReason::crashed_three_times));

template <class Table, class E>
std::string_view at(const Table& table, E value) noexcept {
  return table[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view name(Rung value) noexcept { return at(kRungs, value); }
std::string_view name(Severity value) noexcept { return at(kSeverities, value); }
std::string_view name(HubKind value) noexcept { return at(kHubKinds, value); }
std::string_view name(Source value) noexcept { return at(kSources, value); }
std::string_view name(EventKind value) noexcept { return at(kEventKinds, value); }
std::string_view name(TicketState value) noexcept { return at(kTicketStates, value); }
std::string_view name(Clock value) noexcept { return at(kClocks, value); }
std::string_view name(WaitingFor value) noexcept { return at(kWaitingFor, value); }
std::string_view name(IncidentState value) noexcept { return at(kIncidentStates, value); }
std::string_view name(IncidentClock value) noexcept { return at(kIncidentClocks, value); }
std::string_view name(IncidentNoticeKind value) noexcept { return at(kIncidentNoticeKinds, value); }
std::string_view name(BridgeKind value) noexcept { return at(kBridgeKinds, value); }
std::string_view name(SignalKind value) noexcept { return at(kSignalKinds, value); }
std::string_view name(StartNeed value) noexcept { return at(kStartNeeds, value); }
std::string_view name(NoticeKind value) noexcept { return at(kNoticeKinds, value); }
std::string_view name(ReasonCode value) noexcept { return at(kReasonCodes, value); }
std::string_view name(Refusal value) noexcept { return at(kRefusals, value); }
std::string_view name(ParkReason value) noexcept { return at(kParkReasons, value); }

template <>
std::span<const std::string_view> names<Rung>() noexcept {
  return kRungs;
}
template <>
std::span<const std::string_view> names<Severity>() noexcept {
  return kSeverities;
}
template <>
std::span<const std::string_view> names<HubKind>() noexcept {
  return kHubKinds;
}
template <>
std::span<const std::string_view> names<Source>() noexcept {
  return kSources;
}
template <>
std::span<const std::string_view> names<EventKind>() noexcept {
  return kEventKinds;
}
template <>
std::span<const std::string_view> names<TicketState>() noexcept {
  return kTicketStates;
}
template <>
std::span<const std::string_view> names<Clock>() noexcept {
  return kClocks;
}
template <>
std::span<const std::string_view> names<WaitingFor>() noexcept {
  return kWaitingFor;
}
template <>
std::span<const std::string_view> names<IncidentState>() noexcept {
  return kIncidentStates;
}
template <>
std::span<const std::string_view> names<IncidentClock>() noexcept {
  return kIncidentClocks;
}
template <>
std::span<const std::string_view> names<IncidentNoticeKind>() noexcept {
  return kIncidentNoticeKinds;
}
template <>
std::span<const std::string_view> names<StartNeed>() noexcept {
  return kStartNeeds;
}
template <>
std::span<const std::string_view> names<NoticeKind>() noexcept {
  return kNoticeKinds;
}
template <>
std::span<const std::string_view> names<ReasonCode>() noexcept {
  return kReasonCodes;
}
template <>
std::span<const std::string_view> names<Refusal>() noexcept {
  return kRefusals;
}
template <>
std::span<const std::string_view> names<ParkReason>() noexcept {
  return kParkReasons;
}

}  // namespace triaged::domain
