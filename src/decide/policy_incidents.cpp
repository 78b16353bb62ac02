// `incidents`: what makes one, how long its times are, who leads it and who speaks of it. Who is on duty and
// who is paged are read in policy_rotations.cpp and policy_paging.cpp.
#include <algorithm>

#include "decide/policy_reading.hpp"

namespace triaged::decide {
namespace {

using document::Faults;
using document::MapReader;
using document::Node;
using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::int64_t kCountLeast = 2;  // one ticket is no storm, one hub no cluster
constexpr std::int64_t kCountMost = 1000;
constexpr std::size_t kHeartbeatsMost = 100;
constexpr std::size_t kNameLongest = 100;
constexpr std::size_t kRolesMost = 20;
constexpr days kYears{3 * 365};

// What comes back within less would be sent without end.
constexpr TimeLimits kFromAMinute{.least = minutes{1}, .most = kYears, .said = "from 1m to 1095d"};
// A longer one keeps what is over looking as if it were not.
constexpr TimeLimits kQuietTime{.least = {}, .most = days{1}, .said = "from 0s to 1d"};
constexpr TimeLimits kUnattended{.least = seconds{1}, .most = days{1}, .said = "from 1s to 1d"};

// A word that may be left out, because there is no other yet.
void read_only_word(MapReader& map, std::string_view key, std::string_view word) {
  static_cast<void>(map.word(key, {word}));
}

void read_storm(const Node& node, IncidentPolicy& incidents, Faults& faults) {
  Storm storm;
  MapReader map{node, "`storm`", faults};
  if (const auto tickets = map.integer("tickets", kCountLeast, kCountMost))
    storm.tickets = static_cast<std::uint32_t>(*tickets);
  read_only_word(map, "distinct", "requester");
  static_cast<void>(map.require("within"));
  storm.within = read_time(map, "within", kFromAMinute, faults).value_or(domain::Duration{});
  storm.severity = read_severity(map, "severity").value_or(storm.severity);
  map.finish();
  incidents.storm = storm;
}

void read_cluster_threshold(const Node& node, IncidentPolicy& incidents, Faults& faults) {
  ClusterThreshold threshold;
  MapReader map{node, "`cluster_threshold`", faults};
  if (const auto hubs = map.integer("hubs", kCountLeast, kCountMost))
    threshold.hubs = static_cast<std::uint32_t>(*hubs);
  static_cast<void>(map.require("within"));
  threshold.within = read_time(map, "within", kFromAMinute, faults).value_or(domain::Duration{});
  map.finish();
  incidents.cluster_threshold = threshold;
}

// Any text: alerts are named as their authors like.
std::string read_heartbeat_name(MapReader& map, Faults& faults) {
  static_cast<void>(map.require("name"));
  auto name = map.text("name").value_or("");
  if (map.has("name") && (name.size() > kNameLongest || (name.empty() && map.node("name")->is_scalar())))
    faults.error(map.place_of("name"),
                 "`name` has " + (name.empty() ? std::string("nothing in it")
                                               : "more than " + std::to_string(kNameLongest) + " bytes"),
                 "write the name of the heartbeat or of the alert, like `Watchdog`");
  return name;
}

void read_heartbeats(MapReader& file, IncidentPolicy& incidents, Faults& faults) {
  for (const Node* item : read_list(file, "heartbeats", kHeartbeatsMost, faults)) {
    HeartbeatWatch watch;
    MapReader map{*item, "an entry of `heartbeats`", faults};
    watch.name = read_heartbeat_name(map, faults);
    read_only_word(map, "per", "cluster");
    static_cast<void>(map.require("every"));
    watch.every = read_time(map, "every", kFromAMinute, faults).value_or(domain::Duration{});
    watch.severity = read_severity(map, "severity").value_or(watch.severity);
    map.finish();
    if (!watch.name.empty() && std::ranges::find(incidents.heartbeats, watch.name, &HeartbeatWatch::name) !=
                                   incidents.heartbeats.end())
      faults.error(item->place, quoted(watch.name) + " stands twice in `heartbeats`", "keep it once");
    incidents.heartbeats.push_back(std::move(watch));
  }
}

void read_roles(MapReader& map, IncidentPolicy& incidents, Faults& faults) {
  const Node* node = map.node("roles");
  if (node == nullptr) return;
  incidents.roles.clear();
  for (const Node* item : read_list(map, "roles", kRolesMost, faults)) {
    const auto role = document::as_name(*item, "an item of `roles`", faults);
    if (!role) continue;
    if (std::ranges::find(incidents.roles, *role) != incidents.roles.end())
      faults.error(item->place, quoted(*role) + " stands twice in `roles`", "keep it once");
    else
      incidents.roles.push_back(*role);
  }
  if (!node->is_map() && !node->is_scalar() && node->items.empty())
    faults.error(node->place, "`roles` names nothing",
                 "name what people may be in an incident, like `[lead, liaison]`, or remove it");
}

void read_times(MapReader& map, IncidentPolicy& incidents, Faults& faults) {
  const auto read = [&](std::string_view key, const TimeLimits& limits, domain::Duration& target) {
    target = read_time(map, key, limits, faults).value_or(target);
  };
  read("quiet_time", kQuietTime, incidents.quiet_time);
  read("alerts_expire", kFromAMinute, incidents.alerts_expire);
  read("look_back", kFromAMinute, incidents.look_back);
  read("reopen_within", kFromAMinute, incidents.reopen_within);
  read("remind_every", kFromAMinute, incidents.remind_every);
  read("update_every", kFromAMinute, incidents.update_every);
  read("unattended_after", kUnattended, incidents.unattended_after);
  read("longest_silence", kFromAMinute, incidents.longest_silence);
}

// What the defaults name may not be there; what the file names has been looked up.
void warn_of_nobody(const Node& node, KnownTeams teams, const Policy& policy, Faults& faults) {
  const auto unknown = [&](const domain::TeamId& team) {
    return std::ranges::find(teams, team.value) == teams.end();
  };
  if (policy.incidents.paging.empty() && unknown(policy.page))
    faults.warning(node.place,
                   "nobody is paged for an incident: the directory has no team " + quoted(policy.page.value),
                   "describe it there, or name who is paged in `paging`");
  if (unknown(policy.incidents.liaison) && node.find("liaison") == nullptr)
    faults.warning(node.place,
                   "nobody is asked to tell the community of an incident: the directory has no team " +
                       quoted(policy.incidents.liaison.value),
                   "describe it there, or name another one in `liaison`");
}

void refuse_shared_queue(const MapReader& map, const Policy& policy, Faults& faults) {
  const std::string& queue = policy.incidents.communication_queue;
  if (queue == policy.requesters_queue || queue == policy.unrouted_queue)
    faults.error(map.place_of("communication_queue"),
                 "`communication_queue` and " +
                     quoted(queue == policy.requesters_queue ? "requesters_queue" : "unrouted_queue") +
                     " are the same queue",
                 "give each its own: the liaison's people read it");
}

}  // namespace

void read_incidents(MapReader& file, const PolicyNames& names, Policy& policy, Faults& faults) {
  const Node* node = file.node("incidents");
  if (node == nullptr) return;
  MapReader map{*node, "`incidents`", faults};
  IncidentPolicy& incidents = policy.incidents;
  if (const Node* storm = map.node("storm")) read_storm(*storm, incidents, faults);
  if (const Node* threshold = map.node("cluster_threshold"))
    read_cluster_threshold(*threshold, incidents, faults);
  read_times(map, incidents, faults);
  read_heartbeats(map, incidents, faults);
  incidents.started_needs = {domain::StartNeed::paged, domain::StartNeed::acknowledged,
                             domain::StartNeed::channel, domain::StartNeed::community_informed};
  if (map.node("started_needs") != nullptr)
    incidents.started_needs = read_start_needs(map, "started_needs", faults);
  read_roles(map, incidents, faults);
  if (const Node* liaison = map.node("liaison"))
    incidents.liaison = read_team(*liaison, "`liaison`", names.teams, faults).value_or(incidents.liaison);
  incidents.communication_queue = map.name("communication_queue").value_or(incidents.communication_queue);
  read_paging(map, names, incidents, faults);
  read_rotations(map, names, policy, faults);
  map.finish();
  if (!map.valid()) return;
  refuse_shared_queue(map, policy, faults);
  warn_of_nobody(*node, names.teams, policy, faults);
}

}  // namespace triaged::decide
