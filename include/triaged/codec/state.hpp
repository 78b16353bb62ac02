// The payloads of the store's rows: protobuf (state.proto), so that yesterday's rows are read tomorrow.
// The decoders return nothing for bytes that are not such a row; the store is then corrupt.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/domain/incident.hpp>
#include <triaged/domain/message.hpp>

namespace triaged::codec {

[[nodiscard]] domain::Bytes encode_ticket(const domain::Ticket& ticket);
[[nodiscard]] std::optional<domain::Ticket> decode_ticket(std::string_view bytes);

[[nodiscard]] domain::Bytes encode_incident(const domain::Incident& incident);
[[nodiscard]] std::optional<domain::Incident> decode_incident(std::string_view bytes);

[[nodiscard]] domain::Bytes encode_silence(const domain::Silence& silence);
[[nodiscard]] std::optional<domain::Silence> decode_silence(std::string_view bytes);

[[nodiscard]] domain::Bytes encode_inbound(const domain::InboundMessage& message);
[[nodiscard]] std::optional<domain::InboundMessage> decode_inbound(std::string_view bytes);

[[nodiscard]] domain::Bytes encode_outbound(const domain::OutboundMessage& message);
[[nodiscard]] std::optional<domain::OutboundMessage> decode_outbound(std::string_view bytes);

// The ticket that another one was to be merged into, as far as the decision looked at it.
struct Into {
  domain::TicketId id;  // the one that goes on: what was named, or what that was merged into
  domain::TicketState state{};
  domain::HubId hub;

  bool operator==(const Into&) const = default;
};

// One line of a ticket's history: what happened, what was decided, and under what. With the event's own
// content it is all that is needed to decide again.
struct HistoryEntry {
  domain::TicketEvent event;
  domain::Digest content;
  std::optional<domain::Refusal> refused;  // nothing: applied
  domain::Ticket ticket;                   // after the event; as it was when the event was refused
  domain::Classification classification;   // what the rules said; defaults when they were not asked
  domain::Digest ruleset;
  domain::Digest directory;
  domain::Digest policy;
  domain::Instant at{};
  std::vector<std::string> undeliverable;  // queues that took no messages then
  std::vector<domain::Away> away{};        // View::away
  std::optional<Into> into{};              // of `merged`; nothing: there was no such ticket
  // Of an event about an incident: that one after it, or as it was when the event was refused. Of a ticket's:
  // the one that the decision looked at.
  std::optional<domain::Incident> incident{};
  std::uint32_t storm = 0;       // View::storm
  domain::SilenceId silenced{};  // View::silence
  bool cleared = false;          // View::cleared

  bool operator==(const HistoryEntry&) const = default;
};

// Whose history the line belongs to: the event's ticket, or the incident of an event about one; of what is
// about neither, `HUB:` and the hub's id (admins), `SILENCE:` and the silence's, `HEARTBEAT:`, its name, `@`
// and its cluster (without one, that of the hub). For incident_declared and incident_found `incident` is the
// one that came of it; where none did, the line is the reporting ticket's, else that of the place (`HUB:`).
[[nodiscard]] domain::TicketId history_key(const domain::TicketEvent& event,
                                           const domain::IncidentId& incident = {});

[[nodiscard]] domain::Bytes encode_history(const HistoryEntry& entry);
[[nodiscard]] std::optional<HistoryEntry> decode_history(std::string_view bytes);

}  // namespace triaged::codec
