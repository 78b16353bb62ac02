// What each event does to an incident in each state, who may tell it, and who hears of it.
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

// ---- who may ----

TEST(WhoMayTellOfIncidents, SupportEngineeringAndWhoeverIsOnCallMay) {
  struct Case {
    Rung standing;
    bool on_call;
    bool may;
  };
  for (const Case& one : {Case{Rung::user, false, false}, Case{Rung::hub_admin, false, false},
                          Case{Rung::community_representative, false, false}, Case{Rung::user, true, true},
                          Case{Rung::support, false, true}, Case{Rung::engineering, false, true}}) {
    Outage outage;
    outage.open();
    outage.view.standing = one.standing;
    outage.view.on_call = one.on_call;
    const std::vector<EventBody> all{
        IncidentAcknowledged{outage.incident.id},
        IncidentUpdated{.incident = outage.incident.id, .text = "soon", .channel = {}},
        IncidentRole{.incident = outage.incident.id, .role = "lead", .actor = ActorId{"a"}},
        IncidentSeverity{.incident = outage.incident.id, .severity = Severity::low, .reason = {}},
        IncidentMerged{.incident = outage.incident.id, .into = kOther},
        IncidentResolved{.incident = outage.incident.id, .resolution = {}},
        IncidentReopened{.incident = outage.incident.id, .reason = {}},
        IncidentDeclared{.title = "Down", .symptom = {}, .severity = Severity::high}};
    for (const auto& body : all) {
      Outage next = outage;
      const auto effects = next.tell(body);
      EXPECT_EQ(effects.refused == Refusal::not_allowed, !one.may)
          << name(one.standing) << ", " << body.index();
      if (!one.may) {
        EXPECT_FALSE(effects.incident);
      }
    }
  }
}

TEST(WhoMayTellOfIncidents, TheDaemonsOwnEventsNeedNobody) {
  Outage outage;
  outage.view.standing = Rung::user;
  EXPECT_FALSE(outage.open().refused);
  EXPECT_FALSE(outage.hear_of(IncidentReported::How::linked, "FD-2").refused);
}

// ---- one that opens ----

TEST(AnIncident, ThatOpensPagesAndTellsLiaisonAndCommunity) {
  Outage outage;
  const auto effects = outage.open();
  EXPECT_THAT(heard(effects), ElementsAre("paged team.on_call 1", "opened incidents.communication",
                                          "opened team.community_representative"));
  EXPECT_THAT(follows(effects), ElementsAre("linked FD-1"));
  const auto& incident = outage.incident;
  EXPECT_EQ(incident.id.value, "INC-7");
  EXPECT_EQ(incident.version, 1u);
  EXPECT_EQ(incident.state, IncidentState::open);
  EXPECT_THAT(incident.tickets, ElementsAre(TicketId{"FD-1"}));
  EXPECT_EQ(incident.reason.code, ReasonCode::rule);
  EXPECT_EQ(incident.reason.rule.value, "outage");
  EXPECT_EQ(incident.level, 1u);
  EXPECT_EQ(incident.paged_at, outage.now);
  EXPECT_EQ(incident.opened_at, outage.now);
  EXPECT_THAT(outage.clocks(), ElementsAre(IncidentClock::page, IncidentClock::unattended,
                                           IncidentClock::incomplete, IncidentClock::update));
  for (const auto& notice : effects.incident_notices) {
    EXPECT_EQ(notice.incident, incident) << "as it is in the end";
    EXPECT_THAT(notice.missing,
                ElementsAre(StartNeed::acknowledged, StartNeed::channel, StartNeed::community_informed));
    EXPECT_EQ(notice.traceparent, "00-trace");
  }
}

TEST(AnIncident, ThatAPersonDeclaresIsWhereTheDirectorySaysAndLinksNothingOfTheirs) {
  Outage outage;
  const auto effects =
      outage.tell(IncidentDeclared{.title = "Down", .symptom = "login", .severity = Severity::high});
  EXPECT_THAT(follows(effects), IsEmpty());
  EXPECT_EQ(outage.incident.hub.value, "utoronto/prod");
  EXPECT_EQ(outage.incident.reason.code, ReasonCode::command);
  EXPECT_THAT(outage.incident.reason.text, HasSubstr("declared by eve@service.example"));
  EXPECT_EQ(outage.incident.title, "Down");
}

TEST(AnIncident, ThatOpensTakesTheReportsThatAreThere) {
  Outage outage;
  outage.view.same_symptom = {{.id = TicketId{"FD-2"}, .severity = Severity::critical},
                              {.id = TicketId{"FD-3"}, .severity = Severity::low}};
  outage.view.other_symptom = {{.id = TicketId{"FD-4"}, .severity = Severity::critical}};
  const auto effects = outage.open();
  EXPECT_THAT(follows(effects), ElementsAre("linked FD-1", "linked FD-2", "linked FD-3", "suspected FD-4"));
  EXPECT_THAT(outage.incident.tickets, ElementsAre(TicketId{"FD-1"}, TicketId{"FD-2"}, TicketId{"FD-3"}));
  EXPECT_THAT(outage.incident.suspected, ElementsAre(TicketId{"FD-4"}));
  EXPECT_EQ(outage.incident.severity, Severity::critical) << "the worst of those that report the same";
}

TEST(AnIncident, ThatIsConfidentialIsHeardOfByWhoeverIsPagedOnly) {
  Outage outage;
  auto report = Outage::report("FD-1");
  report.confidential = true;
  outage.view.same_symptom = {{.id = TicketId{"FD-2"}, .severity = Severity::critical}};
  const auto effects = outage.open(report);
  EXPECT_THAT(heard(effects), ElementsAre("paged team.on_call 1"));
  EXPECT_THAT(follows(effects), ElementsAre("linked FD-1"));
  EXPECT_THAT(heard(outage.tell(IncidentAcknowledged{outage.incident.id})),
              ElementsAre("acknowledged team.on_call"));
  EXPECT_THAT(heard(outage.tell(IncidentResolved{.incident = outage.incident.id, .resolution = {}})),
              ElementsAre("resolved team.on_call"));
}

TEST(AnIncident, WithoutATitleIsCalledAfterItsPlaceAndALongOneIsCutBetweenCharacters) {
  Outage outage;
  auto report = Outage::report("FD-1");
  report.title.clear();
  outage.open(report);
  EXPECT_EQ(outage.incident.title, "Incident at utoronto/prod");
  Outage other;
  report.title = std::string(199, 'x') + "ü";
  other.open(report);
  EXPECT_EQ(other.incident.title, std::string(199, 'x') + "…");
}

TEST(AnIncident, OfSeveralHubsOfAClusterMakesOneOfTheCluster) {
  Outage outage;
  outage.view.siblings = {IncidentId{"INC-5"}, IncidentId{"INC-6"}};
  const auto effects = outage.open();
  EXPECT_THAT(heard(effects),
              ElementsAre("opened incidents.communication", "opened team.community_representative"))
      << "its cluster's is paged in its place";
  ASSERT_THAT(follows(effects), ElementsAre("linked FD-1", "incident_found "));
  const auto& found = std::get<IncidentFound>(effects.follow.back().body);
  EXPECT_TRUE(found.hub.empty() && found.community.empty());
  EXPECT_EQ(found.cluster.value, "utoronto");
  EXPECT_EQ(found.code, ReasonCode::incident);
  EXPECT_THAT(found.because, HasSubstr("3 hubs of utoronto"));

  Outage cluster;
  cluster.view.siblings = {IncidentId{"INC-5"}, IncidentId{"INC-6"}, IncidentId{"INC-7"}};
  cluster.view.next_number = 8;
  const auto parent = cluster.open(found);
  EXPECT_THAT(follows(parent),
              ElementsAre("incident_joined INC-5", "incident_joined INC-6", "incident_joined INC-7"));
  EXPECT_THAT(cluster.incident.children,
              ElementsAre(IncidentId{"INC-5"}, IncidentId{"INC-6"}, IncidentId{"INC-7"}));
  EXPECT_EQ(heard(parent).front(), "paged team.on_call 1");
}

TEST(AnIncident, OfFewerHubsThanTheThresholdMakesNone) {
  Outage outage;
  outage.view.siblings = {IncidentId{"INC-5"}};
  EXPECT_THAT(follows(outage.open()), ElementsAre("linked FD-1"));
}

TEST(AnIncident, OfAHubWhoseClusterHasOneIsPartOfItAndIsNotPaged) {
  Outage outage;
  Incident parent;
  parent.id = kOther;
  parent.cluster = ClusterId{"utoronto"};
  outage.view.parent = &parent;
  const auto effects = outage.open();
  EXPECT_THAT(heard(effects),
              ElementsAre("opened incidents.communication", "opened team.community_representative"));
  EXPECT_THAT(follows(effects), ElementsAre("linked FD-1", "incident_joined INC-90"));
  EXPECT_EQ(outage.incident.parent, kOther);
  EXPECT_THAT(outage.clocks(), ElementsAre(IncidentClock::update));
  EXPECT_THAT(missing(outage.incident, outage.policy.incidents), IsEmpty());
  EXPECT_THAT(heard(outage.miss(IncidentClock::update)), IsEmpty()) << "its cluster's reminds";
  EXPECT_THAT(outage.incident.timers, IsEmpty());
}

TEST(AnIncident, WhoCannotBeReachedIsNotTold) {
  Outage outage;
  outage.at("community_representative").reach.reachability = Reachability::no_members;
  EXPECT_THAT(heard(outage.open()), ElementsAre("paged team.on_call 1", "opened incidents.communication"));
  Outage nowhere;
  auto report = Outage::report("FD-1");
  report.community = {};
  EXPECT_THAT(heard(nowhere.open(report)),
              ElementsAre("paged team.on_call 1", "opened incidents.communication"))
      << "nobody represents a community that is not known";
}

// ---- one that is there ----

TEST(AnIncident, ThatIsReportedOnceMoreTakesTheReport) {
  Outage outage;
  outage.open();
  EXPECT_THAT(heard(outage.open(Outage::report("FD-2"))), ElementsAre("linked team.on_call"));
  EXPECT_THAT(outage.incident.tickets, ElementsAre(TicketId{"FD-1"}, TicketId{"FD-2"}));
  EXPECT_EQ(outage.incident.id.value, "INC-7");
  const auto other = outage.open(Outage::report("FD-3", "storage"));
  EXPECT_THAT(follows(other), ElementsAre("suspected FD-3"));
  EXPECT_THAT(outage.incident.suspected, ElementsAre(TicketId{"FD-3"}));
  EXPECT_THAT(outage.incident.tickets, ElementsAre(TicketId{"FD-1"}, TicketId{"FD-2"}));
  EXPECT_EQ(outage.incident.version, 3u);
}

TEST(AnIncident, ThatGetsWorseWhileNobodyHasTakenItIsPagedAnew) {
  Outage outage;
  outage.open();
  outage.miss(IncidentClock::page);
  ASSERT_EQ(outage.incident.level, 2u);
  EXPECT_THAT(heard(outage.open(Outage::report("FD-2", "login", Severity::critical))),
              ElementsAre("paged team.on_call 1"));
  EXPECT_EQ(outage.incident.severity, Severity::critical);
  Outage taken;
  taken.opened_and_taken();
  EXPECT_THAT(heard(taken.open(Outage::report("FD-2", "login", Severity::critical))),
              ElementsAre("updated team.on_call"));
}

TEST(AnIncident, ThatIsAcknowledgedIsPagedNoMore) {
  Outage outage;
  const auto effects = outage.opened_and_taken();
  EXPECT_THAT(heard(effects),
              ElementsAre("acknowledged team.on_call", "acknowledged incidents.communication"));
  EXPECT_EQ(outage.incident.state, IncidentState::acknowledged);
  EXPECT_EQ(outage.incident.acknowledged_by.value, "eve@service.example");
  EXPECT_EQ(outage.incident.roles.at("lead").value, "eve@service.example");
  EXPECT_THAT(outage.clocks(), ElementsAre(IncidentClock::incomplete, IncidentClock::update));
  outage.now += minutes{5};
  outage.tell(IncidentAcknowledged{outage.incident.id}, "sue@service.example");
  EXPECT_EQ(outage.incident.acknowledged_by.value, "eve@service.example") << "who was first stays";
  EXPECT_EQ(outage.incident.acknowledged_at, kNow);
}

TEST(AnIncident, WhoIsNamedLeadStaysItWhoeverAcknowledges) {
  Outage outage;
  outage.open();
  outage.tell(IncidentRole{.incident = outage.incident.id, .role = "lead", .actor = ActorId{"lea"}});
  outage.tell(IncidentAcknowledged{outage.incident.id});
  EXPECT_EQ(outage.incident.roles.at("lead").value, "lea");
}

TEST(AnIncident, ARoleThatThePolicyDoesNotNameIsRefused) {
  Outage outage;
  outage.open();
  EXPECT_EQ(outage.tell(IncidentRole{.incident = outage.incident.id, .role = "scribe", .actor = ActorId{"a"}})
                .refused,
            Refusal::wrong_state);
}

TEST(AnIncident, AnUpdateIsTimedAndToldToAll) {
  Outage outage;
  outage.open();
  outage.now += minutes{50};
  const auto effects = outage.tell(
      IncidentUpdated{.incident = outage.incident.id, .text = "a disk is full", .channel = "#outage"});
  EXPECT_THAT(heard(effects), ElementsAre("updated team.on_call", "updated incidents.communication",
                                          "updated team.community_representative"));
  EXPECT_EQ(outage.incident.updated_at, outage.now);
  EXPECT_EQ(outage.left(IncidentClock::update), outage.policy.incidents.update_every);
  EXPECT_EQ(outage.incident.channel, "#outage");
  EXPECT_FALSE(outage.incident.community_informed);
  outage.tell(
      IncidentUpdated{.incident = outage.incident.id, .text = {}, .channel = {}, .community_informed = true});
  EXPECT_TRUE(outage.incident.community_informed);
  EXPECT_EQ(outage.incident.channel, "#outage") << "as before";
  outage.tell(IncidentUpdated{.incident = outage.incident.id, .text = "soon", .channel = {}});
  EXPECT_TRUE(outage.incident.community_informed) << "nobody is uninformed again";
}

TEST(AnIncident, WhoseSeverityRisesIsPagedFromTheFirstLevelAndFromThePolicyThatFits) {
  Outage outage;
  auto quiet = outage.policy.incidents.paging.front();
  quiet.severities = {Severity::low, Severity::normal};
  quiet.levels = {{.team = TeamId{"support"}, .wait = {}}};
  outage.policy.incidents.paging.insert(outage.policy.incidents.paging.begin(), quiet);
  EXPECT_EQ(heard(outage.open(Outage::report("FD-1", "login", Severity::normal))).front(),
            "paged team.support 1");
  const auto rises = outage.tell(
      IncidentSeverity{.incident = outage.incident.id, .severity = Severity::critical, .reason = "all hubs"});
  EXPECT_THAT(heard(rises), ElementsAre("paged team.on_call 1", "updated incidents.communication"));
  const auto falls = outage.tell(
      IncidentSeverity{.incident = outage.incident.id, .severity = Severity::high, .reason = "a few"});
  EXPECT_THAT(heard(falls), ElementsAre("updated team.on_call", "updated incidents.communication"));
  EXPECT_EQ(outage.incident.severity, Severity::high);
}

}  // namespace
}  // namespace triaged::decide
