#include "engine/memory.hpp"

#include <triaged/codec/state.hpp>
#include <triaged/engine/engine.hpp>

namespace triaged::engine {
namespace {

std::uint64_t hash_of(const domain::Digest& key) { return std::hash<domain::Digest>{}(key); }
std::uint64_t hash_of(const domain::TicketId& id) { return std::hash<domain::TicketId>{}(id); }

// Of a message that waits. One that can no longer be read is parked when its turn comes.
domain::TicketId named_in(const domain::InboundMessage& message, const codec::Limits& limits) {
  const auto read = codec::decode(message, limits);
  const auto* decoded = std::get_if<codec::Decoded>(&read);
  return decoded != nullptr ? named_by(decoded->event) : domain::TicketId{};
}

}  // namespace

domain::TicketId named_by(const domain::TicketEvent& event) {
  const auto* merged = std::get_if<domain::Merged>(&event.body);
  return merged != nullptr ? merged->into : domain::TicketId{};
}

Memory::Memory(const ports::Image& image, const codec::Limits& limits)
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
    remember_due(*ticket);
    open_tickets.emplace(row.id, std::move(*ticket));
  }
  for (const auto& row : image.early) {
    auto message = codec::decode_inbound(row.message);
    if (!message)
      throw CorruptStore("the store's early event for ticket " + row.ticket.value + " cannot be decoded");
    auto into = named_in(*message, limits);
    add_early(row.ticket,
              {.key = row.key, .at = row.at, .message = std::move(*message), .into = std::move(into)});
  }
  seen_.reserve(image.seen.size());
  for (const auto& key : image.seen) remember_seen(key);
  for (const auto& id : image.closed) remember_closed(id);
  for (const auto& row : image.admins) admins.emplace(std::pair(row.hub, row.admin), row);
  parked.insert(image.parked.begin(), image.parked.end());
  attempts.insert(image.attempts.begin(), image.attempts.end());
}

void Memory::keep(domain::Ticket&& ticket) {
  const auto known = open_tickets.find(ticket.id);
  if (known != open_tickets.end()) forget_due(known->second);
  if (is_open(ticket.state)) {
    remember_due(ticket);
    undurable_closed.erase(ticket.id);
    if (known != open_tickets.end())
      known->second = std::move(ticket);
    else
      open_tickets.emplace(ticket.id, std::move(ticket));
    return;
  }
  if (known != open_tickets.end()) open_tickets.erase(known);
  remember_closed(ticket.id);
  undurable_closed.insert_or_assign(ticket.id, ticket);
}

void Memory::remember_due(const domain::Ticket& ticket) {
  if (const auto next = next_due(ticket)) due.emplace(next->at, ticket.id);
}

void Memory::forget_due(const domain::Ticket& ticket) {
  if (const auto next = next_due(ticket)) due.erase({next->at, ticket.id});
}

void Memory::add_early(const domain::TicketId& ticket, Early event) {
  early_since.emplace(event.at, ticket);
  early_bytes += event.message.body.size();
  early[ticket].push_back(std::move(event));
}

std::vector<Early> Memory::take_early(const domain::TicketId& ticket) {
  const auto found = early.find(ticket);
  if (found == early.end()) return {};
  std::vector<Early> events = std::move(found->second);
  early.erase(found);
  for (const auto& event : events) {
    early_since.erase({event.at, ticket});
    early_bytes -= event.message.body.size();
  }
  return events;
}

bool Memory::maybe_seen(const domain::Digest& key) const { return seen_.contains(hash_of(key)); }
bool Memory::maybe_closed(const domain::TicketId& id) const { return closed_.contains(hash_of(id)); }
void Memory::remember_seen(const domain::Digest& key) { seen_.insert(hash_of(key)); }
void Memory::remember_closed(const domain::TicketId& id) { closed_.insert(hash_of(id)); }

}  // namespace triaged::engine
