// Who a notice would reach: which queue, which people, and if nobody, why.
#include <algorithm>
#include <set>

#include <triaged/directory/directory.hpp>

#include "directory/base.hpp"
#include "directory/queue.hpp"

namespace triaged::directory {

using domain::Reachability;

domain::TeamReach Directory::reach(const Destination& destination, const domain::Place& place,
                                   std::span<const std::string> undeliverable,
                                   std::span<const domain::TeamId> ended) const {
  domain::TeamReach answer;
  if (destination.team == nullptr) return answer;
  const Team& wanted = *destination.team;
  answer.team = wanted.id;
  answer.rung = wanted.rung;
  answer.format = wanted.format;
  answer.calendar = wanted.calendar;
  answer.manager = wanted.manager;
  answer.successor = wanted.successor;
  bool has_people = destination.has_people;
  switch (wanted.per) {
    case Per::service:
      break;
    case Per::hub: {
      const Hub* there = hub(place.hub);
      if (there == nullptr) {
        answer.reachability = Reachability::unknown_hub;
        return answer;
      }
      // The queue of a hub that was taken out of service is not declared any more.
      has_people = !admins(*there).empty() && !(there->retired && has_placeholder(wanted.queue));
      break;
    }
    case Per::community: {
      const Community* home = community(place.community);
      if (home == nullptr) {
        answer.reachability = Reachability::unknown_hub;
        return answer;
      }
      has_people = !home->representatives.empty();
      break;
    }
  }
  answer.queue = fill_in(wanted.queue, place.hub, place.community);
  if (std::ranges::find(ended, wanted.id) != ended.end())
    answer.ended = wanted.ends;  // and it stays absent
  else if (!has_people)
    answer.reachability = Reachability::no_members;
  else if (std::ranges::find(undeliverable, answer.queue) != undeliverable.end())
    answer.reachability = Reachability::undeliverable;
  else
    answer.reachability = Reachability::reachable;
  return answer;
}

domain::TeamReach Directory::reach_team(const domain::TeamId& id, const domain::Place& place,
                                        std::span<const std::string> undeliverable,
                                        std::span<const domain::TeamId> ended) const {
  const auto at = base_->teams.find(id);
  if (at != base_->teams.end()) return reach(at->second, place, undeliverable, ended);
  domain::TeamReach answer;
  answer.team = id;
  if (const auto* retired = retired_team(id)) answer.successor = retired->successor;
  return answer;
}

domain::Reach Directory::reach(const domain::Place& place, const domain::TeamId& named,
                               std::span<const std::string> undeliverable,
                               std::span<const domain::TeamId> ended) const {
  domain::Reach answer;
  for (const domain::Rung rung : domain::kLadder) {
    const auto i = static_cast<std::size_t>(rung);
    answer.rungs[i] = reach(base_->rungs[i], place, undeliverable, ended);
    answer.rungs[i].rung = rung;
  }
  if (!named.empty()) answer.named = reach_team(named, place, undeliverable, ended);
  return answer;
}

std::vector<domain::ActorId> Directory::people(const Team& wanted, const domain::Place& place) const {
  switch (wanted.per) {
    case Per::hub: {
      const Hub* there = hub(place.hub);
      if (there == nullptr) return {};
      const auto now = admins(*there);
      return {now.begin(), now.end()};
    }
    case Per::community: {
      const Community* home = community(place.community);
      return home != nullptr ? home->representatives : std::vector<domain::ActorId>{};
    }
    case Per::service:
      break;
  }
  return base_->members(wanted);
}

std::vector<std::string> Directory::queues() const {
  std::set<std::string> names;
  for (const Team& one : base_->parts.teams) {
    if (!has_placeholder(one.queue)) {
      names.insert(one.queue);
    } else if (one.per == Per::hub) {
      for (const Hub& its : base_->parts.hubs)
        if (!its.retired) names.insert(fill_in(one.queue, its.id, its.community));
    } else {
      for (const Community& its : base_->parts.communities) names.insert(fill_in(one.queue, {}, its.id));
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace triaged::directory
