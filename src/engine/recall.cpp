// recall: what a batch may look at and memory does not hold is asked of the store, all at once: repeats,
// closed tickets, texts. That a ticket was merged, and into which one, shows only when it is found: then the
// store is asked again for that one, and once more for each further link. Nothing is decided meanwhile.
#include <algorithm>
#include <iterator>
#include <unordered_set>

#include <triaged/codec/state.hpp>

#include "engine/impl.hpp"

namespace triaged::engine {
namespace {

void keep_one_of_each(std::vector<domain::TicketId>& ids) {
  std::ranges::sort(ids);
  const auto repeated = std::ranges::unique(ids);
  ids.erase(repeated.begin(), repeated.end());
}

}  // namespace

// A timer's ticket is in memory, and its text is not; a delivery may be a repeat besides.
ports::Recall Engine::Impl::unknown_of(const std::vector<Taken>& taken) const {
  ports::Recall unknown;
  const auto ask_for_into = [&](const domain::TicketId& into) {
    if (!into.empty()) ask_for(into, true, unknown);
  };
  std::unordered_set<domain::TicketId> waited_for;
  for (const auto& one : taken) {
    const auto* decoded = std::get_if<codec::Decoded>(&one.decoded);
    if (decoded == nullptr) continue;
    if (one.origin == Origin::delivery && !memory.undurable_seen.contains(one.seen_key) &&
        memory.maybe_seen(one.seen_key))
      unknown.seen.push_back(one.seen_key);
    const auto& event = decoded->event;
    ask_for(event.ticket_id, !std::holds_alternative<domain::Opened>(event.body), unknown);
    ask_for_into(named_by(event));
    // Should this one open the ticket, what waited for that is judged next.
    if (const auto waiting_for_it = memory.early.find(event.ticket_id);
        waiting_for_it != memory.early.end() && waited_for.insert(event.ticket_id).second)
      for (const auto& early : waiting_for_it->second) ask_for_into(early.into);
  }
  keep_one_of_each(unknown.tickets);
  keep_one_of_each(unknown.openings);
  return unknown;
}

// Where the tickets that were found go on: what they were merged into.
ports::Recall Engine::Impl::unknown_beyond(const ports::Recalled& found) const {
  ports::Recall unknown;
  for (const auto& row : found.tickets) {
    const auto ticket = codec::decode_ticket(row.payload);
    if (!ticket) throw CorruptStore("the store's row of ticket " + row.id.value + " cannot be decoded");
    if (ticket->state == domain::TicketState::merged) ask_for(ticket->merged_into, true, unknown);
  }
  const auto was_asked = [](const auto& rows, auto id) {
    return
        [&rows, id](const domain::TicketId& one) { return std::ranges::find(rows, one, id) != rows.end(); };
  };
  std::erase_if(unknown.tickets, was_asked(so_far.found.tickets, &ports::TicketRow::id));
  std::erase_if(unknown.tickets, was_asked(found.tickets, &ports::TicketRow::id));
  std::erase_if(unknown.openings, was_asked(so_far.found.openings, &ports::HistoryRow::ticket));
  std::erase_if(unknown.openings, was_asked(found.openings, &ports::HistoryRow::ticket));
  keep_one_of_each(unknown.tickets);
  keep_one_of_each(unknown.openings);
  return unknown;
}

// A ticket, with the `text` of its opening, and those that it was merged into as far as memory knows them.
void Engine::Impl::ask_for(domain::TicketId id, bool text, ports::Recall& unknown) const {
  for (std::size_t links = 0; links <= limits.merged_links; ++links) {
    const bool open = memory.open_tickets.contains(id);
    if (!open && !memory.maybe_closed(id)) return;
    if (text && !memory.undurable_openings.contains(id)) unknown.openings.push_back(id);
    if (open) return;
    const auto closed = memory.undurable_closed.find(id);
    if (closed == memory.undurable_closed.end()) return unknown.tickets.push_back(std::move(id));
    if (closed->second.state != domain::TicketState::merged) return;
    id = closed->second.merged_into;
  }
}

// What became durable since the first question stays in memory until the last one is answered.
void Engine::Impl::recalled(ports::Recalled found) {
  const auto append = [](auto& to, auto& more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  auto beyond = so_far.links < limits.merged_links ? unknown_beyond(found) : ports::Recall{};
  append(so_far.found.tickets, found.tickets);
  append(so_far.found.seen, found.seen);
  append(so_far.found.openings, found.openings);
  if (!beyond.empty()) {
    ++so_far.links;
    return store.fetch(std::move(beyond));
  }
  const auto all = std::exchange(so_far, Recollection{}).found;
  judge(*std::exchange(recalling, std::nullopt), all);
  forget_undurable(std::exchange(durable_since, Forming{}));
}

}  // namespace triaged::engine
