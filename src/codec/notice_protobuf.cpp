#include <codec/notice_body.hpp>
#include <codec/timestamp.hpp>

#include <triaged/v1/notice.pb.h>

namespace triaged::codec {
namespace {

std::string text(std::string_view view) { return std::string(view); }

void set(v1::TicketFacts& out, const domain::Notice& notice) {
  const domain::Ticket& ticket = notice.ticket;
  out.set_ticket_id(ticket.id.value);
  out.set_version(ticket.version);
  out.set_state(text(domain::name(ticket.state)));
  out.set_subject(notice.subject);
  out.set_body(notice.body);
  out.set_hub(ticket.place.hub.value);
  out.set_cluster(ticket.place.cluster.value);
  out.set_community(ticket.place.community.value);
  out.set_requester(ticket.requester.value);
  out.set_requester_standing(text(domain::name(ticket.place.standing)));
  out.set_assignee(ticket.assignee.value);
  out.set_category(ticket.category);
  out.set_severity(text(domain::name(ticket.severity)));
  out.set_symptom(ticket.symptom);
  for (const auto& [key, value] : notice.labels) (*out.mutable_labels())[key] = value;
  set_timestamp(*out.mutable_opened_at(), ticket.opened_at);
  out.set_incident_id(text(linked_to(ticket)));
  out.set_truncated(notice.truncated);
}

void set(v1::Deadlines& out, const Deadlines& ends) {
  if (ends.first_response) set_timestamp(*out.mutable_first_response(), *ends.first_response);
  if (ends.resolution) set_timestamp(*out.mutable_resolution(), *ends.resolution);
}

}  // namespace

domain::Bytes notice_as_protobuf(const domain::Notice& notice) {
  thread_local v1::Notice message;
  message.Clear();
  message.set_notice_id(notice.id.value);
  message.set_kind(text(domain::name(notice.kind)));
  message.set_team(notice.team.value);
  message.set_rung(text(rung_name(notice.rung)));
  message.set_previous_team(notice.previous_team.value);
  set(*message.mutable_ticket(), notice);
  v1::Reason& reason = *message.mutable_reason();
  reason.set_code(text(domain::name(notice.reason.code)));
  reason.set_rule(notice.reason.rule.value);
  reason.set_ruleset(ruleset_text(notice.ruleset));
  reason.set_text(notice.reason.text);
  if (const Deadlines ends = deadlines(notice.ticket); ends.any()) set(*message.mutable_deadlines(), ends);
  return message.SerializeAsString();
}

}  // namespace triaged::codec
