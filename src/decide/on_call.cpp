// Who is paged of an incident, and who of a team is on duty. A rotation's shifts are counted on the clock on
// the wall of its zone, so that it hands over at the same time of day in winter and in summer.
#include <algorithm>

#include <triaged/decide/incident.hpp>

#include "decide/zone.hpp"

namespace triaged::decide {
namespace {

using domain::Instant;
using domain::TeamId;

const Rotation* rotation_of(const TeamId& team, const IncidentPolicy& policy) noexcept {
  const auto found = std::ranges::find(policy.rotations, team, &Rotation::team);
  return found != policy.rotations.end() ? &*found : nullptr;
}

// nullptr: it is always open. So is a calendar that nobody knows: better paged by night than not at all.
const Calendar* hours(std::string_view name, const Calendars* calendars) noexcept {
  return calendars != nullptr ? calendars->find(name) : nullptr;
}

Duty during(const Calendar* open, Instant now) {
  if (open == nullptr || open->open_at(now)) return {};
  return {.on_duty = false, .people = {}, .next = open->next_open(now)};
}

// The shifts of a rotation, numbered from 0.
class Shifts {
 public:
  Shifts(const Rotation& rotation, const Zone& zone) : rotation_(rotation), zone_(zone) {}

  // Where the clock shows that time twice: the first time. Where it skips it: at the skip.
  [[nodiscard]] Instant begin(std::int64_t number) const noexcept {
    return zone_.first_at(rotation_.from + number * rotation_.shift);
  }

  // Below zero: before the first one.
  [[nodiscard]] std::int64_t at(Instant now) const noexcept {
    const domain::Duration since = zone_.local(now) - rotation_.from;
    std::int64_t number = since / rotation_.shift - (since % rotation_.shift < domain::Duration::zero());
    // After a hand-over the clock may be set back to before it; that does not hand back.
    while (begin(number + 1) <= now) ++number;
    return number;
  }

 private:
  const Rotation& rotation_;
  const Zone& zone_;
};

Duty by_turns(const Rotation& rotation, const Zone& zone, const Calendar* open, Instant now) {
  const Shifts shifts{rotation, zone};
  const std::int64_t number = shifts.at(now);
  if (number < 0) {
    const Instant first = shifts.begin(0);
    return {.on_duty = false, .people = {}, .next = open != nullptr ? open->next_open(first) : first};
  }
  Duty duty = during(open, now);
  if (duty.on_duty)
    duty.people = {rotation.people[static_cast<std::size_t>(number) % rotation.people.size()]};
  return duty;
}

void add(std::vector<TeamId>& teams, TeamId team) {
  if (!team.empty() && std::ranges::find(teams, team) == teams.end()) teams.push_back(std::move(team));
}

template <class Wanted, class Value>
bool fits(const std::vector<Wanted>& wanted, const Value& value) noexcept {
  return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

}  // namespace

Duty duty_of(const domain::TeamReach& team, const IncidentPolicy& policy, const Calendars* calendars,
             Instant now) {
  const Rotation* rotation = rotation_of(team.team, policy);
  if (rotation == nullptr) return during(hours(team.calendar, calendars), now);
  const Calendar* open = hours(rotation->only, calendars);
  // A file cannot say either; then nobody in particular is on duty, rather than nobody.
  const auto zone = Zone::find(rotation->zone);
  if (!zone || rotation->people.empty() || rotation->shift <= domain::Duration::zero())
    return during(open, now);
  return by_turns(*rotation, *zone, open, now);
}

std::vector<TeamId> teams_paged(const Policy& policy) {
  std::vector<TeamId> teams;
  for (const Paging& paging : policy.incidents.paging)
    for (const PagingLevel& level : paging.levels) add(teams, level.team);
  add(teams, policy.page);
  return teams;
}

std::vector<TeamId> audiences_asked(const Policy& policy) {
  std::vector<TeamId> teams = teams_paged(policy);
  add(teams, policy.incidents.liaison);
  add(teams, TeamId{domain::name(domain::Rung::community_representative)});
  return teams;
}

const Paging* paging_for(const IncidentPolicy& policy, domain::Severity severity,
                         std::string_view symptom) noexcept {
  const auto found = std::ranges::find_if(policy.paging, [&](const Paging& one) {
    return fits(one.severities, severity) && fits(one.symptoms, symptom);
  });
  return found != policy.paging.end() ? &*found : nullptr;
}

}  // namespace triaged::decide
