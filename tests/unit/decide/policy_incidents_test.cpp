// `incidents` of policy.yaml: what is taken over, the defaults, the limits, and that nothing half-right
// passes. The wording of the mistakes that people make is in tests/golden.
#include "policy_text.hpp"

namespace triaged::decide {
namespace {

using domain::ActorId;
using domain::Severity;
using domain::StartNeed;
using domain::TeamId;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::weeks;
using test::only_fault;
using test::read_text;
using test::Reading;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

IncidentPolicy sound(const std::string& block) { return test::sound("incidents: {" + block + "}").incidents; }
std::string fault(const std::string& block) { return only_fault("incidents: {" + block + "}"); }

const std::string kRotation =
    "{zone: Europe/Berlin, shift: 1w, from: 2026-01-05T09:00, "
    "people: [ada@service.example, ben@service.example], only: office}";

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  return text.replace(text.find(what), what.size(), with);
}

TEST(ReadIncidents, WithoutTheBlockNothingIsNeededAndNothingIsAStorm) {
  EXPECT_EQ(test::sound("").incidents, IncidentPolicy{});
  EXPECT_THAT(IncidentPolicy{}.started_needs, IsEmpty());
}

TEST(ReadIncidents, AnEmptyBlockNeedsAllFourThings) {
  IncidentPolicy expected;
  expected.started_needs = {StartNeed::paged, StartNeed::acknowledged, StartNeed::channel,
                            StartNeed::community_informed};
  EXPECT_EQ(sound(""), expected);
}

TEST(ReadIncidents, TakesOverWhatIsWritten) {
  const IncidentPolicy read = test::sound(R"(
incidents:
  storm: {tickets: 5, distinct: requester, within: 20m, severity: high}
  cluster_threshold: {hubs: 4, within: 15m}
  quiet_time: 5m
  alerts_expire: 12h
  look_back: 6h
  heartbeats:
    - {name: Watchdog, per: cluster, every: 4h, severity: critical}
    - {name: "still here", every: 15m}
  rotations:
    on_call:
      zone: Europe/Berlin
      shift: 12h
      from: 2026-01-05T09:30
      people: [ada@service.example, ben@service.example]
      only: office
    engineering: {from: 2026-02-01T00:00, people: ada@service.example}
  reopen_within: 3d
  started_needs: [channel, paged]
  remind_every: 20m
  update_every: 2h
  unattended_after: 90s
  roles: [lead, liaison, scribe]
  liaison: partnerships
  communication_queue: incidents.talk
  longest_silence: 7d
  paging:
    - when: {severity: critical, symptom: [login, spawn]}
      levels: [{team: on_call, wait: 15m}, {team: engineering, wait: 30m}, {team: area_leads}]
      repeat_every: 1h
    - levels: [{team: on_call, wait: 4h}, {team: engineering, wait: 12h}]
)")
                                  .incidents;
  const IncidentPolicy expected{
      .storm = Storm{.tickets = 5, .within = minutes{20}, .severity = Severity::high},
      .cluster_threshold = ClusterThreshold{.hubs = 4, .within = minutes{15}},
      .quiet_time = minutes{5},
      .alerts_expire = hours{12},
      .look_back = hours{6},
      .heartbeats = {{.name = "Watchdog", .every = hours{4}, .severity = Severity::critical},
                     {.name = "still here", .every = minutes{15}, .severity = Severity::high}},
      .rotations = {{.team = TeamId{"on_call"},
                     .zone = "Europe/Berlin",
                     .shift = hours{12},
                     .from =
                         std::chrono::local_days{std::chrono::year{2026} / 1 / 5} + hours{9} + minutes{30},
                     .people = {ActorId{"ada@service.example"}, ActorId{"ben@service.example"}},
                     .only = "office"},
                    {.team = TeamId{"engineering"},
                     .zone = "UTC",
                     .shift = weeks{1},
                     .from = std::chrono::local_days{std::chrono::year{2026} / 2 / 1},
                     .people = {ActorId{"ada@service.example"}},
                     .only = "always"}},
      .reopen_within = days{3},
      .started_needs = {StartNeed::paged, StartNeed::channel},
      .remind_every = minutes{20},
      .update_every = hours{2},
      .unattended_after = seconds{90},
      .roles = {"lead", "liaison", "scribe"},
      .liaison = TeamId{"partnerships"},
      .communication_queue = "incidents.talk",
      .paging = {{.severities = {Severity::critical},
                  .symptoms = {"login", "spawn"},
                  .levels = {{.team = TeamId{"on_call"}, .wait = minutes{15}},
                             {.team = TeamId{"engineering"}, .wait = minutes{30}},
                             {.team = TeamId{"area_leads"}, .wait = {}}},
                  .repeat_every = hours{1}},
                 {.severities = {},
                  .symptoms = {},
                  .levels = {{.team = TeamId{"on_call"}, .wait = hours{4}},
                             {.team = TeamId{"engineering"}, .wait = {}}},
                  .repeat_every = hours{12}}},  // what the last level waits for
      .longest_silence = days{7}};
  EXPECT_EQ(read, expected);
}

TEST(ReadIncidents, TimesHaveLimits) {
  for (const std::string key :
       {"alerts_expire", "look_back", "reopen_within", "remind_every", "update_every", "longest_silence"}) {
    for (const std::string good : {"1m", "1095d"})
      EXPECT_NE(read_text("incidents: {" + key + ": " + good + "}").policy, nullptr) << key << good;
    for (const std::string bad : {"59s", "0s", "1096d"})
      EXPECT_THAT(fault(key + ": " + bad),
                  HasSubstr("`" + key + "` is out of range: " + bad + "; write a time from 1m to 1095d"));
    EXPECT_THAT(fault(key + ": 1wd"), HasSubstr("cannot be in working days"));
  }
  EXPECT_EQ(sound("quiet_time: 0s").quiet_time, domain::Duration::zero());
  EXPECT_THAT(fault("quiet_time: 25h"), HasSubstr("write a time from 0s to 1d"));
  EXPECT_THAT(fault("unattended_after: 0s"), HasSubstr("write a time from 1s to 1d"));
  EXPECT_THAT(fault("unattended_after: 25h"), HasSubstr("write a time from 1s to 1d"));
}

TEST(ReadIncidents, AStormIsOfSeveralWithinSomeTime) {
  EXPECT_EQ(sound("storm: {within: 30m}").storm,
            (Storm{.tickets = 3, .within = minutes{30}, .severity = Severity::critical}));
  EXPECT_THAT(fault("storm: {}"), HasSubstr("`storm` has no `within`"));
  EXPECT_THAT(fault("storm: {tickets: 1, within: 30m}"), HasSubstr("write a number from 2 to 1000"));
  EXPECT_THAT(fault("storm: {tickets: 1001, within: 30m}"), HasSubstr("write a number from 2 to 1000"));
  EXPECT_THAT(fault("storm: {distinct: ticket, within: 30m}"), HasSubstr("`distinct` cannot be `ticket`"));
  EXPECT_THAT(fault("storm: {within: 59s}"), HasSubstr("from 1m"));
  EXPECT_EQ(sound("cluster_threshold: {within: 15m}").cluster_threshold,
            (ClusterThreshold{.hubs = 3, .within = minutes{15}}));
  EXPECT_THAT(fault("cluster_threshold: {hubs: 3}"), HasSubstr("`cluster_threshold` has no `within`"));
  EXPECT_THAT(fault("cluster_threshold: {hubs: 1, within: 1h}"), HasSubstr("from 2 to 1000"));
}

TEST(ReadIncidents, AHeartbeatHasANameAndATime) {
  EXPECT_THAT(fault("heartbeats: [{every: 4h}]"), HasSubstr("an entry of `heartbeats` has no `name`"));
  EXPECT_THAT(fault("heartbeats: [{name: Watchdog}]"), HasSubstr("an entry of `heartbeats` has no `every`"));
  EXPECT_THAT(fault("heartbeats: [{name: '', every: 4h}]"), HasSubstr("`name` has nothing in it"));
  EXPECT_THAT(fault("heartbeats: [{name: " + std::string(101, 'x') + ", every: 4h}]"),
              HasSubstr("`name` has more than 100 bytes"));
  EXPECT_THAT(fault("heartbeats: [{name: W, every: 59s}]"), HasSubstr("from 1m"));
  EXPECT_THAT(fault("heartbeats: [{name: W, every: 1h, per: hub}]"), HasSubstr("`per` cannot be `hub`"));
  EXPECT_THAT(fault("heartbeats: [{name: W, every: 1h}, {name: W, every: 2h}]"),
              HasSubstr("`W` stands twice in `heartbeats`"));
  EXPECT_EQ(sound("heartbeats: [{name: W, every: 1m}]").heartbeats.front().every, minutes{1});
}

TEST(ReadIncidents, WhatAStartNeedsMayBeNothingButNotAnything) {
  EXPECT_THAT(sound("started_needs: []").started_needs, IsEmpty());
  EXPECT_THAT(sound("started_needs: paged").started_needs, ElementsAre(StartNeed::paged));
  EXPECT_THAT(fault("started_needs: "), HasSubstr("`started_needs` names nothing"));
  EXPECT_THAT(fault("started_needs: [chanel]"), HasSubstr("did you mean `channel`?"));
  EXPECT_THAT(fault("started_needs: [paged, paged]"), HasSubstr("keep it once"));
}

TEST(ReadIncidents, RolesAreNamesEachOnce) {
  EXPECT_THAT(sound("roles: lead").roles, ElementsAre("lead"));
  EXPECT_THAT(fault("roles: []"), HasSubstr("`roles` names nothing"));
  EXPECT_THAT(fault("roles: [lead, lead]"), HasSubstr("`lead` stands twice in `roles`"));
  EXPECT_THAT(fault("roles: [Tech Lead]"), HasSubstr("must be a name"));
}

TEST(ReadIncidents, TheLiaisonsQueueIsItsOwn) {
  EXPECT_THAT(only_fault("{requesters_queue: a, incidents: {communication_queue: a}}"),
              HasSubstr("`communication_queue` and `requesters_queue` are the same queue"));
  EXPECT_THAT(only_fault("{unrouted_queue: incidents.communication, incidents: {}}"),
              HasSubstr("`communication_queue` and `unrouted_queue` are the same queue"));
}

TEST(ReadIncidents, WithNobodyToBeToldItIsWarnedAbout) {
  const Reading reading = read_text("incidents: {}", {"engineering"});
  ASSERT_NE(reading.policy, nullptr);
  EXPECT_THAT(reading.faults,
              ElementsAre(HasSubstr("nobody is paged for an incident: the directory has no team `on_call`"),
                          HasSubstr("nobody is asked to tell the community of an incident: the directory "
                                    "has no team `support`")));
  EXPECT_THAT(read_text("incidents: {liaison: engineering, paging: [{levels: [{team: engineering}]}]}",
                        {"engineering"})
                  .faults,
              IsEmpty());
  EXPECT_THAT(fault("liaison: suport"), HasSubstr("did you mean `support`?"));
}

// ---- paging

TEST(ReadPaging, EveryIncidentPagesSomebody) {
  EXPECT_THAT(fault("paging: [{when: {severity: critical}, levels: [{team: on_call}]}]"),
              HasSubstr("the last entry of `paging` has a `when`, so for some incidents nobody is paged"));
  EXPECT_THAT(fault("paging: [{levels: [{team: on_call}]}, {levels: [{team: support}]}]"),
              HasSubstr("this entry of `paging` has no `when`, so none after it is ever reached"));
  EXPECT_THAT(fault("paging: [{when: {}, levels: [{team: on_call}]}, {levels: [{team: support}]}]"),
              HasSubstr("an empty `when` fits every incident"));
  EXPECT_THAT(fault("paging: [{repeat_every: 1h}]"), HasSubstr("an entry of `paging` has no `levels`"));
  EXPECT_THAT(fault("paging: [{levels: []}]"), HasSubstr("`levels` names nobody"));
  EXPECT_THAT(fault("paging: [{levels: }]"), HasSubstr("`levels` names nobody"));
}

TEST(ReadPaging, ItsConditionsAreSeverityAndSymptom) {
  const auto when = [](const std::string& condition) {
    return fault("paging: [{when: {" + condition +
                 "}, levels: [{team: on_call}]}, {levels: [{team: on_call}]}]");
  };
  EXPECT_THAT(when("symptom: logn"), HasSubstr("`symptom` is never `logn`; did you mean `login`?"));
  EXPECT_THAT(when("symptom: disk"), HasSubstr("write `login`, `spawn`, `storage` or `other`"));
  EXPECT_THAT(when("severity: urgent"), HasSubstr("`severity` is never `urgent`"));
  EXPECT_THAT(when("severity: []"), HasSubstr("`severity` names nothing, so nothing would fit"));
  EXPECT_THAT(when("rung: support"), HasSubstr("the keys known here are `severity` and `symptom`"));
}

TEST(ReadPaging, ALevelWaitsForTheNext) {
  const auto levels = [](const std::string& text) { return "paging: [{levels: " + text + "}]"; };
  EXPECT_THAT(fault(levels("[{team: on_call}, {team: support}]")), HasSubstr("a level has no `wait`"));
  EXPECT_THAT(fault(levels("[{wait: 5m}, {team: support}]")), HasSubstr("a level has no `team`"));
  EXPECT_THAT(fault(levels("[{team: on_call, wait: 59s}, {team: support}]")), HasSubstr("from 1m to 30d"));
  EXPECT_THAT(fault(levels("[{team: on_call, wait: 31d}, {team: support}]")), HasSubstr("from 1m to 30d"));
  EXPECT_THAT(fault(levels("[{team: onc_all}]")), HasSubstr("did you mean `on_call`?"));
  EXPECT_THAT(fault(levels("[on_call]")), HasSubstr("must be a map"));
}

TEST(ReadPaging, RepeatsNeverOrAfterATimeSaidOnce) {
  EXPECT_EQ(sound("paging: [{levels: [{team: on_call}]}]").paging.front().repeat_every,
            domain::Duration::zero());
  EXPECT_EQ(sound("paging: [{levels: [{team: on_call}], repeat_every: 1m}]").paging.front().repeat_every,
            minutes{1});
  EXPECT_THAT(fault("paging: [{levels: [{team: on_call}], repeat_every: 59s}]"), HasSubstr("from 1m to 30d"));
  EXPECT_THAT(fault("paging: [{levels: [{team: on_call, wait: 1h}], repeat_every: 1h}]"),
              HasSubstr("`repeat_every` and the `wait` of the last level say the same"));
}

// ---- rotations

std::string rotation_fault(const std::string& what, const std::string& with) {
  return fault("rotations: {on_call: " + replaced(kRotation, what, with) + "}");
}

TEST(ReadRotations, RefuseWhatNoClockOrCalendarKnows) {
  EXPECT_THAT(rotation_fault("Europe/Berlin", "Europe/Berlim"),
              HasSubstr("this machine knows no time zone `Europe/Berlim`; did you mean `Europe/Berlin`?"));
  EXPECT_THAT(rotation_fault("Europe/Berlin", "Middle-earth/Shire"), HasSubstr("install Debian's tzdata"));
  EXPECT_THAT(rotation_fault("only: office", "only: offise"),
              HasSubstr("there is no calendar `offise` in the directory; did you mean `office`?"));
  EXPECT_THAT(rotation_fault("only: office", "only: nights"), HasSubstr("describe it there"));
  for (const std::string bad : {"2026-01-05", "2026-02-30T09:00", "2026-01-05T9:00", "2026-01-05T24:01",
                                "2100-01-01T00:00", "1969-12-31T23:59", "monday", "''"})
    EXPECT_THAT(rotation_fault("2026-01-05T09:00", bad),
                HasSubstr("write when the first shift begins, like `2026-01-05T09:00`"))
        << bad;
  for (const std::string bad : {"2026-01-05T09:00:00Z", "2026-01-05T09:00:00+01:00"})
    EXPECT_THAT(rotation_fault("2026-01-05T09:00", bad), HasSubstr("without `Z` or an offset")) << bad;
  EXPECT_THAT(rotation_fault("from: 2026-01-05T09:00, ", ""),
              HasSubstr("the rotation of `on_call` has no `from`"));
}

TEST(ReadRotations, AShiftIsNeitherAMomentNorAnAge) {
  for (const std::string good : {"1h", "52w"})
    EXPECT_NE(read_text("incidents: {rotations: {on_call: " + replaced(kRotation, "1w", good) + "}}").policy,
              nullptr);
  for (const std::string bad : {"59m", "53w", "0s"})
    EXPECT_THAT(rotation_fault("1w", bad), HasSubstr("write a time from 1h to 52w")) << bad;
  EXPECT_THAT(rotation_fault("1w", "5wd"), HasSubstr("cannot be in working days"));
}

TEST(ReadRotations, SomebodyTakesTurns) {
  const std::string people = "[ada@service.example, ben@service.example]";
  EXPECT_THAT(rotation_fault(people, "[]"), HasSubstr("`people` names nobody"));
  EXPECT_THAT(rotation_fault(", people: " + people, ""),
              HasSubstr("the rotation of `on_call` has no `people`"));
  EXPECT_THAT(rotation_fault(people, "['']"), HasSubstr("an item of `people` has no name"));
  EXPECT_THAT(rotation_fault(people, "[" + std::string(321, 'a') + "]"), HasSubstr("more than 320 bytes"));
}

TEST(ReadRotations, WhoIsInNoTeamIsWarnedAboutWhereTheTeamsAreKnown) {
  const std::string text = "incidents: {rotations: {on_call: " + replaced(kRotation, "ben@", "bem@") + "}}";
  const Reading reading = read_text(text);
  ASSERT_NE(reading.policy, nullptr);
  EXPECT_THAT(reading.faults,
              ElementsAre(HasSubstr("`bem@service.example` is on duty, but a member of no team")));
  EXPECT_THAT(read_text(text, test::kTeams, {}).faults, IsEmpty());
}

TEST(ReadRotations, OfATeamThatIsNeverPagedIsWarnedAbout) {
  const auto of_engineering = [](const std::string& more) {
    return read_text("incidents: {rotations: {engineering: " + kRotation + "}" + more + "}");
  };
  const Reading reading = of_engineering("");
  ASSERT_NE(reading.policy, nullptr);
  EXPECT_THAT(reading.faults, ElementsAre(HasSubstr("the rotation of `engineering` has no effect")));
  EXPECT_THAT(of_engineering(", paging: [{levels: [{team: engineering}]}]").faults, IsEmpty());
}

TEST(ReadRotations, OfATeamThatIsNotThereAreRefused) {
  EXPECT_THAT(fault("rotations: {onc_all: " + kRotation + "}"), HasSubstr("did you mean `on_call`?"));
}

// ---- everything

TEST(ReadIncidents, ListsHaveLimits) {
  const auto many = [](const std::string& key, const std::string& item, int count) {
    std::string text = key + ": [";
    for (int i = 0; i < count; ++i) text.append(i == 0 ? "" : ", ").append(item);
    return text + "]";
  };
  const std::string level = "{team: on_call, wait: 5m}";
  EXPECT_NE(read_text("incidents: {paging: [{" + many("levels", level, 10) + "}]}").policy, nullptr);
  EXPECT_THAT(read_text("incidents: {paging: [{" + many("levels", level, 11) + "}]}").faults,
              Contains(HasSubstr("`levels` has more than 10 entries")));
  EXPECT_THAT(read_text("incidents: {" + many("paging", "{levels: [" + level + "]}", 101) + "}").faults,
              Contains(HasSubstr("`paging` has more than 100 entries")));
  EXPECT_THAT(read_text("incidents: {" + many("heartbeats", "{name: W, every: 1h}", 101) + "}").faults,
              Contains(HasSubstr("`heartbeats` has more than 100 entries")));
  EXPECT_THAT(read_text("incidents: {" + many("roles", "lead", 21) + "}").faults,
              Contains(HasSubstr("`roles` has more than 20 entries")));
  EXPECT_THAT(read_text("incidents: {rotations: {on_call: {from: 2026-01-05T09:00, " +
                        many("people", "ada@service.example", 101) + "}}}")
                  .faults,
              Contains(HasSubstr("`people` has more than 100 entries")));
  std::string rotations = "incidents: {rotations: {";
  for (int i = 0; i < 101; ++i) rotations.append("t").append(std::to_string(i)).append(": {}, ");
  EXPECT_THAT(read_text(rotations + "}}").faults,
              ElementsAre(HasSubstr("`rotations` has more than 100 entries")));
}

TEST(ReadIncidents, WhatIsNoMapNeverCrashes) {
  for (const std::string key :
       {"storm", "cluster_threshold", "quiet_time", "alerts_expire", "look_back", "heartbeats", "rotations",
        "reopen_within", "started_needs", "remind_every", "update_every", "unattended_after", "roles",
        "liaison", "communication_queue", "paging", "longest_silence"})
    for (const std::string value :
         {"", "x", "7", "[]", "[x]", "[[x]]", "[{}]", "{}", "{x: y}", "[{when: x}]", "[{levels: x}]",
          "[{levels: [x]}]", "[{levels: {x: y}}]", "{on_call: x}", "{on_call: {people: {x: y}}}",
          "{on_call: {from: [x]}}", "[{name: [x]}]", "null"}) {
      const Reading reading = read_text("incidents: {" + key + ": " + value + "}");
      const bool refused = std::ranges::any_of(
          reading.faults, [](const std::string& one) { return one.find(": error: ") != std::string::npos; });
      EXPECT_EQ(reading.policy == nullptr, refused) << key << ": " << value;
    }
  for (const std::string value : {"", "x", "[]", "[{}]"})
    EXPECT_EQ(read_text("incidents: " + value).policy, nullptr) << value;
}

TEST(ReadIncidents, UnknownKeysArePointedOut) {
  EXPECT_THAT(fault("quiet_times: 5m"), HasSubstr("did you mean `quiet_time`?"));
  EXPECT_THAT(fault("heartbeat: []"), HasSubstr("did you mean `heartbeats`?"));
}

}  // namespace
}  // namespace triaged::decide
