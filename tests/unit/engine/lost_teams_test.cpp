// Tickets whose team cannot be reached any more, through the engine: by a reload, after a restart, because of
// a stuck queue, or because its time is over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/engine_world.hpp"

namespace triaged::test {
namespace {

using namespace std::chrono_literals;
using engine::Reconfigured;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// What follows the teams of the ladder, and the admins of the hub.
engine::Knowledge service(const std::string& others, const std::string& admins = "[admin@north.example]") {
  document::Faults faults;
  auto knowledge = small_service();
  knowledge.directory = directory::read(parse_one(R"(
ladder: [user, hub_admin, community_representative, support, engineering]
calendars:
  office: {zone: Europe/Berlin, open: {mon-fri: ["09:00-17:00"]}}
teams:
  hub_admin: {}
  community_representative: {}
  support: {members: [support@service.example]}
  engineering: {members: [engineer@service.example]}
  on_call: {members: [pager@service.example]}
)" + others + R"(
communities:
  - {id: north, name: North, representatives: [rep@north.example],
     hubs: [{id: north/prod, kind: production, admins: )" +
                                                      admins + R"(}]}
producers: [{user: guest, hubs: ["*"], events: ["*"]}]
)",
                                                  faults),
                                        faults);
  std::vector<decide::UnknownZone> unknown;
  if (knowledge.directory)
    knowledge.calendars = decide::Calendars::make(knowledge.directory->calendars(), unknown);
  if (faults.errors() != 0) throw std::logic_error(to_text(faults.all().front()));
  return knowledge;
}

engine::Knowledge with_partnerships() {
  return service("  partnerships: {members: [money@service.example]}\n");
}
engine::Knowledge partnerships_retired() {
  return service("retired_teams: {partnerships: {successor: on_call}}\n");
}

struct LostTeams : testing::Test {
  World world;

  LostTeams() {
    world.knowledge = with_partnerships();
    start();
  }
  void start() {
    world.start();
    world.connect();
    world.settle_down();
  }
  [[nodiscard]] domain::Ticket stored(const std::string& id) const {
    return *codec::decode_ticket(world.store.disk().tickets.at(domain::TicketId{id}).payload);
  }
  // "kind team", of what was published and not answered.
  [[nodiscard]] std::vector<std::string> told() const {
    std::vector<std::string> lines;
    for (const auto& one : world.broker.published)
      lines.push_back(one.message->type + " " + one.message->queue);
    return lines;
  }
};

TEST_F(LostTeams, AReloadThatNamesASuccessorHandsItsTicketsOver) {
  world.open("e1", "T1", "an invoice");
  world.open("e2", "T2", "another invoice");
  world.open("e3", "T3");
  world.settle_down();
  world.give(Reconfigured{partnerships_retired()});
  EXPECT_THAT(world.engine->teams_in_the_way(), IsEmpty());
  world.work();
  EXPECT_THAT(told(), ElementsAre("notice.handed_over team.on_call", "notice.handed_over team.on_call"));
  EXPECT_EQ(stored("T1").team.value, "on_call");
  EXPECT_EQ(stored("T2").team.value, "on_call");
  EXPECT_EQ(stored("T3").team.value, "hub_admin");
  EXPECT_EQ(stored("T3").version, 1u);
  EXPECT_EQ(world.engine->counters().applied, 3u) << "nobody sent these";
  EXPECT_TRUE(ports::accounted(world.engine->counters()));
}

TEST_F(LostTeams, OneOfTwoTeamsWithoutASuccessorStillStandsInTheWay) {
  world.knowledge = service(
      "  partnerships: {members: [money@service.example]}\n  product: {members: "
      "[product@service.example]}\n");
  start();
  world.open("e1", "T1", "an invoice");
  world.deliver(
      world.event("e2", "T2", "ada@north.example", R"("hub": "north/prod", "opened": {"subject": "x"})"));
  world.settle_down();
  world.deliver(world.event("e3", "T2", "support@service.example", R"("handed_over": {"team": "product"})"));
  world.settle_down();
  world.give(Reconfigured{partnerships_retired()});
  EXPECT_THAT(world.engine->teams_in_the_way(),
              ElementsAre(engine::TeamInUse{.team = domain::TeamId{"product"}, .open_tickets = 1}));
  world.settle_down();
  EXPECT_EQ(stored("T1").team.value, "partnerships") << "refused whole";
}

TEST_F(LostTeams, NothingHappensTwice) {
  world.open("e1", "T1", "an invoice");
  world.settle_down();
  world.give(Reconfigured{partnerships_retired()});
  world.settle_down();
  const auto version = stored("T1").version;
  world.give(Reconfigured{
      service("retired_teams: {partnerships: {successor: on_call}, sales: {successor: support}}\n")});
  world.pass(24h);
  world.knowledge = partnerships_retired();
  start();
  world.pass(24h);
  EXPECT_EQ(stored("T1").version, version);
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(LostTeams, ACrashInTheMiddleLosesNone) {
  world.limits.batch_max = 4;  // two of them in each
  start();
  for (int i = 1; i <= 9; ++i) world.open("e" + std::to_string(i), "T" + std::to_string(i), "an invoice");
  world.settle_down();
  world.give(Reconfigured{partnerships_retired()});
  world.give(world.access.work());  // one batch is on disk
  const auto moved = [&] {
    int count = 0;
    for (int i = 1; i <= 9; ++i) count += stored("T" + std::to_string(i)).team.value == "on_call" ? 1 : 0;
    return count;
  };
  EXPECT_LT(moved(), 9);
  world.store.crash();
  world.knowledge = partnerships_retired();
  start();
  EXPECT_EQ(moved(), 9);
  for (int i = 1; i <= 9; ++i) EXPECT_EQ(stored("T" + std::to_string(i)).version, 2u);
}

TEST_F(LostTeams, WhatComesMeanwhileIsJudgedOfATicketThatHasMovedOn) {
  world.open("e1", "T1", "an invoice");
  world.settle_down();
  world.engine->step(Reconfigured{partnerships_retired()});
  world.deliver(world.event("e2", "T1", "ada@north.example", R"("commented": {"body": "hello?"})"));
  world.settle_down();
  EXPECT_EQ(stored("T1").version, 3u);
  const auto& history = world.store.disk().history;
  const auto second = codec::decode_history(history[history.size() - 2].payload);
  EXPECT_EQ(kind(second->event), domain::EventKind::team_lost);
}

TEST_F(LostTeams, AfterATimeAwayWithAnotherDirectoryThoughItNamesNobody) {
  world.open("e1", "T1", "an invoice");
  world.settle_down();
  world.knowledge = service("");
  start();
  EXPECT_EQ(stored("T1").team.value, "support");
  EXPECT_EQ(stored("T1").reason.text, "partnerships is not in the directory any more");
}

TEST_F(LostTeams, AHubThatLostItsLastAdminByAReload) {
  world.open("e1", "T1");
  world.settle_down();
  world.give(Reconfigured{service("  partnerships: {members: [money@service.example]}\n", "[]")});
  world.work();
  EXPECT_THAT(told(), UnorderedElementsAre("notice.recalled team.hub_admin",
                                           "notice.escalated team.community_representative"));
}

TEST_F(LostTeams, WhatIsResolvedIsLeftAlone) {
  world.set_policy("{notify_requesters: false, close_after: 2d}");
  world.connect();
  world.open("e1", "T1", "an invoice");
  world.deliver(world.event("e2", "T1", "money@service.example", R"("resolved": {"resolution": "paid"})"));
  world.settle_down();
  world.give(Reconfigured{partnerships_retired()});
  world.settle_down();
  EXPECT_EQ(stored("T1").state, domain::TicketState::resolved);
  EXPECT_EQ(stored("T1").team.value, "partnerships");
}

TEST_F(LostTeams, AQueueThatIsGivenUp) {
  world.open("e1", "T1", "an invoice");
  world.open("e2", "T2");
  world.work();
  for (const auto& one : world.broker.published) {
    const bool refuses = one.message->queue == "team.partnerships";
    world.engine->step(engine::Answered{
        .link = world.link,
        .results = {
            {one.sequence, refuses ? ports::PublishResult::nacked : ports::PublishResult::confirmed}}});
  }
  world.broker.published.clear();
  world.go_on_refusing(world.limits.lane_given_up - 1s);
  world.work();
  EXPECT_EQ(stored("T1").team.value, "partnerships");
  world.go_on_refusing(world.limits.lane_retry_max);
  world.work();
  EXPECT_EQ(stored("T1").team.value, "support");
  EXPECT_EQ(stored("T1").reason.code, domain::ReasonCode::undeliverable);
  EXPECT_EQ(stored("T2").team.value, "hub_admin") << "its lane flows";
  EXPECT_EQ(stored("T1").version, 2u);
}

TEST_F(LostTeams, ATopWhoseQueueIsGivenUpKeepsItsTicketAndIsNotAskedAgainAndAgain) {
  world.open("e1", "T1");
  world.settle_down();
  world.deliver(
      world.event("e2", "T1", "engineer@service.example", R"("handed_over": {"team": "engineering"})"));
  world.work();
  world.answer_all(ports::PublishResult::nacked);  // to both teams
  world.go_on_refusing(world.limits.lane_given_up);
  world.work();
  EXPECT_EQ(stored("T1").team.value, "engineering");
  world.deliver(
      world.event("e3", "T1", "ada@north.example", R"("commented": {"body": "Is anybody there?"})"));
  world.work();
  const auto version = stored("T1").version;
  for (int i = 0; i < 10; ++i) {
    world.go_on_refusing(1min);
    world.deliver(world.event("a" + std::to_string(i), "", "hub@north.example",
                              R"("hub": "north/prod", "admin_added": {"actor": {"id": "new)" +
                                  std::to_string(i) + R"(@north.example"}})"));  // another directory
    world.work();
  }
  EXPECT_EQ(stored("T1").version, version);
}

TEST_F(LostTeams, ATeamWhoseTimeIsOverAtTheEndOfItsLastDayWhereItWorks) {
  const std::string ends =
      "  partnerships: {members: [money@service.example], calendar: office, ends: 2026-03-02";
  world.knowledge = service(ends + ", successor: on_call}\n");
  start();
  world.open("e1", "T1", "an invoice");
  world.settle_down();
  const domain::Instant midnight = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + 23h;  // in Berlin
  ASSERT_EQ(world.engine->wake_at(), midnight);
  world.clock.at = midnight - 1s;
  world.give(engine::Tick{});
  world.work();
  EXPECT_EQ(stored("T1").team.value, "partnerships");
  world.clock.at = midnight;
  world.give(engine::Tick{});
  world.work();
  EXPECT_THAT(told(),
              UnorderedElementsAre("notice.recalled team.partnerships", "notice.handed_over team.on_call"));
  EXPECT_EQ(stored("T1").reason.text, "partnerships ended on 2026-03-02; its successor is on_call");
  world.open("e2", "T2", "another invoice");
  world.settle_down();
  EXPECT_EQ(stored("T2").team.value, "support") << "new ones pass it over";
  EXPECT_FALSE(world.engine->wake_at()) << "nothing more is going to end";
}

TEST_F(LostTeams, WithoutCalendarsADayIsOneOfUtcAndAClockSetBackMakesNoTrouble) {
  world.knowledge =
      service("  partnerships: {members: [money@service.example], ends: 2026-03-02, successor: on_call}\n");
  world.knowledge.calendars = nullptr;
  start();
  const domain::Instant midnight = std::chrono::sys_days{std::chrono::year{2026} / 3 / 3};
  EXPECT_EQ(world.engine->wake_at(), midnight);
  world.clock.at = midnight;
  world.give(engine::Tick{});
  world.clock.at -= 1h;
  world.open("e1", "T1", "an invoice");
  world.settle_down();
  EXPECT_EQ(stored("T1").team.value, "partnerships");
  EXPECT_EQ(world.engine->wake_at(), midnight);
}

}  // namespace
}  // namespace triaged::test
