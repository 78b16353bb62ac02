#include <codec/alert_ticket.hpp>
#include <codec/body_reader.hpp>
#include <codec/digest.hpp>
#include <codec/event_kinds.hpp>
#include <codec/event_reader.hpp>
#include <codec/field_checks.hpp>
#include <codec/opened_reader.hpp>
#include <codec/timestamp.hpp>
#include <codec/utf8.hpp>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <triaged/codec/normalize.hpp>

namespace triaged::codec {
namespace {

using domain::EventKind;

// What an event of the kind is nothing without, beside its member.
struct Needs {
  bool ticket = true;
  bool actor = false;
  bool hub = false;
};

Needs needs(EventKind kind) {
  switch (kind) {
    case EventKind::commented:
    case EventKind::associated:
    case EventKind::acknowledged:
    case EventKind::paused:
    case EventKind::resolved:
    case EventKind::reopened:
    case EventKind::escalated:
    case EventKind::handed_over:
    case EventKind::severity_changed:
    case EventKind::approved:
    case EventKind::declined:
    case EventKind::merged:
    case EventKind::withdrawn:
    case EventKind::deadline:
    case EventKind::joined:
    case EventKind::team_lost:
    case EventKind::suspected:
    case EventKind::incident_over:
    case EventKind::unsilenced:
    case EventKind::incident_found:
    case EventKind::incident_reported:
    case EventKind::incident_joined:
    case EventKind::incident_deadline:
    case EventKind::page_refused:
      return {};
    case EventKind::opened:
    case EventKind::linked:
    case EventKind::unlinked:
      return {.actor = true};
    case EventKind::alert_fired:
    case EventKind::alert_cleared:
    case EventKind::heartbeat:
      return {.ticket = false};
    case EventKind::incident_declared:
    case EventKind::incident_acknowledged:
    case EventKind::incident_updated:
    case EventKind::incident_role:
    case EventKind::incident_severity:
    case EventKind::incident_merged:
    case EventKind::incident_resolved:
    case EventKind::incident_reopened:
    case EventKind::silence_set:
    case EventKind::silence_ended:
      return {.ticket = false, .actor = true};
    case EventKind::admin_added:
    case EventKind::admin_removed:
      return {.ticket = false, .hub = true};
  }
  return {};
}

void check_ticket(std::string_view id, EventKind kind, const Limits& limits, FieldChecks& checks) {
  checks.id("ticket_id", id).ticket("ticket_id", id);
  if (id.size() > limits.ticket_id)
    checks.fail("field `ticket_id` is longer than " + std::to_string(limits.ticket_id) + " bytes");
  if (kind == EventKind::opened && id.starts_with(kAlertTicket))
    checks.fail("field `ticket_id` begins with `" + std::string(kAlertTicket) +
                "`; tickets of that name are opened by alerts only");
}

// The same bytes for the same content: fields in order of their numbers, maps sorted, nothing we do not know.
std::string canonical_bytes(google::protobuf::Message& member) {
  member.DiscardUnknownFields();
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    member.SerializeToCodedStream(&out);
  }
  return bytes;
}

// Trace context is transport: what is not visible ASCII is dropped, never a reason to park.
std::string_view believable_trace(std::string_view traceparent, const Limits& limits) {
  if (traceparent.size() > limits.id) return {};
  for (const char c : traceparent)
    if (c <= ' ' || c > '~') return {};
  return traceparent;
}

}  // namespace

std::variant<Decoded, Unreadable> read_event(v1::TicketEvent& event, const Envelope& envelope,
                                             const Limits& limits) {
  FieldChecks checks(limits);
  const auto kind = event_kind(event.event_case());
  if (!kind)
    return *checks.fail("the event has no member that says what happened, or one not known here").fault();

  checks.id("event_id", event.event_id()).id("actor.id", event.actor().id()).id("hub", event.hub());
  check_ticket(event.ticket_id(), *kind, limits, checks);
  const Needs need = needs(*kind);
  if (need.ticket) checks.needed("ticket_id", event.ticket_id());
  if (need.hub) checks.needed("hub", event.hub());
  if (need.actor) checks.needed("actor", event.actor().id());
  const auto occurred_at = event.has_occurred_at() ? from_timestamp(event.occurred_at()) : domain::Instant{};
  if (!occurred_at) checks.fail("field `occurred_at` lies outside the years 1970 to 9999");
  if (checks.fault()) return *checks.fault();

  // The form of these bytes is kept in the store as a digest: changed, every event repeated across the change
  // would look like another one under the same id.
  Canonical content(event.opened().body().size() + 1024);
  content.text(domain::name(*kind))
      .text(event.ticket_id())
      .text(event.actor().id())
      .text(event.hub())
      .number(static_cast<std::uint64_t>(occurred_at->time_since_epoch().count()));

  Decoded decoded;
  if (*kind == EventKind::opened) {
    decoded.event.body = read_opened(*event.mutable_opened(), limits, checks, content);
  } else {
    auto& member = *event.GetReflection()->MutableMessage(&event, event_field(*kind));
    checks.all_of(domain::name(*kind), member);
    content.text(canonical_bytes(member));
    decoded.event.body = read_body(*kind, event, limits, checks);
  }
  const bool own_id = !event.event_id().empty();
  if (!own_id) checks.id("message_id", envelope.message_id);
  if (checks.fault()) return *checks.fault();
  if (!own_id && envelope.message_id.empty() && envelope.needs_event_id)
    return Unreadable{domain::ParkReason::no_event_id,
                      "neither field `event_id` nor property message_id is set"};

  decoded.content = content.digest();
  decoded.event.event_id = domain::EventId{own_id ? std::string_view(event.event_id()) : envelope.message_id};
  decoded.event.ticket_id = domain::TicketId{event.ticket_id()};
  decoded.event.occurred_at =
      *occurred_at == domain::Instant{} ? envelope.timestamp.value_or(domain::Instant{}) : *occurred_at;
  decoded.event.actor = domain::ActorId{event.actor().id()};
  decoded.event.hub = domain::HubId{event.hub()};
  decoded.event.traceparent = believable_trace(envelope.traceparent, limits);
  if (const auto* opened = std::get_if<domain::Opened>(&decoded.event.body))
    decoded.text = {.subject = normalize(opened->subject), .body = normalize(opened->body)};
  else if (const auto* commented = std::get_if<domain::Commented>(&decoded.event.body))
    decoded.text = {.subject = {}, .body = normalize(commented->body)};
  return decoded;
}

}  // namespace triaged::codec
