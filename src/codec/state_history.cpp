// A line of a ticket's history as a row.
#include <codec/state_pair.hpp>
#include <codec/state_ticket.hpp>
#include <codec/state_words.hpp>

#include <triaged/codec/state.hpp>

namespace triaged::codec {
namespace {

void write(RowWriter& out, const domain::Opened& opened) {
  using Stored = v1::StoredOpened;
  out.text(Stored::kSubjectFieldNumber, opened.subject);
  out.text(Stored::kBodyFieldNumber, opened.body);
  out.text(Stored::kChannelFieldNumber, opened.channel);
  for (const auto& label : opened.labels)
    write_pair(out, Stored::kLabelsFieldNumber, label.first, label.second);
  out.text(Stored::kCommunityFieldNumber, opened.community.value);
  if (opened.needed_by)
    out.given_number(Stored::kNeededByFieldNumber, static_cast<std::uint64_t>(micros(*opened.needed_by)));
  out.flag(Stored::kTruncatedFieldNumber, opened.truncated);
}

domain::Opened read_opened(const v1::StoredOpened& in) {
  domain::Opened opened{
      .subject = in.subject(),
      .body = in.body(),
      .channel = in.channel(),
      .labels = {},
      .community = domain::CommunityId{in.community()},
      .needed_by = std::nullopt,
      .truncated = in.truncated(),
  };
  for (const v1::StoredPair& pair : in.labels()) opened.labels.emplace(pair.name(), pair.value());
  if (in.has_needed_by()) opened.needed_by = instant(in.needed_by());
  return opened;
}

void write(RowWriter& out, const domain::TicketEvent& event) {
  using Stored = v1::StoredEvent;
  out.text(Stored::kProducerFieldNumber, event.producer.value);
  out.text(Stored::kEventIdFieldNumber, event.event_id.value);
  out.text(Stored::kTicketIdFieldNumber, event.ticket_id.value);
  out.number(Stored::kOccurredAtFieldNumber, micros(event.occurred_at));
  out.text(Stored::kActorFieldNumber, event.actor.value);
  out.text(Stored::kHubFieldNumber, event.hub.value);
  out.text(Stored::kTraceparentFieldNumber, event.traceparent);
  out.text(Stored::kKindFieldNumber, word(domain::kind(event)));
  if (const auto* opened = std::get_if<domain::Opened>(&event.body))
    out.part(Stored::kOpenedFieldNumber, [&] { write(out, *opened); });
}

bool read(const v1::StoredEvent& in, domain::TicketEvent& out) {
  out.producer.value = in.producer();
  out.event_id.value = in.event_id();
  out.ticket_id.value = in.ticket_id();
  out.occurred_at = instant(in.occurred_at());
  out.actor.value = in.actor();
  out.hub.value = in.hub();
  out.traceparent = in.traceparent();
  domain::EventKind kind{};
  if (!codec::read(in.kind(), kind)) return false;
  if (kind != domain::EventKind::opened) {
    out.body = domain::NotSupported{kind};
    return true;
  }
  out.body = read_opened(in.opened());
  return in.has_opened();
}

}  // namespace

domain::Bytes encode_history(const HistoryEntry& entry) {
  using Stored = v1::StoredHistory;
  Output& bytes = cleared_output();
  RowWriter row(bytes);
  row.number(Stored::kRowFieldNumber, number(Row::history));
  row.part(Stored::kEventFieldNumber, [&] { write(row, entry.event); });
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
