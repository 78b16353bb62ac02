// What monitoring tells: alerts, which become tickets of their own; signs of life; and the silences that keep
// planned work from paging.
//
// An alert's hub follows from its labels, and its ticket from source, hub and name: so however many pods an
// alert fires for, it is one ticket. `alert_cleared` names neither; the ticket is the one that the alert
// keeps open. One that overtook its own alert waits for it as an early event does.
#include <algorithm>

#include <triaged/codec/normalize.hpp>

#include "engine/impl.hpp"

namespace triaged::engine {
namespace {

// The place under which a cleared alert waits for its firing: no ticket can have this id.
domain::TicketId tombstone(const domain::AlertKey& alert) {
  return domain::TicketId{"ALERT:" + alert.source + " " + alert.fingerprint};
}

std::string first_of(const domain::Labels& labels, const std::vector<std::string>& names) {
  for (const auto& name : names)
    if (const auto found = labels.find(name); found != labels.end() && !found->second.empty())
      return found->second;
  return {};
}

// Of an alert whose labels name no hub: the one hub whose host stands in them, else in its words. It must be
// known before the ticket has its name, or checks of different addresses would share a ticket, and the second
// outage page nobody.
domain::HubId hub_of_hosts(const domain::TicketEvent& fired, const directory::Directory& directory) {
  auto words = decide::opening_by_alert(fired);
  auto labels = words;
  auto& opened = std::get<domain::Opened>(labels.body);
  opened.subject.clear();
  opened.body.clear();
  for (const auto& [name, value] : opened.labels) opened.body.append(value).append("\n");
  auto hub = directory.locate(labels).hub;
  return hub.empty() ? directory.locate(words).hub : hub;
}

}  // namespace

domain::ClusterId Engine::Impl::cluster_of(const domain::Labels& labels) const {
  return domain::ClusterId{first_of(labels, limits.cluster_labels)};
}

// The first combination that the directory knows; else the first there is, since an unknown hub is a value.
domain::HubId Engine::Impl::hub_of(const domain::Labels& labels) const {
  const auto cluster = first_of(labels, limits.cluster_labels);
  domain::HubId first;
  for (const auto& name : limits.hub_labels) {
    const auto found = labels.find(name);
    if (found == labels.end() || found->second.empty()) continue;
    const bool whole = found->second.find('/') != std::string::npos;
    if (!whole && cluster.empty()) continue;
    domain::HubId hub{whole ? found->second : cluster + "/" + found->second};
    if (knowledge.directory->hub(hub) != nullptr) return hub;
    if (first.empty()) first = std::move(hub);
  }
  return first;
}

// At decode: which ticket an alert is about, so that what memory does not hold of it can be recalled.
void Engine::Impl::name_alert(domain::TicketEvent& event) const {
  if (const auto* fired = std::get_if<domain::AlertFired>(&event.body)) {
    if (event.hub.empty()) event.hub = hub_of(fired->labels);
    if (event.hub.empty()) event.hub = hub_of_hosts(event, *knowledge.directory);
    // Without a hub, alerts of different clusters are different trouble all the same.
    const auto where = event.hub.empty() ? domain::HubId{cluster_of(fired->labels).value} : event.hub;
    event.ticket_id = codec::alert_ticket(fired->alert.source, where, fired->name);
  } else if (const auto* cleared = std::get_if<domain::AlertCleared>(&event.body)) {
    event.ticket_id = incidents.ticket_of(cleared->alert);
  }
}

// Nothing: it is no sign of life that anybody watches for.
const decide::HeartbeatWatch* Engine::Impl::watch_of(const domain::TicketEvent& event) const {
  const auto* beat = std::get_if<domain::Heartbeat>(&event.body);
  const auto* fired = std::get_if<domain::AlertFired>(&event.body);
  if (beat == nullptr && fired == nullptr) return nullptr;
  const auto& watches = knowledge.policy->incidents.heartbeats;
  const auto found =
      std::ranges::find(watches, beat != nullptr ? beat->name : fired->name, &decide::HeartbeatWatch::name);
  return found != watches.end() ? &*found : nullptr;
}

void Engine::Impl::judge_heartbeat(Taken& taken, const decide::HeartbeatWatch* watch,
                                   const ports::Recalled& recalled) {
  auto& event = std::get<codec::Decoded>(taken.decoded).event;
  domain::ClusterId cluster;
  if (const auto* beat = std::get_if<domain::Heartbeat>(&event.body))
    cluster = beat->cluster;
  else if (const auto* fired = std::get_if<domain::AlertFired>(&event.body))
    cluster = cluster_of(fired->labels);
  if (cluster.empty()) cluster = knowledge.directory->locate(event).cluster;
  if (watch == nullptr || cluster.empty()) {
    decide::View view;
    view.ruleset = digest(*knowledge.rules);
    event.ticket_id = {};
    return remember(taken, std::move(view), decide::refuse(domain::Refusal::wrong_state));
  }
  auto& known = incidents.heartbeats
                    .try_emplace({watch->name, cluster},
                                 domain::ExpectedHeartbeat{.name = watch->name, .cluster = cluster})
                    .first->second;
  known.last = now;
  const bool was_missed = std::exchange(known.missed, false);
  forming.batch.heartbeats.push_back({known.name, known.cluster, known.last, known.missed});
  count(taken.origin, &ports::Counters::applied);
  if (!was_missed) return;
  domain::Place place;
  place.cluster = cluster;
  const auto* incident = incidents.near(place);
  if (incident == nullptr || !is_going_on(*incident)) return;
  domain::TicketEvent over;
  over.occurred_at = now;
  over.body = domain::IncidentReported{.incident = incident->id,
                                       .ticket = {},
                                       .how = domain::IncidentReported::How::over,
                                       .severity = incident->severity};
  Taken next{.origin = Origin::timer,
             .delivery = {},
             .decoded = codec::Decoded{.event = std::move(over), .text = {}, .content = {}},
             .seen_key = {}};
  judge_incident(next, recalled);
}

// Told of no ticket: it waits for the firing that it overtook, and in vain if that never comes.
void Engine::Impl::judge_unknown_clearing(Taken& taken) {
  auto& event = std::get<codec::Decoded>(taken.decoded).event;
  event.ticket_id = tombstone(std::get<domain::AlertCleared>(event.body).alert);
  if (taken.origin == Origin::delivery && may_put_off(taken)) return put_off(taken);
  decide::View view;
  view.ruleset = digest(*knowledge.rules);
  remember(taken, std::move(view), decide::refuse(domain::Refusal::unknown_ticket));
}

// A clearing of it waits: one that will be heard once the ticket of that hub is there.
bool Engine::Impl::has_cleared(const domain::AlertKey& alert, const domain::HubId& hub) const {
  const auto came_early = memory.early.find(tombstone(alert));
  if (came_early == memory.early.end()) return false;
  return std::ranges::any_of(came_early->second, [&](const Early& early) {
    ports::Delivery delivery;
    delivery.message = early.message;
    const auto taken = decode(std::move(delivery));
    const auto* decoded = std::get_if<codec::Decoded>(&taken.decoded);
    if (decoded == nullptr) return false;
    const auto* cleared = std::get_if<domain::AlertCleared>(&decoded->event.body);
    const auto* producer = knowledge.directory->producer(decoded->event.producer);
    return cleared != nullptr && producer != nullptr && cleared->alert.starts_at >= alert.starts_at &&
           may_tell(*producer, domain::EventKind::alert_cleared) &&
           may_speak_for(*producer, decoded->event.hub) && may_speak_for(*producer, hub);
  });
}

// A firing has been judged: whatever cleared it before it came is judged now.
void Engine::Impl::take_clearings(const domain::AlertKey& alert, const ports::Recalled& recalled) {
  for (auto& early : take_waited(tombstone(alert))) judge_one(std::move(early), recalled);
}

void Engine::Impl::make_opening(codec::Decoded& decoded) {
  decoded.event = decide::opening_by_alert(decoded.event);
  const auto& opened = std::get<domain::Opened>(decoded.event.body);
  decoded.text = {.subject = codec::normalize(opened.subject), .body = codec::normalize(opened.body)};
}

// ---- silences ----

void Engine::Impl::judge_silence(Taken& taken) {
  auto& decoded = std::get<codec::Decoded>(taken.decoded);
  const auto& event = decoded.event;
  const auto* set = std::get_if<domain::SilenceSet>(&event.body);
  const auto id = set != nullptr ? set->silence : std::get<domain::SilenceEnded>(event.body).silence;
  const auto known = incidents.silences.find(id);
  const auto place = knowledge.directory->locate(event);
  const bool service =
      knowledge.directory->standing(event.actor, place.hub, place.community) >= domain::Rung::support;
  const bool may = service || view_of_incident(event).on_call;
  auto effects = decide_silence(known != incidents.silences.end() ? &known->second.silence : nullptr, may,
                                event, now, *knowledge.policy);
  if (effects.silence && set != nullptr) {
    const auto made = rules::CompiledSilence::make(effects.silence->matchers);
    if (std::holds_alternative<std::string>(made))
      effects = {.silence = {}, .refused = domain::Refusal::wrong_state};
  }
  if (!effects.refused && effects.silence) {
    note_in_history(taken, set != nullptr ? "set by " + event.actor.value : "ended by " + event.actor.value);
    return keep_silence(std::move(*effects.silence));
  }
  decide::View view;
  view.ruleset = digest(*knowledge.rules);
  remember(taken, std::move(view), decide::refuse(effects.refused.value_or(domain::Refusal::wrong_state)));
}

void Engine::Impl::keep_silence(domain::Silence silence) {
  const bool over = silence.ended || silence.until <= now;
  forming.batch.silences.push_back({silence.id, !over, codec::encode_silence(silence)});
  if (over) {
    owe_unsilenced(silence.id);
    incidents.silences.erase(silence.id);
    return;
  }
  KnownSilence known{.silence = std::move(silence), .compiled = {}};
  auto made = rules::CompiledSilence::make(known.silence.matchers);
  if (auto* compiled = std::get_if<rules::CompiledSilence>(&made)) known.compiled = std::move(*compiled);
  auto id = known.silence.id;
  incidents.silences.insert_or_assign(std::move(id), std::move(known));
}

void Engine::Impl::end_silences() {
  std::vector<domain::Silence> over;
  for (const auto& [id, one] : incidents.silences)
    if (one.silence.until <= now) over.push_back(one.silence);
  for (auto& silence : over) keep_silence(std::move(silence));
}

void Engine::Impl::owe_unsilenced(const domain::SilenceId& silence) {
  for (const auto& [id, ticket] : memory.open_tickets) {
    if (ticket.silenced_by != silence) continue;
    domain::TicketEvent event;
    event.ticket_id = id;
    event.occurred_at = now;
    event.body = domain::Unsilenced{silence};
    owed.push_back(std::move(event));
  }
}

// A ticket was kept from paging: the silence remembers it.
void Engine::Impl::note_silenced(const domain::Ticket& ticket) {
  const auto known = incidents.silences.find(ticket.silenced_by);
  if (known == incidents.silences.end()) return;
  auto& silence = known->second.silence;
  ++silence.swallowed;
  if (silence.tickets.size() < domain::kSilencedShown) silence.tickets.push_back(ticket.id);
  forming.batch.silences.push_back({silence.id, true, codec::encode_silence(silence)});
}

}  // namespace triaged::engine
