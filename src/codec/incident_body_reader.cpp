// The members that tell of alerts, incidents and silences. Whether a symptom, a role or a pattern is one that
// is known is not asked here: that is configuration.
#include <iterator>
#include <utility>

#include <codec/body_reader.hpp>
#include <codec/cut.hpp>
#include <codec/timestamp.hpp>

namespace triaged::codec {
namespace {

using domain::EventKind;
using Map = google::protobuf::Map<std::string, std::string>;

class Reading {
 public:
  Reading(const Limits& limits, FieldChecks& checks) noexcept : limits_(limits), checks_(checks) {}

  domain::AlertFired read(v1::AlertFired& in) const {
    domain::AlertFired out;
    out.alert = alert("alert_fired", in);
    out.name = in.name();
    checks_.needed("alert_fired.name", in.name()).id("alert_fired.name", in.name());
    out.labels = labels("alert_fired.labels", *in.mutable_labels());
    out.annotations = labels("alert_fired.annotations", *in.mutable_annotations());
    // Half of an address leads nowhere.
    if (in.generator_url().size() <= limits_.url) out.generator_url = std::move(*in.mutable_generator_url());
    return out;
  }

  domain::AlertCleared read(const v1::AlertCleared& in) const {
    domain::AlertCleared out{.alert = alert("alert_cleared", in), .ends_at = {}};
    if (in.has_ends_at()) out.ends_at = from_timestamp(in.ends_at());
    return out;
  }

  domain::Heartbeat read(const v1::Heartbeat& in) const {
    checks_.needed("heartbeat.name", in.name())
        .id("heartbeat.name", in.name())
        .id("heartbeat.cluster", in.cluster());
    return {.name = in.name(), .cluster = domain::ClusterId{in.cluster()}};
  }

  domain::IncidentDeclared read(v1::IncidentDeclared& in) const {
    domain::IncidentDeclared out;
    checks_.needed("incident_declared.title", in.title()).id("incident_declared.symptom", in.symptom());
    if (!in.severity().empty()) checks_.word("incident_declared.severity", in.severity(), out.severity);
    out.title = std::move(*in.mutable_title());
    cut(out.title, prefix_of_characters(out.title, limits_.subject));
    out.symptom = in.symptom();
    return out;
  }

  domain::IncidentAcknowledged read(const v1::IncidentAcknowledged& in) const {
    return {.incident = incident("incident_acknowledged.incident_id", in.incident_id())};
  }

  domain::IncidentUpdated read(v1::IncidentUpdated& in) const {
    domain::IncidentUpdated out;
    out.incident = incident("incident_updated.incident_id", in.incident_id());
    checks_.id("incident_updated.channel", in.channel());
    if (in.text().empty() && in.channel().empty() && !in.community_informed())
      checks_.fail("field `incident_updated` has neither `text` nor `channel` nor `community_informed`");
    out.text = text(*in.mutable_text());
    out.channel = in.channel();
    out.community_informed = in.community_informed();
    return out;
  }

  domain::IncidentRole read(const v1::IncidentRole& in) const {
    domain::IncidentRole out;
    out.incident = incident("incident_role.incident_id", in.incident_id());
    checks_.needed("incident_role.role", in.role()).id("incident_role.role", in.role());
    checks_.needed("incident_role.actor.id", in.actor().id()).id("incident_role.actor.id", in.actor().id());
    out.role = in.role();
    out.actor = domain::ActorId{in.actor().id()};
    return out;
  }

  domain::IncidentSeverity read(v1::IncidentSeverity& in) const {
    domain::IncidentSeverity out;
    out.incident = incident("incident_severity.incident_id", in.incident_id());
    checks_.needed("incident_severity.severity", in.severity())
        .word("incident_severity.severity", in.severity(), out.severity);
    out.reason = text(*in.mutable_reason());
    return out;
  }

  domain::IncidentMerged read(const v1::IncidentMerged& in) const {
    return {.incident = incident("incident_merged.incident_id", in.incident_id()),
            .into = incident("incident_merged.into", in.into())};
  }

  domain::IncidentResolved read(v1::IncidentResolved& in) const {
    return {.incident = incident("incident_resolved.incident_id", in.incident_id()),
            .resolution = text(*in.mutable_resolution())};
  }

  domain::IncidentReopened read(v1::IncidentReopened& in) const {
    return {.incident = incident("incident_reopened.incident_id", in.incident_id()),
            .reason = text(*in.mutable_reason())};
  }

  domain::Linked read(const v1::Linked& in) const {
    return {.incident = incident("linked.incident_id", in.incident_id())};
  }

  domain::Unlinked read(const v1::Unlinked& in) const {
    return {.incident = incident("unlinked.incident_id", in.incident_id())};
  }

  domain::SilenceSet read(v1::SilenceSet& in) const {
    domain::SilenceSet out;
    out.silence = silence("silence_set.silence_id", in.silence_id());
    if (in.matchers().empty()) checks_.fail("field `silence_set.matchers` is missing");
    if (static_cast<std::size_t>(in.matchers_size()) > limits_.matchers)
      checks_.fail("field `silence_set.matchers` has more than " + std::to_string(limits_.matchers) +
                   " matchers");
    for (v1::Matcher& matcher : *in.mutable_matchers()) out.matchers.push_back(read(matcher));
    if (in.has_starts_at()) out.starts_at = from_timestamp(in.starts_at());
    if (!in.has_ends_at()) checks_.fail("field `silence_set.ends_at` is missing");
    out.ends_at = from_timestamp(in.ends_at()).value_or(domain::Instant{});
    if (out.starts_at && out.ends_at <= *out.starts_at)
      checks_.fail("field `silence_set.ends_at` does not lie after `starts_at`");
    out.reason = text(*in.mutable_reason());
    return out;
  }

  domain::SilenceEnded read(const v1::SilenceEnded& in) const {
    return {.silence = silence("silence_ended.silence_id", in.silence_id())};
  }

 private:
  template <class Alert>
  domain::AlertKey alert(const std::string& member, const Alert& in) const {
    checks_.needed(member + ".source", in.source()).id(member + ".source", in.source());
    checks_.needed(member + ".fingerprint", in.fingerprint()).id(member + ".fingerprint", in.fingerprint());
    if (!in.has_starts_at()) checks_.fail("field `" + member + ".starts_at` is missing");
    return {.source = in.source(),
            .fingerprint = in.fingerprint(),
            .starts_at = from_timestamp(in.starts_at()).value_or(domain::Instant{})};
  }

  // Cut without a mark, in number and in length: an alert is no person's words.
  domain::Labels labels(std::string_view field, Map& in) const {
    domain::Labels out;
    for (auto& [key, value] : in) {
      checks_.id(field, key);
      out.emplace(key, std::move(value));
    }
    if (out.size() > limits_.labels)
      out.erase(std::next(out.begin(), static_cast<std::ptrdiff_t>(limits_.labels)), out.end());
    for (auto& [key, value] : out) cut_to_bytes(value, limits_.label_value);
    return out;
  }

  // Half a pattern would match something else: it is refused, not cut.
  domain::Matcher read(v1::Matcher& in) const {
    checks_.needed("silence_set.matchers.name", in.name()).id("silence_set.matchers.name", in.name());
    if (in.value().size() > limits_.label_value)
      checks_.fail("field `silence_set.matchers.value` is longer than " +
                   std::to_string(limits_.label_value) + " bytes");
    return {.name = in.name(), .value = std::move(*in.mutable_value()), .is_regex = in.is_regex()};
  }

  domain::IncidentId incident(std::string_view field, const std::string& id) const {
    checks_.needed(field, id).id(field, id);
    return domain::IncidentId{id};
  }

  domain::SilenceId silence(std::string_view field, const std::string& id) const {
    checks_.needed(field, id).id(field, id);
    return domain::SilenceId{id};
  }

  std::string text(std::string& from) const {
    std::string out = std::move(from);
    cut_to_bytes(out, limits_.text);
    return out;
  }

  const Limits& limits_;
  FieldChecks& checks_;
};

}  // namespace

domain::EventBody read_incident_body(EventKind kind, v1::TicketEvent& event, const Limits& limits,
                                     FieldChecks& checks) {
  const Reading reading(limits, checks);
  if (kind == EventKind::alert_fired) return reading.read(*event.mutable_alert_fired());
  if (kind == EventKind::alert_cleared) return reading.read(event.alert_cleared());
  if (kind == EventKind::heartbeat) return reading.read(event.heartbeat());
  if (kind == EventKind::incident_declared) return reading.read(*event.mutable_incident_declared());
  if (kind == EventKind::incident_acknowledged) return reading.read(event.incident_acknowledged());
  if (kind == EventKind::incident_updated) return reading.read(*event.mutable_incident_updated());
  if (kind == EventKind::incident_role) return reading.read(event.incident_role());
  if (kind == EventKind::incident_severity) return reading.read(*event.mutable_incident_severity());
  if (kind == EventKind::incident_merged) return reading.read(event.incident_merged());
  if (kind == EventKind::incident_resolved) return reading.read(*event.mutable_incident_resolved());
  if (kind == EventKind::incident_reopened) return reading.read(*event.mutable_incident_reopened());
  if (kind == EventKind::linked) return reading.read(event.linked());
  if (kind == EventKind::unlinked) return reading.read(event.unlinked());
  if (kind == EventKind::silence_set) return reading.read(*event.mutable_silence_set());
  if (kind == EventKind::silence_ended) return reading.read(event.silence_ended());
  return domain::NotSupported{kind};
}

}  // namespace triaged::codec
