// An incident that is part of its cluster's: what the two hear of each other, and who hears of both.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <triaged/decide/incident.hpp>

#include "outage.hpp"

namespace triaged::decide {
namespace {

using namespace test;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using How = IncidentReported::How;

const IncidentId kPart{"INC-5"};

// The cluster's, with one part that goes on.
struct Cluster : Outage {
  Cluster() {
    by_itself(IncidentFound{.ticket = {},
                            .title = "3 hubs of utoronto: nobody can log in",
                            .symptom = "login",
                            .severity = Severity::high,
                            .hub = {},
                            .community = {},
                            .cluster = ClusterId{"utoronto"},
                            .code = ReasonCode::incident,
                            .rule = {},
                            .because = "3 hubs of utoronto have incidents"});
    by_itself(IncidentJoined{.incident = incident.id, .parent = incident.id, .child = kPart});
    view.parts_going_on = 1;
  }
  Effects part_is_over() {
    view.parts_going_on = 0;
    return by_itself(IncidentReported{
        .incident = incident.id, .ticket = {}, .how = How::over, .severity = Severity::high, .other = kPart});
  }
};

// A hub's, and its cluster's beside it.
struct Part : Outage {
  Incident cluster{};

  explicit Part(IncidentState state = IncidentState::open, Severity severity = Severity::high) {
    cluster.id = kOther;
    cluster.cluster = ClusterId{"utoronto"};
    cluster.state = state;
    cluster.severity = severity;
    if (state == IncidentState::acknowledged) cluster.acknowledged_by = ActorId{"otto@service.example"};
    view.parent = &cluster;
  }
};

// ---- the end ----

TEST(AClustersIncident, EndsWithTheLastOfItsParts) {
  for (const bool taken : {false, true}) {
    Cluster one;
    if (taken) one.tell(IncidentAcknowledged{one.incident.id});
    const auto effects = one.part_is_over();
    EXPECT_EQ(one.incident.state, IncidentState::resolved) << taken;
    EXPECT_THAT(heard(effects), ElementsAre("resolved team.on_call", "resolved incidents.communication"));
    EXPECT_THAT(one.incident.reason.text, HasSubstr("all of its parts are over"));
  }
}

TEST(AClustersIncident, GoesOnWhileAnythingOfItDoes) {
  Cluster other_part;
  other_part.by_itself(IncidentReported{.incident = other_part.incident.id,
                                        .ticket = {},
                                        .how = How::over,
                                        .severity = Severity::high,
                                        .other = IncidentId{"INC-6"}});
  EXPECT_EQ(other_part.incident.state, IncidentState::open);
  EXPECT_THAT(other_part.incident.reason.text, HasSubstr("INC-6"));

  Cluster silent;
  silent.view.heartbeat_missed = true;
  silent.part_is_over();
  EXPECT_EQ(silent.incident.state, IncidentState::open);

  Cluster own;
  own.hear_of(How::linked, "FD-8");
  own.part_is_over();
  EXPECT_EQ(own.incident.state, IncidentState::open);
  own.hear_of(How::over, "FD-8");
  EXPECT_EQ(own.incident.state, IncidentState::resolved);
}

TEST(APart, ThatIsMergedIntoItsClustersGoesOnThere) {
  Part one;
  one.open();
  one.view.into = &one.cluster;
  const auto effects = one.tell(IncidentMerged{.incident = one.incident.id, .into = kOther});
  ASSERT_EQ(one.incident.state, IncidentState::merged);
  std::vector<How> hows;
  for (const auto& event : effects.follow) {
    const auto* report = std::get_if<IncidentReported>(&event.body);
    if (report != nullptr && report->incident == kOther) hows.push_back(report->how);
  }
  EXPECT_THAT(hows, Contains(How::merged));
  EXPECT_THAT(hows, Not(Contains(How::over)));
}

TEST(APart, TellsItsClustersThatItIsOver) {
  for (const bool merged : {false, true}) {
    Part one;
    one.open();
    Incident sibling = one.cluster;
    sibling.id = IncidentId{"INC-91"};
    one.view.into = &sibling;
    const auto effects =
        merged ? one.tell(IncidentMerged{.incident = one.incident.id, .into = sibling.id})
               : one.tell(IncidentResolved{.incident = one.incident.id, .resolution = "restarted"});
    ASSERT_THAT(follows(effects), Contains("incident_reported INC-90"));
    const auto& last = std::get<IncidentReported>(effects.follow.back().body);
    EXPECT_EQ(last.how, How::over);
    EXPECT_EQ(last.other, one.incident.id);
    EXPECT_TRUE(last.ticket.empty());
  }
}

TEST(APart, ThatEndsByItselfTellsItsClustersToo) {
  Part one;
  one.open();
  EXPECT_THAT(follows(one.hear_of(How::over, "FD-1")), Contains("incident_reported INC-90"));
  EXPECT_EQ(one.incident.state, IncidentState::resolved);
}

// ---- who has it ----

TEST(APart, OfOneThatSomebodyHasTakenIsTheirs) {
  Part opened(IncidentState::acknowledged);
  EXPECT_THAT(heard(opened.open()),
              ElementsAre("opened incidents.communication", "opened team.community_representative"));
  Part joined(IncidentState::acknowledged);
  joined.view.parent = nullptr;
  joined.open();
  joined.view.parent = &joined.cluster;
  joined.by_itself(
      IncidentJoined{.incident = joined.incident.id, .parent = kOther, .child = joined.incident.id});
  Part reopened(IncidentState::acknowledged);
  reopened.open();
  reopened.tell(IncidentResolved{.incident = reopened.incident.id, .resolution = {}});
  reopened.open(Outage::report("FD-2"));
  for (const Part* one : {&opened, &joined, &reopened}) {
    EXPECT_EQ(one->incident.state, IncidentState::acknowledged);
    EXPECT_EQ(one->incident.acknowledged_by.value, "otto@service.example");
    EXPECT_EQ(one->incident.acknowledged_at, one->now);
    EXPECT_EQ(one->incident.roles.at("lead").value, "otto@service.example");
    EXPECT_EQ(one->incident.parent, kOther);
    EXPECT_THAT(one->clocks(), ElementsAre(IncidentClock::update));
  }
}

TEST(APart, OfOneThatNobodyHasTakenIsNobodys) {
  Part one;
  one.open();
  EXPECT_EQ(one.incident.state, IncidentState::open);
}

TEST(APart, ThatSomebodyHasTakenStaysTheirs) {
  Part one(IncidentState::acknowledged);
  one.view.parent = nullptr;
  one.opened_and_taken();
  one.view.parent = &one.cluster;
  one.by_itself(IncidentJoined{.incident = one.incident.id, .parent = kOther, .child = one.incident.id});
  EXPECT_EQ(one.incident.acknowledged_by.value, "eve@service.example");
}

// ---- how bad it is ----

Severity passed_on(const Effects& effects) {
  for (const auto& event : effects.follow)
    if (const auto* severity = std::get_if<IncidentSeverity>(&event.body)) {
      EXPECT_EQ(severity->incident, kOther);
      EXPECT_TRUE(event.producer.empty());
      return severity->severity;
    }
  return Severity::low;
}

TEST(APart, ThatIsWorseThanItsClustersMakesThatOneWorse) {
  const auto worse = Outage::report("FD-2", "login", Severity::critical);
  Part opened;
  EXPECT_EQ(passed_on(opened.open(worse)), Severity::critical);

  Part reported;
  EXPECT_EQ(passed_on(reported.open()), Severity::low) << "it is as bad already";
  EXPECT_EQ(passed_on(Part(reported).open(worse)), Severity::critical);
  EXPECT_EQ(passed_on(Part(reported).hear_of(How::linked, "FD-2", Severity::critical)), Severity::critical);
  EXPECT_EQ(passed_on(Part(reported).tell(IncidentSeverity{
                .incident = reported.incident.id, .severity = Severity::critical, .reason = "all hubs"})),
            Severity::critical);
  EXPECT_EQ(passed_on(Part(reported).tell(
                IncidentSeverity{.incident = reported.incident.id, .severity = Severity::low, .reason = {}})),
            Severity::low);

  Part critical(IncidentState::open, Severity::critical);
  EXPECT_EQ(passed_on(critical.open(worse)), Severity::low) << "paged once";
}

TEST(AClustersIncident, ThatGetsWorseByAPartIsPagedAnewUnlessSomebodyHasIt) {
  Cluster one;
  one.miss(IncidentClock::page);
  const auto effects = one.by_itself(IncidentSeverity{
      .incident = one.incident.id, .severity = Severity::critical, .reason = "INC-5 at utoronto/prod is"});
  EXPECT_THAT(heard(effects), ElementsAre("paged team.on_call 1", "updated incidents.communication"));
  EXPECT_EQ(one.incident.severity, Severity::critical);
  Cluster taken;
  taken.tell(IncidentAcknowledged{taken.incident.id});
  EXPECT_THAT(heard(taken.by_itself(IncidentSeverity{
                  .incident = taken.incident.id, .severity = Severity::critical, .reason = {}})),
              ElementsAre("updated team.on_call", "updated incidents.communication"));
}

TEST(AClustersIncident, IsAsBadAsTheWorstOfTheHubsThatMakeItOne) {
  Outage one;
  one.view.siblings = {IncidentId{"INC-5"}, IncidentId{"INC-6"}};
  one.view.worst_sibling = Severity::critical;
  auto found = Outage::report("", "login", Severity::normal);
  found.hub = {};
  found.community = {};
  one.open(found);
  EXPECT_EQ(one.incident.severity, Severity::critical);
}

// ---- who hears of both ----

TEST(APart, WhatItsClustersTellsItIsNewsToItsCommunityOnly) {
  Part one;
  one.open();
  EXPECT_THAT(heard(Part(one).by_itself(IncidentAcknowledged{one.incident.id})), IsEmpty());
  EXPECT_THAT(
      heard(Part(one).by_itself(IncidentUpdated{.incident = one.incident.id, .text = "soon", .channel = {}})),
      ElementsAre("updated team.community_representative"));
  const auto over = Part(one).by_itself(IncidentResolved{.incident = one.incident.id, .resolution = {}});
  EXPECT_THAT(heard(over), ElementsAre("resolved team.community_representative"));
  EXPECT_THAT(follows(over), Not(Contains("incident_reported INC-90"))) << "which ended it";
}

TEST(APart, WhatAPersonTellsOfItIsNewsToEverybody) {
  Part one;
  one.open();
  EXPECT_THAT(heard(Part(one).tell(IncidentAcknowledged{one.incident.id})),
              ElementsAre("acknowledged team.on_call", "acknowledged incidents.communication"));
  EXPECT_THAT(heard(Part(one).tell(IncidentResolved{.incident = one.incident.id, .resolution = {}})),
              ElementsAre("resolved team.on_call", "resolved incidents.communication",
                          "resolved team.community_representative"));
  EXPECT_THAT(heard(one.hear_of(How::over, "FD-1")), Contains("resolved team.on_call"))
      << "nor did its cluster's end it";
}

}  // namespace
}  // namespace triaged::decide
