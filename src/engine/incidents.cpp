// The way of an event about an incident, beside that of a ticket (pipeline.cpp): what the decision may look
// at is brought together (incident_view.cpp), its effects become rows of the forming batch, and memory moves
// on at once.
//
// What an incident brings about for its tickets is not decided with it: their texts are in the store. It is
// owed to them (`owed`), and comes to each ticket as an event of the daemon's own, with the next batch. After
// a restart what is owed is found again in the states: an incident lists a ticket that does not know of it,
// or a ticket waits for an incident that has ended. So it is when a person reopens one.
#include <algorithm>

#include <triaged/codec/notice.hpp>
#include <triaged/codec/signal.hpp>

#include "engine/impl.hpp"

namespace triaged::engine {
namespace {

using domain::EventKind;

codec::Decoded own(domain::TicketEvent event) {
  return {.event = std::move(event), .text = {}, .content = {}};
}

domain::TicketEvent about(const domain::TicketId& ticket, domain::Instant now, domain::EventBody body) {
  domain::TicketEvent event;
  event.ticket_id = ticket;
  event.occurred_at = now;
  event.body = std::move(body);
  return event;
}

}  // namespace

// ---- what a ticket's decision sees of incidents ----

const domain::Incident* Engine::Impl::incident_for(const domain::TicketEvent& event,
                                                   const domain::Ticket* ticket,
                                                   const domain::Place& place) const {
  if (incidents.empty()) return nullptr;
  if (const auto named = domain::incident_of(event); !named.empty()) return incidents.find(named);
  if (ticket != nullptr && !ticket->incident_id.empty() && !ticket->suspected)
    return incidents.find(ticket->incident_id);
  return incidents.near(place);
}

// Distinct requesters of open tickets there that have the same symptom and began within the policy's time of
// this one; itself included.
std::uint32_t Engine::Impl::storm_at(const domain::Place& place, const std::string& symptom,
                                     const domain::ActorId& requester, domain::Instant opened_at) const {
  const auto& storm = knowledge.policy->incidents.storm;
  if (!storm || place.hub.empty() || !decide::is_comparable(symptom)) return 0;
  std::set<domain::ActorId> distinct{requester};
  if (const auto* reports = incidents.reports_at(decide::place_of(place)))
    for (auto at = reports->lower_bound({opened_at - storm->within, {}});
         at != reports->end() && at->first <= opened_at + storm->within; ++at) {
      const auto& other = memory.open_tickets.at(at->second);
      if (other.symptom == symptom && other.incident_id.empty()) distinct.insert(other.requester);
    }
  return static_cast<std::uint32_t>(distinct.size());
}

domain::SilenceId Engine::Impl::silence_on(const domain::Place& place, const std::string& symptom,
                                           domain::Severity severity, const std::string& category,
                                           const domain::Labels& labels) const {
  if (incidents.silences.empty()) return {};
  const rules::Silenceable facts{.labels = &labels,
                                 .hub = place.hub.value,
                                 .cluster = place.cluster.value,
                                 .community = place.community.value,
                                 .symptom = symptom,
                                 .severity = name(severity),
                                 .category = category,
                                 .alertname = {}};
  for (const auto& [id, one] : incidents.silences)
    if (in_force(one.silence, now) && one.compiled && one.compiled->matches(facts)) return id;
  return {};
}

void Engine::Impl::look_beside_new(decide::View& view, const domain::TicketEvent& event) const {
  const auto& said = view.classification;
  if (!said.incident.value && !decide::is_comparable(said.symptom.value)) return;
  const auto& opened = std::get<domain::Opened>(event.body);
  if (opened.alert && has_cleared(*opened.alert, view.place.hub)) {
    view.cleared = true;
    return;
  }
  view.incident = incident_for(event, nullptr, view.place);
  const auto happened = event.occurred_at == domain::Instant{} ? now : event.occurred_at;
  view.storm = storm_at(view.place, said.symptom.value, event.actor, happened);
  view.silence =
      silence_on(view.place, said.symptom.value, said.severity.value, said.category.value, opened.labels);
}

void Engine::Impl::look_beside_known(decide::View& view, const domain::TicketEvent& event) const {
  const auto& ticket = *view.ticket;
  const auto kind = domain::kind(event);
  const bool asks = kind == EventKind::commented || kind == EventKind::associated ||
                    kind == EventKind::alert_fired || kind == EventKind::unsilenced;
  const bool takes_up = kind == EventKind::acknowledged && !ticket.incident_id.empty();
  const bool names_one = !domain::incident_of(event).empty() || kind == EventKind::deadline ||
                         kind == EventKind::reopened || takes_up;
  if (!asks && !names_one) return;
  view.incident = incident_for(event, &ticket, view.place);
  if (const auto* fired = std::get_if<domain::AlertFired>(&event.body);
      fired != nullptr && has_cleared(fired->alert, view.place.hub)) {
    view.cleared = true;
    return;
  }
  view.on_call = takes_up && is_on_call(event.actor, view.place);
  if (!asks) return;
  const auto& symptom = ticket.symptom.empty() ? view.classification.symptom.value : ticket.symptom;
  view.storm = storm_at(view.place, symptom, ticket.requester, ticket.opened_at);
  static const domain::Labels none;
  view.silence = silence_on(view.place, symptom, ticket.severity, ticket.category,
                            view.opening != nullptr ? view.opening->labels : none);
}

// Of a team that the policy pages, or on duty for one.
bool Engine::Impl::is_on_call(const domain::ActorId& actor, const domain::Place& place) const {
  const auto& directory = *knowledge.directory;
  return std::ranges::any_of(decide::teams_paged(*knowledge.policy), [&](const domain::TeamId& team) {
    if (directory.speaker(actor, team, place).in_team) return true;
    const auto reach = directory.reach_team(team, place, undeliverable, ended);
    const auto duty = decide::duty_of(reach, knowledge.policy->incidents, knowledge.calendars.get(), now);
    return std::ranges::find(duty.people, actor) != duty.people.end();
  });
}

// ---- incidents ----

void Engine::Impl::judge_incident(Taken& taken, const ports::Recalled& recalled) {
  auto& decoded = std::get<codec::Decoded>(taken.decoded);
  decide::IncidentView view = view_of_incident(decoded.event);
  auto effects = decide::decide_incident(view, decoded.event, now, *knowledge.policy);
  const auto named = domain::incident_of(decoded.event);
  const bool reopens = domain::kind(decoded.event) == EventKind::incident_reopened && !effects.refused;
  if (effects.refused == domain::Refusal::unknown_incident && view.incident == nullptr)
    if (const auto number = domain::incident_number(named.value); number && *number <= incidents.last_number)
      effects.refused = domain::Refusal::wrong_state;  // there was one, and it is closed
  if (taken.origin == Origin::timer && effects.refused) return;
  const auto follow = std::exchange(effects.follow, {});
  remember_incident(taken, view, std::move(effects));
  if (reopens) owe_its_tickets(*incidents.find(named));
  for (const auto& event : follow) {
    if (!is_about_incident(kind(event))) {
      owed.push_back(event);
      continue;
    }
    Taken next{.origin = Origin::timer, .delivery = {}, .decoded = own(event), .seen_key = {}};
    judge_incident(next, recalled);
  }
}

void Engine::Impl::remember_incident(Taken& taken, const decide::IncidentView& view,
                                     decide::Effects effects) {
  auto& decoded = std::get<codec::Decoded>(taken.decoded);
  codec::HistoryEntry entry;
  entry.event = std::move(decoded.event);
  entry.content = decoded.content;
  entry.refused = effects.refused;
  entry.ruleset = digest(*knowledge.rules);
  entry.directory = knowledge.directory->digest();
  entry.policy = knowledge.policy->digest;
  entry.at = now;
  if (effects.incident)
    entry.incident = std::move(*effects.incident);
  else if (view.incident != nullptr)
    entry.incident = *view.incident;
  const auto id = entry.incident ? entry.incident->id : domain::incident_of(entry.event);
  forming.batch.history.push_back({codec::history_key(entry.event, id),
                                   entry.incident ? entry.incident->version : 0, now,
                                   codec::encode_history(entry)});
  if (effects.refused) {
    count(taken.origin, &ports::Counters::refused);
    answer_refused(taken, entry.event, *effects.refused);
    return observer.on_refused(entry.event, *effects.refused);
  }
  count(taken.origin, &ports::Counters::applied);
  effects.incident = entry.incident;
  if (!std::holds_alternative<domain::PageRefused>(entry.event.body)) signal(view.incident, effects);
  keep_incident(*entry.incident);
  for (auto& notice : effects.incident_notices) post(codec::encode(std::move(notice)));
}

// To the bridges. What follows from a refusal there is not: that page was told to all of them, and who is
// paged here in its place is none of theirs.
void Engine::Impl::signal(const domain::Incident* before, const decide::Effects& effects) {
  const auto kinds = crossings.kinds();
  if (kinds.empty()) return;
  const auto signal = decide::signal_of(before, effects, memory.epoch, now);
  if (!signal) return;
  for (const auto kind : kinds)
    if (auto message = codec::encode(*signal, kind)) post(std::move(*message));
}

void Engine::Impl::keep_incident(const domain::Incident& incident) {
  forming.batch.incidents.push_back(
      {incident.id, incident.version, is_kept(incident.state), codec::encode_incident(incident)});
  forming.incidents.push_back(incident);
  incidents.keep(incident);
}

// ---- what is owed to tickets ----

void Engine::Impl::remember_incidents(const ports::Image& image) {
  incidents = IncidentMemory(image);
  for (const auto& [id, ticket] : memory.open_tickets) incidents.follow(ticket, true);
  asked_for_consumers.clear();
  find_what_is_owed();
}

// Those that it lists and that do not know of it: a crash came in between, or it had ended, and goes on
// again.
void Engine::Impl::owe_its_tickets(const domain::Incident& incident) {
  const auto is_free = [&](const domain::TicketId& id, bool to_be_linked) {
    const auto known = memory.open_tickets.find(id);
    if (known == memory.open_tickets.end() || !is_active(known->second.state)) return false;
    const auto& ticket = known->second;
    if (ticket.incident_id.empty()) return true;
    if (!to_be_linked || (ticket.incident_id == incident.id && !ticket.suspected)) return false;
    const auto* other = incidents.find(ticket.incident_id);
    return ticket.suspected || other == nullptr || !is_going_on(*other);
  };
  for (const auto& ticket : incident.tickets)
    if (is_free(ticket, true)) owed.push_back(about(ticket, clock.now(), domain::Linked{incident.id}));
  for (const auto& ticket : incident.suspected)
    if (is_free(ticket, false)) owed.push_back(about(ticket, clock.now(), domain::Suspected{incident.id}));
}

// What the states say that incidents and tickets have not told each other yet.
void Engine::Impl::find_what_is_owed() {
  owed.clear();
  for (const auto& [id, incident] : incidents.all()) {
    if (is_going_on(incident)) owe_its_tickets(incident);
  }
  for (const auto& [id, ticket] : memory.open_tickets) {
    if (!ticket.incident_id.empty() && is_active(ticket.state)) {
      const auto* incident = incidents.find(ticket.incident_id);
      if (incident == nullptr || !is_going_on(*incident))
        owed.push_back(about(id, clock.now(), domain::IncidentOver{ticket.incident_id, {}}));
    }
    if (!ticket.silenced_by.empty()) {
      const auto silence = incidents.silences.find(ticket.silenced_by);
      if (silence == incidents.silences.end() || !in_force(silence->second.silence, clock.now()))
        owed.push_back(about(id, clock.now(), domain::Unsilenced{ticket.silenced_by}));
    }
  }
}

// In the batch in which they leave the outbox, so that neither is on disk without the other.
void Engine::Impl::take_lost_pages(std::vector<Taken>& taken) {
  for (auto& event : crossings.take_lost(now))
    taken.push_back(
        {.origin = Origin::timer, .delivery = {}, .decoded = own(std::move(event)), .seen_key = {}});
}

// Half of a batch at most, so that what comes meanwhile does not wait for all of them.
void Engine::Impl::take_owed(std::vector<Taken>& taken) {
  const std::size_t most = std::max<std::size_t>(1, limits.batch_max / 2);
  while (!owed.empty() && forming.events + taken.size() < most) {
    auto event = std::move(owed.front());
    owed.pop_front();
    if (!memory.open_tickets.contains(event.ticket_id)) continue;  // closed meanwhile
    taken.push_back(
        {.origin = Origin::timer, .delivery = {}, .decoded = own(std::move(event)), .seen_key = {}});
  }
}

// ---- their clocks, and those of silences and heartbeats ----

void Engine::Impl::take_due_of_incidents(std::vector<Taken>& taken) {
  const auto take = [&](domain::TicketEvent event) {
    taken.push_back(
        {.origin = Origin::timer, .delivery = {}, .decoded = own(std::move(event)), .seen_key = {}});
  };
  for (const auto& [id, clock_due] : incidents.due(now)) {
    if (forming.events + taken.size() >= limits.batch_max) break;
    take(about({}, now, domain::IncidentDeadline{.incident = id, .clock = clock_due}));
  }
  end_silences();
  const auto& policy = knowledge.policy->incidents;
  for (auto& [key, beat] : incidents.heartbeats) {
    const auto watch = std::ranges::find(policy.heartbeats, key.first, &decide::HeartbeatWatch::name);
    if (watch == policy.heartbeats.end() || beat.missed || heartbeat_due(beat, watch->every) > now) continue;
    const domain::Place place{.hub = {}, .cluster = key.second, .community = {}, .hub_kind = {}};
    if (!silence_on(place, "unreachable", watch->severity, {}, {{"alertname", key.first}}).empty()) continue;
    beat.missed = true;
    forming.batch.heartbeats.push_back({beat.name, beat.cluster, beat.last, beat.missed});
    take(about(
        {}, now,
        domain::IncidentFound{.ticket = {},
                              .title = "No sign of life from " + key.second.value,
                              .symptom = "unreachable",
                              .severity = watch->severity,
                              .hub = {},
                              .community = {},
                              .cluster = key.second,
                              .code = domain::ReasonCode::deadline,
                              .rule = {},
                              .because = key.first + " of " + key.second.value +
                                         " has not been heard since " + domain::to_rfc3339(beat.last)}));
  }
}

// A heartbeat could not be heard while the broker was away, or the daemon.
domain::Instant Engine::Impl::heartbeat_due(const domain::ExpectedHeartbeat& beat,
                                            domain::Duration every) const {
  return std::max(beat.last, listening_since) + every;
}

std::optional<domain::Instant> Engine::Impl::incidents_wake_at() const {
  auto soonest = incidents.next_due();
  const auto sooner = [&](domain::Instant at) {
    if (!soonest || at < *soonest) soonest = at;
  };
  if (!owed.empty()) sooner(now);
  if (const auto at = attendance_wake_at()) sooner(*at);
  for (const auto& [id, one] : incidents.silences) sooner(one.silence.until);
  for (const auto& watch : knowledge.policy->incidents.heartbeats)
    for (const auto& [key, beat] : incidents.heartbeats)
      // One that is due and was not taken is silenced; whoever ends that looks again.
      if (const auto at = heartbeat_due(beat, watch.every);
          key.first == watch.name && !beat.missed && at > now)
        sooner(at);
  return soonest;
}

}  // namespace triaged::engine
