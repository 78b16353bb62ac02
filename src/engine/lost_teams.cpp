// Tickets whose team cannot be reached any more: it has left the directory, its time is over, its last member
// is gone, or its queue was given up. Each gets an event of the daemon's own, `team_lost`, which takes the
// way of a clock that ran out; what becomes of it is decided there (src/decide/move_on.cpp).
//
// All open tickets are looked at when something changed that this can depend on, and only then: after a load,
// with another directory, when a queue is given up or takes messages again, when a team's time is over.
// Nothing is kept of it: after a restart they are looked at again. Whatever happens to such a ticket before
// its turn has come, it moves on first.
#include <algorithm>
#include <unordered_map>

#include "engine/impl.hpp"

namespace triaged::engine {
namespace {

// What is resolved has its team no more work to do; it only waits to be closed.
bool wants_somebody(const domain::Ticket& ticket) { return is_active(ticket.state) && !ticket.team.empty(); }

// Asks for each team once, and for one of hubs or communities once at each place.
class Reached {
 public:
  explicit Reached(const Outside& outside) : outside_(outside) {}

  [[nodiscard]] domain::Reachability operator()(const domain::TeamId& team, const domain::Place& place) {
    const auto [at, is_new] = teams_.try_emplace(team);
    auto& known = at->second;
    if (is_new) {
      const auto* described = outside_.directory->team(team);
      known.differs = described != nullptr && described->per != directory::Per::service;
    }
    key_.clear();
    if (known.differs) key_.append(place.hub.value).append("\n").append(place.community.value);
    const auto answer = known.at.find(key_);
    return answer != known.at.end() ? answer->second
                                    : known.at.emplace(key_, reach(outside_, team, place)).first->second;
  }

  [[nodiscard]] static domain::Reachability reach(const Outside& outside, const domain::TeamId& team,
                                                  const domain::Place& place) {
    return outside.directory->reach_team(team, place, outside.undeliverable, outside.ended).reachability;
  }

 private:
  struct Team {
    bool differs = false;  // from place to place
    std::unordered_map<std::string, domain::Reachability> at;
  };

  const Outside& outside_;
  std::unordered_map<domain::TeamId, Team> teams_;
  std::string key_;
};

Taken lost_event(const domain::TicketId& ticket, domain::Instant now) {
  codec::Decoded decoded;
  decoded.event.ticket_id = ticket;
  decoded.event.occurred_at = now;
  decoded.event.body = domain::TeamLost{};
  return {.origin = Origin::timer, .delivery = {}, .decoded = std::move(decoded), .seen_key = {}};
}

}  // namespace

void Engine::Impl::look_for_lost_teams() {
  if (looked_at.directory != knowledge.directory)
    endings = engine::endings(*knowledge.directory, knowledge.calendars.get());
  ended = engine::ended(endings, now);
  if (looked_at.directory == knowledge.directory && looked_at.undeliverable == undeliverable &&
      looked_at.ended == ended)
    return;
  looked_at = {.directory = knowledge.directory, .undeliverable = undeliverable, .ended = ended};
  Reached reached(looked_at);
  std::vector<domain::TicketId> found;
  auto still_staying = std::exchange(staying, {});
  for (const auto& [id, ticket] : memory.open_tickets) {
    if (!wants_somebody(ticket)) continue;
    const auto now_reached = reached(ticket.team, ticket.place);
    if (now_reached == domain::Reachability::reachable) continue;
    const auto known = still_staying.find(id);
    if (known != still_staying.end() && known->second == std::pair(ticket.team, now_reached))
      staying.insert(still_staying.extract(known));
    else
      found.push_back(id);
  }
  std::ranges::sort(found);
  lost = {found.begin(), found.end()};
}

// Half of a batch at most, so that what comes meanwhile does not wait for all of them.
std::vector<Taken> Engine::Impl::take_lost() {
  std::vector<Taken> taken;
  if (!timers_may_fire()) return taken;
  const std::size_t most = std::max<std::size_t>(1, limits.batch_max / 2);
  while (!lost.empty() && forming.events + taken.size() < most) {
    taken.push_back(lost_event(*lost.begin(), now));
    lost.erase(lost.begin());
  }
  return taken;
}

std::optional<domain::Ticket> Engine::Impl::move_on_first(const Taken& taken, const domain::Ticket& ticket,
                                                          const ports::Recalled& recalled) {
  // A second opening changes nothing, and the text of the first one was not asked for.
  const auto& body = std::get<codec::Decoded>(taken.decoded).event.body;
  if (std::holds_alternative<domain::Opened>(body) || !lost.contains(ticket.id)) return std::nullopt;
  // Behind a stuck queue there is a team still, and what it has said is to be heard first.
  const auto why = Reached::reach(looked_at, ticket.team, ticket.place);
  if (!timers_may_fire() && why == domain::Reachability::undeliverable) return std::nullopt;
  lost.erase(ticket.id);
  auto first = lost_event(ticket.id, now);
  judge_known(first, ticket, recalled);
  return find_ticket(ticket.id, recalled);
}

void Engine::Impl::note_if_it_stays(const domain::Ticket& before, const decide::Effects& effects) {
  if (!effects.ticket || effects.ticket->team == before.team)
    staying.insert_or_assign(before.id,
                             std::pair(before.team, Reached::reach(looked_at, before.team, before.place)));
}

}  // namespace triaged::engine
