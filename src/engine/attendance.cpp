// Whether anybody consumes the queues that pages go to. A page is not delivered by being published: where
// nobody consumes its queue it falls back to the next level (src/decide/paging.cpp). The broker is asked
// shortly before that is to be known, once for each page. What it does not answer counts as attended: then
// only time tells, as it does of people who do not look.
#include "engine/impl.hpp"

namespace triaged::engine {
namespace {

constexpr domain::Duration kAskBefore = std::chrono::seconds{10};

}  // namespace

void Engine::Impl::watch_attendance() {
  if (link == 0) return;
  for (const auto& [id, incident] : incidents.all()) {
    const auto* waits = timer(incident, domain::IncidentClock::unattended);
    if (waits == nullptr || waits->due - now > kAskBefore) continue;
    domain::Place place;
    place.hub = incident.hub;
    place.community = incident.community;
    place.cluster = incident.cluster;
    for (const auto& team : decide::audiences_asked(*knowledge.policy)) {
      const auto queue = knowledge.directory->reach_team(team, place, undeliverable, ended).queue;
      if (queue.empty()) continue;
      auto& asked = asked_for_consumers[queue];
      if (asked >= waits->due - kAskBefore) continue;
      asked = now;
      broker.count_consumers(queue);
    }
  }
}

std::optional<domain::Instant> Engine::Impl::attendance_wake_at() const {
  std::optional<domain::Instant> soonest;
  for (const auto& [id, incident] : incidents.all())
    if (const auto* waits = timer(incident, domain::IncidentClock::unattended); waits != nullptr)
      if (const auto at = waits->due - kAskBefore; at > now && (!soonest || at < *soonest)) soonest = at;
  return soonest;
}

void Engine::Impl::consumers_counted(const Consumers& counted) {
  if (counted.count == 0)
    unattended.insert(counted.queue);
  else
    unattended.erase(counted.queue);
}

}  // namespace triaged::engine
