// What was decided, as rows of the batch that forms, and as what memory holds from then on; a message that
// cannot be decided is parked.
#include <algorithm>

#include <triaged/codec/normalize.hpp>
#include <triaged/codec/notice.hpp>
#include <triaged/codec/state.hpp>

#include "engine/impl.hpp"

namespace triaged::engine {
namespace {

constexpr std::size_t kLegible = 4096;  // bytes of an unreadable message that its ticket shows

domain::TicketId parked_ticket(const domain::Digest& fingerprint) {
  constexpr std::size_t kPrefix = 7, kDigits = 16;  // after "sha256:"
  return domain::TicketId{"PARKED-" + to_text(fingerprint).substr(kPrefix, kDigits)};
}

}  // namespace

// The effects become rows of the forming batch, and memory moves on at once: the next event of this ticket is
// decided on what is about to be true. Should the commit fail, memory is rebuilt from the store.
void Engine::Impl::remember(Taken& taken, decide::View&& view, decide::Effects&& effects) {
  auto& decoded = std::get<codec::Decoded>(taken.decoded);
  codec::HistoryEntry entry{.event = std::move(decoded.event),
                            .content = decoded.content,
                            .refused = effects.refused,
                            .ticket = {},
                            .classification = std::move(view.classification),
                            .ruleset = view.ruleset,
                            .directory = knowledge.directory->digest(),
                            .policy = knowledge.policy->digest,
                            .at = now,
                            .undeliverable = undeliverable,
                            .away = std::move(view.away)};
  if (view.incident != nullptr) entry.incident = *view.incident;
  entry.storm = view.storm;
  entry.silenced = view.silence;
  entry.cleared = view.cleared;
  const bool was_silenced = view.ticket && !view.ticket->silenced_by.empty();
  if (view.into) entry.into = {.id = view.into->id, .state = view.into->state, .hub = view.into->place.hub};
  if (effects.ticket)
    entry.ticket = std::move(*effects.ticket);
  else if (view.ticket)
    entry.ticket = std::move(*view.ticket);
  add_history(entry);

  if (effects.refused) {
    count(taken.origin, &ports::Counters::refused);
    answer_refused(taken, entry.event, *effects.refused);
    return observer.on_refused(entry.event, *effects.refused);
  }
  count(taken.origin, &ports::Counters::applied);
  if (entry.ticket.version == 1) {
    observer.on_opened({.event = entry.event,
                        .text = decoded.text,
                        .classification = entry.classification,
                        .ticket = entry.ticket,
                        .in_force = {entry.ruleset, entry.directory, entry.policy},
                        .undeliverable = undeliverable,
                        .admins = knowledge.directory->told()});
    remember_opening(entry);
  }
  if (!entry.ticket.silenced_by.empty() && !was_silenced) note_silenced(entry.ticket);
  keep(std::move(entry.ticket));
  send(std::move(effects.notices));
}

// Until the store has it, a recall would not find it. Takes the words out of the entry, which is written by
// now.
void Engine::Impl::remember_opening(codec::HistoryEntry& entry) {
  auto* opened = std::get_if<domain::Opened>(&entry.event.body);
  if (opened == nullptr) return;
  auto kept = std::make_shared<domain::Opened>(std::move(*opened));
  for (const auto& [key, set] : entry.classification.labels) kept->labels.insert_or_assign(key, set.value);
  memory.undurable_openings.insert_or_assign(entry.ticket.id, std::move(kept));
  forming.opened.push_back(entry.ticket.id);
}

// Clocks are nobody's message; what waited leaves the place where it was counted.
void Engine::Impl::count(Origin origin, std::uint64_t ports::Counters::* what) {
  if (origin == Origin::timer) return;
  ++(forming.batch.counters.*what);
  if (origin == Origin::waited) --forming.batch.counters.early;
}

// The ticket's new version, in the batch and in memory.
void Engine::Impl::keep(domain::Ticket&& ticket) {
  const bool open = is_open(ticket.state);
  forming.batch.tickets.push_back({ticket.id, ticket.version, open, codec::encode_ticket(ticket)});
  forming.routed.push_back(ticket);
  if (const auto known = memory.open_tickets.find(ticket.id); known != memory.open_tickets.end())
    incidents.forget(known->second);
  incidents.follow(ticket, open);
  if (!open) forming.closed.push_back(ticket.id);
  memory.keep(std::move(ticket));
}

void Engine::Impl::note_in_history(Taken& taken, std::string what) {
  auto& decoded = std::get<codec::Decoded>(taken.decoded);
  codec::HistoryEntry entry{.event = std::move(decoded.event),
                            .content = decoded.content,
                            .refused = {},
                            .ticket = {},
                            .classification = {},
                            .ruleset = digest(*knowledge.rules),
                            .directory = knowledge.directory->digest(),
                            .policy = knowledge.policy->digest,
                            .at = now,
                            .undeliverable = {}};
  entry.ticket.reason = {.code = domain::ReasonCode::command, .rule = {}, .text = std::move(what)};
  add_history(entry);
  count(taken.origin, &ports::Counters::applied);
}

void Engine::Impl::add_history(const codec::HistoryEntry& entry) {
  forming.batch.history.push_back(
      {codec::history_key(entry.event), entry.ticket.version, now, codec::encode_history(entry)});
}

void Engine::Impl::send(std::vector<domain::Notice> notices) {
  for (auto& message : codec::encode(std::move(notices))) post(std::move(message));
}

void Engine::Impl::post(domain::OutboundMessage message) {
  const std::uint64_t sequence = ++memory.last_sequence;
  forming.batch.outbox.push_back({sequence, std::string(message.lane()), codec::encode_outbound(message)});
  forming.notices.push_back({sequence, std::make_shared<const domain::OutboundMessage>(std::move(message))});
  ++forming.batch.counters.notices;
}

// Keeps the message as it came, with the reason; and where a person may have written it, opens a ticket for
// it.
void Engine::Impl::park(Origin origin, const domain::InboundMessage& message, domain::ParkReason reason,
                        std::string detail, const domain::EventId& event) {
  const domain::Digest key = codec::fingerprint(message);
  if (!memory.parked.insert(key).second)
    return count(origin, &ports::Counters::duplicate);  // the very same message is parked already
  count(origin, &ports::Counters::parked);
  observer.on_parked(key, reason, detail);
  domain::InboundMessage kept = message;
  if (kept.body.size() > limits.parked_body) kept.body.resize(limits.parked_body);
  forming.batch.parked.push_back({key, reason, detail, now, message.full_size, codec::encode_inbound(kept)});
  answer_parked(message, event, key, {.parked = reason, .detail = detail});
  // A stranger must not fill support's queue, and alerts have no author who waits.
  const auto* producer = producer_of(message);
  if (producer == nullptr || only_alerts(*producer)) return;

  renew_directory();
  decide::View view;
  view.epoch = memory.epoch;
  view.ruleset = digest(*knowledge.rules);
  view.calendars = knowledge.calendars.get();
  view.reach = knowledge.directory->reach(view.place, {}, undeliverable, ended);
  const decide::ParkedMessage parked{.ticket = parked_ticket(key),
                                     .reason = reason,
                                     .detail = std::move(detail),
                                     .legible = codec::legible(message.body, kLegible)};
  if (memory.open_tickets.contains(parked.ticket)) return;
  auto effects = open_for_parked(view, parked, now, *knowledge.policy);
  codec::HistoryEntry entry{.event = parked_event(parked, now),
                            .content = key,
                            .refused = {},
                            .ticket = *effects.ticket,
                            .classification = {},
                            .ruleset = view.ruleset,
                            .directory = knowledge.directory->digest(),
                            .policy = knowledge.policy->digest,
                            .at = now,
                            .undeliverable = undeliverable};
  add_history(entry);
  remember_opening(entry);
  keep(std::move(*effects.ticket));
  send(std::move(effects.notices));
}

}  // namespace triaged::engine
