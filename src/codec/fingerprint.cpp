// The digests that name a message and an event.
#include <codec/digest.hpp>

#include <triaged/codec/event.hpp>

namespace triaged::codec {

domain::Digest fingerprint(const domain::InboundMessage& message) {
  Canonical canonical(message.body.size() + 512);
  canonical.text(message.body)
      .number(message.full_size)
      .text(message.routing_key)
      .text(message.content_type)
      .text(message.message_id)
      .text(message.user_id)
      .text(message.reply_to)
      .text(message.correlation_id)
      .number(message.timestamp ? 1 : 0);
  if (message.timestamp)
    canonical.number(static_cast<std::uint64_t>(message.timestamp->time_since_epoch().count()));
  for (const auto& [name, value] : message.headers) canonical.text(name).text(value);
  return canonical.digest();
}

domain::Digest seen_key(const domain::ProducerId& producer, const domain::EventId& event) {
  Canonical canonical(producer.value.size() + event.value.size() + 16);
  return canonical.text(producer.value).text(event.value).digest();
}

domain::TicketId alert_ticket(std::string_view source, const domain::HubId& hub, std::string_view name) {
  constexpr std::size_t kPrefix = 7, kDigits = 16;  // after "sha256:"
  Canonical canonical(source.size() + hub.value.size() + name.size() + 24);
  const auto digest = canonical.text(source).text(hub.value).text(name).digest();
  return domain::TicketId{"ALERT-" + to_text(digest).substr(kPrefix, kDigits)};
}

}  // namespace triaged::codec
