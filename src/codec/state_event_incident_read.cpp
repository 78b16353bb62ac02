// The bodies of events about alerts, incidents and silences as parts of rows, read.
#include <codec/state_event.hpp>
#include <codec/state_pair.hpp>
#include <codec/state_words.hpp>

namespace triaged::codec {
namespace {

// Each gives the body, or nothing when a word in it is not known.
using Read = std::optional<domain::EventBody>;
using Pairs = google::protobuf::RepeatedPtrField<v1::StoredPair>;

domain::IncidentId incident(const std::string& id) { return domain::IncidentId{id}; }

domain::Labels labels(const Pairs& in) {
  domain::Labels out;
  for (const v1::StoredPair& pair : in) out.emplace(pair.name(), pair.value());
  return out;
}

domain::AlertFired body(const v1::StoredAlertFired& in) {
  return {.alert = alert(in.alert()),
          .name = in.name(),
          .labels = labels(in.labels()),
          .annotations = labels(in.annotations()),
          .generator_url = in.generator_url()};
}

domain::AlertCleared body(const v1::StoredAlertCleared& in) {
  domain::AlertCleared cleared{.alert = alert(in.alert()), .ends_at = std::nullopt};
  if (in.has_ends_at()) cleared.ends_at = instant(in.ends_at());
  return cleared;
}

Read body(const v1::StoredIncidentDeclared& in) {
  domain::IncidentDeclared declared{.title = in.title(), .symptom = in.symptom(), .severity = {}};
  if (!read(in.severity(), declared.severity)) return std::nullopt;
  return declared;
}

domain::IncidentUpdated body(const v1::StoredIncidentUpdated& in) {
  return {.incident = incident(in.incident()),
          .text = in.text(),
          .channel = in.channel(),
          .community_informed = in.community_informed()};
}

Read body(const v1::StoredIncidentSeverity& in) {
  domain::IncidentSeverity changed{
      .incident = incident(in.incident()), .severity = {}, .reason = in.reason()};
  if (!read(in.severity(), changed.severity)) return std::nullopt;
  return changed;
}

domain::SilenceSet body(const v1::StoredSilenceSet& in) {
  domain::SilenceSet set{.silence = domain::SilenceId{in.silence()},
                         .matchers = matchers(in.matchers()),
                         .starts_at = std::nullopt,
                         .ends_at = instant(in.ends_at()),
                         .reason = in.reason()};
  if (in.has_starts_at()) set.starts_at = instant(in.starts_at());
  return set;
}

Read body(const v1::StoredIncidentFound& in) {
  domain::IncidentFound found{.ticket = domain::TicketId{in.ticket()},
                              .title = in.title(),
                              .symptom = in.symptom(),
                              .severity = {},
                              .hub = domain::HubId{in.hub()},
                              .community = domain::CommunityId{in.community()},
                              .cluster = domain::ClusterId{in.cluster()},
                              .code = {},
                              .rule = domain::RuleName{in.rule()},
                              .because = in.because(),
                              .confidential = in.confidential()};
  if (!read(in.severity(), found.severity) || !read(in.code(), found.code)) return std::nullopt;
  return found;
}

bool read_how(std::string_view text, domain::IncidentReported::How& out) {
  using How = domain::IncidentReported::How;
  for (const How how : {How::linked, How::suspected, How::left, How::over, How::again, How::merged}) {
    if (word(how) != text) continue;
    out = how;
    return true;
  }
  return false;
}

Read body(const v1::StoredIncidentReported& in) {
  domain::IncidentReported reported{.incident = incident(in.incident()),
                                    .ticket = domain::TicketId{in.ticket()},
                                    .how = {},
                                    .severity = {},
                                    .other = incident(in.other()),
                                    .places = {}};
  read_places(in.places(), reported.places);
  if (!read_how(in.how(), reported.how) || !read(in.severity(), reported.severity)) return std::nullopt;
  return reported;
}

Read body(const v1::StoredIncidentDeadline& in) {
  domain::IncidentDeadline deadline{.incident = incident(in.incident()), .clock = {}};
  if (!read(in.clock(), deadline.clock)) return std::nullopt;
  return deadline;
}

}  // namespace

Read incident_body(const v1::StoredEvent& in) {
  if (in.has_alert_fired()) return body(in.alert_fired());
  if (in.has_alert_cleared()) return body(in.alert_cleared());
  if (in.has_heartbeat())
    return domain::Heartbeat{.name = in.heartbeat().name(),
                             .cluster = domain::ClusterId{in.heartbeat().cluster()}};
  if (in.has_incident_declared()) return body(in.incident_declared());
  if (in.has_incident_acknowledged())
    return domain::IncidentAcknowledged{incident(in.incident_acknowledged().incident())};
  if (in.has_incident_updated()) return body(in.incident_updated());
  if (in.has_incident_role())
    return domain::IncidentRole{.incident = incident(in.incident_role().incident()),
                                .role = in.incident_role().role(),
                                .actor = domain::ActorId{in.incident_role().actor()}};
  if (in.has_incident_severity()) return body(in.incident_severity());
  if (in.has_incident_merged())
    return domain::IncidentMerged{.incident = incident(in.incident_merged().incident()),
                                  .into = incident(in.incident_merged().into())};
  if (in.has_incident_resolved())
    return domain::IncidentResolved{.incident = incident(in.incident_resolved().incident()),
                                    .resolution = in.incident_resolved().text()};
  if (in.has_incident_reopened())
    return domain::IncidentReopened{.incident = incident(in.incident_reopened().incident()),
                                    .reason = in.incident_reopened().text()};
  if (in.has_linked()) return domain::Linked{incident(in.linked().incident())};
  if (in.has_unlinked()) return domain::Unlinked{incident(in.unlinked().incident())};
  if (in.has_silence_set()) return body(in.silence_set());
  if (in.has_silence_ended()) return domain::SilenceEnded{domain::SilenceId{in.silence_ended().silence()}};
  if (in.has_suspected()) return domain::Suspected{incident(in.suspected().incident())};
  if (in.has_incident_over())
    return domain::IncidentOver{.incident = incident(in.incident_over().incident()),
                                .resolution = in.incident_over().text()};
  if (in.has_unsilenced()) return domain::Unsilenced{domain::SilenceId{in.unsilenced().silence()}};
  if (in.has_incident_found()) return body(in.incident_found());
  if (in.has_incident_reported()) return body(in.incident_reported());
  if (in.has_incident_joined())
    return domain::IncidentJoined{.incident = incident(in.incident_joined().incident()),
                                  .parent = incident(in.incident_joined().parent()),
                                  .child = incident(in.incident_joined().child())};
  if (in.has_incident_deadline()) return body(in.incident_deadline());
  if (in.has_page_refused())
    return domain::PageRefused{.incident = incident(in.page_refused().incident()),
                               .level = in.page_refused().level(),
                               .why = in.page_refused().why()};
  return std::nullopt;
}

}  // namespace triaged::codec
