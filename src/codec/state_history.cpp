// A line of a ticket's history as a row.
#include <codec/state_event.hpp>
#include <codec/state_incident.hpp>
#include <codec/state_ticket.hpp>
#include <codec/state_words.hpp>

#include <triaged/codec/state.hpp>

namespace triaged::codec {
namespace {

void write(RowWriter& out, const Into& into) {
  using Stored = v1::StoredInto;
  out.text(Stored::kIdFieldNumber, into.id.value);
  out.text(Stored::kStateFieldNumber, word(into.state));
  out.text(Stored::kHubFieldNumber, into.hub.value);
}

void write(RowWriter& out, const domain::Away& away) {
  using Stored = v1::StoredAway;
  out.number(Stored::kFromFieldNumber, micros(away.from));
  out.number(Stored::kUntilFieldNumber, micros(away.until));
}

bool read_into(const v1::StoredHistory& row, std::optional<Into>& out) {
  if (!row.has_into()) return true;
  out = {.id = domain::TicketId{row.into().id()}, .state = {}, .hub = domain::HubId{row.into().hub()}};
  return read(row.into().state(), out->state);
}

}  // namespace

domain::Bytes encode_history(const HistoryEntry& entry) {
  using Stored = v1::StoredHistory;
  Output& bytes = cleared_output();
  RowWriter row(bytes);
  row.number(Stored::kRowFieldNumber, number(Row::history));
  row.part(Stored::kEventFieldNumber, [&] { write_event(row, entry.event); });
  row.text(Stored::kContentFieldNumber, octets(entry.content));
  row.text(Stored::kRefusedFieldNumber, word(entry.refused));
  row.part(Stored::kTicketFieldNumber, [&] { write_ticket(row, entry.ticket); });
  row.part(Stored::kClassificationFieldNumber, [&] { write_classification(row, entry.classification); });
  row.text(Stored::kRulesetFieldNumber, octets(entry.ruleset));
  row.text(Stored::kDirectoryFieldNumber, octets(entry.directory));
  row.text(Stored::kPolicyFieldNumber, octets(entry.policy));
  row.number(Stored::kAtFieldNumber, micros(entry.at));
  for (const auto& queue : entry.undeliverable) row.given_text(Stored::kUndeliverableFieldNumber, queue);
  for (const auto& one : entry.away) row.part(Stored::kAwayFieldNumber, [&] { write(row, one); });
  if (entry.into) row.part(Stored::kIntoFieldNumber, [&] { write(row, *entry.into); });
  if (entry.incident) row.part(Stored::kIncidentFieldNumber, [&] { write_incident(row, *entry.incident); });
  row.number(Stored::kStormFieldNumber, std::uint64_t{entry.storm});
  row.text(Stored::kSilencedFieldNumber, entry.silenced.value);
  row.flag(Stored::kClearedFieldNumber, entry.cleared);
  return bytes.bytes();
}

std::optional<HistoryEntry> decode_history(std::string_view bytes) {
  v1::StoredHistory row;
  HistoryEntry entry;
  if (!parse_row(bytes, Row::history, row)) return std::nullopt;
  entry.at = instant(row.at());
  for (const v1::StoredAway& away : row.away())
    entry.away.push_back({.from = instant(away.from()), .until = instant(away.until())});
  entry.undeliverable.assign(row.undeliverable().begin(), row.undeliverable().end());
  entry.storm = row.storm();
  entry.silenced.value = row.silenced();
  entry.cleared = row.cleared();
  const bool whole = read(row.event(), entry.event) && read(row.content(), entry.content) &&
                     read(row.refused(), entry.refused) && read(row.ticket(), entry.ticket) &&
                     read(row.classification(), entry.classification) && read(row.ruleset(), entry.ruleset) &&
                     read(row.directory(), entry.directory) && read(row.policy(), entry.policy) &&
                     read_into(row, entry.into) &&
                     (!row.has_incident() || read(row.incident(), entry.incident.emplace()));
  if (!whole) return std::nullopt;
  return entry;
}

}  // namespace triaged::codec
