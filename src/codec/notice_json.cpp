// Members in the order of notice.proto, written as they come: a tree of JSON values would cost more than all
// else that is done for a ticket.
#include <array>
#include <charconv>

#include <codec/json_text.hpp>
#include <codec/notice_body.hpp>

namespace triaged::codec {
namespace {

// Every member and every object leaves a comma behind it, which the end of the object round it takes back.
void name(Output& out, std::string_view member) {
  out.put('"');
  out.put(member);
  out.put("\":");
}

void text(Output& out, std::string_view member, std::string_view value) {
  name(out, member);
  put_json(out, value);
  out.put(',');
}

void number(Output& out, std::string_view member, std::uint32_t value) {
  std::array<char, 10> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  name(out, member);
  out.put({digits.data(), static_cast<std::size_t>(end - digits.data())});
  out.put(',');
}

void begin(Output& out, std::string_view member) {
  name(out, member);
  out.put('{');
}

void end(Output& out) {
  char& last = *out.from(out.size() - 1);
  if (last == ',')
    last = '}';
  else
    out.put('}');
}

void labels(Output& out, const domain::Labels& labels) {
  begin(out, "labels");
  for (const auto& [key, value] : labels) {
    put_json(out, key);
    out.put(':');
    put_json(out, value);
    out.put(',');
  }
  end(out);
  out.put(',');
}

bool shows_the_same(const domain::Notice& one, const domain::Notice& other) {
  return one.subject == other.subject && one.body == other.body && one.truncated == other.truncated &&
         one.labels == other.labels && one.ticket == other.ticket;
}

void write_ticket(Output& out, const domain::Notice& notice) {
  const domain::Ticket& from = notice.ticket;
  begin(out, "ticket");
  text(out, "ticket_id", from.id.value);
  number(out, "version", from.version);
  text(out, "state", domain::name(from.state));
  text(out, "subject", notice.subject);
  text(out, "body", notice.body);
  text(out, "hub", from.place.hub.value);
  text(out, "cluster", from.place.cluster.value);
  text(out, "community", from.place.community.value);
  text(out, "requester", from.requester.value);
  text(out, "requester_standing", domain::name(from.place.standing));
  text(out, "assignee", from.assignee.value);
  text(out, "category", from.category);
  text(out, "severity", domain::name(from.severity));
  text(out, "symptom", from.symptom);
  labels(out, notice.labels);
  text(out, "opened_at", domain::to_rfc3339(from.opened_at));
  text(out, "incident_id", linked_to(from));
  if (notice.truncated) out.put(R"("truncated":true,)");
  end(out);
  out.put(',');
}

void ticket(Output& out, const domain::Notice& notice, TicketJson& last) {
  if (last.of != nullptr && shows_the_same(notice, *last.of)) return out.put(last.text);
  const std::size_t begin = out.size();
  write_ticket(out, notice);
  last = {.of = &notice, .text = {out.from(begin), out.size() - begin}};
}

void reason(Output& out, const domain::Notice& notice) {
  begin(out, "reason");
  text(out, "code", domain::name(notice.reason.code));
  text(out, "rule", notice.reason.rule.value);
  text(out, "ruleset", ruleset_text(notice.ruleset));
  text(out, "text", notice.reason.text);
  end(out);
  out.put(',');
}

void deadlines(Output& out, const Deadlines& ends) {
  begin(out, "deadlines");
  if (ends.first_response) text(out, "first_response", domain::to_rfc3339(*ends.first_response));
  if (ends.resolution) text(out, "resolution", domain::to_rfc3339(*ends.resolution));
  end(out);
  out.put(',');
}

}  // namespace

domain::Bytes notice_as_json(const domain::Notice& notice, TicketJson& last) {
  Output& out = cleared_output();
  out.put('{');
  text(out, "notice_id", notice.id.value);
  text(out, "kind", domain::name(notice.kind));
  text(out, "team", notice.team.value);
  text(out, "rung", rung_name(notice.rung));
  text(out, "previous_team", notice.previous_team.value);
  ticket(out, notice, last);
  reason(out, notice);
  if (const Deadlines ends = codec::deadlines(notice.ticket); ends.any()) deadlines(out, ends);
  end(out);
  return out.bytes();
}

}  // namespace triaged::codec
