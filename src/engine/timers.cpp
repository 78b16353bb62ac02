// What time brings: clocks that ran out, and events that waited for their ticket's opening. A clock that is
// due becomes an event of the daemon's own and takes the way of every other one.
//
// After a time away the intake is behind the clock: an acknowledgement may lie in it. So overdue clocks wait
// until a marker that was sent through the intake has come back, but no longer than Limits::marker_wait.
#include <algorithm>

#include "engine/impl.hpp"

namespace triaged::engine {
namespace {

constexpr const char* kMarkerType = "application/x-triaged-marker";
constexpr std::string_view kMarkerName = "marker-";  // what its message id begins with

bool is_marker(const domain::InboundMessage& message) {
  return message.content_type == kMarkerType && message.body.empty() &&
         std::string_view(message.message_id).starts_with(kMarkerName);
}

codec::Decoded clock_event(const domain::TicketId& ticket, domain::Clock clock, domain::Instant now) {
  codec::Decoded decoded;
  decoded.event.ticket_id = ticket;
  decoded.event.occurred_at = now;
  decoded.event.body = domain::Deadline{clock};
  return decoded;
}

}  // namespace

bool Engine::Impl::timers_may_fire() const { return link != 0 && (!marker_until || now >= *marker_until); }

// Deliveries leave a part of each batch to clocks that are due, or a flood of them would keep every clock
// from running out.
std::size_t Engine::Impl::room_for_clocks() const {
  const auto next = incidents_wake_at();
  const bool due = timers_may_fire() &&
                   ((!memory.due.empty() && memory.due.begin()->first <= now) || (next && *next <= now));
  return due ? std::max<std::size_t>(1, limits.batch_max / 4) : 0;
}

// One for each ticket: what else is due of it comes with the next turn, decided on what this one made of it.
void Engine::Impl::take_due(std::vector<Taken>& taken) {
  if (!timers_may_fire()) return;
  take_due_of_incidents(taken);
  for (const auto& [at, id] : memory.due) {
    if (at > now || forming.events + taken.size() >= limits.batch_max) break;
    const auto next = next_due(memory.open_tickets.at(id));
    taken.push_back({.origin = Origin::timer,
                     .delivery = {},
                     .decoded = clock_event(id, next->clock, now),
                     .seen_key = {}});
  }
  const auto wait = knowledge.policy->early_wait;
  while (taken.size() < limits.batch_max && !memory.early_since.empty() &&
         memory.early_since.begin()->first + wait <= now) {
    const auto ticket = memory.early_since.begin()->second;
    for (auto& one : take_waited(ticket)) taken.push_back(std::move(one));
  }
}

std::vector<Taken> Engine::Impl::take_waited(const domain::TicketId& ticket) {
  std::vector<Taken> taken;
  for (auto& event : memory.take_early(ticket)) {
    forming.batch.early_done.push_back(event.key);
    ports::Delivery delivery;
    delivery.message = std::move(event.message);
    taken.push_back(decode(std::move(delivery)));
    taken.back().origin = Origin::waited;
  }
  return taken;
}

std::optional<domain::Instant> Engine::Impl::timers_wake_at() const {
  std::optional<domain::Instant> soonest;
  if (link == 0) return soonest;
  if (!memory.due.empty()) soonest = memory.due.begin()->first;
  if (const auto at = incidents_wake_at(); at && (!soonest || *at < *soonest)) soonest = at;
  if (!memory.early_since.empty()) {
    const auto until = memory.early_since.begin()->first + knowledge.policy->early_wait;
    if (!soonest || until < *soonest) soonest = until;
  }
  if (ended.size() < endings.size()) {
    const auto next = endings[ended.size()].at;
    if (!soonest || next < *soonest) soonest = next;
  }
  if (!lost.empty() && marker_until && now < *marker_until) soonest = marker_until;
  if (soonest && marker_until && *soonest < *marker_until) soonest = marker_until;
  return soonest;
}

// Whenever the intake may be behind the clock: a link came up, or the intake was held.
void Engine::Impl::wait_for_marker() {
  marker_until.reset();
  if (memory.due.empty() && memory.early_since.empty() && lost.empty() && !incidents_wake_at()) return;
  now = clock.now();
  marker = std::string(kMarkerName) + std::to_string(memory.epoch) + "-" + std::to_string(memory.last_batch) +
           "-" + std::to_string(link);
  marker_until = now + limits.marker_wait;
  auto message = std::make_shared<domain::OutboundMessage>();
  message->queue = limits.intake;
  message->content_type = kMarkerType;
  message->message_id = marker;
  broker.publish(link, {{.sequence = 0, .message = std::move(message)}});
}

// Off the front of what waits: everything before the marker has been taken. It is nobody's event, and one of
// a link that is gone says nothing. What only looks like one is parked with its bytes, as anything
// unreadable.
void Engine::Impl::settle_markers() {
  while (!waiting.empty() && is_marker(waiting.front().message)) {
    if (waiting.front().message.message_id == marker) marker_until.reset();
    broker.settle({waiting.front().tag});
    waiting.pop_front();
  }
}

bool Engine::Impl::may_put_off(const Taken& taken) const {
  return knowledge.policy->early_wait > domain::Duration::zero() && memory.early_events() < limits.early &&
         memory.early_bytes + taken.delivery.message.body.size() <= limits.early_bytes;
}

// Into the store and aside, until its ticket opens or the policy's time for that is over.
void Engine::Impl::put_off(const Taken& taken) {
  const auto& event = std::get<codec::Decoded>(taken.decoded).event;
  Early early{.key = taken.seen_key, .at = now, .message = taken.delivery.message, .into = named_by(event)};
  forming.batch.early.push_back({.key = early.key,
                                 .ticket = event.ticket_id,
                                 .at = now,
                                 .message = codec::encode_inbound(early.message)});
  ++forming.batch.counters.early;
  memory.add_early(event.ticket_id, std::move(early));
}

void Engine::Impl::set_clocks_anew() {
  const auto hours = [&](const domain::TeamId& id) -> const decide::Calendar* {
    const auto* team = knowledge.directory->team(id);
    return team != nullptr && knowledge.calendars ? knowledge.calendars->find(team->calendar) : nullptr;
  };
  const auto* support = hours(domain::TeamId{std::string(name(domain::Rung::support))});
  for (auto& [id, ticket] : memory.open_tickets)
    memory.with_clocks(ticket, [&](domain::Ticket& known) {
      recalculate(known, hours(known.team), support, *knowledge.policy);
    });
}

}  // namespace triaged::engine
