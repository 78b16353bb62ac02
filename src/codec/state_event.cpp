// Events as parts of rows, written. Reading is state_event_read.cpp; the bodies about alerts, incidents and
// silences are in state_event_incident.cpp.
#include <codec/state_event.hpp>
#include <codec/state_pair.hpp>
#include <codec/state_words.hpp>

namespace triaged::codec {
namespace {

class Body {
 public:
  explicit Body(RowWriter& out) noexcept : out_(out) {}

  void operator()(const domain::Opened& opened) const {
    using Stored = v1::StoredOpened;
    out_.part(Event::kOpenedFieldNumber, [&] {
      out_.text(Stored::kSubjectFieldNumber, opened.subject);
      out_.text(Stored::kBodyFieldNumber, opened.body);
      out_.text(Stored::kChannelFieldNumber, opened.channel);
      for (const auto& label : opened.labels)
        write_pair(out_, Stored::kLabelsFieldNumber, label.first, label.second);
      out_.text(Stored::kCommunityFieldNumber, opened.community.value);
      time(Stored::kNeededByFieldNumber, opened.needed_by);
      out_.flag(Stored::kTruncatedFieldNumber, opened.truncated);
      if (opened.alert) write_alert(out_, Stored::kAlertFieldNumber, *opened.alert);
    });
  }
  void operator()(const domain::Commented& commented) const {
    using Stored = v1::StoredCommented;
    out_.part(Event::kCommentedFieldNumber, [&] {
      out_.text(Stored::kBodyFieldNumber, commented.body);
      out_.text(Stored::kChannelFieldNumber, commented.channel);
      out_.flag(Stored::kAutomaticFieldNumber, commented.automatic);
      time(Stored::kNeededByFieldNumber, commented.needed_by);
      out_.flag(Stored::kTruncatedFieldNumber, commented.truncated);
    });
  }
  void operator()(const domain::Associated& associated) const {
    using Stored = v1::StoredAssociated;
    texts(Event::kAssociatedFieldNumber, Stored::kHubFieldNumber, associated.hub.value,
          Stored::kCommunityFieldNumber, associated.community.value);
  }
  void operator()(const domain::Acknowledged& acknowledged) const {
    text(Event::kAcknowledgedFieldNumber, v1::StoredAcknowledged::kAssigneeFieldNumber,
         acknowledged.assignee.value);
  }
  void operator()(const domain::Paused& paused) const {
    using Stored = v1::StoredPaused;
    out_.part(Event::kPausedFieldNumber, [&] {
      out_.text(Stored::kReasonFieldNumber, paused.reason);
      out_.text(Stored::kWaitingForFieldNumber, word(paused.waiting_for));
      time(Stored::kUntilFieldNumber, paused.until);
    });
  }
  void operator()(const domain::Resolved& resolved) const {
    text(Event::kResolvedFieldNumber, v1::StoredResolved::kResolutionFieldNumber, resolved.resolution);
  }
  void operator()(const domain::Reopened& reopened) const {
    text(Event::kReopenedFieldNumber, v1::StoredReopened::kReasonFieldNumber, reopened.reason);
  }
  void operator()(const domain::Escalated& escalated) const {
    text(Event::kEscalatedFieldNumber, v1::StoredEscalated::kReasonFieldNumber, escalated.reason);
  }
  void operator()(const domain::HandedOver& handed_over) const {
    using Stored = v1::StoredHandedOver;
    texts(Event::kHandedOverFieldNumber, Stored::kTeamFieldNumber, handed_over.team.value,
          Stored::kReasonFieldNumber, handed_over.reason);
  }
  void operator()(const domain::SeverityChanged& changed) const {
    using Stored = v1::StoredSeverityChanged;
    texts(Event::kSeverityChangedFieldNumber, Stored::kSeverityFieldNumber, word(changed.severity),
          Stored::kReasonFieldNumber, changed.reason);
  }
  void operator()(const domain::Approved& approved) const {
    using Stored = v1::StoredApproved;
    texts(Event::kApprovedFieldNumber, Stored::kCommentFieldNumber, approved.comment,
          Stored::kOnBehalfOfFieldNumber, approved.on_behalf_of.value);
  }
  void operator()(const domain::Declined& declined) const {
    using Stored = v1::StoredDeclined;
    texts(Event::kDeclinedFieldNumber, Stored::kReasonFieldNumber, declined.reason,
          Stored::kOnBehalfOfFieldNumber, declined.on_behalf_of.value);
  }
  void operator()(const domain::Withdrawn& withdrawn) const {
    text(Event::kWithdrawnFieldNumber, v1::StoredWithdrawn::kReasonFieldNumber, withdrawn.reason);
  }
  void operator()(const domain::Merged& merged) const {
    text(Event::kMergedFieldNumber, v1::StoredMerged::kIntoFieldNumber, merged.into.value);
  }
  void operator()(const domain::AdminAdded& added) const {
    text(Event::kAdminAddedFieldNumber, v1::StoredAdmin::kAdminFieldNumber, added.admin.value);
  }
  void operator()(const domain::AdminRemoved& removed) const {
    text(Event::kAdminRemovedFieldNumber, v1::StoredAdmin::kAdminFieldNumber, removed.admin.value);
  }
  void operator()(const domain::Joined& joined) const {
    using Stored = v1::StoredJoined;
    out_.part(Event::kJoinedFieldNumber, [&] {
      out_.text(Stored::kFromFieldNumber, joined.from.value);
      for (const auto& requester : joined.requesters)
        out_.text(Stored::kRequestersFieldNumber, requester.value);
    });
  }
  void operator()(const domain::TeamLost&) const {
    out_.part(Event::kTeamLostFieldNumber, [] {});
  }
  void operator()(const domain::Deadline& deadline) const {
    text(Event::kDeadlineFieldNumber, v1::StoredDeadline::kClockFieldNumber, word(deadline.clock));
  }
  void operator()(const domain::NotSupported&) const {}
  template <class Other>
  void operator()(const Other& body) const {
    write_body(out_, body);
  }

 private:
  using Event = v1::StoredEvent;

  // A body of one text, or of two.
  void text(int body, int field, std::string_view value) const {
    out_.part(body, [&] { out_.text(field, value); });
  }
  void texts(int body, int first, std::string_view value, int second, std::string_view other) const {
    out_.part(body, [&] {
      out_.text(first, value);
      out_.text(second, other);
    });
  }
  void time(int field, const std::optional<domain::Instant>& value) const { write_time(out_, field, value); }

  RowWriter& out_;
};

// Fields are written in the order of their numbers, and these bodies are numbered behind `addressed_to`.
bool is_behind_address(domain::EventKind kind) {
  using domain::EventKind;
  return (kind >= EventKind::alert_fired && kind <= EventKind::silence_ended) || kind >= EventKind::suspected;
}

}  // namespace

void write_event(RowWriter& out, const domain::TicketEvent& event) {
  using Stored = v1::StoredEvent;
  out.text(Stored::kProducerFieldNumber, event.producer.value);
  out.text(Stored::kEventIdFieldNumber, event.event_id.value);
  out.text(Stored::kTicketIdFieldNumber, event.ticket_id.value);
  out.number(Stored::kOccurredAtFieldNumber, micros(event.occurred_at));
  out.text(Stored::kActorFieldNumber, event.actor.value);
  out.text(Stored::kHubFieldNumber, event.hub.value);
  out.text(Stored::kTraceparentFieldNumber, event.traceparent);
  const auto kind = domain::kind(event);
  out.text(Stored::kKindFieldNumber, word(kind));
  if (!is_behind_address(kind)) std::visit(Body(out), event.body);
  out.text(Stored::kAddressedToFieldNumber, event.addressed_to.value);
  if (is_behind_address(kind)) std::visit(Body(out), event.body);
}

}  // namespace triaged::codec
