#include <utility>

#include <codec/body_reader.hpp>
#include <codec/cut.hpp>
#include <codec/timestamp.hpp>

namespace triaged::codec {
namespace {

using domain::EventKind;

class Reading {
 public:
  Reading(const Limits& limits, FieldChecks& checks) noexcept : limits_(limits), checks_(checks) {}

  domain::Commented read(v1::Commented& in) const {
    checks_.id("commented.channel", in.channel());
    domain::Commented out{.body = std::move(*in.mutable_body()),
                          .channel = in.channel(),
                          .automatic = in.automatic(),
                          .needed_by = {},
                          .truncated = false};
    if (in.has_needed_by()) out.needed_by = from_timestamp(in.needed_by());
    out.truncated = cut_to_bytes(out.body, limits_.text);
    return out;
  }

  domain::Associated read(const v1::Associated& in) const {
    if (in.hub().empty() && in.community().empty())
      checks_.fail("field `associated` has neither `hub` nor `community`");
    checks_.id("associated.hub", in.hub()).id("associated.community", in.community());
    return {.hub = domain::HubId{in.hub()}, .community = domain::CommunityId{in.community()}};
  }

  domain::Acknowledged read(const v1::Acknowledged& in) const {
    checks_.id("acknowledged.assignee", in.assignee());
    return {.assignee = domain::ActorId{in.assignee()}};
  }

  domain::Paused read(v1::Paused& in) const {
    domain::Paused out;
    if (!in.waiting_for().empty()) checks_.word("paused.waiting_for", in.waiting_for(), out.waiting_for);
    if (in.has_until()) out.until = from_timestamp(in.until());
    out.reason = text(*in.mutable_reason());
    return out;
  }

  domain::Resolved read(v1::Resolved& in) const { return {.resolution = text(*in.mutable_resolution())}; }
  domain::Reopened read(v1::Reopened& in) const { return {.reason = text(*in.mutable_reason())}; }
  domain::Escalated read(v1::Escalated& in) const { return {.reason = text(*in.mutable_reason())}; }

  domain::HandedOver read(v1::HandedOver& in) const {
    checks_.needed("handed_over.team", in.team()).id("handed_over.team", in.team());
    return {.team = domain::TeamId{in.team()}, .reason = text(*in.mutable_reason())};
  }

  domain::SeverityChanged read(v1::SeverityChanged& in) const {
    domain::SeverityChanged out;
    checks_.needed("severity_changed.severity", in.severity())
        .word("severity_changed.severity", in.severity(), out.severity);
    out.reason = text(*in.mutable_reason());
    return out;
  }

  domain::Approved read(v1::Approved& in) const {
    checks_.id("approved.on_behalf_of", in.on_behalf_of());
    return {.comment = text(*in.mutable_comment()), .on_behalf_of = domain::ActorId{in.on_behalf_of()}};
  }

  domain::Declined read(v1::Declined& in) const {
    checks_.id("declined.on_behalf_of", in.on_behalf_of());
    return {.reason = text(*in.mutable_reason()), .on_behalf_of = domain::ActorId{in.on_behalf_of()}};
  }

  domain::Merged read(const v1::Merged& in) const {
    checks_.needed("merged.into", in.into()).id("merged.into", in.into()).ticket("merged.into", in.into());
    return {.into = domain::TicketId{in.into()}};
  }

  domain::AdminAdded read(const v1::AdminAdded& in) const {
    return {.admin = actor("admin_added.actor.id", in.actor())};
  }

  domain::AdminRemoved read(const v1::AdminRemoved& in) const {
    return {.admin = actor("admin_removed.actor.id", in.actor())};
  }

  domain::Withdrawn read(v1::Withdrawn& in) const { return {.reason = text(*in.mutable_reason())}; }

 private:
  // Cut without a mark: these bodies have none.
  std::string text(std::string& from) const {
    std::string out = std::move(from);
    cut_to_bytes(out, limits_.text);
    return out;
  }

  domain::ActorId actor(std::string_view field, const v1::Actor& in) const {
    checks_.needed(field, in.id()).id(field, in.id());
    return domain::ActorId{in.id()};
  }

  const Limits& limits_;
  FieldChecks& checks_;
};

}  // namespace

domain::EventBody read_body(EventKind kind, v1::TicketEvent& event, const Limits& limits,
                            FieldChecks& checks) {
  const Reading reading(limits, checks);
  switch (kind) {
    case EventKind::commented:
      return reading.read(*event.mutable_commented());
    case EventKind::associated:
      return reading.read(event.associated());
    case EventKind::acknowledged:
      return reading.read(event.acknowledged());
    case EventKind::paused:
      return reading.read(*event.mutable_paused());
    case EventKind::resolved:
      return reading.read(*event.mutable_resolved());
    case EventKind::reopened:
      return reading.read(*event.mutable_reopened());
    case EventKind::escalated:
      return reading.read(*event.mutable_escalated());
    case EventKind::handed_over:
      return reading.read(*event.mutable_handed_over());
    case EventKind::severity_changed:
      return reading.read(*event.mutable_severity_changed());
    case EventKind::approved:
      return reading.read(*event.mutable_approved());
    case EventKind::declined:
      return reading.read(*event.mutable_declined());
    case EventKind::withdrawn:
      return reading.read(*event.mutable_withdrawn());
    case EventKind::merged:
      return reading.read(event.merged());
    case EventKind::admin_added:
      return reading.read(event.admin_added());
    case EventKind::admin_removed:
      return reading.read(event.admin_removed());
    case EventKind::alert_fired:
    case EventKind::alert_cleared:
    case EventKind::heartbeat:
    case EventKind::incident_declared:
    case EventKind::incident_acknowledged:
    case EventKind::incident_updated:
    case EventKind::incident_role:
    case EventKind::incident_severity:
    case EventKind::incident_merged:
    case EventKind::incident_resolved:
    case EventKind::incident_reopened:
    case EventKind::linked:
    case EventKind::unlinked:
    case EventKind::silence_set:
    case EventKind::silence_ended:
      return read_incident_body(kind, event, limits, checks);
    case EventKind::opened:
    case EventKind::deadline:
    case EventKind::joined:
    case EventKind::team_lost:
    case EventKind::suspected:
    case EventKind::incident_over:
    case EventKind::unsilenced:
    case EventKind::incident_found:
    case EventKind::incident_reported:
    case EventKind::incident_joined:
    case EventKind::incident_deadline:
    case EventKind::page_refused:
      break;
  }
  return domain::NotSupported{kind};
}

}  // namespace triaged::codec
