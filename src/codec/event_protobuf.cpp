// Events as protobuf, for producers and tests.
#include <codec/event_kinds.hpp>
#include <codec/timestamp.hpp>

#include <triaged/codec/event.hpp>
#include <triaged/v1/event.pb.h>

namespace triaged::codec {
namespace {

// Sets the member of the event's kind in `message`.
class Member {
 public:
  explicit Member(v1::TicketEvent& message) noexcept : message_(message) {}

  void operator()(const domain::Opened& opened) const {
    auto& out = *message_.mutable_opened();
    out.set_subject(opened.subject);
    out.set_body(opened.body);
    out.set_channel(opened.channel);
    for (const auto& [key, value] : opened.labels) (*out.mutable_labels())[key] = value;
    out.set_community(opened.community.value);
    if (opened.needed_by) set_timestamp(*out.mutable_needed_by(), *opened.needed_by);
  }
  void operator()(const domain::Commented& commented) const {
    auto& out = *message_.mutable_commented();
    out.set_body(commented.body);
    out.set_channel(commented.channel);
    out.set_automatic(commented.automatic);
    if (commented.needed_by) set_timestamp(*out.mutable_needed_by(), *commented.needed_by);
  }
  void operator()(const domain::Associated& associated) const {
    auto& out = *message_.mutable_associated();
    out.set_hub(associated.hub.value);
    out.set_community(associated.community.value);
  }
  void operator()(const domain::Acknowledged& acknowledged) const {
    message_.mutable_acknowledged()->set_assignee(acknowledged.assignee.value);
  }
  void operator()(const domain::Paused& paused) const {
    auto& out = *message_.mutable_paused();
    out.set_reason(paused.reason);
    out.set_waiting_for(std::string(domain::name(paused.waiting_for)));
    if (paused.until) set_timestamp(*out.mutable_until(), *paused.until);
  }
  void operator()(const domain::Resolved& resolved) const {
    message_.mutable_resolved()->set_resolution(resolved.resolution);
  }
  void operator()(const domain::Reopened& reopened) const {
    message_.mutable_reopened()->set_reason(reopened.reason);
  }
  void operator()(const domain::Escalated& escalated) const {
    message_.mutable_escalated()->set_reason(escalated.reason);
  }
  void operator()(const domain::HandedOver& handed_over) const {
    auto& out = *message_.mutable_handed_over();
    out.set_team(handed_over.team.value);
    out.set_reason(handed_over.reason);
  }
  void operator()(const domain::SeverityChanged& changed) const {
    auto& out = *message_.mutable_severity_changed();
    out.set_severity(std::string(domain::name(changed.severity)));
    out.set_reason(changed.reason);
  }
  void operator()(const domain::Approved& approved) const {
    auto& out = *message_.mutable_approved();
    out.set_comment(approved.comment);
    out.set_on_behalf_of(approved.on_behalf_of.value);
  }
  void operator()(const domain::Declined& declined) const {
    auto& out = *message_.mutable_declined();
    out.set_reason(declined.reason);
    out.set_on_behalf_of(declined.on_behalf_of.value);
  }
  void operator()(const domain::Withdrawn& withdrawn) const {
    message_.mutable_withdrawn()->set_reason(withdrawn.reason);
  }
  void operator()(const domain::Merged& merged) const {
    message_.mutable_merged()->set_into(merged.into.value);
  }
  void operator()(const domain::AdminAdded& added) const {
    message_.mutable_admin_added()->mutable_actor()->set_id(added.admin.value);
  }
  void operator()(const domain::AdminRemoved& removed) const {
    message_.mutable_admin_removed()->mutable_actor()->set_id(removed.admin.value);
  }

  void operator()(const domain::AlertFired& fired) const {
    auto& out = *message_.mutable_alert_fired();
    set_alert(out, fired.alert);
    out.set_name(fired.name);
    for (const auto& [key, value] : fired.labels) (*out.mutable_labels())[key] = value;
    for (const auto& [key, value] : fired.annotations) (*out.mutable_annotations())[key] = value;
    out.set_generator_url(fired.generator_url);
  }
  void operator()(const domain::AlertCleared& cleared) const {
    auto& out = *message_.mutable_alert_cleared();
    set_alert(out, cleared.alert);
    if (cleared.ends_at) set_timestamp(*out.mutable_ends_at(), *cleared.ends_at);
  }
  void operator()(const domain::Heartbeat& heartbeat) const {
    auto& out = *message_.mutable_heartbeat();
    out.set_name(heartbeat.name);
    out.set_cluster(heartbeat.cluster.value);
  }
  void operator()(const domain::IncidentDeclared& declared) const {
    auto& out = *message_.mutable_incident_declared();
    out.set_title(declared.title);
    out.set_symptom(declared.symptom);
    out.set_severity(std::string(domain::name(declared.severity)));
  }
  void operator()(const domain::IncidentAcknowledged& acknowledged) const {
    message_.mutable_incident_acknowledged()->set_incident_id(acknowledged.incident.value);
  }
  void operator()(const domain::IncidentUpdated& updated) const {
    auto& out = *message_.mutable_incident_updated();
    out.set_incident_id(updated.incident.value);
    out.set_text(updated.text);
    out.set_channel(updated.channel);
    out.set_community_informed(updated.community_informed);
  }
  void operator()(const domain::IncidentRole& role) const {
    auto& out = *message_.mutable_incident_role();
    out.set_incident_id(role.incident.value);
    out.set_role(role.role);
    out.mutable_actor()->set_id(role.actor.value);
  }
  void operator()(const domain::IncidentSeverity& changed) const {
    auto& out = *message_.mutable_incident_severity();
    out.set_incident_id(changed.incident.value);
    out.set_severity(std::string(domain::name(changed.severity)));
    out.set_reason(changed.reason);
  }
  void operator()(const domain::IncidentMerged& merged) const {
    auto& out = *message_.mutable_incident_merged();
    out.set_incident_id(merged.incident.value);
    out.set_into(merged.into.value);
  }
  void operator()(const domain::IncidentResolved& resolved) const {
    auto& out = *message_.mutable_incident_resolved();
    out.set_incident_id(resolved.incident.value);
    out.set_resolution(resolved.resolution);
  }
  void operator()(const domain::IncidentReopened& reopened) const {
    auto& out = *message_.mutable_incident_reopened();
    out.set_incident_id(reopened.incident.value);
    out.set_reason(reopened.reason);
  }
  void operator()(const domain::Linked& linked) const {
    message_.mutable_linked()->set_incident_id(linked.incident.value);
  }
  void operator()(const domain::Unlinked& unlinked) const {
    message_.mutable_unlinked()->set_incident_id(unlinked.incident.value);
  }
  void operator()(const domain::SilenceSet& set) const {
    auto& out = *message_.mutable_silence_set();
    out.set_silence_id(set.silence.value);
    for (const auto& matcher : set.matchers) {
      auto& to = *out.add_matchers();
      to.set_name(matcher.name);
      to.set_value(matcher.value);
      to.set_is_regex(matcher.is_regex);
    }
    if (set.starts_at) set_timestamp(*out.mutable_starts_at(), *set.starts_at);
    set_timestamp(*out.mutable_ends_at(), set.ends_at);
    out.set_reason(set.reason);
  }
  void operator()(const domain::SilenceEnded& ended) const {
    message_.mutable_silence_ended()->set_silence_id(ended.silence.value);
  }

  void operator()(const domain::Deadline&) const { empty(domain::EventKind::deadline); }
  void operator()(const domain::Joined&) const { empty(domain::EventKind::joined); }
  void operator()(const domain::TeamLost&) const { empty(domain::EventKind::team_lost); }
  void operator()(const domain::Suspected&) const { empty(domain::EventKind::suspected); }
  void operator()(const domain::IncidentOver&) const { empty(domain::EventKind::incident_over); }
  void operator()(const domain::Unsilenced&) const { empty(domain::EventKind::unsilenced); }
  void operator()(const domain::IncidentFound&) const { empty(domain::EventKind::incident_found); }
  void operator()(const domain::IncidentReported&) const { empty(domain::EventKind::incident_reported); }
  void operator()(const domain::IncidentJoined&) const { empty(domain::EventKind::incident_joined); }
  void operator()(const domain::IncidentDeadline&) const { empty(domain::EventKind::incident_deadline); }
  void operator()(const domain::PageRefused&) const { empty(domain::EventKind::page_refused); }
  void operator()(const domain::NotSupported& other) const { empty(other.kind); }

 private:
  template <class Message>
  static void set_alert(Message& out, const domain::AlertKey& alert) {
    out.set_source(alert.source);
    out.set_fingerprint(alert.fingerprint);
    set_timestamp(*out.mutable_starts_at(), alert.starts_at);
  }
  // Of the daemon's own event_field() says that there is none.
  void empty(domain::EventKind kind) const {
    message_.GetReflection()->MutableMessage(&message_, event_field(kind));
  }

  v1::TicketEvent& message_;
};

}  // namespace

domain::Bytes encode_protobuf(const domain::TicketEvent& event) {
  v1::TicketEvent message;
  message.set_event_id(event.event_id.value);
  message.set_ticket_id(event.ticket_id.value);
  if (event.occurred_at != domain::Instant{})
    set_timestamp(*message.mutable_occurred_at(), event.occurred_at);
  if (!event.actor.empty()) message.mutable_actor()->set_id(event.actor.value);
  message.set_hub(event.hub.value);
  std::visit(Member(message), event.body);
  return message.SerializeAsString();
}

}  // namespace triaged::codec
