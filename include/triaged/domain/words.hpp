// The closed vocabularies: enumerations with the names they bear on the wire, in rules, logs and metrics.
// name(x) gives the wire name; parse<E>(text) is its inverse and knows no other spelling.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace triaged::domain {

// A step of the ladder, lowest first. The order of the enumerators is the order of the ladder.
enum class Rung : std::uint8_t { user, hub_admin, community_representative, support, engineering };
inline constexpr std::array kLadder{Rung::user, Rung::hub_admin, Rung::community_representative,
                                    Rung::support, Rung::engineering};

enum class Severity : std::uint8_t { low, normal, high, critical };

enum class HubKind : std::uint8_t { production, staging, event };

// Where a ticket came from: an alert, or a person by any channel.
enum class Source : std::uint8_t { person, alert };

enum class EventKind : std::uint8_t {
  opened,
  commented,
  associated,
  acknowledged,
  paused,
  resolved,
  reopened,
  escalated,
  handed_over,
  severity_changed,
  approved,
  declined,
  merged,
  withdrawn,
  alert_fired,
  alert_cleared,
  heartbeat,
  incident_declared,
  incident_acknowledged,
  incident_updated,
  incident_role,
  incident_severity,
  incident_merged,
  incident_resolved,
  incident_reopened,
  linked,
  unlinked,
  silence_set,
  silence_ended,
  admin_added,
  admin_removed,
  // The daemon's own: no producer tells them, and they are on no wire. First those about a ticket …
  deadline,
  joined,         // another ticket was merged into this one
  team_lost,      // the team that has it cannot be reached any more
  suspected,      // an incident is open where it belongs, of another symptom
  incident_over,  // the incident it is linked to has ended
  unsilenced,     // the silence that kept it from paging is over
  // … then those about an incident
  incident_found,     // reports say that there is one
  incident_reported,  // a ticket of its symptom came to it, or left it
  incident_joined,    // it is part of its cluster's incident, or a hub's one became part of it
  incident_deadline,  // one of its clocks has run out
  page_refused        // the pager's other side will not take a page
};
// The kinds that producers may tell.
inline constexpr std::size_t kToldKinds = static_cast<std::size_t>(EventKind::deadline);

enum class TicketState : std::uint8_t {
  open,
  acknowledged,
  pending,
  awaiting_approval,
  resolved,
  closed,
  withdrawn,
  merged
};

// What a ticket's time runs for. A ticket has at most one clock of each kind.
enum class Clock : std::uint8_t {
  first_response,  // until the team that has it says something; then it climbs
  next_response,   // the same, after the requester has written again
  resolution,      // until it is resolved, from its opening; then its team is reminded daily
  approval,        // until a representative says yes or no
  pending,         // until it is taken up again although the requester has not answered
  time_box,        // until support should pass it up
  needed_by,       // until its severity rises because the day comes near
  impasse,         // until somebody above the ladder is told
  closing,         // from resolved to closed
  asleep,          // its incident is dealt with: until somebody looks whether that still is so
  quiet,           // its alerts have cleared: until that counts
  expiry           // its alerts were not heard of again: until they count as cleared
};

enum class IncidentState : std::uint8_t { open, acknowledged, resolved, closed, merged };

// What an incident's time runs for; all of it passes by night and at the weekend too. One of each at most.
enum class IncidentClock : std::uint8_t {
  page,        // until the next level is paged, or all of them again
  unattended,  // until a page whose queue nobody consumes counts as not delivered
  duty,        // until somebody comes on duty for whom a page is held
  incomplete,  // until a reminder of what it lacks to count as started
  update,      // until people should hear how it stands
  closing      // from resolved to closed; until then it is reopened rather than opened anew
};

enum class IncidentNoticeKind : std::uint8_t {
  opened,
  paged,
  linked,
  acknowledged,
  incomplete,
  update_due,
  updated,
  resolved,
  reopened
};

// Other on-call tooling that is told of incidents, beside the queues.
enum class BridgeKind : std::uint8_t { pagerduty, alertmanager };

// What it is told of one.
enum class SignalKind : std::uint8_t {
  page,          // somebody is paged, perhaps not for the first time
  acknowledged,  // somebody has taken it
  changed,       // it is still going on, with another severity
  over           // resolved, or goes on as part of another one
};

// What must hold before an incident counts as started.
enum class StartNeed : std::uint8_t { paged, acknowledged, channel, community_informed };

// Whom a paused ticket waits for.
enum class WaitingFor : std::uint8_t { requester, us };

enum class NoticeKind : std::uint8_t {
  assigned,
  escalated,
  handed_over,
  recalled,
  updated,
  reminder,
  approval_requested,
  linked,
  resolved,
  closed,
  impasse,  // to teams
  received,
  passed_on,
  known,
  waiting_for_you,
  declined  // to requesters (who also get `resolved`)
};

enum class ReasonCode : std::uint8_t {
  rule,
  next_rung,
  deadline,
  time_box,
  command,
  approval,
  unapproved,
  empty_rung,
  undeliverable,
  storm,
  incident,
  impasse,
  unknown_hub,
  unrouted,
  parked  // the ticket stands for a message that could not be read (docs/adr/0007)
};

// Why an event changed nothing.
enum class Refusal : std::uint8_t {
  not_allowed,
  unknown_ticket,
  wrong_state,
  unknown_team,
  stale,
  cycle,
  not_your_hub,
  not_supported,
  unknown_incident,
  unknown_silence
};

// Why a message was set aside with its original bytes.
enum class ParkReason : std::uint8_t {
  undecodable,
  not_utf8,
  too_large,
  unknown_content_type,
  invalid_field,
  unknown_producer,
  no_event_id,
  id_conflict,
  unknown_ticket,
  crashed_three_times
};

[[nodiscard]] std::string_view name(Rung) noexcept;
[[nodiscard]] std::string_view name(Severity) noexcept;
[[nodiscard]] std::string_view name(HubKind) noexcept;
[[nodiscard]] std::string_view name(Source) noexcept;
[[nodiscard]] std::string_view name(EventKind) noexcept;
[[nodiscard]] std::string_view name(TicketState) noexcept;
[[nodiscard]] std::string_view name(Clock) noexcept;
[[nodiscard]] std::string_view name(WaitingFor) noexcept;
[[nodiscard]] std::string_view name(IncidentState) noexcept;
[[nodiscard]] std::string_view name(IncidentClock) noexcept;
[[nodiscard]] std::string_view name(IncidentNoticeKind) noexcept;
[[nodiscard]] std::string_view name(BridgeKind) noexcept;
[[nodiscard]] std::string_view name(SignalKind) noexcept;
[[nodiscard]] std::string_view name(StartNeed) noexcept;
[[nodiscard]] std::string_view name(NoticeKind) noexcept;
[[nodiscard]] std::string_view name(ReasonCode) noexcept;
[[nodiscard]] std::string_view name(Refusal) noexcept;
[[nodiscard]] std::string_view name(ParkReason) noexcept;

// The names of an enumeration in the order of its enumerators.
template <class E>
[[nodiscard]] std::span<const std::string_view> names() noexcept;

template <class E>
[[nodiscard]] std::optional<E> parse(std::string_view text) noexcept {
  const auto all = names<E>();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i] == text) return static_cast<E>(i);
  return std::nullopt;
}

}  // namespace triaged::domain
