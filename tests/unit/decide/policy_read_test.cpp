// policy.yaml to a Policy: what is taken over, the defaults, the limits, and that nothing half-right passes.
// The wording of the mistakes that people make is in tests/golden.
#include "policy_text.hpp"

namespace triaged::decide {
namespace {

using domain::Rung;
using domain::Severity;
using domain::TeamId;
using domain::Term;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using test::only_fault;
using test::read_text;
using test::Reading;
using test::sound;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Term time(domain::Duration duration) { return {.time = duration, .working_days = 0}; }
Term working_days(std::int32_t count) { return {.time = {}, .working_days = count}; }

TEST(ReadPolicy, AnEmptyFilePromisesNothing) {
  const Policy policy = sound("");
  EXPECT_TRUE(policy.notify_requesters);
  EXPECT_THAT(policy.deadlines, IsEmpty());
  EXPECT_THAT(policy.approval, IsEmpty());
  EXPECT_THAT(policy.needed_by, IsEmpty());
  EXPECT_FALSE(policy.time_box.has_value());
  EXPECT_FALSE(policy.impasse.has_value());
  EXPECT_EQ(policy.warn_at, 80);
  EXPECT_EQ(policy.page_from, Severity::high);
  EXPECT_EQ(policy.page, TeamId{"on_call"});
  EXPECT_EQ(policy.pending_limit, domain::Duration::zero());
  EXPECT_EQ(policy.close_after, domain::Duration::zero());
  EXPECT_EQ(policy.early_wait, minutes{10});
}

TEST(ReadPolicy, TakesOverWhatIsWritten) {
  const Policy policy = sound(R"(
deadlines:
  - when: {severity: critical}
    first_response: 15m
    next_response: 1h
    resolution: 4h
  - when: {rung: [hub_admin, community_representative], team: partnerships, category: [billing, access]}
    first_response: 1wd
    resolution: 5wd
  - {first_response: 2d}
warn_at: 75%
time_box: {rung: engineering, after: 30m, then: climb}
approval:
  - {when: {severity: [high, critical], category: data}, answer_within: 4h}
  - {answer_within: 2wd}
page_from: critical
page_to: engineering
needed_by: [{within: 7d, severity: normal}, {within: 2d, severity: high}]
pending: {limit: 14d}
close_after: 2w
early_events: {wait: 20m}
impasse: {moves: 5, after: 10wd, to: [area_leads, executive_director]}
)");
  ASSERT_EQ(policy.deadlines.size(), 3U);
  EXPECT_EQ(policy.deadlines[0],
            (Promise{.when = {.severities = {Severity::critical}, .rungs = {}, .teams = {}, .categories = {}},
                     .wall = true,
                     .first_response = time(minutes{15}),
                     .next_response = time(hours{1}),
                     .resolution = time(hours{4})}));
  EXPECT_EQ(policy.deadlines[1], (Promise{.when = {.severities = {},
                                                   .rungs = {Rung::hub_admin, Rung::community_representative},
                                                   .teams = {TeamId{"partnerships"}},
                                                   .categories = {"billing", "access"}},
                                          .wall = false,
                                          .first_response = working_days(1),
                                          .next_response = std::nullopt,
                                          .resolution = working_days(5)}));
  EXPECT_EQ(policy.deadlines[2], (Promise{.when = {},
                                          .wall = false,
                                          .first_response = time(days{2}),
                                          .next_response = std::nullopt,
                                          .resolution = std::nullopt}));
  EXPECT_EQ(policy.warn_at, 75);
  EXPECT_EQ(policy.time_box, (TimeBox{.rung = Rung::engineering, .after = time(minutes{30}), .climb = true}));
  ASSERT_EQ(policy.approval.size(), 2U);
  EXPECT_THAT(policy.approval[0].when.severities, ElementsAre(Severity::high, Severity::critical));
  EXPECT_THAT(policy.approval[0].when.categories, ElementsAre("data"));
  EXPECT_EQ(policy.approval[0].answer_within, time(hours{4}));
  EXPECT_EQ(policy.approval[1].answer_within, working_days(2));
  EXPECT_EQ(policy.page_from, Severity::critical);
  EXPECT_EQ(policy.page, TeamId{"engineering"});
  EXPECT_THAT(policy.needed_by, ElementsAre(NeededBy{.within = days{2}, .severity = Severity::high},
                                            NeededBy{.within = days{7}, .severity = Severity::normal}));
  EXPECT_EQ(policy.pending_limit, days{14});
  EXPECT_EQ(policy.close_after, days{14});
  EXPECT_EQ(policy.early_wait, minutes{20});
  EXPECT_EQ(policy.impasse, (Impasse{.moves = 5,
                                     .after = working_days(10),
                                     .to = {TeamId{"area_leads"}, TeamId{"executive_director"}}}));
}

TEST(ReadPolicy, WhatIsLeftOutOfAMapHasItsDefault) {
  const Policy policy = sound("time_box: {after: 1h}\nimpasse: {after: 30d, to: area_leads}\n");
  EXPECT_EQ(policy.time_box, (TimeBox{.rung = Rung::support, .after = time(hours{1}), .climb = false}));
  EXPECT_EQ(policy.impasse, (Impasse{.moves = 3, .after = time(days{30}), .to = {TeamId{"area_leads"}}}));
}

TEST(ReadPolicy, OnlyWhatIsCriticalAloneRunsOnTheWallUnlessItIsSaid) {
  const auto wall = [](const std::string& promise) {
    return sound("deadlines: [{" + promise + ", first_response: 1h}, {first_response: 1h}]")
        .deadlines[0]
        .wall;
  };
  EXPECT_TRUE(wall("when: {severity: critical}"));
  EXPECT_TRUE(wall("when: {severity: [critical], rung: support}"));
  EXPECT_FALSE(wall("when: {severity: [critical, high]}"));
  EXPECT_FALSE(wall("when: {rung: support}"));
  EXPECT_FALSE(wall("when: {severity: critical}, clock: calendar"));
  EXPECT_TRUE(wall("when: {severity: low}, clock: wall"));
}

TEST(ReadPolicy, WorkingDaysNeedACalendar) {
  EXPECT_THAT(only_fault("deadlines: [{clock: wall, resolution: 1wd}]"),
              HasSubstr("`resolution` is in working days, but `clock: wall` counts all hours"));
  EXPECT_THAT(
      only_fault("deadlines: [{when: {severity: critical}, next_response: 1wd}, {first_response: 1wd}]"),
      HasSubstr("the clock of what is critical counts all hours"));
  EXPECT_THAT(only_fault("close_after: 14wd"), HasSubstr("cannot be in working days"));
  EXPECT_THAT(only_fault("pending: {limit: 1wd}"), HasSubstr("cannot be in working days"));
}

TEST(ReadPolicy, TimesHaveLimits) {
  for (const std::string good : {"1s", "1095d", "1wd", "750wd"})
    EXPECT_NE(read_text("deadlines: [{first_response: " + good + "}]").policy, nullptr) << good;
  for (const std::string bad : {"0s", "999ms", "1096d", "157w", "0wd", "751wd", "99999999999wd"})
    EXPECT_THAT(only_fault("deadlines: [{first_response: " + bad + "}]"),
                HasSubstr("`first_response` is out of range: " + bad + "; write "));
  for (const std::string bad : {"wd", "1.5wd", "-1wd", "+1wd", "1 wd", "2hwd"})
    EXPECT_THAT(only_fault("deadlines: [{first_response: '" + bad + "'}]"),
                HasSubstr("must be a number of working days, and `" + bad + "` is none"));
  for (const std::string bad : {"''", "soon", "4", "[1h]", "{}", "1 h", "9223372036854775807w"})
    EXPECT_THAT(only_fault("deadlines: [{first_response: " + bad + "}]"),
                HasSubstr("`first_response` must be a duration"))
        << bad;
}

TEST(ReadPolicy, TheWarningIsAShare) {
  EXPECT_EQ(sound("warn_at: 1%").warn_at, 1);
  EXPECT_EQ(sound("warn_at: '99%'").warn_at, 99);
  EXPECT_THAT(only_fault("warn_at: 80"),
              HasSubstr("`warn_at` must be a share, and `80` is none; write `80%`"));
  for (const std::string bad : {"0%", "100%", "-5%", "8.5%", "0.8", "'%'", "80%%", "eighty", "''"})
    EXPECT_THAT(only_fault("warn_at: " + bad), HasSubstr("write from `1%` to `99%`")) << bad;
}

TEST(ReadPolicy, EveryPromiseCanBeReachedAndOneAlwaysFits) {
  EXPECT_THAT(only_fault("deadlines: [{when: {severity: low}, first_response: 1h}]"),
              HasSubstr("policy.yaml:1:20: error: the last entry of `deadlines` has a `when`"));
  EXPECT_THAT(only_fault("approval: [{when: {severity: low}, answer_within: 1h}]"),
              HasSubstr("the last entry of `approval` has a `when`"));
  EXPECT_THAT(only_fault("deadlines: [{first_response: 1h}, {first_response: 2h}, {first_response: 3h}]"),
              HasSubstr("policy.yaml:1:13: error: this entry of `deadlines` has no `when`, so none after"));
  EXPECT_THAT(only_fault("deadlines: [{when: {}, first_response: 1h}, {first_response: 2h}]"),
              HasSubstr("an empty `when` fits every ticket"));
  EXPECT_THAT(only_fault("deadlines: [{when: {rung: []}, first_response: 1h}, {first_response: 2h}]"),
              HasSubstr("`rung` names nothing"));
  EXPECT_THAT(sound("deadlines: []").deadlines, IsEmpty());
}

TEST(ReadPolicy, APromiseWithoutATimeIsNone) {
  EXPECT_THAT(only_fault("deadlines: [{when: {severity: low}}, {first_response: 1h}]"),
              HasSubstr("a promise without any time promises nothing"));
  EXPECT_THAT(only_fault("approval: [{}]"), HasSubstr("an entry of `approval` has no `answer_within`"));
  EXPECT_THAT(only_fault("time_box: {}"), HasSubstr("`time_box` has no `after`"));
  EXPECT_THAT(only_fault("pending: {}"), HasSubstr("`pending` has no `limit`"));
  EXPECT_THAT(only_fault("early_events: {}"), HasSubstr("`early_events` has no `wait`"));
}

TEST(ReadPolicy, AnApprovalKnowsTheTicketAndNotWhoHasIt) {
  EXPECT_THAT(only_fault("approval: [{when: {rung: support}, answer_within: 1h}, {answer_within: 1h}]"),
              HasSubstr("unknown key `rung` in `when`; the keys known here are `severity` and `category`"));
}

TEST(ReadPolicy, WordsThatCouldMatchNothingAreRefused) {
  const auto fault = [](const std::string& when) {
    return only_fault("deadlines: [{when: {" + when + "}, first_response: 1h}, {first_response: 1h}]");
  };
  EXPECT_THAT(fault("severity: hihg"), HasSubstr("`severity` is never `hihg`; did you mean `high`?"));
  EXPECT_THAT(fault("rung: user"), HasSubstr("`rung` is never `user`; write `hub_admin`, "
                                             "`community_representative`, `support` or `engineering`"));
  EXPECT_THAT(fault("team: suport"),
              HasSubstr("there is no team `suport` in the directory; did you mean `support`?"));
  EXPECT_THAT(fault("team: [x]"), HasSubstr("describe it there under `teams`, or name another"));
  EXPECT_THAT(fault("category: Data Loss"), HasSubstr("must be a name"));
  EXPECT_THAT(fault("severity: [low, low]"), HasSubstr("`low` stands twice in `severity`; keep it once"));
  EXPECT_THAT(fault("severity: {low: high}"), HasSubstr("`severity` must be a list, not a map"));
  EXPECT_THAT(only_fault("page_to: onc_all"), HasSubstr("did you mean `on_call`?"));
  EXPECT_THAT(only_fault("page_from: urgent"), HasSubstr("`page_from` cannot be `urgent`"));
  EXPECT_THAT(only_fault("time_box: {after: 1h, then: climbs}"), HasSubstr("did you mean `climb`?"));
}

TEST(ReadPolicy, AnImpasseIsBrokenBySomebody) {
  EXPECT_THAT(only_fault("impasse: {after: 1d}"), HasSubstr("`impasse` has no `to`"));
  EXPECT_THAT(only_fault("impasse: {after: 1d, to: []}"), HasSubstr("`to` names nobody"));
  EXPECT_THAT(only_fault("impasse: {to: area_leads}"), HasSubstr("`impasse` has no `after`"));
  EXPECT_THAT(only_fault("impasse: {after: 1d, to: [area_leads, area_leads]}"), HasSubstr("keep it once"));
  EXPECT_THAT(only_fault("impasse: {moves: 0, after: 1d, to: area_leads}"), HasSubstr("from 1 to 100"));
}

TEST(ReadPolicy, TheNearerTheDayTheMoreIsAsked) {
  for (const std::string severity : {"high", "normal"})
    EXPECT_THAT(
        only_fault("needed_by: [{within: 2d, severity: normal}, {within: 7d, severity: " + severity + "}]"),
        HasSubstr("policy.yaml:1:13: error: this entry of `needed_by` has no effect: the ticket is `" +
                  severity + "` already, from `within: 7d` on"));
  EXPECT_THAT(only_fault("needed_by: [{within: 2d}]"), HasSubstr("has no `severity`"));
  EXPECT_THAT(only_fault("needed_by: [{severity: low}]"), HasSubstr("has no `within`"));
}

TEST(ReadPolicy, ListsHaveLimits) {
  const auto many = [](const std::string& key, const std::string& item, int count) {
    std::string text = key + ": [";
    for (int i = 0; i < count; ++i) text.append(i == 0 ? "" : ", ").append(item);
    return text + "]";
  };
  const std::string promise = "{when: {severity: low}, first_response: 1h}";
  EXPECT_THAT(only_fault(many("deadlines", promise, 101)),
              HasSubstr("`deadlines` has more than 100 entries; join some of them"));
  EXPECT_THAT(only_fault(many("approval", "{answer_within: 1h}", 101)), HasSubstr("more than 100 entries"));
  EXPECT_THAT(only_fault(many("needed_by", "{within: 1d, severity: low}", 21)),
              HasSubstr("more than 20 entries"));
  EXPECT_THAT(read_text("impasse: {after: 1d, " + many("to", "support", 11) + "}").faults,
              testing::Contains(HasSubstr("`to` has more than 10 entries")));
  EXPECT_THAT(
      read_text("deadlines: [{when: {" + many("category", "a", 101) + "}, first_response: 1h}]").faults,
      testing::Contains(HasSubstr("`category` has more than 100 entries")));
}

TEST(ReadPolicy, ConfidentialCategoriesAreNamesEachOnce) {
  const Reading reading = read_text("confidential: [security, conduct]");
  ASSERT_NE(reading.policy, nullptr) << testing::PrintToString(reading.faults);
  EXPECT_TRUE(is_confidential(*reading.policy, "conduct"));
  EXPECT_FALSE(is_confidential(*reading.policy, "secur"));
  EXPECT_TRUE(is_confidential(*read_text("confidential: security").policy, "security"));
  EXPECT_FALSE(is_confidential(*read_text("").policy, ""));
  EXPECT_THAT(only_fault("confidential: [security, security]"),
              HasSubstr("`security` stands twice in `confidential`; keep it once"));
  EXPECT_THAT(only_fault("confidential: []"), HasSubstr("`confidential` names nothing"));
  EXPECT_THAT(only_fault("confidential: {security: yes}"),
              HasSubstr("`confidential` must be a list, not a map"));
}

TEST(ReadPolicy, WithNobodyToPageAConfidentialTicketIsWarnedAbout) {
  const Reading reading = read_text("{confidential: [security], page_to: on_call}", {"on_call"});
  EXPECT_TRUE(reading.faults.empty());
  const Reading nobody = read_text("confidential: [security]", {"support"});
  ASSERT_NE(nobody.policy, nullptr);
  EXPECT_THAT(nobody.faults, testing::ElementsAre(HasSubstr("the directory has no team `on_call`")));
}

TEST(ReadPolicy, SeveritiesAreTheSameEverywhere) {
  EXPECT_THAT(
      only_fault("severities: [low, normal, high, critical]"),
      HasSubstr("`severities` cannot be set; they are always `low`, `normal`, `high` and `critical`"));
}

TEST(ReadPolicy, WhatNobodyKnowsIsAnUnknownKey) {
  EXPECT_THAT(only_fault("incident: {}"), HasSubstr("did you mean `incidents`?"));
  EXPECT_THAT(only_fault("time_boxes: {}"), HasSubstr("did you mean `time_box`?"));
}

TEST(ReadPolicy, AllFaultsAreFoundAtOnce) {
  const Reading reading = read_text(R"(
deadlines:
  - {when: {severity: hihg, team: nobody_here}, first_response: soon}
  - {resolution: 0s, clok: wall}
approval: {answer_within: 1h}
warn_at: 0%
needed_by: soon
)");
  EXPECT_EQ(reading.policy, nullptr);
  EXPECT_EQ(reading.faults.size(), 8U) << testing::PrintToString(reading.faults);
}

TEST(ReadPolicy, WhatIsNoMapNeverCrashes) {
  for (const std::string key :
       {"deadlines", "approval", "time_box", "needed_by", "pending", "early_events", "impasse", "warn_at",
        "close_after", "page_from", "page_to", "severities", "confidential"})
    for (const std::string value : {"", "x", "7", "[]", "[x]", "[[x]]", "[{}]", "{}", "{x: y}", "{when: x}",
                                    "[{when: x}]", "[{when: [x]}]", "{to: {x: y}}", "{to: }", "null"}) {
      const Reading reading = read_text(key + ": " + value);
      EXPECT_EQ(reading.policy == nullptr, !reading.faults.empty()) << key << ": " << value;
    }
  EXPECT_EQ(read_text("[a, list]").policy, nullptr);
}

}  // namespace
}  // namespace triaged::decide
