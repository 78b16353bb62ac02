// What the engine remembers. The open tickets are here whole; of everything else only enough to know for
// certain that a thing is new. A hit in `maybe_seen` or `maybe_closed` (64-bit hashes) only says that the
// store must be asked; a miss is certain. See docs/adr/0008.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include <triaged/codec/event.hpp>
#include <triaged/domain/event.hpp>
#include <triaged/domain/message.hpp>
#include <triaged/domain/ticket.hpp>
#include <triaged/ports/store.hpp>

namespace triaged::engine {

// An event that came before its ticket's opening.
struct Early {
  domain::Digest key;
  domain::Instant at{};
  domain::InboundMessage message;
  domain::TicketId into;  // of `merged`: the ticket it names; else empty
};

// The ticket that a `merged` names; empty: the event is another.
[[nodiscard]] domain::TicketId named_by(const domain::TicketEvent& event);

class Memory {
 public:
  // `limits`: under which events that wait are read again. Throws CorruptStore when a ticket of the image
  // cannot be decoded: the store is corrupt.
  Memory(const ports::Image& image, const codec::Limits& limits);

  // Changed by keep() and lose() only: `due` follows them.
  std::unordered_map<domain::TicketId, domain::Ticket> open_tickets;
  std::set<std::pair<domain::Instant, domain::TicketId>> due;      // what is next of each open ticket
  std::unordered_map<domain::TicketId, std::vector<Early>> early;  // by the ticket they wait for
  std::multiset<std::pair<domain::Instant, domain::TicketId>> early_since;
  std::size_t early_bytes = 0;  // of their bodies
  // Decided, not committed: what a recall would not find yet.
  std::unordered_map<domain::TicketId, domain::Ticket> undurable_closed;
  std::unordered_map<domain::TicketId, std::shared_ptr<const domain::Opened>> undurable_openings;
  std::unordered_map<domain::Digest, domain::Digest>
      undurable_seen;  // seen key → content, decided, not committed
  // The last word of each hub on each of its people.
  std::map<std::pair<domain::HubId, domain::ActorId>, ports::AdminRow> admins;
  std::unordered_set<domain::Digest> parked;
  std::unordered_map<domain::Digest, std::uint32_t> attempts;
  std::set<ports::DocumentKey> documents;  // in the store, or in a batch on its way there
  std::optional<ports::InForce> in_force;  // by the same
  ports::Counters counters;                // committed
  std::uint64_t last_batch = 0;            // committed
  std::uint64_t last_sequence = 0;         // given out
  std::uint32_t epoch = 1;

  // The ticket's latest version: open ones stay, others leave for `undurable_closed`.
  void keep(domain::Ticket&& ticket);
  // The clocks of an open ticket, set anew in place.
  template <class F>
  void with_clocks(domain::Ticket& ticket, F&& set) {
    forget_due(ticket);
    set(ticket);
    remember_due(ticket);
  }
  void add_early(const domain::TicketId& ticket, Early event);
  [[nodiscard]] std::vector<Early> take_early(const domain::TicketId& ticket);
  [[nodiscard]] std::size_t early_events() const noexcept { return early_since.size(); }

  [[nodiscard]] bool maybe_seen(const domain::Digest& key) const;
  [[nodiscard]] bool maybe_closed(const domain::TicketId& id) const;
  void remember_seen(const domain::Digest& key);
  void remember_closed(const domain::TicketId& id);

 private:
  void remember_due(const domain::Ticket& ticket);
  void forget_due(const domain::Ticket& ticket);

  std::unordered_set<std::uint64_t> seen_;
  std::unordered_set<std::uint64_t> closed_;
};

}  // namespace triaged::engine
