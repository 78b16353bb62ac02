#include "simulation/knowledge.hpp"

#include <array>
#include <stdexcept>

#include <triaged/document/reader.hpp>

namespace triaged::simulation {
namespace {

// north has everybody and three hubs in one cluster, south no representative, east a hub without admins.
constexpr std::string_view kDirectory = R"(
ladder: [user, hub_admin, community_representative, support, engineering]
calendars:
  office: {zone: Europe/Berlin, open: {mon-thu: ["09:00-12:00", "13:00-17:00"], fri: ["09:00-12:00"]},
           holidays: [2026-04-03, 2026-04-06]}
teams:
  hub_admin: {}
  community_representative: {calendar: office}
  support: {calendar: office, members: [support@service.example], format: json}
  engineering: {members: [engineer@service.example]}
  on_call: {members: [pager@service.example]}
  area_leads: {members: [lead@service.example]}
  executive_director: {members: [director@service.example]}
)";
constexpr std::string_view kPartnerships = R"(
  partnerships: {calendar: office, members: [money@service.example], manager: area_leads}
)";
constexpr std::string_view kRetired = R"(
retired_teams:
  partnerships: {successor: area_leads}
)";
constexpr std::string_view kCommunities = R"(
communities:
  - {id: north, name: North, representatives: [rep@north.example],
     hubs: [{id: north/prod, url: "https://hub.north.example", kind: production, admins: [admin@north.example]},
            {id: north/staging, kind: staging, admins: [admin@north.example]},
            {id: north/course, kind: event, admins: [admin@north.example]}]}
  - {id: south, name: South,
     hubs: [{id: south/prod, url: "https://hub.south.example", kind: production, admins: [admin@south.example]}]}
  - {id: east, name: East, representatives: [rep@east.example, second@east.example],
     hubs: [{id: east/event, kind: event}]}
producers:
  - {user: guest, hubs: ["*"], events: ["*"], reply_to: ["reply.*"]}
  - {user: anonymous, hubs: ["*"], events: ["*"]}
  - {user: alertmanager, hubs: ["*"], events: [alert_fired, alert_cleared, heartbeat]}
  - {user: south, hubs: ["south/*"], events: [opened, commented, withdrawn]}
)";
constexpr std::string_view kRules = R"(
classify:
  - {name: outage, when: {text: outage}, set: {category: login, symptom: login, severity: critical, incident: true}}
  - {name: alert, when: {alert.labels.page: "yes"}, set: {symptom: unreachable, severity: critical, incident: true}}
  - {name: full, when: {text: no space left}, set: {symptom: storage}}
  - {name: breach, when: {text: breach}, set: {category: security, severity: high, incident: true}}
  - {name: soon, when: {text: before the course}, set: {severity: high}}
  - {name: budget, when: {text: budget}, set: {category: money}}
route:
  - {name: advertisement, when: {text: lottery}, to: nobody, because: an advertisement}
  - {name: deletion, when: {text: delete the data}, needs: community_representative, silence: refuse, to: engineering}
  - {name: money, when: {category: money}, needs: community_representative, silence: pass_on, to: support}
  - {name: invoice, when: {text: invoice}, to: support}
  - {name: outages, when: {category: login, severity: critical}, to: engineering}
  - {name: rest, to: next_rung}
)";
constexpr std::string_view kOtherRules = R"(
classify:
  - {name: all-high, set: {severity: high}}
  - {name: outage, when: {text: outage}, set: {symptom: login}}
  - {name: alert, when: {alert.labels.page: "yes"}, set: {symptom: unreachable, severity: critical, incident: true}}
route:
  - {name: invoice, when: {text: invoice}, to: partnerships}
  - {name: package, when: {text: package}, to: hub_admin}
  - {name: budget, when: {text: budget}, needs: community_representative, silence: area_leads, to: partnerships}
  - {name: rest, to: next_rung}
)";
constexpr std::string_view kPolicy = R"(
deadlines:
  - {when: {severity: critical}, first_response: 15m, next_response: 1h, resolution: 4h}
  - {when: {rung: [hub_admin, community_representative]}, first_response: 1wd, resolution: 5wd}
  - {first_response: 4h, next_response: 1wd, resolution: 10wd}
warn_at: 80%
time_box: {rung: support, after: 30m, then: remind}
approval:
  - {when: {severity: [high, critical]}, answer_within: 4h}
  - {answer_within: 2wd}
page_from: high
page_to: on_call
impasse: {moves: 2, after: 3wd, to: [area_leads, executive_director]}
needed_by: [{within: 2d, severity: high}, {within: 7d, severity: normal}]
pending: {limit: 3d}
close_after: 2d
early_events: {wait: 10m}
confidential: [security]
)";
// Who carries the pager does so in office hours, so that pages are held; the last level is followed by the
// first again, or by nobody.
constexpr std::string_view kIncidents = R"(
incidents:
  storm: {tickets: 2, within: 30m, severity: high}
  cluster_threshold: {hubs: 2, within: 2h}
  quiet_time: 5m
  alerts_expire: 8h
  heartbeats: [{name: Watchdog, every: 12h, severity: high}]
  rotations:
    on_call: {zone: Europe/Berlin, from: 2026-01-05T09:00, shift: 1d, people: [pager@service.example], only: office}
  paging:
    - when: {severity: critical}
      levels: [{team: on_call, wait: 5m}, {team: engineering, wait: 10m}, {team: area_leads}]
      repeat_every: 30m
    - levels: [{team: on_call, wait: 30m}, {team: engineering, wait: 1h}, {team: area_leads}]
  started_needs: [paged, acknowledged, channel, community_informed]
  remind_every: 4h
  update_every: 6h
  reopen_within: 12h
  longest_silence: 3d
)";
constexpr std::string_view kOtherIncidents = R"(
incidents:
  quiet_time: 0s
  look_back: 1h
  heartbeats: [{name: pulse, every: 6h, severity: critical}]
  paging:
    - levels: [{team: on_call, wait: 20m}, {team: engineering}]
      repeat_every: 2h
  unattended_after: 5m
  roles: [lead, liaison, scribe]
  liaison: area_leads
  update_every: 1h
  reopen_within: 1h
)";
constexpr std::string_view kOtherPolicy = R"(
notify_requesters: false
deadlines:
  - {clock: wall, first_response: 2h, resolution: 2d}
approval:
  - {answer_within: 1wd}
time_box: {rung: support, after: 1h, then: climb}
page_from: critical
pending: {limit: 1d}
close_after: 12h
early_events: {wait: 1m}
)";
constexpr std::string_view kNoPolicy = R"(
early_events: {wait: 10m}
)";

std::logic_error wrong(const document::Faults& faults) {
  std::string text = "the simulation's configuration:";
  for (const auto& fault : faults.all()) text += "\n" + to_text(fault);
  return std::logic_error(text);
}

document::Node parsed(std::string_view text, document::Faults& faults) {
  auto node = document::parse("simulation.yaml", text, faults);
  if (!node) throw wrong(faults);
  return std::move(*node);
}

Variant variant(std::string called, const std::string& directory, std::string_view rules,
                std::string_view policy) {
  document::Faults faults;
  Variant made{.name = std::move(called), .knowledge = {}, .digests = {}};
  auto& knowledge = made.knowledge;
  const std::array directory_files{parsed(directory, faults)};
  const std::array rule_files{parsed(rules, faults)};
  knowledge.directory = directory::read(directory_files, faults);
  if (!knowledge.directory) throw wrong(faults);
  std::vector<decide::UnknownZone> unknown;
  knowledge.calendars = decide::Calendars::make(knowledge.directory->calendars(), unknown);
  rules::Names names;
  for (const auto& team : knowledge.directory->teams()) names.teams.push_back(team.id.value);
  names.symptoms = {"unreachable", "login", "spawn", "storage", "performance", "provider", "other"};
  knowledge.rules = rules::compile(rule_files, names, faults);
  std::vector<std::string> teams;
  for (const auto& team : knowledge.directory->teams()) teams.push_back(team.id.value);
  const std::vector<std::string> hours{"office"};
  knowledge.policy = decide::read_policy(
      parsed(policy, faults), {.teams = teams, .calendars = hours, .symptoms = names.symptoms}, faults);
  if (faults.errors() != 0 || !knowledge.calendars) throw wrong(faults);
  made.digests = engine::digests(knowledge);
  made.clocks = !knowledge.policy->deadlines.empty();
  using ports::DocumentKind;
  knowledge.documents = {{{DocumentKind::rules, made.digests.rules}, std::string(rules)},
                         {{DocumentKind::directory, made.digests.directory}, directory},
                         {{DocumentKind::policy, made.digests.policy}, std::string(policy)}};
  return made;
}

// Another office, and another day off.
std::string other_hours(std::string directory) {
  constexpr std::string_view kZone = "Europe/Berlin";
  constexpr std::string_view kDay = "2026-04-06";
  directory.replace(directory.find(kZone), kZone.size(), "America/New_York");
  return directory.replace(directory.find(kDay), kDay.size(), "2026-03-16");
}

// As if everybody there had left.
std::string emptied(std::string directory, std::string_view members) {
  return directory.replace(directory.find(members), members.size(), "members: []");
}

// The team of a project that is over in the middle of some seeds and before the end of others.
std::string with_an_end(std::string directory) {
  constexpr std::string_view kManager = "manager: area_leads";
  return directory.replace(directory.find(kManager), kManager.size(), "ends: 2026-03-13, successor: support");
}

}  // namespace

std::vector<Variant> variants() {
  const std::string teams(kDirectory);
  const std::string whole = teams + std::string(kPartnerships.substr(1)) + std::string(kCommunities);
  const std::string without = teams + std::string(kCommunities);
  const std::string policy = std::string(kPolicy) + std::string(kIncidents.substr(1));
  const std::string other_policy = std::string(kOtherPolicy) + std::string(kOtherIncidents.substr(1));
  std::vector<Variant> all;
  all.push_back(variant("first", whole, kRules, policy));
  all.push_back(variant("other rules and policy", whole, kOtherRules, other_policy));
  all.push_back(variant("without partnerships", without, kRules, policy));
  all.push_back(variant("no clocks", whole, kRules, kNoPolicy));
  all.push_back(variant("other hours", other_hours(whole), kRules, policy));
  all.push_back(variant("partnerships retired",
                        teams + std::string(kRetired.substr(1)) + std::string(kCommunities), kRules, policy));
  all.push_back(variant("nobody in support", emptied(whole, "members: [support@service.example]"),
                        kOtherRules, policy));
  all.push_back(variant("partnerships with an end", with_an_end(whole), kOtherRules, policy));
  return all;
}

const std::vector<Person>& people() {
  static const std::vector<Person> all{{"ada@north.example", "", "north"},
                                       {"ben@north.example", "", "north"},
                                       {"cleo@south.example", "", "south"},
                                       {"dora@east.example", "", "east"},
                                       {"admin@north.example", "hub_admin", "north"},
                                       {"admin@south.example", "hub_admin", "south"},
                                       {"rep@north.example", "community_representative", "north"},
                                       {"rep@east.example", "community_representative", "east"},
                                       {"support@service.example", "support", ""},
                                       {"engineer@service.example", "engineering", ""},
                                       {"money@service.example", "partnerships", ""},
                                       {"pager@service.example", "on_call", ""},
                                       {"lead@service.example", "area_leads", ""},
                                       {"director@service.example", "executive_director", ""},
                                       {"stranger@elsewhere.example", "", ""}};
  return all;
}

const std::vector<std::string_view>& hubs() {
  static const std::vector<std::string_view> all{
      "north/prod", "north/staging", "north/course", "south/prod", "east/event", "nowhere/prod", ""};
  return all;
}

}  // namespace triaged::simulation
