// Incidents and silences as rows.
#include <codec/state_incident.hpp>
#include <codec/state_pair.hpp>
#include <codec/state_words.hpp>

#include <triaged/codec/state.hpp>

namespace triaged::codec {
namespace {

bool read_timers(const v1::StoredIncident& in, std::vector<domain::IncidentTimer>& out) {
  for (const v1::StoredIncidentTimer& timer : in.timers()) {
    auto& to = out.emplace_back();
    to.due = instant(timer.due());
    if (!read(timer.clock(), to.clock)) return false;
  }
  return true;
}

}  // namespace

void write_incident(RowWriter& out, const domain::Incident& incident) {
  using Stored = v1::StoredIncident;
  out.number(Stored::kRowFieldNumber, number(Row::incident));
  out.text(Stored::kIdFieldNumber, incident.id.value);
  out.number(Stored::kVersionFieldNumber, std::uint64_t{incident.version});
  out.text(Stored::kStateFieldNumber, word(incident.state));
  out.text(Stored::kTitleFieldNumber, incident.title);
  out.text(Stored::kSeverityFieldNumber, word(incident.severity));
  out.text(Stored::kSymptomFieldNumber, incident.symptom);
  out.text(Stored::kHubFieldNumber, incident.hub.value);
  out.text(Stored::kCommunityFieldNumber, incident.community.value);
  out.text(Stored::kClusterFieldNumber, incident.cluster.value);
  out.text(Stored::kParentFieldNumber, incident.parent.value);
  write_ids(out, Stored::kChildrenFieldNumber, incident.children);
  out.text(Stored::kMergedIntoFieldNumber, incident.merged_into.value);
  write_ids(out, Stored::kTicketsFieldNumber, incident.tickets);
  write_ids(out, Stored::kSuspectedFieldNumber, incident.suspected);
  out.number(Stored::kOpenedAtFieldNumber, micros(incident.opened_at));
  write_time(out, Stored::kPagedAtFieldNumber, incident.paged_at);
  write_time(out, Stored::kAcknowledgedAtFieldNumber, incident.acknowledged_at);
  out.text(Stored::kAcknowledgedByFieldNumber, incident.acknowledged_by.value);
  write_time(out, Stored::kResolvedAtFieldNumber, incident.resolved_at);
  for (const auto& role : incident.roles)
    write_pair(out, Stored::kRolesFieldNumber, role.first, role.second.value);
  out.text(Stored::kChannelFieldNumber, incident.channel);
  out.flag(Stored::kCommunityInformedFieldNumber, incident.community_informed);
  out.flag(Stored::kConfidentialFieldNumber, incident.confidential);
  out.number(Stored::kLevelFieldNumber, std::uint64_t{incident.level});
  for (const auto& held : incident.held) {
    out.part(Stored::kHeldFieldNumber, [&] {
      out.number(v1::StoredHeld::kLevelFieldNumber, std::uint64_t{held.level});
      out.number(v1::StoredHeld::kUntilFieldNumber, micros(held.until));
    });
  }
  for (const auto& timer : incident.timers) {
    out.part(Stored::kTimersFieldNumber, [&] {
      out.text(v1::StoredIncidentTimer::kClockFieldNumber, word(timer.clock));
      out.number(v1::StoredIncidentTimer::kDueFieldNumber, micros(timer.due));
    });
  }
  write_reason(out, Stored::kReasonFieldNumber, incident.reason);
  write_ids(out, Stored::kOverFieldNumber, incident.over);
  out.number(Stored::kUpdatedAtFieldNumber, micros(incident.updated_at));
  write_places(out, Stored::kAlsoAtFieldNumber, incident.also_at);
}

bool read(const v1::StoredIncident& in, domain::Incident& out) {
  out.id.value = in.id();
  out.version = in.version();
  out.title = in.title();
  out.symptom = in.symptom();
  out.hub.value = in.hub();
  out.community.value = in.community();
  out.cluster.value = in.cluster();
  out.parent.value = in.parent();
  read_ids(in.children(), out.children);
  out.merged_into.value = in.merged_into();
  read_ids(in.tickets(), out.tickets);
  read_ids(in.suspected(), out.suspected);
  read_ids(in.over(), out.over);
  out.opened_at = instant(in.opened_at());
  out.updated_at = instant(in.updated_at());
  if (in.has_paged_at()) out.paged_at = instant(in.paged_at());
  if (in.has_acknowledged_at()) out.acknowledged_at = instant(in.acknowledged_at());
  out.acknowledged_by.value = in.acknowledged_by();
  if (in.has_resolved_at()) out.resolved_at = instant(in.resolved_at());
  for (const v1::StoredPair& role : in.roles()) out.roles.emplace(role.name(), domain::ActorId{role.value()});
  out.channel = in.channel();
  out.community_informed = in.community_informed();
  out.confidential = in.confidential();
  out.level = in.level();
  for (const v1::StoredHeld& held : in.held())
    out.held.push_back({.level = held.level(), .until = instant(held.until())});
  read_places(in.also_at(), out.also_at);
  out.reason.rule.value = in.reason().rule();
  out.reason.text = in.reason().text();
  return in.row() == static_cast<std::uint32_t>(Row::incident) && read(in.state(), out.state) &&
         read(in.severity(), out.severity) && read(in.reason().code(), out.reason.code) &&
         read_timers(in, out.timers);
}

domain::Bytes encode_incident(const domain::Incident& incident) {
  Output& bytes = cleared_output();
  RowWriter row(bytes);
  write_incident(row, incident);
  return bytes.bytes();
}

std::optional<domain::Incident> decode_incident(std::string_view bytes) {
  v1::StoredIncident row;
  domain::Incident incident;
  if (!parse_row(bytes, Row::incident, row) || !read(row, incident)) return std::nullopt;
  return incident;
}

domain::Bytes encode_silence(const domain::Silence& silence) {
  using Stored = v1::StoredSilence;
  Output& bytes = cleared_output();
  RowWriter row(bytes);
  row.number(Stored::kRowFieldNumber, number(Row::silence));
  row.text(Stored::kIdFieldNumber, silence.id.value);
  write_matchers(row, Stored::kMatchersFieldNumber, silence.matchers);
  row.number(Stored::kFromFieldNumber, micros(silence.from));
  row.number(Stored::kUntilFieldNumber, micros(silence.until));
  row.text(Stored::kAuthorFieldNumber, silence.author.value);
  row.text(Stored::kReasonFieldNumber, silence.reason);
  row.flag(Stored::kEndedFieldNumber, silence.ended);
  row.number(Stored::kSwallowedFieldNumber, silence.swallowed);
  write_ids(row, Stored::kTicketsFieldNumber, silence.tickets);
  return bytes.bytes();
}

std::optional<domain::Silence> decode_silence(std::string_view bytes) {
  v1::StoredSilence row;
  if (!parse_row(bytes, Row::silence, row)) return std::nullopt;
  domain::Silence silence{.id = domain::SilenceId{row.id()},
                          .matchers = matchers(row.matchers()),
                          .from = instant(row.from()),
                          .until = instant(row.until()),
                          .author = domain::ActorId{row.author()},
                          .reason = row.reason(),
                          .ended = row.ended(),
                          .swallowed = row.swallowed(),
                          .tickets = {}};
  read_ids(row.tickets(), silence.tickets);
  return silence;
}

}  // namespace triaged::codec
