// The way of a ticket, in the order of its stages:
//
//   intake     deliveries come in, as many as the broker sends ahead          Delivered
//   decode     bytes to an event, or a reason to park it                      decode()
//   recall     what memory does not hold is asked of the store                unknown_of(), Fetched
//   directory  hub, community, the requester's standing                       judge_event()
//   rules      classification and destination, with the rules behind them     judge_event()
//   decide     the effects, from values alone                                 judge_event()
//   persist    one transaction for all that was decided meanwhile             persist.cpp
//   ack        only then are the deliveries acknowledged                      persist.cpp
//   publish    and the notices handed to their lanes                          relay.cpp
//
// Nothing here waits: what needs an answer is left where it is until the answer is an input.
#include <algorithm>

#include <triaged/codec/notice.hpp>
#include <triaged/codec/state.hpp>

#include "engine/impl.hpp"

namespace triaged::engine {
namespace {

constexpr std::size_t kLegible = 4096;  // bytes of an unreadable message that its ticket shows

// Rows of what was recalled, by key; the lists are as short as the number of repeats in a batch.
const ports::SeenRow* find_seen(const ports::Recalled& recalled, const domain::Digest& key) {
  for (const auto& row : recalled.seen)
    if (row.key == key) return &row;
  return nullptr;
}

const ports::TicketRow* find_ticket(const ports::Recalled& recalled, const domain::TicketId& id) {
  for (const auto& row : recalled.tickets)
    if (row.id == id) return &row;
  return nullptr;
}

// The destination's team, which is all that Reach needs beside the ladder.
domain::TeamId named_team(const domain::Classification& said) {
  const auto* team = std::get_if<domain::TeamId>(&said.destination);
  return team != nullptr ? *team : domain::TeamId{};
}

// The team that has the ticket when nobody gives the approval that it needs.
domain::TeamId team_if_silent(const domain::Classification& said) {
  const auto* team = said.needs ? std::get_if<domain::TeamId>(&said.needs->silence) : nullptr;
  return team != nullptr ? *team : domain::TeamId{};
}

// The broker vouches for user ids; who sets none is anonymous.
domain::ProducerId producer_id(const domain::InboundMessage& message) {
  return domain::ProducerId{message.user_id.empty() ? std::string("anonymous") : message.user_id};
}

domain::TicketId parked_ticket(const domain::Digest& fingerprint) {
  constexpr std::size_t kPrefix = 7, kDigits = 16;  // after "sha256:"
  return domain::TicketId{"PARKED-" + to_text(fingerprint).substr(kPrefix, kDigits)};
}

}  // namespace

void Engine::Impl::take() {
  while (may_take() && !waiting.empty()) {
    if (careful()) return take_carefully();
    std::vector<Taken> taken;
    std::size_t bytes = forming.bytes;
    while (!waiting.empty() && forming.events + taken.size() < limits.batch_max &&
           bytes < limits.batch_bytes && !careful()) {
      bytes += waiting.front().message.body.size();
      fresh_seen = fresh_seen || !waiting.front().redelivered;
      taken.push_back(decode(std::move(waiting.front())));
      waiting.pop_front();
    }
    if (auto unknown = unknown_of(taken); !unknown.empty()) {
      recalling = std::move(taken);
      return store.fetch(std::move(unknown));
    }
    judge(std::move(taken), {});
  }
}

const directory::Producer* Engine::Impl::producer_of(const domain::InboundMessage& message) const {
  return knowledge.directory->producer(producer_id(message));
}

void Engine::Impl::recalled(const ports::Recalled& found) {
  judge(*std::exchange(recalling, std::nullopt), found);
  for (const auto& key : std::exchange(durable_since, {})) memory.undurable_seen.erase(key);
}

bool Engine::Impl::may_take() const {
  return health == Health::running && !draining && !held && !recalling && !attempting && !forming.alone &&
         forming.events < limits.batch_max && forming.bytes < limits.batch_bytes;
}

Taken Engine::Impl::decode(ports::Delivery delivery) const {
  Taken taken{.delivery = {}, .decoded = codec::decode(delivery.message, limits.codec), .seen_key = {}};
  taken.delivery = std::move(delivery);
  if (auto* decoded = std::get_if<codec::Decoded>(&taken.decoded)) {
    decoded->event.producer = producer_id(taken.delivery.message);
    taken.seen_key = codec::seen_key(decoded->event.producer, decoded->event.event_id);
  }
  return taken;
}

ports::Recall Engine::Impl::unknown_of(const std::vector<Taken>& taken) const {
  ports::Recall unknown;
  for (const auto& one : taken) {
    const auto* decoded = std::get_if<codec::Decoded>(&one.decoded);
    if (decoded == nullptr) continue;
    if (!memory.undurable_seen.contains(one.seen_key) && memory.maybe_seen(one.seen_key))
      unknown.seen.push_back(one.seen_key);
    const auto& id = decoded->event.ticket_id;
    if (!memory.open_tickets.contains(id) && memory.maybe_closed(id)) unknown.tickets.push_back(id);
  }
  return unknown;
}

void Engine::Impl::judge(std::vector<Taken> taken, const ports::Recalled& recalled) {
  if (const auto asked = calendars(*knowledge.rules); !asked.empty())
    knowledge.calendars->which_are_open(asked, now, open_calendars);
  for (auto& one : taken) judge_one(std::move(one), recalled);
}

void Engine::Impl::judge_one(Taken taken, const ports::Recalled& recalled) {
  ++forming.events;
  forming.bytes += taken.delivery.message.body.size();
  ++forming.batch.counters.received;
  forming.settle.push_back(taken.delivery.tag);
  if (auto* decoded = std::get_if<codec::Decoded>(&taken.decoded))
    return judge_event(std::move(*decoded), taken.seen_key, taken.delivery.message, recalled);
  const auto& unreadable = std::get<codec::Unreadable>(taken.decoded);
  const bool known = producer_of(taken.delivery.message) != nullptr;
  park(taken.delivery.message, known ? unreadable.reason : domain::ParkReason::unknown_producer,
       unreadable.detail);
}

void Engine::Impl::judge_event(codec::Decoded decoded, const domain::Digest& seen_key,
                               const domain::InboundMessage& message, const ports::Recalled& recalled) {
  const auto& event = decoded.event;
  const auto* producer = knowledge.directory->producer(event.producer);
  if (producer == nullptr)
    return park(message, domain::ParkReason::unknown_producer,
                "the directory lists no producer `" + event.producer.value + "`");

  const domain::Digest* seen = nullptr;
  if (const auto found = memory.undurable_seen.find(seen_key); found != memory.undurable_seen.end())
    seen = &found->second;
  else if (const auto* row = find_seen(recalled, seen_key))
    seen = &row->content;
  if (seen != nullptr && *seen == decoded.content) {
    ++forming.batch.counters.duplicate;
    return observer.on_duplicate(event);
  }
  if (seen != nullptr)
    return park(message, domain::ParkReason::id_conflict,
                "event id `" + event.event_id.value + "` came before with other content");

  decide::View view;
  view.epoch = memory.epoch;
  view.ruleset = digest(*knowledge.rules);
  if (const auto open = memory.open_tickets.find(event.ticket_id); open != memory.open_tickets.end())
    view.ticket = open->second;
  else if (const auto* row = find_ticket(recalled, event.ticket_id))
    view.ticket = codec::decode_ticket(row->payload);

  if (!may_tell(*producer, kind(event)))
    return remember(std::move(decoded), seen_key, std::move(view),
                    decide::Effects{.ticket = {}, .notices = {}, .refused = domain::Refusal::not_allowed});

  if (!may_speak_for(*producer, event.hub))
    return remember(std::move(decoded), seen_key, std::move(view),
                    decide::Effects{.ticket = {}, .notices = {}, .refused = domain::Refusal::not_your_hub});

  view.place = knowledge.directory->locate(event, *producer);
  if (const auto* opened = std::get_if<domain::Opened>(&event.body); opened != nullptr && !view.ticket) {
    view.classification = rules::classify({.event = event,
                                           .opened = *opened,
                                           .text = decoded.text,
                                           .place = view.place,
                                           .now = now,
                                           .open_calendars = open_calendars},
                                          *knowledge.rules);
    view.reach = knowledge.directory->reach(view.place, named_team(view.classification), undeliverable);
    if (const auto team = team_if_silent(view.classification); !team.empty())
      view.if_silent = knowledge.directory->reach_team(team, view.place, undeliverable);
  }
  auto effects = decide::decide(view, event, now, *knowledge.policy);
  remember(std::move(decoded), seen_key, std::move(view), std::move(effects));
}

// The effects become rows of the forming batch, and memory moves on at once: the next event of this ticket is
// decided on what is about to be true. Should the commit fail, memory is rebuilt from the store.
void Engine::Impl::remember(codec::Decoded decoded, const domain::Digest& seen_key, decide::View view,
                            decide::Effects effects) {
  codec::HistoryEntry entry{.event = std::move(decoded.event),
                            .content = decoded.content,
                            .refused = effects.refused,
                            .ticket = {},
                            .classification = std::move(view.classification),
                            .ruleset = view.ruleset,
                            .directory = knowledge.directory->digest(),
                            .policy = knowledge.policy->digest,
                            .at = now,
                            .undeliverable = undeliverable};
  if (effects.ticket)
    entry.ticket = std::move(*effects.ticket);
  else if (view.ticket)
    entry.ticket = std::move(*view.ticket);
  add_history(entry);
  forming.batch.seen.push_back({seen_key, decoded.content, now});
  forming.seen.push_back(seen_key);
  memory.undurable_seen.emplace(seen_key, decoded.content);

  if (effects.refused) {
    ++forming.batch.counters.refused;
    return observer.on_refused(entry.event, *effects.refused);
  }
  ++forming.batch.counters.applied;
  if (entry.ticket.version == 1)
    observer.on_opened({.event = entry.event,
                        .text = decoded.text,
                        .classification = entry.classification,
                        .ticket = entry.ticket,
                        .in_force = {entry.ruleset, entry.directory, entry.policy},
                        .undeliverable = undeliverable});
  keep(std::move(entry.ticket));
  send(std::move(effects.notices));
}

// The ticket's new version, in the batch and in memory.
void Engine::Impl::keep(domain::Ticket ticket) {
  const bool open = is_open(ticket.state);
  forming.batch.tickets.push_back({ticket.id, ticket.version, open, codec::encode_ticket(ticket)});
  forming.routed.push_back(ticket);
  if (open) {
    auto& known = memory.open_tickets[ticket.id];
    known = std::move(ticket);
  } else {
    memory.open_tickets.erase(ticket.id);
    memory.remember_closed(ticket.id);
  }
}

void Engine::Impl::add_history(const codec::HistoryEntry& entry) {
  forming.batch.history.push_back(
      {entry.event.ticket_id, entry.ticket.version, now, codec::encode_history(entry)});
}

void Engine::Impl::send(std::vector<domain::Notice> notices) {
  for (auto& notice : notices) {
    auto message = codec::encode(std::move(notice));
    const std::uint64_t sequence = ++memory.last_sequence;
    forming.batch.outbox.push_back({sequence, message.queue, codec::encode_outbound(message)});
    forming.notices.push_back(
        {sequence, std::make_shared<const domain::OutboundMessage>(std::move(message))});
    ++forming.batch.counters.notices;
  }
}

// Keeps the message as it came, with the reason; and where a person may have written it, opens a ticket for
// it.
void Engine::Impl::park(const domain::InboundMessage& message, domain::ParkReason reason,
                        std::string detail) {
  const domain::Digest key = codec::fingerprint(message);
  if (!memory.parked.insert(key).second) {
    ++forming.batch.counters.duplicate;  // the very same message is parked already
    return;
  }
  ++forming.batch.counters.parked;
  observer.on_parked(key, reason, detail);
  domain::InboundMessage kept = message;
  if (kept.body.size() > limits.parked_body) kept.body.resize(limits.parked_body);
  forming.batch.parked.push_back({key, reason, detail, now, message.full_size, codec::encode_inbound(kept)});
  // A stranger must not fill support's queue, and alerts have no author who waits.
  const auto* producer = producer_of(message);
  if (producer == nullptr || only_alerts(*producer)) return;

  decide::View view;
  view.epoch = memory.epoch;
  view.ruleset = digest(*knowledge.rules);
  view.reach = knowledge.directory->reach(view.place, {}, undeliverable);
  const decide::ParkedMessage parked{.ticket = parked_ticket(key),
                                     .reason = reason,
                                     .detail = std::move(detail),
                                     .legible = codec::legible(message.body, kLegible)};
  if (memory.open_tickets.contains(parked.ticket)) return;
  auto effects = open_for_parked(view, parked, now, *knowledge.policy);
  add_history({.event = parked_event(parked, now),
               .content = key,
               .refused = {},
               .ticket = *effects.ticket,
               .classification = {},
               .ruleset = view.ruleset,
               .directory = knowledge.directory->digest(),
               .policy = knowledge.policy->digest,
               .at = now,
               .undeliverable = undeliverable});
  keep(std::move(*effects.ticket));
  send(std::move(effects.notices));
}

// Above a limit of the outbox nothing more is taken; the broker keeps it for us. Resumed at nine tenths.
void Engine::Impl::hold_or_resume_intake() {
  const bool full = relay.rows() >= limits.outbox_rows || relay.bytes() >= limits.outbox_bytes;
  const bool room =
      relay.rows() < limits.outbox_rows / 10 * 9 && relay.bytes() < limits.outbox_bytes / 10 * 9;
  if ((!held && full) || (held && room)) {
    held = full;
    broker.want_deliveries(!held);
    observer.on_intake_held(held, held ? "the outbox is full" : "the outbox has room");
  }
}

}  // namespace triaged::engine
