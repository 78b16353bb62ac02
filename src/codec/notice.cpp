// The envelope of a notice: properties and headers as proto/triaged/v1/notice.proto and incident.proto give
// them.
#include <codec/notice_body.hpp>

#include <triaged/codec/notice.hpp>

namespace triaged::codec {
namespace {

domain::Bytes body_of(const domain::Notice& notice, TicketJson& last) {
  return notice.format == domain::Format::json ? notice_as_json(notice, last) : notice_as_protobuf(notice);
}

// Takes the notice apart.
domain::OutboundMessage in_envelope(domain::Notice& notice, domain::Bytes body) {
  domain::Ticket& ticket = notice.ticket;
  domain::OutboundMessage out{
      .queue = std::move(notice.queue),
      .body = std::move(body),
      .content_type = notice.format == domain::Format::json ? "application/json" : "application/x-protobuf",
      .message_id = std::move(notice.id.value),
      .correlation_id = std::move(ticket.id.value),
      .type = std::string("notice.").append(domain::name(notice.kind)),
      .timestamp = notice.at,
      .headers = {},
  };
  out.headers.reserve(5);
  out.headers.emplace_back("x-triaged-community", std::move(ticket.place.community.value));
  out.headers.emplace_back("x-triaged-hub", std::move(ticket.place.hub.value));
  out.headers.emplace_back("x-triaged-severity", domain::name(ticket.severity));
  out.headers.emplace_back("x-triaged-version", std::to_string(ticket.version));
  if (!notice.traceparent.empty()) out.headers.emplace_back("traceparent", std::move(notice.traceparent));
  return out;
}

}  // namespace

domain::OutboundMessage encode(domain::Notice notice) {
  TicketJson none;
  domain::Bytes body = body_of(notice, none);
  return in_envelope(notice, std::move(body));
}

std::vector<domain::OutboundMessage> encode(std::vector<domain::Notice> notices) {
  std::vector<domain::Bytes> bodies;
  bodies.reserve(notices.size());
  TicketJson last;
  for (const auto& notice : notices) bodies.push_back(body_of(notice, last));
  std::vector<domain::OutboundMessage> messages;
  messages.reserve(notices.size());
  for (std::size_t i = 0; i < notices.size(); ++i)
    messages.push_back(in_envelope(notices[i], std::move(bodies[i])));
  return messages;
}

domain::OutboundMessage encode(domain::IncidentNotice notice) {
  domain::Incident& incident = notice.incident;
  const bool json = notice.format == domain::Format::json;
  domain::OutboundMessage out{
      .queue = {},
      .body = json ? notice_as_json(notice) : notice_as_protobuf(notice),
      .content_type = json ? "application/json" : "application/x-protobuf",
      .message_id = {},
      .correlation_id = {},
      .type = std::string("incident.").append(domain::name(notice.kind)),
      .timestamp = notice.at,
      .headers = {},
  };
  // From here on the notice is taken apart, as above.
  out.queue = std::move(notice.queue);
  out.message_id = std::move(notice.id.value);
  out.correlation_id = std::move(incident.id.value);
  out.headers.emplace_back("x-triaged-community", std::move(incident.community.value));
  out.headers.emplace_back("x-triaged-hub", std::move(incident.hub.value));
  out.headers.emplace_back("x-triaged-severity", domain::name(incident.severity));
  out.headers.emplace_back("x-triaged-version", std::to_string(incident.version));
  if (!notice.traceparent.empty()) out.headers.emplace_back("traceparent", std::move(notice.traceparent));
  return out;
}

}  // namespace triaged::codec
