// What happens when something is down: alerts fire, flap and clear, signs of life come and stay away, people
// declare incidents, take them up, speak of them and end them, and silence what they know of. Much of it is
// told twice, too late, of the wrong incident, or by somebody who may not.
#include <algorithm>
#include <array>

#include <triaged/codec/event.hpp>

#include "simulation/world.hpp"

namespace triaged::simulation {
namespace {

constexpr std::size_t kPatience = 40;  // messages in the intake
constexpr std::size_t kLately = 4;     // incidents and silences that most events are about
constexpr std::array<std::string_view, 3> kSources{"https://am.north.example", "https://am.north.example",
                                                   "https://am.south.example"};
constexpr std::array<std::string_view, 4> kService{"support@service.example", "engineer@service.example",
                                                   "pager@service.example", "pager@service.example"};

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string time(domain::Instant at) { return quoted(domain::to_rfc3339(at)); }

// Mostly somebody of the service, who may.
Told of_the_service(World& world, std::string_view kind, std::string ticket, std::string member) {
  Told told = world.by_somebody(kind, std::move(ticket), std::move(member));
  if (world.random.percent(75)) told.actor = world.random.of(kService);
  if (world.random.percent(80)) told.user = "guest";
  return told;
}

// ---- alerts ----

// What an alert says of itself: where, and whether it pages.
struct Rule {
  std::string_view name;
  std::string_view hub;  // "prod"; empty: of the cluster
  std::string_view cluster;
  bool pages;
};
constexpr auto kRules = std::to_array<Rule>({{"HubDown", "prod", "north", true},
                                             {"HubDown", "staging", "north", true},
                                             {"HubDown", "course", "north", true},
                                             {"HubDown", "prod", "south", true},
                                             {"NodeFull", "", "north", false},
                                             {"NodeFull", "prod", "south", false},
                                             {"ClusterDown", "", "south", true}});

std::string labels_of(const Rule& rule) {
  std::string text = R"({"cluster": )" + quoted(rule.cluster);
  if (!rule.hub.empty()) text += R"(, "hub": )" + quoted(rule.hub);
  return text + R"(, "page": )" + (rule.pages ? R"("yes")" : R"("no")") + "}";
}

std::string which(const Alert& alert) {
  return R"("source": )" + quoted(alert.source) + R"(, "fingerprint": )" + quoted(alert.fingerprint) +
         R"(, "starts_at": )" + time(alert.starts_at);
}

void tell_monitoring(World& world, std::string_view kind, std::string member) {
  Told told = world.by_somebody(kind, "", std::move(member));
  told.hub.clear();  // an alert's is in its labels
  if (world.random.percent(90)) told.user = "alertmanager";
  if (world.random.percent(90)) told.actor.clear();
  world.say(told);
}

void tell_fired(World& world, const Alert& alert) {
  const Rule& rule = kRules[alert.rule];
  tell_monitoring(world, "alert_fired",
                  "{" + which(alert) + R"(, "name": )" + quoted(rule.name) + R"(, "labels": )" +
                      labels_of(rule) + R"(, "annotations": {"summary": "something is wrong"}})");
  const domain::HubId place{std::string(rule.cluster) +
                            (rule.hub.empty() ? "" : "/" + std::string(rule.hub))};
  const auto ticket = codec::alert_ticket(alert.source, place, rule.name).value;
  if (std::ranges::find(world.spoken_of, ticket) == world.spoken_of.end()) world.spoken_of.push_back(ticket);
}

void tell_cleared(World& world, const Alert& alert) {
  tell_monitoring(world, "alert_cleared",
                  "{" + which(alert) + R"(, "ends_at": )" + time(world.clock.at) + "}");
}

// One of a few pods of one of the rules. It fires, again and again; the end of it may come before its
// beginning.
bool alert(World& world) {
  const std::size_t rule = world.random.below(kRules.size());
  const std::size_t pod = world.random.below(2);
  const std::string fingerprint = "f" + std::to_string(rule) + "-" + std::to_string(pod);
  const auto known = std::ranges::find(world.firing, fingerprint, &Alert::fingerprint);
  if (known != world.firing.end()) {
    if (world.random.percent(40)) return tell_fired(world, *known), true;
    const Alert over = *known;
    world.firing.erase(known);
    return tell_cleared(world, over), true;
  }
  const Alert begun{.rule = rule,
                    .source = std::string(kSources[rule % kSources.size()]),
                    .fingerprint = fingerprint,
                    .starts_at = world.clock.at - std::chrono::seconds{world.random.below(60)}};
  if (world.random.one_in(6)) {
    tell_cleared(world, begun);  // it overtakes what it clears
    return tell_fired(world, begun), true;
  }
  world.firing.push_back(begun);
  tell_fired(world, begun);
  return true;
}

bool sign_of_life(World& world) {
  static constexpr std::array<const char*, 4> kNames{"Watchdog", "Watchdog", "pulse", "nobody_waits_for_it"};
  static constexpr std::array<const char*, 4> kClusters{"north", "south", "south", ""};
  const std::string name = world.random.of(kNames);
  const std::string cluster = world.random.of(kClusters);
  if (world.random.one_in(2)) {
    tell_monitoring(world, "heartbeat",
                    R"({"name": )" + quoted(name) + R"(, "cluster": )" + quoted(cluster) + "}");
    return true;
  }
  tell_monitoring(world, "alert_fired",
                  R"({"source": "https://am.north.example", "fingerprint": "w-)" + cluster +
                      R"(", "starts_at": "2026-03-01T00:00:00Z", "name": )" + quoted(name) +
                      R"(, "labels": {"cluster": )" + quoted(cluster) + "}}");
  return true;
}

// ---- incidents ----

std::string some_incident(World& world) {
  const auto& all = world.ledger.incidents;
  if (all.empty() || world.random.one_in(15)) return world.random.one_in(2) ? "INC-999" : "what-incident";
  const std::size_t most = world.random.percent(85) ? std::min(kLately, all.size()) : all.size();
  auto one = all.rbegin();
  std::advance(one, static_cast<std::ptrdiff_t>(world.random.below(most)));
  return one->second.incident.id.value;
}

std::string severity(World& world) {
  static constexpr std::array<const char*, 4> kSeverities{"low", "normal", "high", "critical"};
  return R"("severity": )" + quoted(world.random.of(kSeverities));
}

std::string symptom(World& world) {
  static constexpr std::array<const char*, 4> kSymptoms{"login", "unreachable", "storage", "other"};
  return R"("symptom": )" + quoted(world.random.of(kSymptoms));
}

bool declare(World& world) {
  std::string member = R"({"title": "it is down", )" + symptom(world);
  member += ", " + severity(world) + "}";  // apart, since each draws
  world.say(of_the_service(world, "incident_declared", "", std::move(member)));
  return true;
}

std::string spoken(World& world) {
  std::string text = R"(, "text": "we look into it")";
  if (world.random.one_in(2)) text += R"(, "channel": "#outage")";
  if (world.random.one_in(2)) text += R"(, "community_informed": true)";
  return text;
}

std::string named(World& world) {
  static constexpr std::array<const char*, 3> kRoles{"lead", "liaison", "scribe"};
  return R"(, "role": )" + quoted(world.random.of(kRoles)) +
         R"(, "actor": {"id": "engineer@service.example"})";
}

std::string worse_or_better(World& world) { return ", " + severity(world) + R"(, "reason": "it is")"; }
std::string into_another(World& world) { return R"(, "into": )" + quoted(some_incident(world)); }
std::string reason(World&) { return R"(, "reason": "it is back")"; }
std::string resolution(World&) { return R"(, "resolution": "it works")"; }
std::string nothing_more(World&) { return ""; }

struct Saying {
  std::string_view kind;
  unsigned weight;
  std::string (*more)(World& world);  // beside the incident
};
constexpr auto kSayings = std::to_array<Saying>({{"incident_acknowledged", 14, nothing_more},
                                                 {"incident_updated", 14, spoken},
                                                 {"incident_role", 6, named},
                                                 {"incident_severity", 9, worse_or_better},
                                                 {"incident_merged", 6, into_another},
                                                 {"incident_resolved", 12, resolution},
                                                 {"incident_reopened", 8, reason}});

bool speak_of_incident(World& world) {
  static constexpr auto kWeights = [] {
    std::array<unsigned, kSayings.size()> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = kSayings[i].weight;
    return all;
  }();
  const Saying& saying = kSayings[world.random.weighted(kWeights)];
  std::string member = R"({"incident_id": )" + quoted(some_incident(world));
  member += saying.more(world) + "}";
  world.say(of_the_service(world, saying.kind, "", std::move(member)));
  return true;
}

bool link(World& world) {
  if (world.spoken_of.empty()) return false;
  const std::size_t all = world.spoken_of.size();
  const auto ticket = world.spoken_of[all - 1 - world.random.below(std::min<std::size_t>(12, all))];
  auto incident = some_incident(world);
  const bool apart = world.random.percent(45);
  if (apart && world.random.percent(70))  // from the one that it is part of, as a rule
    for (const auto& [number, line] : world.ledger.incidents)
      if (std::ranges::find(line.incident.tickets, domain::TicketId{ticket}) != line.incident.tickets.end())
        incident = line.incident.id.value;
  world.say(of_the_service(world, apart ? "unlinked" : "linked", ticket,
                           R"({"incident_id": )" + quoted(incident) + "}"));
  return true;
}

// ---- silences ----

std::string some_silence(World& world) {
  const std::size_t all = world.silences;
  if (all == 0 || world.random.one_in(10)) return "S0";
  return "S" + std::to_string(all - world.random.below(std::min(kLately, all)));
}

bool silence(World& world) {
  if (world.silences > 0 && world.random.percent(30)) {
    world.say(
        of_the_service(world, "silence_ended", "", R"({"silence_id": )" + quoted(some_silence(world)) + "}"));
    return true;
  }
  static constexpr std::array<const char*, 6> kMatchers{
      R"({"name": "hub", "value": "north/prod"})",
      R"({"name": "cluster", "value": "south"})",
      R"({"name": "alertname", "value": "Hub.*|Watchdog", "is_regex": true})",
      R"({"name": "symptom", "value": "login"})",
      R"({"name": "hub", "value": "(", "is_regex": true})",
      R"({"name": "hub", "value": ".*", "is_regex": true})"};
  const bool again = world.random.percent(20);
  const auto id = again ? some_silence(world) : "S" + std::to_string(++world.silences);
  const auto from = world.clock.at + std::chrono::minutes{world.random.below(60)};
  const auto until = from + std::chrono::minutes{world.random.between(1, 60 * 30)};
  std::string member = R"({"silence_id": )" + quoted(id) + R"(, "matchers": [)" + world.random.of(kMatchers) +
                       R"(], "ends_at": )" + time(until) + R"(, "reason": "planned work")";
  if (world.random.one_in(3)) member += R"(, "starts_at": )" + time(from);
  world.say(of_the_service(world, "silence_set", "", member + "}"));
  return true;
}

template <bool (*speak)(World&)>
bool unless_too_much_waits(World& world) {
  return world.node.waiting() < kPatience && speak(world);
}

constexpr std::array kActions{Action{"an alert", 24, unless_too_much_waits<alert>},
                              Action{"a sign of life", 8, unless_too_much_waits<sign_of_life>},
                              Action{"declare an incident", 4, unless_too_much_waits<declare>},
                              Action{"speak of an incident", 26, unless_too_much_waits<speak_of_incident>},
                              Action{"link", 8, unless_too_much_waits<link>},
                              Action{"silence", 5, unless_too_much_waits<silence>}};

}  // namespace

std::span<const Action> what_happens_in_outages() { return kActions; }

}  // namespace triaged::simulation
