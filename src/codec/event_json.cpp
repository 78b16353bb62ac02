// Events as JSON, for producers and tests. Texts are there even when empty; ids, points in time and flags
// only where they say something.
#include <stdexcept>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <triaged/codec/event.hpp>

namespace triaged::codec {
namespace {

namespace json = boost::json;

struct AsJson {
  json::object operator()(const domain::Opened& opened) const {
    json::object out{{"subject", opened.subject}, {"body", opened.body}, {"channel", opened.channel}};
    out["labels"] = texts(opened.labels);
    id(out, "community", opened.community.value);
    time(out, "needed_by", opened.needed_by);
    return out;
  }
  json::object operator()(const domain::Commented& commented) const {
    json::object out{{"body", commented.body}, {"channel", commented.channel}};
    if (commented.automatic) out["automatic"] = true;
    time(out, "needed_by", commented.needed_by);
    return out;
  }
  json::object operator()(const domain::Associated& associated) const {
    json::object out;
    id(out, "hub", associated.hub.value);
    id(out, "community", associated.community.value);
    return out;
  }
  json::object operator()(const domain::Acknowledged& acknowledged) const {
    json::object out;
    id(out, "assignee", acknowledged.assignee.value);
    return out;
  }
  json::object operator()(const domain::Paused& paused) const {
    json::object out{{"reason", paused.reason}, {"waiting_for", domain::name(paused.waiting_for)}};
    time(out, "until", paused.until);
    return out;
  }
  json::object operator()(const domain::Resolved& resolved) const {
    return {{"resolution", resolved.resolution}};
  }
  json::object operator()(const domain::Reopened& reopened) const { return {{"reason", reopened.reason}}; }
  json::object operator()(const domain::Escalated& escalated) const { return {{"reason", escalated.reason}}; }
  json::object operator()(const domain::HandedOver& handed_over) const {
    return {{"team", handed_over.team.value}, {"reason", handed_over.reason}};
  }
  json::object operator()(const domain::SeverityChanged& changed) const {
    return {{"severity", domain::name(changed.severity)}, {"reason", changed.reason}};
  }
  json::object operator()(const domain::Approved& approved) const {
    json::object out{{"comment", approved.comment}};
    id(out, "on_behalf_of", approved.on_behalf_of.value);
    return out;
  }
  json::object operator()(const domain::Declined& declined) const {
    json::object out{{"reason", declined.reason}};
    id(out, "on_behalf_of", declined.on_behalf_of.value);
    return out;
  }
  json::object operator()(const domain::Withdrawn& withdrawn) const { return {{"reason", withdrawn.reason}}; }
  json::object operator()(const domain::Merged& merged) const { return {{"into", merged.into.value}}; }
  json::object operator()(const domain::AdminAdded& added) const { return actor(added.admin); }
  json::object operator()(const domain::AdminRemoved& removed) const { return actor(removed.admin); }

  json::object operator()(const domain::AlertFired& fired) const {
    json::object out = alert(fired.alert);
    out["name"] = fired.name;
    out["labels"] = texts(fired.labels);
    out["annotations"] = texts(fired.annotations);
    id(out, "generator_url", fired.generator_url);
    return out;
  }
  json::object operator()(const domain::AlertCleared& cleared) const {
    json::object out = alert(cleared.alert);
    time(out, "ends_at", cleared.ends_at);
    return out;
  }
  json::object operator()(const domain::Heartbeat& heartbeat) const {
    json::object out{{"name", heartbeat.name}};
    id(out, "cluster", heartbeat.cluster.value);
    return out;
  }
  json::object operator()(const domain::IncidentDeclared& declared) const {
    json::object out{{"title", declared.title}};
    id(out, "symptom", declared.symptom);
    out["severity"] = domain::name(declared.severity);
    return out;
  }
  json::object operator()(const domain::IncidentAcknowledged& body) const { return of(body.incident); }
  json::object operator()(const domain::IncidentUpdated& updated) const {
    json::object out = of(updated.incident);
    out["text"] = updated.text;
    id(out, "channel", updated.channel);
    if (updated.community_informed) out["community_informed"] = true;
    return out;
  }
  json::object operator()(const domain::IncidentRole& role) const {
    json::object out = of(role.incident);
    out["role"] = role.role;
    out["actor"] = json::object{{"id", role.actor.value}};
    return out;
  }
  json::object operator()(const domain::IncidentSeverity& changed) const {
    json::object out = of(changed.incident);
    out["severity"] = domain::name(changed.severity);
    out["reason"] = changed.reason;
    return out;
  }
  json::object operator()(const domain::IncidentMerged& merged) const {
    json::object out = of(merged.incident);
    out["into"] = merged.into.value;
    return out;
  }
  json::object operator()(const domain::IncidentResolved& resolved) const {
    json::object out = of(resolved.incident);
    out["resolution"] = resolved.resolution;
    return out;
  }
  json::object operator()(const domain::IncidentReopened& reopened) const {
    json::object out = of(reopened.incident);
    out["reason"] = reopened.reason;
    return out;
  }
  json::object operator()(const domain::Linked& linked) const { return of(linked.incident); }
  json::object operator()(const domain::Unlinked& unlinked) const { return of(unlinked.incident); }
  json::object operator()(const domain::SilenceSet& set) const {
    json::array matchers;
    for (const auto& matcher : set.matchers) {
      json::object& out = matchers.emplace_back(json::object{}).as_object();
      out["name"] = matcher.name;
      out["value"] = matcher.value;
      if (matcher.is_regex) out["is_regex"] = true;
    }
    json::object out{{"silence_id", set.silence.value}};
    out["matchers"] = std::move(matchers);
    time(out, "starts_at", set.starts_at);
    time(out, "ends_at", set.ends_at);
    out["reason"] = set.reason;
    return out;
  }
  json::object operator()(const domain::SilenceEnded& ended) const {
    return {{"silence_id", ended.silence.value}};
  }

  json::object operator()(const domain::Deadline&) const { on_no_wire("deadline"); }
  json::object operator()(const domain::Joined&) const { on_no_wire("joined"); }
  json::object operator()(const domain::TeamLost&) const { on_no_wire("team_lost"); }
  json::object operator()(const domain::Suspected&) const { on_no_wire("suspected"); }
  json::object operator()(const domain::IncidentOver&) const { on_no_wire("incident_over"); }
  json::object operator()(const domain::Unsilenced&) const { on_no_wire("unsilenced"); }
  json::object operator()(const domain::IncidentFound&) const { on_no_wire("incident_found"); }
  json::object operator()(const domain::IncidentReported&) const { on_no_wire("incident_reported"); }
  json::object operator()(const domain::IncidentJoined&) const { on_no_wire("incident_joined"); }
  json::object operator()(const domain::IncidentDeadline&) const { on_no_wire("incident_deadline"); }
  json::object operator()(const domain::PageRefused&) const { on_no_wire("page_refused"); }
  json::object operator()(const domain::NotSupported&) const { return {}; }

 private:
  static json::object alert(const domain::AlertKey& alert) {
    json::object out{{"source", alert.source}, {"fingerprint", alert.fingerprint}};
    time(out, "starts_at", alert.starts_at);
    return out;
  }
  static json::object of(const domain::IncidentId& incident) { return {{"incident_id", incident.value}}; }
  static json::object texts(const domain::Labels& from) {
    json::object out;
    for (const auto& [key, value] : from) out[key] = value;
    return out;
  }
  static json::object actor(const domain::ActorId& actor) {
    return {{"actor", json::object{{"id", actor.value}}}};
  }
  [[noreturn]] static void on_no_wire(const char* kind) {
    throw std::logic_error(std::string(kind) + " is the daemon's own, and on no wire");
  }
  static void id(json::object& out, std::string_view member, const std::string& value) {
    if (!value.empty()) out[member] = value;
  }
  static void time(json::object& out, std::string_view member, const std::optional<domain::Instant>& value) {
    if (value) out[member] = domain::to_rfc3339(*value);
  }
};

}  // namespace

domain::Bytes encode_json(const domain::TicketEvent& event) {
  json::object out;
  if (!event.event_id.empty()) out["event_id"] = event.event_id.value;
  if (!event.ticket_id.empty()) out["ticket_id"] = event.ticket_id.value;
  if (event.occurred_at != domain::Instant{}) out["occurred_at"] = domain::to_rfc3339(event.occurred_at);
  if (!event.actor.empty()) out["actor"] = json::object{{"id", event.actor.value}};
  if (!event.hub.empty()) out["hub"] = event.hub.value;
  out[domain::name(domain::kind(event))] = std::visit(AsJson{}, event.body);
  return json::serialize(out);
}

}  // namespace triaged::codec
