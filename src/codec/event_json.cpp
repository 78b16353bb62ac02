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
    json::object labels;
    for (const auto& [key, value] : opened.labels) labels[key] = value;
    json::object out{{"subject", opened.subject}, {"body", opened.body}, {"channel", opened.channel}};
    out["labels"] = std::move(labels);
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
  json::object operator()(const domain::Deadline&) const { on_no_wire("deadline"); }
  json::object operator()(const domain::Joined&) const { on_no_wire("joined"); }
  json::object operator()(const domain::TeamLost&) const { on_no_wire("team_lost"); }
  json::object operator()(const domain::NotSupported&) const { return {}; }

 private:
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
