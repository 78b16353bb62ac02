// A line of a ticket's history as a row.
#include <codec/state_event.hpp>
#include <codec/state_ticket.hpp>
#include <codec/state_words.hpp>

#include <triaged/codec/state.hpp>

namespace triaged::codec {
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
  return bytes.bytes();
}

std::optional<HistoryEntry> decode_history(std::string_view bytes) {
  v1::StoredHistory row;
  HistoryEntry entry;
  if (!parse_row(bytes, Row::history, row)) return std::nullopt;
  entry.at = instant(row.at());
  entry.undeliverable.assign(row.undeliverable().begin(), row.undeliverable().end());
  const bool whole = read(row.event(), entry.event) && read(row.content(), entry.content) &&
                     read(row.refused(), entry.refused) && read(row.ticket(), entry.ticket) &&
                     read(row.classification(), entry.classification) && read(row.ruleset(), entry.ruleset) &&
                     read(row.directory(), entry.directory) && read(row.policy(), entry.policy);
  if (!whole) return std::nullopt;
  return entry;
}

}  // namespace triaged::codec
