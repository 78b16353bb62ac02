// The bodies of events about alerts, incidents and silences as parts of rows, written.
#include <codec/state_event.hpp>
#include <codec/state_pair.hpp>
#include <codec/state_words.hpp>

namespace triaged::codec {
namespace {

using Event = v1::StoredEvent;

void write_incident_id(RowWriter& out, int body, const domain::IncidentId& incident) {
  out.part(body, [&] { out.text(v1::StoredOfIncident::kIncidentFieldNumber, incident.value); });
}

void write_incident_text(RowWriter& out, int body, const domain::IncidentId& incident,
                         std::string_view text) {
  out.part(body, [&] {
    out.text(v1::StoredIncidentText::kIncidentFieldNumber, incident.value);
    out.text(v1::StoredIncidentText::kTextFieldNumber, text);
  });
}

void write_silence_id(RowWriter& out, int body, const domain::SilenceId& silence) {
  out.part(body, [&] { out.text(v1::StoredOfSilence::kSilenceFieldNumber, silence.value); });
}

void write_labels(RowWriter& out, int field, const domain::Labels& labels) {
  for (const auto& label : labels) write_pair(out, field, label.first, label.second);
}

}  // namespace

std::string_view word(domain::IncidentReported::How how) {
  switch (how) {
    case domain::IncidentReported::How::linked:
      return "linked";
    case domain::IncidentReported::How::suspected:
      return "suspected";
    case domain::IncidentReported::How::left:
      return "left";
    case domain::IncidentReported::How::over:
      return "over";
    case domain::IncidentReported::How::again:
      return "again";
    case domain::IncidentReported::How::merged:
      return "merged";
  }
  return {};
}

void write_body(RowWriter& out, const domain::AlertFired& body) {
  using Stored = v1::StoredAlertFired;
  out.part(Event::kAlertFiredFieldNumber, [&] {
    write_alert(out, Stored::kAlertFieldNumber, body.alert);
    out.text(Stored::kNameFieldNumber, body.name);
    write_labels(out, Stored::kLabelsFieldNumber, body.labels);
    write_labels(out, Stored::kAnnotationsFieldNumber, body.annotations);
    out.text(Stored::kGeneratorUrlFieldNumber, body.generator_url);
  });
}

void write_body(RowWriter& out, const domain::AlertCleared& body) {
  using Stored = v1::StoredAlertCleared;
  out.part(Event::kAlertClearedFieldNumber, [&] {
    write_alert(out, Stored::kAlertFieldNumber, body.alert);
    write_time(out, Stored::kEndsAtFieldNumber, body.ends_at);
  });
}

void write_body(RowWriter& out, const domain::Heartbeat& body) {
  using Stored = v1::StoredHeartbeat;
  out.part(Event::kHeartbeatFieldNumber, [&] {
    out.text(Stored::kNameFieldNumber, body.name);
    out.text(Stored::kClusterFieldNumber, body.cluster.value);
  });
}

void write_body(RowWriter& out, const domain::IncidentDeclared& body) {
  using Stored = v1::StoredIncidentDeclared;
  out.part(Event::kIncidentDeclaredFieldNumber, [&] {
    out.text(Stored::kTitleFieldNumber, body.title);
    out.text(Stored::kSymptomFieldNumber, body.symptom);
    out.text(Stored::kSeverityFieldNumber, word(body.severity));
  });
}

void write_body(RowWriter& out, const domain::IncidentAcknowledged& body) {
  write_incident_id(out, Event::kIncidentAcknowledgedFieldNumber, body.incident);
}

void write_body(RowWriter& out, const domain::IncidentUpdated& body) {
  using Stored = v1::StoredIncidentUpdated;
  out.part(Event::kIncidentUpdatedFieldNumber, [&] {
    out.text(Stored::kIncidentFieldNumber, body.incident.value);
    out.text(Stored::kTextFieldNumber, body.text);
    out.text(Stored::kChannelFieldNumber, body.channel);
    out.flag(Stored::kCommunityInformedFieldNumber, body.community_informed);
  });
}

void write_body(RowWriter& out, const domain::IncidentRole& body) {
  using Stored = v1::StoredIncidentRole;
  out.part(Event::kIncidentRoleFieldNumber, [&] {
    out.text(Stored::kIncidentFieldNumber, body.incident.value);
    out.text(Stored::kRoleFieldNumber, body.role);
    out.text(Stored::kActorFieldNumber, body.actor.value);
  });
}

void write_body(RowWriter& out, const domain::IncidentSeverity& body) {
  using Stored = v1::StoredIncidentSeverity;
  out.part(Event::kIncidentSeverityFieldNumber, [&] {
    out.text(Stored::kIncidentFieldNumber, body.incident.value);
    out.text(Stored::kSeverityFieldNumber, word(body.severity));
    out.text(Stored::kReasonFieldNumber, body.reason);
  });
}

void write_body(RowWriter& out, const domain::IncidentMerged& body) {
  using Stored = v1::StoredIncidentMerged;
  out.part(Event::kIncidentMergedFieldNumber, [&] {
    out.text(Stored::kIncidentFieldNumber, body.incident.value);
    out.text(Stored::kIntoFieldNumber, body.into.value);
  });
}

void write_body(RowWriter& out, const domain::IncidentResolved& body) {
  write_incident_text(out, Event::kIncidentResolvedFieldNumber, body.incident, body.resolution);
}

void write_body(RowWriter& out, const domain::IncidentReopened& body) {
  write_incident_text(out, Event::kIncidentReopenedFieldNumber, body.incident, body.reason);
}

void write_body(RowWriter& out, const domain::Linked& body) {
  write_incident_id(out, Event::kLinkedFieldNumber, body.incident);
}

void write_body(RowWriter& out, const domain::Unlinked& body) {
  write_incident_id(out, Event::kUnlinkedFieldNumber, body.incident);
}

void write_body(RowWriter& out, const domain::SilenceSet& body) {
  using Stored = v1::StoredSilenceSet;
  out.part(Event::kSilenceSetFieldNumber, [&] {
    out.text(Stored::kSilenceFieldNumber, body.silence.value);
    write_matchers(out, Stored::kMatchersFieldNumber, body.matchers);
    write_time(out, Stored::kStartsAtFieldNumber, body.starts_at);
    out.number(Stored::kEndsAtFieldNumber, micros(body.ends_at));
    out.text(Stored::kReasonFieldNumber, body.reason);
  });
}

void write_body(RowWriter& out, const domain::SilenceEnded& body) {
  write_silence_id(out, Event::kSilenceEndedFieldNumber, body.silence);
}

void write_body(RowWriter& out, const domain::Suspected& body) {
  write_incident_id(out, Event::kSuspectedFieldNumber, body.incident);
}

void write_body(RowWriter& out, const domain::IncidentOver& body) {
  write_incident_text(out, Event::kIncidentOverFieldNumber, body.incident, body.resolution);
}

void write_body(RowWriter& out, const domain::Unsilenced& body) {
  write_silence_id(out, Event::kUnsilencedFieldNumber, body.silence);
}

void write_body(RowWriter& out, const domain::IncidentFound& body) {
  using Stored = v1::StoredIncidentFound;
  out.part(Event::kIncidentFoundFieldNumber, [&] {
    out.text(Stored::kTicketFieldNumber, body.ticket.value);
    out.text(Stored::kTitleFieldNumber, body.title);
    out.text(Stored::kSymptomFieldNumber, body.symptom);
    out.text(Stored::kSeverityFieldNumber, word(body.severity));
    out.text(Stored::kHubFieldNumber, body.hub.value);
    out.text(Stored::kCommunityFieldNumber, body.community.value);
    out.text(Stored::kClusterFieldNumber, body.cluster.value);
    out.text(Stored::kCodeFieldNumber, word(body.code));
    out.text(Stored::kRuleFieldNumber, body.rule.value);
    out.text(Stored::kBecauseFieldNumber, body.because);
    out.flag(Stored::kConfidentialFieldNumber, body.confidential);
  });
}

void write_body(RowWriter& out, const domain::IncidentReported& body) {
  using Stored = v1::StoredIncidentReported;
  out.part(Event::kIncidentReportedFieldNumber, [&] {
    out.text(Stored::kIncidentFieldNumber, body.incident.value);
    out.text(Stored::kTicketFieldNumber, body.ticket.value);
    out.text(Stored::kHowFieldNumber, word(body.how));
    out.text(Stored::kSeverityFieldNumber, word(body.severity));
    out.text(Stored::kOtherFieldNumber, body.other.value);
    write_places(out, Stored::kPlacesFieldNumber, body.places);
  });
}

void write_body(RowWriter& out, const domain::IncidentJoined& body) {
  using Stored = v1::StoredIncidentJoined;
  out.part(Event::kIncidentJoinedFieldNumber, [&] {
    out.text(Stored::kIncidentFieldNumber, body.incident.value);
    out.text(Stored::kParentFieldNumber, body.parent.value);
    out.text(Stored::kChildFieldNumber, body.child.value);
  });
}

void write_body(RowWriter& out, const domain::IncidentDeadline& body) {
  using Stored = v1::StoredIncidentDeadline;
  out.part(Event::kIncidentDeadlineFieldNumber, [&] {
    out.text(Stored::kIncidentFieldNumber, body.incident.value);
    out.text(Stored::kClockFieldNumber, word(body.clock));
  });
}

void write_body(RowWriter& out, const domain::PageRefused& body) {
  using Stored = v1::StoredPageRefused;
  out.part(Event::kPageRefusedFieldNumber, [&] {
    out.text(Stored::kIncidentFieldNumber, body.incident.value);
    out.number(Stored::kLevelFieldNumber, std::uint64_t{body.level});
    out.text(Stored::kWhyFieldNumber, body.why);
  });
}

}  // namespace triaged::codec
