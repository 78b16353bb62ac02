// The envelope of a notice: properties and headers as proto/triaged/v1/notice.proto gives them.
#include <codec/notice_body.hpp>

#include <triaged/codec/notice.hpp>

namespace triaged::codec {

domain::OutboundMessage encode(const domain::Notice& notice) {
  const domain::Ticket& ticket = notice.ticket;
  const bool json = notice.format == domain::Format::json;
  domain::OutboundMessage out{
      .queue = notice.queue,
      .body = json ? notice_as_json(notice) : notice_as_protobuf(notice),
      .content_type = json ? "application/json" : "application/x-protobuf",
      .message_id = notice.id.value,
      .correlation_id = ticket.id.value,
      .type = std::string("notice.").append(domain::name(notice.kind)),
      .timestamp = notice.at,
      .headers = {},
  };
  out.headers.reserve(5);
  out.headers.emplace_back("x-triaged-community", ticket.place.community.value);
  out.headers.emplace_back("x-triaged-hub", ticket.place.hub.value);
  out.headers.emplace_back("x-triaged-severity", domain::name(ticket.severity));
  out.headers.emplace_back("x-triaged-version", std::to_string(ticket.version));
  if (!notice.traceparent.empty()) out.headers.emplace_back("traceparent", notice.traceparent);
  return out;
}

}  // namespace triaged::codec
