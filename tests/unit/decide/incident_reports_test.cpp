// What an incident hears of its tickets, and of other incidents of its cluster.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/decide/incident.hpp>

#include "outage.hpp"

namespace triaged::decide {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using How = IncidentReported::How;

TEST(Reports, OfTheSameAreListedAndTold) {
  Outage outage;
  outage.open();
  EXPECT_THAT(heard(outage.hear_of(How::linked, "FD-2")),
              ElementsAre("linked team.on_call", "linked incidents.communication"));
  EXPECT_THAT(outage.incident.tickets, ElementsAre(TicketId{"FD-1"}, TicketId{"FD-2"}));
  outage.hear_of(How::linked, "FD-2");
  EXPECT_EQ(outage.incident.tickets.size(), 2u) << "once each";
}

TEST(Reports, OfAThousandPeopleAreToldTenTimesAndThenEachTimeTheyHaveDoubled) {
  Outage outage;
  outage.open();
  std::size_t told = 0;
  for (int i = 2; i <= 1000; ++i) {
    if (!outage.hear_of(How::linked, "FD-" + std::to_string(i)).incident_notices.empty()) ++told;
  }
  EXPECT_EQ(outage.incident.tickets.size(), 1000u);
  EXPECT_EQ(told, 9u + 6u) << "the second to the tenth; 16, 32 … 512";
}

TEST(Reports, OfTheSameThatAreWorsePageAnew) {
  Outage outage;
  outage.open();
  outage.miss(IncidentClock::page);
  EXPECT_THAT(heard(outage.hear_of(How::linked, "FD-2", Severity::critical)),
              ElementsAre("paged team.on_call 1"));
  EXPECT_EQ(outage.incident.severity, Severity::critical);
  outage.hear_of(How::linked, "FD-3", Severity::low);
  EXPECT_EQ(outage.incident.severity, Severity::critical) << "never less by a report";
  Outage taken;
  taken.opened_and_taken();
  EXPECT_THAT(heard(taken.hear_of(How::linked, "FD-2", Severity::critical)),
              ElementsAre("linked team.on_call", "linked incidents.communication"));
  EXPECT_EQ(taken.incident.severity, Severity::critical);
}

TEST(Reports, ThatMayBeOfItAreListedAndToldToNobody) {
  Outage outage;
  outage.open();
  EXPECT_THAT(heard(outage.hear_of(How::suspected, "FD-2")), IsEmpty());
  EXPECT_THAT(outage.incident.suspected, ElementsAre(TicketId{"FD-2"}));
  outage.hear_of(How::linked, "FD-2");
  EXPECT_THAT(outage.incident.suspected, IsEmpty());
  outage.hear_of(How::left, "FD-2");
  EXPECT_THAT(outage.incident.tickets, ElementsAre(TicketId{"FD-1"}));
}

TEST(Reports, ThatAreAllOverResolveWhatNobodyHasTaken) {
  Outage outage;
  outage.open();
  outage.hear_of(How::linked, "FD-2");
  EXPECT_THAT(heard(outage.hear_of(How::over, "FD-1")), IsEmpty());
  EXPECT_EQ(outage.incident.state, IncidentState::open);
  const auto effects = outage.hear_of(How::over, "FD-2");
  EXPECT_EQ(outage.incident.state, IncidentState::resolved);
  EXPECT_THAT(heard(effects), ElementsAre("resolved team.on_call", "resolved incidents.communication",
                                          "resolved team.community_representative"));
  EXPECT_THAT(outage.incident.reason.text, HasSubstr("all that was reported of it is over"));
}

TEST(Reports, ThatAreAllOverLeaveWhatSomebodyHasTakenToThem) {
  Outage outage;
  outage.opened_and_taken();
  EXPECT_THAT(heard(outage.hear_of(How::over, "FD-1")),
              ElementsAre("updated team.on_call", "updated incidents.communication"));
  EXPECT_EQ(outage.incident.state, IncidentState::acknowledged);
}

TEST(Reports, OneThatIsOpenAgainCountsAgain) {
  Outage outage;
  outage.open();
  outage.hear_of(How::linked, "FD-2");
  outage.hear_of(How::over, "FD-1");
  outage.hear_of(How::again, "FD-1");
  outage.hear_of(How::over, "FD-2");
  EXPECT_EQ(outage.incident.state, IncidentState::open);
  outage.hear_of(How::over, "FD-1");
  EXPECT_EQ(outage.incident.state, IncidentState::resolved);
}

TEST(Reports, OfNoTicketEndWhatNoTicketReports) {
  Outage outage;
  outage.open({.ticket = {},
               .title = "No sign of life",
               .symptom = "unreachable",
               .severity = Severity::high,
               .hub = {},
               .community = {},
               .cluster = ClusterId{"utoronto"},
               .code = ReasonCode::deadline,
               .rule = {},
               .because = "silence"});
  outage.hear_of(How::over, "");
  EXPECT_EQ(outage.incident.state, IncidentState::resolved);
  EXPECT_THAT(outage.incident.over, IsEmpty());
}

TEST(Reports, OfWhatIsResolvedAreCountedAndEndNothingTwice) {
  Outage outage;
  outage.open();
  outage.tell(IncidentResolved{.incident = outage.incident.id, .resolution = {}});
  EXPECT_THAT(heard(outage.hear_of(How::over, "FD-1")), IsEmpty());
  EXPECT_THAT(outage.incident.over, ElementsAre(TicketId{"FD-1"}));
  EXPECT_EQ(outage.incident.state, IncidentState::resolved);
}

// ---- parts ----

TEST(Parts, AHubsIncidentIsPagedNoMoreOnceItsClusterHasOne) {
  Outage outage;
  outage.off_duty("area_leads", kNow + hours{1});
  outage.open();
  outage.miss(IncidentClock::page);
  EXPECT_THAT(heard(outage.by_itself(IncidentJoined{
                  .incident = outage.incident.id, .parent = kOther, .child = outage.incident.id})),
              IsEmpty());
  EXPECT_EQ(outage.incident.parent, kOther);
  EXPECT_THAT(outage.clocks(), ElementsAre(IncidentClock::update));
  EXPECT_THAT(outage.incident.held, IsEmpty());
  outage.tell(IncidentSeverity{.incident = outage.incident.id, .severity = Severity::critical, .reason = {}});
  EXPECT_EQ(outage.clock(IncidentClock::page), nullptr) << "its cluster's pages";
  outage.hear_of(How::linked, "FD-2", Severity::critical);
  EXPECT_EQ(outage.clock(IncidentClock::page), nullptr);
  EXPECT_EQ(outage
                .by_itself(PageRefused{
                    .incident = outage.incident.id, .level = outage.incident.level, .why = "late"})
                .refused,
            Refusal::stale);
}

TEST(Parts, TheClustersListsThemOnceAndTellsThemWhatBecomesOfIt) {
  Outage outage;
  outage.open();
  const IncidentJoined joined{
      .incident = outage.incident.id, .parent = outage.incident.id, .child = IncidentId{"INC-5"}};
  EXPECT_THAT(heard(outage.by_itself(joined)),
              ElementsAre("linked team.on_call", "linked incidents.communication"));
  EXPECT_THAT(heard(outage.by_itself(joined)), IsEmpty());
  EXPECT_THAT(outage.incident.children, ElementsAre(IncidentId{"INC-5"}));
  EXPECT_THAT(follows(outage.tell(IncidentAcknowledged{outage.incident.id})),
              ElementsAre("incident_acknowledged INC-5"));
  EXPECT_THAT(follows(outage.tell(
                  IncidentUpdated{.incident = outage.incident.id, .text = "soon", .channel = "#outage"})),
              ElementsAre("incident_updated INC-5"));
  outage.view.parts_going_on = 1;
  EXPECT_THAT(heard(outage.hear_of(How::over, "FD-1")), IsEmpty()) << "its parts are not over";
  EXPECT_THAT(follows(outage.tell(IncidentResolved{.incident = outage.incident.id, .resolution = {}})),
              testing::Contains("incident_resolved INC-5"));
}

TEST(Parts, GoOverWithTheOneThatIsMerged) {
  Outage outage;
  outage.open();
  outage.by_itself(IncidentJoined{
      .incident = outage.incident.id, .parent = outage.incident.id, .child = IncidentId{"INC-5"}});
  Incident into;
  into.id = kOther;
  outage.view.into = &into;
  EXPECT_THAT(follows(outage.tell(IncidentMerged{.incident = outage.incident.id, .into = kOther})),
              testing::IsSupersetOf({"incident_joined INC-5", "incident_joined INC-90"}));
}

}  // namespace
}  // namespace triaged::decide
