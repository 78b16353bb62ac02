// `incidents.rotations`: who of a team is on duty, in turn. Refuses times that no clock of the zone is meant
// to show, zones that this machine does not know, and calendars that the directory does not have.
#include <algorithm>

#include <triaged/decide/incident.hpp>

#include "decide/policy_reading.hpp"
#include "decide/zone.hpp"

namespace triaged::decide {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;

constexpr std::size_t kRotationsMost = 100;
constexpr std::size_t kPeopleMost = 100;  // of one rotation
constexpr std::size_t kPersonLongest = 320;
constexpr TimeLimits kShift{
    .least = std::chrono::hours{1}, .most = std::chrono::weeks{52}, .said = "from 1h to 52w"};
constexpr std::chrono::year kFromLatest{2100};  // time zones are known so far ahead

std::string read_zone(MapReader& map, Faults& faults) {
  const auto zone = map.text("zone");
  if (!zone || Zone::find(*zone)) return zone.value_or("UTC");
  const std::string near = nearest_zone(*zone);
  faults.error(
      map.place_of("zone"), "this machine knows no time zone " + quoted(*zone),
      near.empty()
          ? "write `UTC` or a name like `Europe/Berlin`; if the name is right, install Debian's tzdata"
          : "did you mean " + quoted(near) + "?");
  return "UTC";
}

// "2026-01-05T09:00"
std::optional<LocalTime> local_time(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00";
  if (text.size() != kShape.size() || text[kShape.find('T')] != 'T') return std::nullopt;
  const auto as_if_utc = domain::from_rfc3339(std::string(text) + ":00Z");
  if (!as_if_utc || *as_if_utc >= std::chrono::sys_days{kFromLatest / 1 / 1}) return std::nullopt;
  return LocalTime{as_if_utc->time_since_epoch()};
}

LocalTime read_from(MapReader& map, Faults& faults) {
  static_cast<void>(map.require("from"));
  const auto text = map.text("from");
  if (!text) return {};
  if (const auto time = local_time(*text)) return *time;
  faults.error(
      map.place_of("from"), "`from` must be a day and a time of day, and " + quoted(*text) + " is none",
      domain::from_rfc3339(*text)
          ? "write what the clock in `zone` shows, without seconds and without `Z` or an offset, like "
            "`2026-01-05T09:00`"
          : "write when the first shift begins, like `2026-01-05T09:00`, before the year 2100");
  return {};
}

void read_people(MapReader& map, std::span<const std::string> known, Rotation& rotation, Faults& faults) {
  const Node& node = map.require("people");
  for (const Node* item : read_list(map, "people", kPeopleMost, faults)) {
    const auto person = document::as_text(*item, "an item of `people`", faults);
    if (!person) continue;
    if (person->empty() || person->size() > kPersonLongest)
      faults.error(item->place, "an item of `people` has no name, or one of more than 320 bytes",
                   "write the mail address or login that `members` of the team has");
    else if (!known.empty() && std::ranges::find(known, *person) == known.end())
      faults.warning(item->place, quoted(*person) + " is on duty, but a member of no team in the directory",
                     "list them under `members` of " + quoted(rotation.team.value) +
                         ", or check how the name is spelt there");
    rotation.people.emplace_back(*person);
  }
  if (map.has("people") && (node.is_null() || (node.is_sequence() && node.items.empty())))
    faults.error(node.place, "`people` names nobody", "name who takes turns, in their order");
}

std::string read_only(MapReader& map, std::span<const std::string> calendars, Faults& faults) {
  const auto name = map.name("only");
  if (!name) return std::string(domain::kAlways);
  if (*name == domain::kAlways || std::ranges::find(calendars, *name) != calendars.end()) return *name;
  std::vector<std::string_view> known(calendars.begin(), calendars.end());
  known.push_back(domain::kAlways);
  const std::string_view near = document::nearest(*name, known);
  faults.error(map.place_of("only"), "there is no calendar " + quoted(*name) + " in the directory",
               near.empty() ? "describe it there under `calendars`, or name another"
                            : "did you mean " + quoted(near) + "?");
  return *name;
}

Rotation read_rotation(const domain::TeamId& team, const Node& node, const PolicyNames& names,
                       Faults& faults) {
  Rotation rotation;
  rotation.team = team;
  MapReader map{node, "the rotation of " + quoted(team.value), faults};
  rotation.zone = read_zone(map, faults);
  rotation.shift = read_time(map, "shift", kShift, faults).value_or(rotation.shift);
  rotation.from = read_from(map, faults);
  read_people(map, names.people, rotation, faults);
  rotation.only = read_only(map, names.calendars, faults);
  map.finish();
  return rotation;
}

}  // namespace

void read_rotations(MapReader& file, const PolicyNames& names, Policy& policy, Faults& faults) {
  const Node* node = file.node("rotations");
  if (node == nullptr) return;
  const MapReader map{*node, "`rotations`", faults};
  if (node->members.size() > kRotationsMost) {
    faults.error(node->members[kRotationsMost].first.place,
                 "`rotations` has more than " + std::to_string(kRotationsMost) + " entries",
                 "remove those of teams that are not paged");
    return;
  }
  const auto asked = audiences_asked(policy);
  for (const auto& [key, value] : node->members) {
    const auto team = read_team(key, "a team of `rotations`", names.teams, faults);
    const auto rotation = read_rotation(team.value_or(domain::TeamId{key.scalar}), value, names, faults);
    if (team && std::ranges::find(asked, *team) == asked.end())
      faults.warning(key.place,
                     "the rotation of " + quoted(team->value) + " has no effect: it is never paged",
                     "name the team in a level of `paging`, or remove the rotation");
    policy.incidents.rotations.push_back(rotation);
  }
}

}  // namespace triaged::decide
