// A calendar is asked once for its hours; then each hub is the union of a few sets of hours, and the hubs
// with the same union are one answer.
#include "app/reachable_hours.hpp"

#include <algorithm>
#include <bitset>
#include <map>

#include "app/times.hpp"

namespace triaged::app {
namespace {

using domain::Instant;
using domain::Reachability;

using Hours = std::bitset<static_cast<std::size_t>(kHoursAhead.count())>;

class Asked {
 public:
  Asked(const config::Configuration& configuration, Instant now)
      : directory_(*configuration.directory),
        policy_(*configuration.policy),
        begin_(std::chrono::floor<std::chrono::hours>(now)) {
    for (const auto& calendar : configuration.calendars->all())
      open_.emplace(calendar.name(), open_hours(calendar));
  }

  struct Answer {
    Hours silent;
    std::string urgent;
  };
  [[nodiscard]] Answer of(const domain::Place& place) const {
    const auto reach = directory_.reach(place, policy_.page, {});
    Hours reached;
    std::vector<const domain::TeamReach*> ladder;
    for (const auto& rung : reach.rungs)
      if (rung.reachability == Reachability::reachable) {
        reached |= hours_of(rung.calendar);
        ladder.push_back(&rung);
      }
    Answer answer{.silent = ~reached, .urgent = {}};
    if (answer.silent.any()) answer.urgent = urgent(ladder, *reach.named, answer.silent);
    return answer;
  }

  [[nodiscard]] std::vector<Stretch> stretches(const Hours& hours) const {
    std::vector<Stretch> found;
    for (std::size_t i = 0; i < hours.size(); ++i) {
      if (!hours[i]) continue;
      const Instant from = begin_ + std::chrono::hours{i};
      if (found.empty() || found.back().to != from) found.push_back({.from = from, .to = from});
      found.back().to = from + std::chrono::hours{1};
    }
    return found;
  }

 private:
  [[nodiscard]] Hours open_hours(const decide::Calendar& calendar) const {
    Hours hours;
    const Instant end = begin_ + kHoursAhead;
    for (auto open = calendar.next_open(begin_); open && *open < end;) {
      const auto closes = calendar.next_close(*open);
      const Instant until = closes ? std::min(*closes, end) : end;
      for (auto at = std::chrono::floor<std::chrono::hours>(*open); at < until; at += std::chrono::hours{1})
        hours.set(static_cast<std::size_t>((at - begin_) / std::chrono::hours{1}));
      open = calendar.next_open(until);
    }
    return hours;
  }

  [[nodiscard]] const Hours& hours_of(const std::string& calendar) const {
    static const Hours kAll = Hours{}.set();
    const auto found = open_.find(calendar);
    return found != open_.end() ? found->second : kAll;
  }

  // Whether the clocks of such a ticket run by night too, on every step of the way up.
  [[nodiscard]] bool climbs_by_night(const std::vector<const domain::TeamReach*>& ladder,
                                     domain::Severity severity) const {
    return std::ranges::all_of(ladder, [&](const domain::TeamReach* step) {
      domain::Ticket ticket;
      ticket.team = step->team;
      ticket.rung = step->rung;
      ticket.category = domain::Classification{}.category.value;
      ticket.severity = severity;
      const auto* promise = promise_for(policy_, ticket);
      return promise != nullptr && promise->wall && promise->first_response;
    });
  }

  [[nodiscard]] std::string urgent(const std::vector<const domain::TeamReach*>& ladder,
                                   const domain::TeamReach& page, const Hours& silent) const {
    if (ladder.empty()) return "every ticket goes to " + policy_.unrouted_queue;
    const std::string& pager = policy_.page.value;
    if (page.reachability != Reachability::reachable)
      return "nobody is paged either: " + pager + " has no people";
    std::string severities;
    for (const auto word : domain::names<domain::Severity>()) {
      const auto severity = *domain::parse<domain::Severity>(word);
      if (severity < policy_.page_from || !climbs_by_night(ladder, severity)) continue;
      severities.append(severities.empty() ? "" : " and ").append(word);
    }
    if (severities.empty()) return "no ticket pages " + pager + " then, for the clocks of all stand still";
    const Hours& on_duty = hours_of(page.calendar);
    if ((silent & on_duty) == silent) return severities + " tickets still page " + pager;
    return severities + " tickets page " + pager + ", who is off duty " +
           ((silent & on_duty).any() ? "in some of these hours" : "then too");
  }

  const directory::Directory& directory_;
  const decide::Policy& policy_;
  Instant begin_;
  std::map<std::string, Hours, std::less<>> open_;
};

std::string whose(const Unreached& one) {
  if (one.hubs.empty()) return "the ladder";
  std::string text = "the ladder of " + one.hubs.front().value;
  if (one.hubs.size() > 1)
    text += " (and " + std::to_string(one.hubs.size() - 1) + (one.hubs.size() == 2 ? " other)" : " others)");
  return text;
}

std::string when(const std::vector<Stretch>& stretches) {
  domain::Duration sum{};
  for (const auto& [from, to] : stretches) sum += to - from;
  if (sum == kHoursAhead) return "in any hour of the next four weeks";
  const auto& [from, to] = stretches.front();
  std::string text = "from " + in_utc_unnamed(from) + " to " + in_utc(to);
  const auto more = stretches.size() - 1;
  if (more > 0)
    text += ", and " + std::to_string(more) + (more == 1 ? " more time" : " more times") +
            " in four weeks (" + std::to_string(sum / std::chrono::hours{1}) + " hours in all)";
  return text;
}

}  // namespace

std::vector<Unreached> unreached_hours(const config::Configuration& configuration, Instant now) {
  const auto& directory = *configuration.directory;
  const Asked asked(configuration, now);
  std::vector<Unreached> found;
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  const auto ask = [&](const domain::Place& place) {
    auto [silent, urgent] = asked.of(place);
    if (silent.none()) return;
    const auto [at, first] = known.try_emplace({silent.to_string(), urgent}, found.size());
    if (first)
      found.push_back({.hubs = {}, .stretches = asked.stretches(silent), .urgent = std::move(urgent)});
    if (!place.hub.empty()) found[at->second].hubs.push_back(place.hub);
  };
  for (const auto& hub : directory.hubs())
    if (!hub.retired)
      ask({.hub = hub.id, .cluster = hub.cluster, .community = hub.community, .hub_kind = hub.kind});
  if (directory.hubs().empty()) ask({});
  std::ranges::stable_sort(found, std::greater<>{}, [](const Unreached& one) { return one.hubs.size(); });
  return found;
}

void warn_of_unreached_hours(const config::Configuration& configuration, Instant now,
                             const document::Place& place, document::Faults& faults) {
  for (const auto& one : unreached_hours(configuration, now))
    faults.warning(place,
                   "nobody on " + whose(one) + " is at work " + when(one.stretches) + "; " + one.urgent,
                   "give one of its teams these hours, or people to one that has them");
}

}  // namespace triaged::app
