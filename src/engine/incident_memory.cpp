#include "engine/incident_memory.hpp"

#include <triaged/codec/state.hpp>
#include <triaged/engine/engine.hpp>

namespace triaged::engine {
namespace {

std::string key_of(const decide::IncidentPlace& place) {
  return place.hub.value + "\n" + place.community.value + "\n" + place.cluster.value;
}

std::string key_of(const domain::AlertKey& alert) { return alert.source + "\n" + alert.fingerprint; }

bool may_be_of_one(const domain::Ticket& ticket) {
  return ticket.incident || decide::is_comparable(ticket.symptom);
}

KnownSilence known(domain::Silence silence) {
  KnownSilence one{.silence = std::move(silence), .compiled = {}};
  auto made = rules::CompiledSilence::make(one.silence.matchers);
  if (auto* compiled = std::get_if<rules::CompiledSilence>(&made)) one.compiled = std::move(*compiled);
  return one;
}

}  // namespace

IncidentMemory::IncidentMemory(const ports::Image& image) : last_number(image.last_incident) {
  for (const auto& row : image.open_incidents) {
    auto incident = codec::decode_incident(row.payload);
    if (!incident) throw CorruptStore("the store's row of incident " + row.id.value + " cannot be decoded");
    keep(std::move(*incident));
  }
  for (const auto& row : image.open_silences) {
    auto silence = codec::decode_silence(row.payload);
    if (!silence) throw CorruptStore("the store's row of silence " + row.id.value + " cannot be decoded");
    silences.emplace(row.id, known(std::move(*silence)));
  }
  for (const auto& row : image.heartbeats)
    heartbeats.emplace(std::pair(row.name, row.cluster),
                       domain::ExpectedHeartbeat{
                           .name = row.name, .cluster = row.cluster, .last = row.last, .missed = row.missed});
}

const domain::Incident* IncidentMemory::find(const domain::IncidentId& id) const {
  const auto found = incidents_.find(id);
  return found != incidents_.end() ? &found->second : nullptr;
}

std::vector<const domain::Incident*> IncidentMemory::of_cluster(const domain::ClusterId& cluster) const {
  std::vector<const domain::Incident*> some;
  for (const auto& [id, one] : incidents_)
    if (!cluster.empty() && one.cluster == cluster) some.push_back(&one);
  return some;
}

const domain::Incident* IncidentMemory::near(const domain::Place& place) const {
  if (incidents_.empty()) return nullptr;
  std::vector<const domain::Incident*> some;
  for (const auto& [id, one] : incidents_) {
    if (one.confidential) continue;
    const bool here = !one.also_at.empty() || (!place.hub.empty() && one.hub == place.hub) ||
                      (!place.community.empty() && one.community == place.community) ||
                      (!place.cluster.empty() && one.cluster == place.cluster);
    if (here) some.push_back(&one);
  }
  return decide::incident_near(place, some);
}

void IncidentMemory::keep(domain::Incident incident) {
  const auto number = domain::incident_number(incident.id.value).value_or(0);
  last_number = std::max(last_number, number);
  if (const auto before = incidents_.find(incident.id); before != incidents_.end()) {
    if (const auto next = domain::next_due(before->second)) due_.erase({next->at, incident.id});
    if (!domain::is_kept(incident.state)) {
      incidents_.erase(before);
      return;
    }
  }
  if (!domain::is_kept(incident.state)) return;
  if (const auto next = domain::next_due(incident)) due_.emplace(next->at, incident.id);
  auto id = incident.id;
  incidents_.insert_or_assign(std::move(id), std::move(incident));
}

std::optional<domain::Instant> IncidentMemory::next_due() const {
  if (due_.empty()) return std::nullopt;
  return due_.begin()->first;
}

std::vector<std::pair<domain::IncidentId, domain::IncidentClock>> IncidentMemory::due(
    domain::Instant now) const {
  std::vector<std::pair<domain::IncidentId, domain::IncidentClock>> some;
  for (const auto& [at, id] : due_) {
    if (at > now) break;
    some.emplace_back(id, domain::next_due(incidents_.at(id))->clock);
  }
  return some;
}

void IncidentMemory::follow(const domain::Ticket& ticket, bool open) {
  if (!open) return;
  for (const auto& one : ticket.firing) alerts_.insert_or_assign(key_of(one.alert), ticket.id);
  if (may_be_of_one(ticket))
    reports_[key_of(decide::place_of(ticket.place))].emplace(ticket.opened_at, ticket.id);
}

void IncidentMemory::forget(const domain::Ticket& ticket) {
  for (const auto& one : ticket.firing) alerts_.erase(key_of(one.alert));
  if (!may_be_of_one(ticket)) return;
  const auto there = reports_.find(key_of(decide::place_of(ticket.place)));
  if (there == reports_.end()) return;
  there->second.erase({ticket.opened_at, ticket.id});
  if (there->second.empty()) reports_.erase(there);
}

const IncidentMemory::Reports* IncidentMemory::reports_at(const decide::IncidentPlace& place) const {
  if (place.empty()) return nullptr;
  const auto there = reports_.find(key_of(place));
  return there != reports_.end() ? &there->second : nullptr;
}

domain::TicketId IncidentMemory::ticket_of(const domain::AlertKey& alert) const {
  const auto found = alerts_.find(key_of(alert));
  return found != alerts_.end() ? found->second : domain::TicketId{};
}

}  // namespace triaged::engine
