// The body of an incident's notice, in both forms. There are few of them, so that a tree of JSON values costs
// nothing worth saving.
#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <codec/alert_ticket.hpp>
#include <codec/notice_body.hpp>
#include <codec/timestamp.hpp>

#include <triaged/v1/incident.pb.h>

namespace triaged::codec {
namespace {

namespace json = boost::json;

template <class Id>
std::vector<std::string> first_of(const std::vector<Id>& ids) {
  std::vector<std::string> out;
  const std::size_t count = std::min(ids.size(), kNoticeIds);
  for (std::size_t i = 0; i < count; ++i) out.push_back(ids[i].value);
  return out;
}

std::vector<std::string> alerts(std::vector<std::string> tickets) {
  std::erase_if(tickets, [](const std::string& id) { return !id.starts_with(kAlertTicket); });
  return tickets;
}

std::vector<std::string> words(const std::vector<domain::StartNeed>& needs) {
  std::vector<std::string> out;
  for (const auto need : needs) out.emplace_back(domain::name(need));
  return out;
}

std::string role(const domain::Incident& incident, std::string_view name) {
  const auto found = incident.roles.find(name);
  return found == incident.roles.end() ? std::string{} : found->second.value;
}

json::array array(const std::vector<std::string>& texts) {
  json::array out;
  for (const auto& text : texts) out.emplace_back(text);
  return out;
}

template <class Repeated>
void add(Repeated& out, const std::vector<std::string>& texts) {
  out.Add(texts.begin(), texts.end());
}

json::object facts(const domain::IncidentNotice& notice) {
  const domain::Incident& from = notice.incident;
  json::object roles;
  for (const auto& [name, actor] : from.roles) roles[name] = actor.value;
  json::object out{{"incident_id", from.id.value},
                   {"title", from.title},
                   {"severity", domain::name(from.severity)},
                   {"symptom", from.symptom},
                   {"cluster", from.cluster.value},
                   {"hub", from.hub.value},
                   {"community", from.community.value},
                   {"state", domain::name(from.state)},
                   {"parent", from.parent.value}};
  out["tickets"] = array(first_of(from.tickets));
  out["suspected"] = array(first_of(from.suspected));
  out["alerts"] = array(alerts(first_of(from.tickets)));
  out["opened_at"] = domain::to_rfc3339(from.opened_at);
  out["acknowledged_by"] = from.acknowledged_by.value;
  out["lead"] = role(from, "lead");
  out["liaison"] = role(from, "liaison");
  out["missing"] = array(words(notice.missing));
  out["version"] = from.version;
  out["channel"] = from.channel;
  out["roles"] = std::move(roles);
  out["merged_into"] = from.merged_into.value;
  out["children"] = array(first_of(from.children));
  out["tickets_total"] = from.tickets.size();
  out["suspected_total"] = from.suspected.size();
  return out;
}

void set(v1::IncidentFacts& out, const domain::IncidentNotice& notice) {
  const domain::Incident& from = notice.incident;
  out.set_incident_id(from.id.value);
  out.set_title(from.title);
  out.set_severity(std::string(domain::name(from.severity)));
  out.set_symptom(from.symptom);
  out.set_cluster(from.cluster.value);
  out.set_hub(from.hub.value);
  out.set_community(from.community.value);
  out.set_state(std::string(domain::name(from.state)));
  out.set_parent(from.parent.value);
  add(*out.mutable_tickets(), first_of(from.tickets));
  add(*out.mutable_suspected(), first_of(from.suspected));
  add(*out.mutable_alerts(), alerts(first_of(from.tickets)));
  set_timestamp(*out.mutable_opened_at(), from.opened_at);
  out.set_acknowledged_by(from.acknowledged_by.value);
  out.set_lead(role(from, "lead"));
  out.set_liaison(role(from, "liaison"));
  add(*out.mutable_missing(), words(notice.missing));
  out.set_version(from.version);
  out.set_channel(from.channel);
  for (const auto& [name, actor] : from.roles) (*out.mutable_roles())[name] = actor.value;
  out.set_merged_into(from.merged_into.value);
  add(*out.mutable_children(), first_of(from.children));
  out.set_tickets_total(static_cast<std::uint32_t>(from.tickets.size()));
  out.set_suspected_total(static_cast<std::uint32_t>(from.suspected.size()));
}

}  // namespace

domain::Bytes notice_as_json(const domain::IncidentNotice& notice) {
  const domain::Reason& reason = notice.reason;
  json::array on_duty;
  for (const auto& actor : notice.on_duty) on_duty.emplace_back(actor.value);
  json::object out{{"notice_id", notice.id.value},
                   {"kind", domain::name(notice.kind)},
                   {"team", notice.team.value},
                   {"level", notice.level}};
  out["incident"] = facts(notice);
  out["reason"] = json::object{{"code", domain::name(reason.code)},
                               {"rule", reason.rule.value},
                               {"ruleset", ""},
                               {"text", reason.text}};
  out["on_duty"] = std::move(on_duty);
  return json::serialize(out);
}

domain::Bytes notice_as_protobuf(const domain::IncidentNotice& notice) {
  v1::IncidentNotice message;
  message.set_notice_id(notice.id.value);
  message.set_kind(std::string(domain::name(notice.kind)));
  message.set_team(notice.team.value);
  message.set_level(notice.level);
  set(*message.mutable_incident(), notice);
  v1::Reason& reason = *message.mutable_reason();
  reason.set_code(std::string(domain::name(notice.reason.code)));
  reason.set_rule(notice.reason.rule.value);
  reason.set_text(notice.reason.text);
  for (const auto& actor : notice.on_duty) message.add_on_duty(actor.value);
  return message.SerializeAsString();
}

}  // namespace triaged::codec
