// Messages of the broker as rows: what was parked, and what waits in the outbox.
#include <codec/state_pair.hpp>
#include <codec/state_words.hpp>

#include <triaged/codec/state.hpp>
#include <triaged/v1/state.pb.h>

namespace triaged::codec {
namespace {

using Pairs = google::protobuf::RepeatedPtrField<v1::StoredPair>;

void write_headers(RowWriter& out, int field, const domain::Headers& headers) {
  for (const auto& header : headers) write_pair(out, field, header.first, header.second);
}

domain::Headers read_headers(const Pairs& in) {
  domain::Headers headers;
  for (const v1::StoredPair& pair : in) headers.emplace_back(pair.name(), pair.value());
  return headers;
}

}  // namespace

domain::Bytes encode_inbound(const domain::InboundMessage& message) {
  using Stored = v1::StoredInbound;
  Output& bytes = cleared_output();
  RowWriter row(bytes);
  row.number(Stored::kRowFieldNumber, number(Row::inbound));
  row.text(Stored::kBodyFieldNumber, message.body);
  row.number(Stored::kFullSizeFieldNumber, std::uint64_t{message.full_size});
  row.text(Stored::kRoutingKeyFieldNumber, message.routing_key);
  row.text(Stored::kContentTypeFieldNumber, message.content_type);
  row.text(Stored::kMessageIdFieldNumber, message.message_id);
  row.text(Stored::kUserIdFieldNumber, message.user_id);
  row.text(Stored::kReplyToFieldNumber, message.reply_to);
  row.text(Stored::kCorrelationIdFieldNumber, message.correlation_id);
  if (message.timestamp)
    row.given_number(Stored::kTimestampFieldNumber, static_cast<std::uint64_t>(micros(*message.timestamp)));
  write_headers(row, Stored::kHeadersFieldNumber, message.headers);
  return bytes.bytes();
}

std::optional<domain::InboundMessage> decode_inbound(std::string_view bytes) {
  v1::StoredInbound row;
  if (!parse_row(bytes, Row::inbound, row)) return std::nullopt;
  domain::InboundMessage message{
      .body = row.body(),
      .full_size = row.full_size(),
      .routing_key = row.routing_key(),
      .content_type = row.content_type(),
      .message_id = row.message_id(),
      .user_id = row.user_id(),
      .reply_to = row.reply_to(),
      .correlation_id = row.correlation_id(),
      .timestamp = std::nullopt,
      .headers = read_headers(row.headers()),
  };
  if (row.has_timestamp()) message.timestamp = instant(row.timestamp());
  return message;
}

domain::Bytes encode_outbound(const domain::OutboundMessage& message) {
  using Stored = v1::StoredOutbound;
  Output& bytes = cleared_output();
  RowWriter row(bytes);
  row.number(Stored::kRowFieldNumber, number(Row::outbound));
  row.text(Stored::kQueueFieldNumber, message.queue);
  row.text(Stored::kBodyFieldNumber, message.body);
  row.text(Stored::kContentTypeFieldNumber, message.content_type);
  row.text(Stored::kMessageIdFieldNumber, message.message_id);
  row.text(Stored::kCorrelationIdFieldNumber, message.correlation_id);
  row.text(Stored::kTypeFieldNumber, message.type);
  row.number(Stored::kTimestampFieldNumber, micros(message.timestamp));
  write_headers(row, Stored::kHeadersFieldNumber, message.headers);
  row.flag(Stored::kAnswerFieldNumber, message.answer);
  return bytes.bytes();
}

std::optional<domain::OutboundMessage> decode_outbound(std::string_view bytes) {
  v1::StoredOutbound row;
  if (!parse_row(bytes, Row::outbound, row)) return std::nullopt;
  return domain::OutboundMessage{
      .queue = row.queue(),
      .body = row.body(),
      .content_type = row.content_type(),
      .message_id = row.message_id(),
      .correlation_id = row.correlation_id(),
      .type = row.type(),
      .timestamp = instant(row.timestamp()),
      .headers = read_headers(row.headers()),
      .answer = row.answer(),
  };
}

}  // namespace triaged::codec
