// Teams that are gone or will be, and who has their tickets then. The mistakes: tests/golden/mistakes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace triaged::directory {
namespace {

using domain::Reachability;
using domain::TeamId;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kTeams = R"(
ladder: [user, support]
teams:
  support: {members: [support@service.example]}
  leads: {members: [lead@service.example]}
  workshop: {members: [guide@service.example], manager: leads, ends: 2026-12-31, successor: support}
retired_teams:
  sales: {successor: leads}
communities: [{id: lake, hubs: [{id: lake/prod, admins: []}]}]
producers: [{user: guest, hubs: ["*"], events: ["*"]}]
)";

std::shared_ptr<const Directory> directory() {
  auto reading = test::read_texts({kTeams});
  EXPECT_THAT(reading.faults, IsEmpty());
  return reading.directory;
}

TEST(Endings, ATeamsLastDayAndItsSuccessorAreRead) {
  const auto known = directory();
  const Team* workshop = known->team(TeamId{"workshop"});
  ASSERT_NE(workshop, nullptr);
  EXPECT_EQ(workshop->ends,
            std::chrono::local_days{std::chrono::year{2026} / std::chrono::December / std::chrono::day{31}});
  EXPECT_EQ(workshop->successor, TeamId{"support"});
  EXPECT_FALSE(known->team(TeamId{"leads"})->ends);
}

TEST(Endings, ATeamThatHasEndedIsAbsentWithItsLastDayAndItsQueueIsStillKnown) {
  const auto known = directory();
  const std::vector<TeamId> ended{TeamId{"workshop"}};
  const auto before = known->reach_team(TeamId{"workshop"}, {}, {});
  EXPECT_EQ(before.reachability, Reachability::reachable);
  EXPECT_FALSE(before.ended);
  const auto after = known->reach_team(TeamId{"workshop"}, {}, {}, ended);
  EXPECT_EQ(after.reachability, Reachability::absent);
  EXPECT_EQ(after.ended, known->team(TeamId{"workshop"})->ends);
  EXPECT_EQ(after.successor, TeamId{"support"});
  EXPECT_EQ(after.manager, TeamId{"leads"});
  EXPECT_EQ(after.queue, "team.workshop") << "whoever reads it hears that its tickets are gone";
  EXPECT_EQ(known->reach({}, TeamId{"workshop"}, {}, ended).named, after);
}

TEST(Endings, ARetiredTeamIsNoTeamAndHasASuccessor) {
  const auto known = directory();
  EXPECT_EQ(known->team(TeamId{"sales"}), nullptr);
  ASSERT_NE(known->retired_team(TeamId{"sales"}), nullptr);
  EXPECT_EQ(known->retired_team(TeamId{"sales"})->successor, TeamId{"leads"});
  EXPECT_EQ(known->retired_team(TeamId{"leads"}), nullptr);
  const auto reach = known->reach_team(TeamId{"sales"}, {}, {});
  EXPECT_EQ(reach.reachability, Reachability::absent);
  EXPECT_EQ(reach.successor, TeamId{"leads"});
  EXPECT_EQ(reach.queue, "");
  EXPECT_THAT(known->queues(), ElementsAre("team.leads", "team.support", "team.workshop"));
}

TEST(Endings, RetiredTeamsMayStandInSeveralFiles) {
  const auto reading = test::read_texts({kTeams, "retired_teams: {pilots: {successor: leads}}"});
  EXPECT_THAT(reading.faults, IsEmpty());
  ASSERT_NE(reading.directory, nullptr);
  EXPECT_NE(reading.directory->retired_team(TeamId{"pilots"}), nullptr);
  const auto twice = test::read_texts({kTeams, "retired_teams: {sales: {successor: support}}"});
  EXPECT_THAT(
      twice.faults,
      ElementsAre("2.yaml:1:17: error: retired team `sales` is described twice; 1.yaml:8:3 describes it "
                  "already; keep one of them"));
}

}  // namespace
}  // namespace triaged::directory
