#include "engine/memory.hpp"

#include <triaged/codec/state.hpp>
#include <triaged/engine/engine.hpp>

namespace triaged::engine {
namespace {

std::uint64_t hash_of(const domain::Digest& key) { return std::hash<domain::Digest>{}(key); }
std::uint64_t hash_of(const domain::TicketId& id) { return std::hash<domain::TicketId>{}(id); }

}  // namespace

Memory::Memory(const ports::Image& image)
    : documents(image.documents.begin(), image.documents.end()),
      in_force(image.in_force),
      counters(image.counters),
      last_batch(image.last_batch),
      last_sequence(image.last_sequence),
      epoch(image.epoch) {
  open_tickets.reserve(image.open_tickets.size());
  for (const auto& row : image.open_tickets) {
    auto ticket = codec::decode_ticket(row.payload);
    if (!ticket) throw CorruptStore("the store's row of ticket " + row.id.value + " cannot be decoded");
    open_tickets.emplace(row.id, std::move(*ticket));
  }
  seen_.reserve(image.seen.size());
  for (const auto& key : image.seen) remember_seen(key);
  for (const auto& id : image.closed) remember_closed(id);
  parked.insert(image.parked.begin(), image.parked.end());
  attempts.insert(image.attempts.begin(), image.attempts.end());
}

bool Memory::maybe_seen(const domain::Digest& key) const { return seen_.contains(hash_of(key)); }
bool Memory::maybe_closed(const domain::TicketId& id) const { return closed_.contains(hash_of(id)); }
void Memory::remember_seen(const domain::Digest& key) { seen_.insert(hash_of(key)); }
void Memory::remember_closed(const domain::TicketId& id) { closed_.insert(hash_of(id)); }

}  // namespace triaged::engine
