// Events as parts of rows, read. A kind without its body is one that was not handled when the event came, and
// stays so; `opened` and the daemon's own were never without.
#include <codec/state_event.hpp>
#include <codec/state_pair.hpp>
#include <codec/state_words.hpp>

namespace triaged::codec {
namespace {

// Each gives the body, or nothing when a word in it is not known.
using Read = std::optional<domain::EventBody>;

domain::Opened body(const v1::StoredOpened& in) {
  domain::Opened opened{
      .subject = in.subject(),
      .body = in.body(),
      .channel = in.channel(),
      .labels = {},
      .community = domain::CommunityId{in.community()},
      .needed_by = std::nullopt,
      .truncated = in.truncated(),
  };
  for (const v1::StoredPair& pair : in.labels()) opened.labels.emplace(pair.name(), pair.value());
  if (in.has_needed_by()) opened.needed_by = instant(in.needed_by());
  if (in.has_alert()) opened.alert = alert(in.alert());
  return opened;
}

domain::Commented body(const v1::StoredCommented& in) {
  domain::Commented commented{.body = in.body(),
                              .channel = in.channel(),
                              .automatic = in.automatic(),
                              .needed_by = std::nullopt,
                              .truncated = in.truncated()};
  if (in.has_needed_by()) commented.needed_by = instant(in.needed_by());
  return commented;
}

Read body(const v1::StoredPaused& in) {
  domain::Paused paused{.reason = in.reason(), .waiting_for = {}, .until = std::nullopt};
  if (in.has_until()) paused.until = instant(in.until());
  if (!read(in.waiting_for(), paused.waiting_for)) return std::nullopt;
  return paused;
}

Read body(const v1::StoredSeverityChanged& in) {
  domain::SeverityChanged changed{.severity = {}, .reason = in.reason()};
  if (!read(in.severity(), changed.severity)) return std::nullopt;
  return changed;
}

Read body(const v1::StoredDeadline& in) {
  domain::Deadline deadline;
  if (!read(in.clock(), deadline.clock)) return std::nullopt;
  return deadline;
}

domain::Joined body(const v1::StoredJoined& in) {
  domain::Joined joined{.from = domain::TicketId{in.from()}, .requesters = {}};
  for (const std::string& requester : in.requesters())
    joined.requesters.push_back(domain::ActorId{requester});
  return joined;
}

Read without_body(domain::EventKind kind) {
  if (kind == domain::EventKind::opened || static_cast<std::size_t>(kind) >= domain::kToldKinds)
    return std::nullopt;
  return domain::NotSupported{kind};
}

Read body(const v1::StoredEvent& in, domain::EventKind kind) {
  using Stored = v1::StoredEvent;
  switch (in.body_case()) {
    case Stored::kOpened:
      return body(in.opened());
    case Stored::kCommented:
      return body(in.commented());
    case Stored::kAssociated:
      return domain::Associated{.hub = domain::HubId{in.associated().hub()},
                                .community = domain::CommunityId{in.associated().community()}};
    case Stored::kAcknowledged:
      return domain::Acknowledged{.assignee = domain::ActorId{in.acknowledged().assignee()}};
    case Stored::kPaused:
      return body(in.paused());
    case Stored::kResolved:
      return domain::Resolved{.resolution = in.resolved().resolution()};
    case Stored::kReopened:
      return domain::Reopened{.reason = in.reopened().reason()};
    case Stored::kEscalated:
      return domain::Escalated{.reason = in.escalated().reason()};
    case Stored::kHandedOver:
      return domain::HandedOver{.team = domain::TeamId{in.handed_over().team()},
                                .reason = in.handed_over().reason()};
    case Stored::kSeverityChanged:
      return body(in.severity_changed());
    case Stored::kApproved:
      return domain::Approved{.comment = in.approved().comment(),
                              .on_behalf_of = domain::ActorId{in.approved().on_behalf_of()}};
    case Stored::kDeclined:
      return domain::Declined{.reason = in.declined().reason(),
                              .on_behalf_of = domain::ActorId{in.declined().on_behalf_of()}};
    case Stored::kWithdrawn:
      return domain::Withdrawn{.reason = in.withdrawn().reason()};
    case Stored::kDeadline:
      return body(in.deadline());
    case Stored::kMerged:
      return domain::Merged{.into = domain::TicketId{in.merged().into()}};
    case Stored::kAdminAdded:
      return domain::AdminAdded{.admin = domain::ActorId{in.admin_added().admin()}};
    case Stored::kAdminRemoved:
      return domain::AdminRemoved{.admin = domain::ActorId{in.admin_removed().admin()}};
    case Stored::kJoined:
      return body(in.joined());
    case Stored::kTeamLost:
      return domain::TeamLost{};
    case Stored::kAlertFired:
    case Stored::kAlertCleared:
    case Stored::kHeartbeat:
    case Stored::kIncidentDeclared:
    case Stored::kIncidentAcknowledged:
    case Stored::kIncidentUpdated:
    case Stored::kIncidentRole:
    case Stored::kIncidentSeverity:
    case Stored::kIncidentMerged:
    case Stored::kIncidentResolved:
    case Stored::kIncidentReopened:
    case Stored::kLinked:
    case Stored::kUnlinked:
    case Stored::kSilenceSet:
    case Stored::kSilenceEnded:
    case Stored::kSuspected:
    case Stored::kIncidentOver:
    case Stored::kUnsilenced:
    case Stored::kIncidentFound:
    case Stored::kIncidentReported:
    case Stored::kIncidentJoined:
    case Stored::kIncidentDeadline:
    case Stored::kPageRefused:
      return incident_body(in);
    case Stored::BODY_NOT_SET:
      return without_body(kind);
  }
  return std::nullopt;
}

}  // namespace

bool read(const v1::StoredEvent& in, domain::TicketEvent& out) {
  out.producer.value = in.producer();
  out.event_id.value = in.event_id();
  out.ticket_id.value = in.ticket_id();
  out.occurred_at = instant(in.occurred_at());
  out.actor.value = in.actor();
  out.hub.value = in.hub();
  out.traceparent = in.traceparent();
  out.addressed_to.value = in.addressed_to();
  domain::EventKind kind{};
  if (!read(in.kind(), kind)) return false;
  auto read_body = body(in, kind);
  if (!read_body) return false;
  out.body = std::move(*read_body);
  return domain::kind(out) == kind;
}

}  // namespace triaged::codec
