#include <codec/state_pair.hpp>
#include <codec/state_ticket.hpp>
#include <codec/state_words.hpp>

#include <triaged/codec/state.hpp>

namespace triaged::codec {
namespace {

void write(RowWriter& out, const domain::Place& place) {
  using Stored = v1::StoredPlace;
  out.text(Stored::kHubFieldNumber, place.hub.value);
  out.text(Stored::kClusterFieldNumber, place.cluster.value);
  out.text(Stored::kCommunityFieldNumber, place.community.value);
  out.text(Stored::kHubKindFieldNumber, word(place.hub_kind));
  out.text(Stored::kStandingFieldNumber, word(place.standing));
}

bool read(const v1::StoredPlace& in, domain::Place& out) {
  out.hub.value = in.hub();
  out.cluster.value = in.cluster();
  out.community.value = in.community();
  return codec::read(in.hub_kind(), out.hub_kind) && codec::read(in.standing(), out.standing);
}

void write(RowWriter& out, const domain::Reason& reason) {
  using Stored = v1::StoredReason;
  out.text(Stored::kCodeFieldNumber, word(reason.code));
  out.text(Stored::kRuleFieldNumber, reason.rule.value);
  out.text(Stored::kTextFieldNumber, reason.text);
}

void write(RowWriter& out, const domain::Timer& timer) {
  using Stored = v1::StoredTimer;
  out.text(Stored::kClockFieldNumber, word(timer.clock));
  out.number(Stored::kSinceFieldNumber, micros(timer.since));
  out.number(Stored::kTimeFieldNumber, std::int64_t{timer.term.time.count()});
  out.number(Stored::kWorkingDaysFieldNumber, std::int64_t{timer.term.working_days});
  out.flag(Stored::kWallFieldNumber, timer.wall);
  if (timer.remind)
    out.given_number(Stored::kRemindFieldNumber, static_cast<std::uint64_t>(micros(*timer.remind)));
  if (timer.due) out.given_number(Stored::kDueFieldNumber, static_cast<std::uint64_t>(micros(*timer.due)));
}

void write(RowWriter& out, const domain::Firing& firing) {
  write_alert(out, v1::StoredFiring::kAlertFieldNumber, firing.alert);
  out.number(v1::StoredFiring::kHeardAtFieldNumber, micros(firing.heard_at));
}

bool read(const v1::StoredTimer& in, domain::Timer& out) {
  out.since = instant(in.since());
  out.term = {.time = domain::Duration{in.time()}, .working_days = in.working_days()};
  out.wall = in.wall();
  if (in.has_remind()) out.remind = instant(in.remind());
  if (in.has_due()) out.due = instant(in.due());
  return codec::read(in.clock(), out.clock);
}

bool read_timers(const v1::StoredTicket& in, std::vector<domain::Timer>& out) {
  out.reserve(static_cast<std::size_t>(in.timers_size()));
  for (const v1::StoredTimer& timer : in.timers())
    if (!read(timer, out.emplace_back())) return false;
  return true;
}

}  // namespace

void write_ticket(RowWriter& out, const domain::Ticket& ticket) {
  using Stored = v1::StoredTicket;
  out.number(Stored::kRowFieldNumber, number(Row::ticket));
  out.text(Stored::kIdFieldNumber, ticket.id.value);
  out.number(Stored::kVersionFieldNumber, std::uint64_t{ticket.version});
  out.text(Stored::kStateFieldNumber, word(ticket.state));
  out.text(Stored::kTeamFieldNumber, ticket.team.value);
  out.text(Stored::kRungFieldNumber, word(ticket.rung));
  out.part(Stored::kPlaceFieldNumber, [&] { write(out, ticket.place); });
  out.text(Stored::kRequesterFieldNumber, ticket.requester.value);
  out.text(Stored::kCategoryFieldNumber, ticket.category);
  out.text(Stored::kSeverityFieldNumber, word(ticket.severity));
  out.text(Stored::kSymptomFieldNumber, ticket.symptom);
  out.flag(Stored::kIncidentFieldNumber, ticket.incident);
  out.number(Stored::kOpenedAtFieldNumber, micros(ticket.opened_at));
  out.number(Stored::kReceivedAtFieldNumber, micros(ticket.received_at));
  out.part(Stored::kReasonFieldNumber, [&] { write(out, ticket.reason); });
  if (ticket.meant_for)
    out.part(Stored::kMeantForFieldNumber, [&] { write_meant_for(out, *ticket.meant_for, ticket.silence); });
  out.text(Stored::kAssigneeFieldNumber, ticket.assignee.value);
  for (const auto& timer : ticket.timers) out.part(Stored::kTimersFieldNumber, [&] { write(out, timer); });
  out.number(Stored::kChangedAtFieldNumber, micros(ticket.changed_at));
  out.number(Stored::kMovesFieldNumber, std::uint64_t{ticket.moves});
  if (ticket.needed_by)
    out.given_number(Stored::kNeededByFieldNumber, static_cast<std::uint64_t>(micros(*ticket.needed_by)));
  out.number(Stored::kImpassesFieldNumber, std::uint64_t{ticket.impasses});
  out.text(Stored::kMergedIntoFieldNumber, ticket.merged_into.value);
  for (const auto& requester : ticket.also_requested_by)
    out.text(Stored::kAlsoRequestedByFieldNumber, requester.value);
  out.text(Stored::kIncidentIdFieldNumber, ticket.incident_id.value);
  out.flag(Stored::kSuspectedFieldNumber, ticket.suspected);
  out.text(Stored::kSilencedByFieldNumber, ticket.silenced_by.value);
  for (const auto& firing : ticket.firing) out.part(Stored::kFiringFieldNumber, [&] { write(out, firing); });
}

bool read(const v1::StoredTicket& in, domain::Ticket& out) {
  out.id.value = in.id();
  out.version = in.version();
  out.team.value = in.team();
  out.requester.value = in.requester();
  out.category = in.category();
  out.symptom = in.symptom();
  out.incident = in.incident();
  out.opened_at = instant(in.opened_at());
  out.received_at = instant(in.received_at());
  out.reason.rule.value = in.reason().rule();
  out.reason.text = in.reason().text();
  out.assignee.value = in.assignee();
  out.changed_at = instant(in.changed_at());
  out.moves = in.moves();
  out.impasses = in.impasses();
  out.merged_into.value = in.merged_into();
  for (const std::string& requester : in.also_requested_by())
    out.also_requested_by.push_back(domain::ActorId{requester});
  out.incident_id.value = in.incident_id();
  out.suspected = in.suspected();
  out.silenced_by.value = in.silenced_by();
  for (const v1::StoredFiring& firing : in.firing())
    out.firing.push_back({.alert = alert(firing.alert()), .heard_at = instant(firing.heard_at())});
  if (in.has_needed_by()) out.needed_by = instant(in.needed_by());
  if (!read_timers(in, out.timers)) return false;
  if (in.has_meant_for() && !read(in.meant_for(), out.meant_for.emplace(), out.silence)) return false;
  return in.row() == static_cast<std::uint32_t>(Row::ticket) && read(in.state(), out.state) &&
         read(in.rung(), out.rung) && read(in.place(), out.place) && read(in.severity(), out.severity) &&
         read(in.reason().code(), out.reason.code);
}

domain::Bytes encode_ticket(const domain::Ticket& ticket) {
  Output& bytes = cleared_output();
  RowWriter row(bytes);
  write_ticket(row, ticket);
  return bytes.bytes();
}

std::optional<domain::Ticket> decode_ticket(std::string_view bytes) {
  v1::StoredTicket row;
  domain::Ticket ticket;
  if (!parse_row(bytes, Row::ticket, row) || !read(row, ticket)) return std::nullopt;
  return ticket;
}

}  // namespace triaged::codec
