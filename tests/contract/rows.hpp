// Rows and batches for store tests, told apart by small numbers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <triaged/ports/store.hpp>

namespace triaged::test {

// Spread over all octets, so that neighbours differ in the first as well as in the last.
inline domain::Digest digest(std::uint64_t n) {
  domain::Digest digest;
  std::uint64_t state = n * 0x9e3779b97f4a7c15ULL + 0x1234567;
  for (std::uint8_t& octet : digest.octets) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    octet = static_cast<std::uint8_t>(state >> 56);
  }
  return digest;
}

inline domain::Instant at(std::int64_t second) {
  return domain::Instant{std::chrono::seconds{1'770'000'000 + second}} + domain::Duration{123'456};
}

inline domain::TicketId ticket_id(std::uint64_t n) { return domain::TicketId("FD-" + std::to_string(n)); }

inline ports::TicketRow open_ticket(std::uint64_t n, std::uint32_t version = 1,
                                    std::string payload = "payload") {
  return {.id = ticket_id(n), .version = version, .open = true, .payload = std::move(payload)};
}
inline ports::TicketRow closed_ticket(std::uint64_t n, std::uint32_t version = 2) {
  return {.id = ticket_id(n), .version = version, .open = false, .payload = "closed"};
}
inline ports::HistoryRow history(std::uint64_t n, std::uint32_t version, std::string payload) {
  return {.ticket = ticket_id(n), .version = version, .at = at(version), .payload = std::move(payload)};
}
inline ports::SeenRow seen(std::uint64_t n, std::uint64_t content) {
  return {.key = digest(n), .content = digest(content), .at = at(7)};
}
inline ports::ParkedRow parked(std::uint64_t n, std::string detail = "no such member") {
  return {.key = digest(n),
          .reason = domain::ParkReason::invalid_field,
          .detail = std::move(detail),
          .at = at(9),
          .full_size = 3ULL << 30,
          .message = "original bytes"};
}
inline ports::EarlyRow early(std::uint64_t n, std::uint64_t ticket, std::string message = "came too early") {
  return {.key = digest(n), .ticket = ticket_id(ticket), .at = at(5), .message = std::move(message)};
}
inline ports::OutboxRow notice(std::uint64_t sequence, std::string message = "notice") {
  return {.sequence = sequence, .queue = "team.support", .message = std::move(message)};
}

inline ports::DocumentRow rules_document(std::uint64_t n, std::string source) {
  return {.key = {.kind = ports::DocumentKind::rules, .digest = digest(n)}, .source = std::move(source)};
}

// The engine's whole work for one opened ticket, as it is in most batches.
inline void add_opened(ports::Batch& batch, std::uint64_t n, std::uint64_t sequence) {
  batch.tickets.push_back(open_ticket(n, 1, std::string(250, 't')));
  batch.history.push_back(history(n, 1, std::string(900, 'h')));
  batch.seen.push_back(seen(n, n + 1));
  batch.outbox.push_back(notice(sequence, std::string(800, 'o')));
  batch.counters += {.received = 1, .applied = 1, .notices = 1};
}

inline std::vector<std::uint64_t> sequences(const ports::Image& image) {
  std::vector<std::uint64_t> found;
  for (const ports::OutboxRow& row : image.outbox) found.push_back(row.sequence);
  return found;
}

inline std::vector<domain::Digest> early_keys(const ports::Image& image) {
  std::vector<domain::Digest> found;
  for (const ports::EarlyRow& row : image.early) found.push_back(row.key);
  return found;
}

inline std::vector<std::string> payloads(const std::vector<ports::HistoryRow>& rows) {
  std::vector<std::string> found;
  for (const ports::HistoryRow& row : rows) found.push_back(row.payload);
  return found;
}

}  // namespace triaged::test
