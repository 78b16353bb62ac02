// What the engine remembers. The open tickets are here whole; of everything else only enough to know for
// certain that a thing is new. A hit in `maybe_seen` or `maybe_closed` (64-bit hashes) only says that the
// store must be asked; a miss is certain. See docs/adr/0008.
#pragma once

#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include <triaged/domain/ticket.hpp>
#include <triaged/ports/store.hpp>

namespace triaged::engine {

class Memory {
 public:
  // Throws CorruptStore when a ticket of the image cannot be decoded: the store is corrupt.
  explicit Memory(const ports::Image& image);

  std::unordered_map<domain::TicketId, domain::Ticket> open_tickets;
  std::unordered_map<domain::Digest, domain::Digest>
      undurable_seen;  // seen key → content, decided, not committed
  std::unordered_set<domain::Digest> parked;
  std::unordered_map<domain::Digest, std::uint32_t> attempts;
  std::set<ports::DocumentKey> documents;  // in the store, or in a batch on its way there
  std::optional<ports::InForce> in_force;  // by the same
  ports::Counters counters;                // committed
  std::uint64_t last_batch = 0;            // committed
  std::uint64_t last_sequence = 0;         // given out
  std::uint32_t epoch = 1;

  [[nodiscard]] bool maybe_seen(const domain::Digest& key) const;
  [[nodiscard]] bool maybe_closed(const domain::TicketId& id) const;
  void remember_seen(const domain::Digest& key);
  void remember_closed(const domain::TicketId& id);

 private:
  std::unordered_set<std::uint64_t> seen_;
  std::unordered_set<std::uint64_t> closed_;
};

}  // namespace triaged::engine
