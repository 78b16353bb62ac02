// The way of a ticket, in the order of its stages:
//
//   intake     deliveries come in, as many as the broker sends ahead          Delivered
//   decode     bytes to an event, or a reason to park it                      decode()
//   recall     what memory does not hold is asked of the store                recall.cpp
//   directory  hub, community, who speaks                                     view_of_new(), view_of_known()
//   rules      classification and destination, with the rules behind them     view_of_new(), view_of_known()
//   decide     the effects, from values alone                                 judge_event(), judge_known(),
//                                                                             judge_admin(), judge_incident()
//   persist    one transaction for all that was decided meanwhile             remember.cpp, persist.cpp
//   ack        only then are the deliveries acknowledged                      persist.cpp
//   publish    and the notices handed to their lanes                          relay.cpp
//
// A ticket's clock that ran out comes in between intake and decode (timers.cpp), an event that waited for its
// ticket's opening at decode.
//
// Nothing here waits: what needs an answer is left where it is until the answer is an input.
#include <algorithm>

#include <triaged/codec/normalize.hpp>
#include <triaged/codec/notice.hpp>
#include <triaged/codec/state.hpp>

#include "engine/impl.hpp"

namespace triaged::engine {
namespace {

// Rows of what was recalled, by key; the lists are as short as the number of repeats in a batch.
const ports::SeenRow* find_seen(const ports::Recalled& recalled, const domain::Digest& key) {
  for (const auto& row : recalled.seen)
    if (row.key == key) return &row;
  return nullptr;
}

// The broker vouches for user ids; who sets none is anonymous. A message of the daemon's own user may name
// whom it speaks for; of anybody else that is only a word.
domain::ProducerId producer_id(const domain::InboundMessage& message, const std::string& own_user) {
  if (message.user_id.empty()) return domain::ProducerId{"anonymous"};
  if (message.user_id == own_user)
    for (const auto& [key, value] : message.headers)
      if (key == domain::kProducerHeader) return domain::ProducerId{value};
  return domain::ProducerId{message.user_id};
}

std::optional<domain::AlertKey> opens_by_alert(const domain::TicketEvent& event) {
  const auto* opened = std::get_if<domain::Opened>(&event.body);
  return opened != nullptr ? opened->alert : std::nullopt;
}

bool is_about_admins(const domain::TicketEvent& event) {
  return std::holds_alternative<domain::AdminAdded>(event.body) ||
         std::holds_alternative<domain::AdminRemoved>(event.body);
}

}  // namespace

void Engine::Impl::take() {
  while (may_take()) {
    settle_markers();
    const bool one_by_one = careful();
    look_for_lost_teams();
    std::vector<Taken> taken = take_lost();
    take_lost_pages(taken);
    take_owed(taken);
    if (!one_by_one) take_deliveries(taken);
    take_due(taken);  // after what has come: an acknowledgement stops a clock
    if (taken.empty()) return one_by_one ? take_carefully() : void();
    if (auto unknown = unknown_of(taken); !unknown.empty()) {
      recalling = std::move(taken);
      return store.fetch(std::move(unknown));
    }
    judge(std::move(taken), {});
  }
}

void Engine::Impl::take_deliveries(std::vector<Taken>& taken) {
  std::size_t bytes = forming.bytes;
  const std::size_t most = limits.batch_max - room_for_clocks();
  if (most > forming.events) taken.reserve(taken.size() + std::min(waiting.size(), most - forming.events));
  while (!waiting.empty() && forming.events + taken.size() < most && bytes < limits.batch_bytes &&
         !careful()) {
    auto delivery = std::move(waiting.front());
    waiting.pop_front();
    settle_markers();
    bytes += delivery.message.body.size();
    fresh_seen = fresh_seen || !delivery.redelivered;
    taken.push_back(decode(std::move(delivery)));
  }
}

const directory::Producer* Engine::Impl::producer_of(const domain::InboundMessage& message) const {
  return knowledge.directory->producer(producer_id(message, limits.own_user));
}

bool Engine::Impl::may_take() const {
  return health == Health::running && !draining && !held && !recalling && !attempting && !forming.alone &&
         forming.events < limits.batch_max && forming.bytes < limits.batch_bytes;
}

Taken Engine::Impl::decode(ports::Delivery&& delivery) const {
  observer.on_stage(ports::Stage::decode);
  Taken taken{.origin = Origin::delivery,
              .delivery = {},
              .decoded = codec::decode(delivery.message, limits.codec),
              .seen_key = {}};
  taken.delivery = std::move(delivery);
  if (auto* decoded = std::get_if<codec::Decoded>(&taken.decoded)) {
    decoded->event.producer = producer_id(taken.delivery.message, limits.own_user);
    name_alert(decoded->event);
    taken.seen_key = codec::seen_key(decoded->event.producer, decoded->event.event_id);
  }
  return taken;
}

void Engine::Impl::judge(std::vector<Taken> taken, const ports::Recalled& recalled) {
  look_for_lost_teams();
  if (const auto asked = calendars(*knowledge.rules); !asked.empty())
    knowledge.calendars->which_are_open(asked, now, open_calendars);
  for (auto& one : taken) judge_one(std::move(one), recalled);
  renew_directory();
}

void Engine::Impl::judge_one(Taken&& taken, const ports::Recalled& recalled) {
  ++forming.events;
  forming.bytes += taken.delivery.message.body.size();
  if (taken.origin == Origin::delivery) {
    ++forming.batch.counters.received;
    forming.settle.push_back(taken.delivery.tag);
  }
  if (std::holds_alternative<codec::Decoded>(taken.decoded)) return judge_event(taken, recalled);
  const auto& unreadable = std::get<codec::Unreadable>(taken.decoded);
  const bool known = producer_of(taken.delivery.message) != nullptr;
  park(taken.origin, taken.delivery.message, known ? unreadable.reason : domain::ParkReason::unknown_producer,
       unreadable.detail);
}

void Engine::Impl::judge_event(Taken& taken, const ports::Recalled& recalled) {
  auto& decoded = std::get<codec::Decoded>(taken.decoded);
  auto& event = decoded.event;
  const bool about_admins = is_about_admins(event);
  if (!about_admins) renew_directory();
  if (std::holds_alternative<domain::AlertCleared>(event.body)) name_alert(event);  // as it is by now
  auto ticket = about_admins ? std::nullopt : find_ticket(event.ticket_id, recalled);
  const auto kind = domain::kind(event);
  if (taken.origin == Origin::timer) {
    if (is_about_incident(kind)) return judge_incident(taken, recalled);
    if (ticket) judge_known(taken, *ticket, recalled);  // it may have been closed in this very batch
    return;
  }

  const auto* producer = knowledge.directory->producer(event.producer);
  if (producer == nullptr)
    return park(taken.origin, taken.delivery.message, domain::ParkReason::unknown_producer,
                "the directory lists no producer `" + event.producer.value + "`");
  if (taken.origin == Origin::delivery && is_repeat(taken, recalled)) return;

  const auto refused = [&](domain::Refusal why) {
    decide::View view;
    view.ruleset = digest(*knowledge.rules);
    view.ticket = std::move(ticket);
    view.into = find_into(event, recalled);
    remember(taken, std::move(view), decide::refuse(why));
  };
  if (!may_tell(*producer, kind)) return refused(domain::Refusal::not_allowed);
  if (!may_speak_for(*producer, event.hub) || (ticket && !may_speak_for(*producer, ticket->place.hub)))
    return refused(domain::Refusal::not_your_hub);
  if (ticket) lead_on(event, *ticket, recalled);
  // A person's words go on with their ticket wherever that goes; to act there, one must be let act there.
  const bool acts_elsewhere =
      !event.addressed_to.empty() && !std::holds_alternative<domain::Commented>(event.body);
  const auto into = find_into(event, recalled);
  if ((acts_elsewhere && !may_speak_for(*producer, ticket->place.hub)) ||
      (ticket && into && !may_speak_for(*producer, into->place.hub)))
    return refused(domain::Refusal::not_your_hub);
  if (about_admins) return judge_admin(taken);
  if (is_about_incident(kind)) {
    const auto* named = incidents.find(domain::incident_of(event));
    if (named != nullptr && !may_speak_for(*producer, named->hub))
      return refused(domain::Refusal::not_your_hub);
    return judge_incident(taken, recalled);
  }
  if (kind == domain::EventKind::silence_set || kind == domain::EventKind::silence_ended)
    return judge_silence(taken);
  if (const auto* watch = watch_of(event); watch != nullptr || kind == domain::EventKind::heartbeat)
    return judge_heartbeat(taken, watch, recalled);
  if (ticket) return judge_known(taken, *ticket, recalled);
  judge_unknown(taken, *producer, recalled);
}

// What is told of a merged ticket is told of the one that it became. Only an opening speaks of the ticket
// that it names and of no other.
void Engine::Impl::lead_on(domain::TicketEvent& event, domain::Ticket& ticket,
                           const ports::Recalled& recalled) const {
  if (ticket.state != domain::TicketState::merged || std::holds_alternative<domain::Opened>(event.body))
    return;
  auto end = end_of(ticket, recalled);
  if (end.state == domain::TicketState::merged) return;  // too far: refused where it was addressed to
  event.addressed_to = std::exchange(event.ticket_id, end.id);
  ticket = std::move(end);
}

// An opening; an event that came before its ticket's; or one that waited for it in vain.
void Engine::Impl::judge_unknown(Taken& taken, const directory::Producer& producer,
                                 const ports::Recalled& recalled) {
  auto& decoded = std::get<codec::Decoded>(taken.decoded);
  auto& event = decoded.event;
  if (std::holds_alternative<domain::AlertCleared>(event.body)) return judge_unknown_clearing(taken);
  if (std::holds_alternative<domain::AlertFired>(event.body)) make_opening(decoded);
  const auto* said = std::get_if<domain::Commented>(&event.body);
  const bool automatic = said != nullptr && said->automatic;  // refused: no machine opens a ticket
  const bool opens = std::holds_alternative<domain::Opened>(event.body);
  const bool built = !std::holds_alternative<domain::NotSupported>(event.body);
  if (!opens && built && !automatic) {
    if (taken.origin == Origin::delivery && may_put_off(taken)) return put_off(taken);
    if (said == nullptr)
      return park(taken.origin, taken.delivery.message, domain::ParkReason::unknown_ticket,
                  "there is no ticket `" + event.ticket_id.value + "`", event.event_id);
    event = decide::opening_by(event);
    decoded.text.subject = codec::normalize(std::get<domain::Opened>(event.body).subject);
  }
  const auto id = event.ticket_id;
  observer.on_stage(ports::Stage::directory);
  decide::View view = view_of_new(decoded, producer);
  observer.on_stage(ports::Stage::decide);
  const auto alert = opens_by_alert(event);
  auto effects = decide::decide(view, event, now, *knowledge.policy);
  const auto follow = std::exchange(effects.follow, {});
  remember(taken, std::move(view), std::move(effects));
  judge_what_follows(follow, recalled);
  if (alert) take_clearings(*alert, recalled);
  // What came before its opening is judged now, in the order in which it came.
  if (!memory.open_tickets.contains(id)) return;
  for (auto& early : take_waited(id)) judge_one(std::move(early), recalled);
}

void Engine::Impl::judge_known(Taken& taken, const domain::Ticket& ticket, const ports::Recalled& recalled) {
  if (const auto moved_on = move_on_first(taken, ticket, recalled))
    return judge_known(taken, *moved_on, recalled);
  const auto& decoded = std::get<codec::Decoded>(taken.decoded);
  const auto opening = find_opening(ticket.id, recalled);
  observer.on_stage(ports::Stage::directory);
  decide::View view = view_of_known(decoded, ticket, opening.get(), find_into(decoded.event, recalled));
  observer.on_stage(ports::Stage::decide);
  auto effects = decide::decide(view, decoded.event, now, *knowledge.policy);
  if (std::holds_alternative<domain::TeamLost>(decoded.event.body)) note_if_it_stays(ticket, effects);
  // Stopped by an event before it in this batch, or the wall clock was set back while the text was fetched.
  if (taken.origin == Origin::timer && effects.refused) return;
  const auto* fired = std::get_if<domain::AlertFired>(&decoded.event.body);
  const auto alert = fired != nullptr ? std::optional(fired->alert) : std::nullopt;
  const auto follow = std::exchange(effects.follow, {});
  remember(taken, std::move(view), std::move(effects));
  judge_what_follows(follow, recalled);
  if (alert) take_clearings(*alert, recalled);
}

void Engine::Impl::judge_what_follows(const std::vector<domain::TicketEvent>& events,
                                      const ports::Recalled& recalled) {
  for (const auto& event : events) {
    Taken next{.origin = Origin::timer,
               .delivery = {},
               .decoded = codec::Decoded{.event = event, .text = {}, .content = {}},
               .seen_key = {}};
    judge_event(next, recalled);
  }
}

// The same event again does nothing; another one under its id is parked.
bool Engine::Impl::is_repeat(const Taken& taken, const ports::Recalled& recalled) {
  const auto& decoded = std::get<codec::Decoded>(taken.decoded);
  const domain::Digest* seen = nullptr;
  if (const auto found = memory.undurable_seen.find(taken.seen_key); found != memory.undurable_seen.end())
    seen = &found->second;
  else if (const auto* row = find_seen(recalled, taken.seen_key))
    seen = &row->content;
  if (seen == nullptr) {
    forming.batch.seen.push_back({taken.seen_key, decoded.content, now});
    forming.seen.push_back(taken.seen_key);
    memory.undurable_seen.emplace(taken.seen_key, decoded.content);
    return false;
  }
  if (*seen == decoded.content) {
    ++forming.batch.counters.duplicate;
    observer.on_duplicate(decoded.event);
    return true;
  }
  park(taken.origin, taken.delivery.message, domain::ParkReason::id_conflict,
       "event id `" + decoded.event.event_id.value + "` came before with other content",
       decoded.event.event_id);
  return true;
}

// Above a limit of the outbox nothing more is taken; the broker keeps it for us. Resumed at nine tenths.
void Engine::Impl::hold_or_resume_intake() {
  const std::size_t notices = relay.rows() - relay.answers();  // answers hold nothing up
  const bool full = notices >= limits.outbox_rows || relay.bytes() >= limits.outbox_bytes;
  const bool room = notices < limits.outbox_rows / 10 * 9 && relay.bytes() < limits.outbox_bytes / 10 * 9;
  if ((!held && full) || (held && room)) {
    held = full;
    broker.want_deliveries(!held);
    if (!held && link != 0) wait_for_marker();  // it lies behind the clock, as after a time away
    observer.on_intake_held(held, held ? "the outbox is full" : "the outbox has room");
  }
}

}  // namespace triaged::engine
