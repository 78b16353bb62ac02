// Events to bytes, for producers and tests. Of a kind whose content the domain does not carry, the empty
// member.
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <codec/event_kinds.hpp>
#include <codec/timestamp.hpp>

#include <triaged/codec/event.hpp>
#include <triaged/v1/event.pb.h>

namespace triaged::codec {
namespace {

namespace json = boost::json;

json::object to_json(const domain::Opened& opened) {
  json::object labels;
  for (const auto& [key, value] : opened.labels) labels[key] = value;
  json::object out;
  out["subject"] = opened.subject;
  out["body"] = opened.body;
  out["channel"] = opened.channel;
  out["labels"] = std::move(labels);
  if (!opened.community.empty()) out["community"] = opened.community.value;
  if (opened.needed_by) out["needed_by"] = domain::to_rfc3339(*opened.needed_by);
  return out;
}

void set(v1::Opened& message, const domain::Opened& opened) {
  message.set_subject(opened.subject);
  message.set_body(opened.body);
  message.set_channel(opened.channel);
  for (const auto& [key, value] : opened.labels) (*message.mutable_labels())[key] = value;
  message.set_community(opened.community.value);
  if (opened.needed_by) set_timestamp(*message.mutable_needed_by(), *opened.needed_by);
}

}  // namespace

domain::Bytes encode_json(const domain::TicketEvent& event) {
  json::object out;
  if (!event.event_id.empty()) out["event_id"] = event.event_id.value;
  if (!event.ticket_id.empty()) out["ticket_id"] = event.ticket_id.value;
  if (event.occurred_at != domain::Instant{}) out["occurred_at"] = domain::to_rfc3339(event.occurred_at);
  if (!event.actor.empty()) out["actor"] = json::object{{"id", event.actor.value}};
  if (!event.hub.empty()) out["hub"] = event.hub.value;
  const auto* opened = std::get_if<domain::Opened>(&event.body);
  out[domain::name(domain::kind(event))] = opened != nullptr ? to_json(*opened) : json::object{};
  return json::serialize(out);
}

domain::Bytes encode_protobuf(const domain::TicketEvent& event) {
  v1::TicketEvent message;
  message.set_event_id(event.event_id.value);
  message.set_ticket_id(event.ticket_id.value);
  if (event.occurred_at != domain::Instant{})
    set_timestamp(*message.mutable_occurred_at(), event.occurred_at);
  if (!event.actor.empty()) message.mutable_actor()->set_id(event.actor.value);
  message.set_hub(event.hub.value);
  if (const auto* opened = std::get_if<domain::Opened>(&event.body))
    set(*message.mutable_opened(), *opened);
  else
    message.GetReflection()->MutableMessage(&message, event_field(domain::kind(event)));
  return message.SerializeAsString();
}

}  // namespace triaged::codec
