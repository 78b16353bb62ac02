// The envelope of a notice: properties and headers as proto/triaged/v1/notice.proto gives them.
#include <codec/notice_body.hpp>

#include <triaged/codec/notice.hpp>

namespace triaged::codec {

domain::OutboundMessage encode(domain::Notice notice) {
  domain::Ticket& ticket = notice.ticket;
  const bool json = notice.format == domain::Format::json;
  domain::OutboundMessage out{
      .queue = {},
      .body = json ? notice_as_json(notice) : notice_as_protobuf(notice),
      .content_type = json ? "application/json" : "application/x-protobuf",
      .message_id = {},
      .correlation_id = {},
      .type = std::string("notice.").append(domain::name(notice.kind)),
      .timestamp = notice.at,
      .headers = {},
  };
  // After the body is written: from here on the notice is taken apart.
  out.queue = std::move(notice.queue);
  out.message_id = std::move(notice.id.value);
  out.correlation_id = std::move(ticket.id.value);
  out.headers.reserve(5);
  out.headers.emplace_back("x-triaged-community", std::move(ticket.place.community.value));
  out.headers.emplace_back("x-triaged-hub", std::move(ticket.place.hub.value));
  out.headers.emplace_back("x-triaged-severity", domain::name(ticket.severity));
  out.headers.emplace_back("x-triaged-version", std::to_string(ticket.version));
  if (!notice.traceparent.empty()) out.headers.emplace_back("traceparent", std::move(notice.traceparent));
  return out;
}

}  // namespace triaged::codec
