// A notice as its consumers see it, read back from the published bytes, with the names that scenario files
// use.
#include <stdexcept>

#include <boost/json/parse.hpp>

#include <triaged/codec/notice.hpp>

#include "app/scenario/rehearsal.hpp"

namespace triaged::app::scenario {
namespace {

namespace json = boost::json;

std::string text(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

const json::object& part(const json::object& object, std::string_view key) {
  static const json::object kNone;
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_object() ? value->get_object() : kNone;
}

Outcome of_incident(const json::object& notice, const std::string& id) {
  const json::object& incident = part(notice, "incident");
  const json::object& reason = part(notice, "reason");
  Outcome outcome{.sort = Outcome::Sort::notice, .values = {}, .name = id};
  auto& values = outcome.values;
  values["incident"] = text(notice, "kind");
  values["team"] = text(notice, "team");
  for (const auto* key : {"incident_id", "severity", "symptom", "title"}) values[key] = text(incident, key);
  const auto* level = notice.if_contains("level");
  values["level"] = level != nullptr && level->is_number() ? std::to_string(level->to_number<int>()) : "0";
  values["reason"] = text(reason, "code");
  values["text"] = text(reason, "text");
  return outcome;
}

}  // namespace

Outcome outcome_of(const domain::OutboundMessage& message) {
  domain::InboundMessage arrived;
  arrived.body = message.body;
  arrived.full_size = message.body.size();
  arrived.content_type = message.content_type;
  const auto as_json = codec::json_of_notice(arrived);
  if (!as_json) throw std::logic_error("the notice " + message.message_id + " cannot be read back");
  const json::object notice = json::parse(*as_json).as_object();
  if (notice.contains("incident")) return of_incident(notice, message.message_id);
  const json::object& ticket = part(notice, "ticket");
  const json::object& reason = part(notice, "reason");
  Outcome outcome{.sort = Outcome::Sort::notice, .values = {}, .name = message.message_id};
  auto& values = outcome.values;
  for (const auto* key : {"kind", "team", "rung", "previous_team"}) values[key] = text(notice, key);
  for (const auto* key : {"ticket_id", "category", "severity", "symptom", "incident_id"})
    values[key] = text(ticket, key);
  values["reason"] = text(reason, "code");
  values["rule"] = text(reason, "rule");
  values["text"] = text(reason, "text");
  for (const auto* key : {"team", "previous_team"})
    if (values[key].empty()) values[key] = kNobody;
  return outcome;
}

}  // namespace triaged::app::scenario
