// The payloads of the store's rows: protobuf (state.proto), so that yesterday's rows are read tomorrow.
// The decoders return nothing for bytes that are not such a row; the store is then corrupt.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/domain/message.hpp>
#include <triaged/domain/ticket.hpp>

namespace triaged::codec {

[[nodiscard]] domain::Bytes encode_ticket(const domain::Ticket& ticket);
[[nodiscard]] std::optional<domain::Ticket> decode_ticket(std::string_view bytes);

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

  bool operator==(const HistoryEntry&) const = default;
};

// Whose history the line belongs to: the event's ticket; of what is told of a hub's admins, which is about no
// ticket, `HUB:` and the hub's id.
[[nodiscard]] domain::TicketId history_key(const domain::TicketEvent& event);

[[nodiscard]] domain::Bytes encode_history(const HistoryEntry& entry);
[[nodiscard]] std::optional<HistoryEntry> decode_history(std::string_view bytes);

}  // namespace triaged::codec
