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
  void operator()(const domain::Deadline&) const { empty(domain::EventKind::deadline); }
  void operator()(const domain::Joined&) const { empty(domain::EventKind::joined); }
  void operator()(const domain::TeamLost&) const { empty(domain::EventKind::team_lost); }
  void operator()(const domain::NotSupported& other) const { empty(other.kind); }

 private:
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
