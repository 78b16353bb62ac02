// What an incident lacks, how it ends, comes back and is merged, and what is refused.
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

// ---- missing ----

TEST(AnIncident, IsRemindedOfWhatItLacksUntilItCountsAsStarted) {
  Outage outage;
  outage.open();
  EXPECT_EQ(outage.left(IncidentClock::incomplete), outage.policy.incidents.remind_every);
  const auto first = outage.miss(IncidentClock::incomplete);
  EXPECT_THAT(heard(first), ElementsAre("incomplete team.on_call", "incomplete incidents.communication"));
  EXPECT_THAT(outage.incident.reason.text, HasSubstr("acknowledged, channel, community_informed"));
  EXPECT_EQ(outage.left(IncidentClock::incomplete), outage.policy.incidents.remind_every) << "once more";
  outage.tell(IncidentAcknowledged{outage.incident.id});
  outage.tell(IncidentUpdated{.incident = outage.incident.id, .text = {}, .channel = "#outage"});
  EXPECT_NE(outage.clock(IncidentClock::incomplete), nullptr);
  outage.tell(
      IncidentUpdated{.incident = outage.incident.id, .text = {}, .channel = {}, .community_informed = true});
  EXPECT_EQ(outage.clock(IncidentClock::incomplete), nullptr);
}

TEST(AnIncident, ThatGotEverythingMeanwhileIsNotReminded) {
  Outage outage;
  outage.open();
  outage.tell(IncidentUpdated{
      .incident = outage.incident.id, .text = {}, .channel = "#outage", .community_informed = true});
  outage.tell(IncidentAcknowledged{outage.incident.id});
  if (outage.clock(IncidentClock::incomplete) == nullptr) return;
  EXPECT_THAT(heard(outage.miss(IncidentClock::incomplete)), IsEmpty());
  EXPECT_EQ(outage.clock(IncidentClock::incomplete), nullptr);
}

TEST(AnIncident, ThatNobodySaysAnythingOfIsRemindedOfAgainAndAgain) {
  Outage outage;
  outage.opened_and_taken();
  EXPECT_EQ(outage.left(IncidentClock::update), outage.policy.incidents.update_every);
  EXPECT_THAT(heard(outage.miss(IncidentClock::update)), ElementsAre("update_due incidents.communication"));
  EXPECT_EQ(outage.left(IncidentClock::update), outage.policy.incidents.remind_every);
  EXPECT_THAT(heard(outage.miss(IncidentClock::update)), ElementsAre("update_due incidents.communication"));
}

// ---- its end ----

TEST(AnIncident, ThatIsResolvedTellsItsTicketsItsPartsAndEverybody) {
  Outage outage;
  outage.view.other_symptom = {{.id = TicketId{"FD-2"}, .severity = Severity::normal}};
  outage.opened_and_taken();
  outage.by_itself(IncidentJoined{
      .incident = outage.incident.id, .parent = outage.incident.id, .child = IncidentId{"INC-5"}});
  const auto effects =
      outage.tell(IncidentResolved{.incident = outage.incident.id, .resolution = "a larger disk"});
  EXPECT_THAT(heard(effects), ElementsAre("resolved team.on_call", "resolved incidents.communication",
                                          "resolved team.community_representative"));
  EXPECT_THAT(follows(effects),
              ElementsAre("incident_over FD-1", "incident_over FD-2", "incident_resolved INC-5"));
  EXPECT_EQ(std::get<IncidentOver>(effects.follow[0].body).resolution, "a larger disk");
  EXPECT_EQ(outage.incident.resolved_at, outage.now);
  EXPECT_THAT(outage.clocks(), ElementsAre(IncidentClock::closing));
  EXPECT_EQ(outage.left(IncidentClock::closing), outage.policy.incidents.reopen_within);
  EXPECT_THAT(heard(outage.miss(IncidentClock::closing)), IsEmpty());
  EXPECT_EQ(outage.incident.state, IncidentState::closed);
  EXPECT_THAT(outage.incident.timers, IsEmpty());
}

TEST(AnIncident, ThatComesBackWithItsSymptomIsReopenedAndPagedAnew) {
  Outage outage;
  outage.opened_and_taken();
  outage.tell(IncidentResolved{.incident = outage.incident.id, .resolution = {}});
  outage.now += hours{20};
  const auto effects = outage.open(Outage::report("FD-9"));
  EXPECT_EQ(outage.incident.id.value, "INC-7");
  EXPECT_EQ(outage.incident.state, IncidentState::open);
  EXPECT_FALSE(outage.incident.resolved_at || outage.incident.acknowledged_at);
  EXPECT_TRUE(outage.incident.acknowledged_by.empty());
  EXPECT_THAT(heard(effects), ElementsAre("paged team.on_call 1", "reopened incidents.communication",
                                          "reopened team.community_representative"));
  EXPECT_THAT(follows(effects), ElementsAre("linked FD-9"));
  EXPECT_THAT(outage.incident.tickets, ElementsAre(TicketId{"FD-1"}, TicketId{"FD-9"}));
  EXPECT_EQ(outage.incident.updated_at, outage.now);
  EXPECT_THAT(outage.clocks(), ElementsAre(IncidentClock::page, IncidentClock::unattended,
                                           IncidentClock::incomplete, IncidentClock::update));
}

TEST(AnIncident, OfAnotherSymptomAfterOneThatIsResolvedIsANewOne) {
  Outage outage;
  outage.opened_and_taken();
  outage.tell(IncidentResolved{.incident = outage.incident.id, .resolution = {}});
  outage.view.next_number = 8;
  outage.open(Outage::report("FD-9", "storage"));
  EXPECT_EQ(outage.incident.id.value, "INC-8");
  EXPECT_EQ(outage.incident.version, 1u);
  EXPECT_THAT(outage.incident.tickets, ElementsAre(TicketId{"FD-9"}));
}

TEST(AnIncident, APersonCanReopenWhatIsResolvedAndNothingElse) {
  Outage outage;
  outage.open();
  EXPECT_EQ(outage.tell(IncidentReopened{.incident = outage.incident.id, .reason = {}}).refused,
            Refusal::wrong_state);
  outage.tell(IncidentResolved{.incident = outage.incident.id, .resolution = {}});
  outage.tell(IncidentReopened{.incident = outage.incident.id, .reason = "still there"});
  EXPECT_EQ(outage.incident.state, IncidentState::open);
  EXPECT_THAT(outage.incident.reason.text, HasSubstr("still there"));
}

// ---- merging ----

TEST(AnIncident, ThatIsMergedTakesEverythingThere) {
  Outage outage;
  outage.view.same_symptom = {{.id = TicketId{"FD-2"}, .severity = Severity::normal}};
  outage.view.other_symptom = {{.id = TicketId{"FD-3"}, .severity = Severity::normal}};
  outage.open();
  outage.hear_of(IncidentReported::How::over, "FD-2");
  Incident into;
  into.id = kOther;
  outage.view.into = &into;
  const auto effects = outage.tell(IncidentMerged{.incident = outage.incident.id, .into = kOther});
  EXPECT_EQ(outage.incident.state, IncidentState::merged);
  EXPECT_EQ(outage.incident.merged_into, kOther);
  EXPECT_THAT(outage.incident.timers, IsEmpty());
  EXPECT_THAT(follows(effects), ElementsAre("incident_reported INC-90", "incident_reported INC-90",
                                            "linked FD-1", "incident_reported INC-90", "suspected FD-3"))
      << "the other one lists them at once; what is over stays behind";
  EXPECT_THAT(heard(effects), ElementsAre("updated team.on_call", "updated incidents.communication"));
}

TEST(AnIncident, IsMergedIntoAnotherOneThatGoesOnOnly) {
  struct Case {
    const char* what;
    IncidentId id;
    IncidentState state;
    IncidentId parent;
    std::optional<Refusal> refused;
  };
  const IncidentId itself{"INC-7"};
  const std::vector<Case> cases{{"goes on", kOther, IncidentState::acknowledged, {}, {}},
                                {"itself", itself, IncidentState::open, {}, Refusal::cycle},
                                {"a part of it", kOther, IncidentState::open, itself, Refusal::cycle},
                                {"resolved", kOther, IncidentState::resolved, {}, Refusal::wrong_state},
                                {"merged", kOther, IncidentState::merged, {}, Refusal::wrong_state},
                                {"closed", kOther, IncidentState::closed, {}, Refusal::wrong_state}};
  for (const Case& one : cases) {
    Outage outage;
    outage.open();
    Incident into;
    into.id = one.id;
    into.state = one.state;
    into.parent = one.parent;
    outage.view.into = &into;
    EXPECT_EQ(outage.tell(IncidentMerged{.incident = outage.incident.id, .into = one.id}).refused,
              one.refused)
        << one.what;
  }
  Outage outage;
  outage.open();
  EXPECT_EQ(outage.tell(IncidentMerged{.incident = outage.incident.id, .into = kOther}).refused,
            Refusal::unknown_incident);
}

TEST(AnIncident, IsMergedIntoOneOfItsClusterOrItsCommunityOnly) {
  struct Case {
    const char* what;
    IncidentPlace place;
    std::optional<Refusal> refused;
  };
  const HubId hub{"x/prod"};
  const CommunityId same{"utoronto"}, other{"ubc"};
  const ClusterId cluster{"utoronto"}, elsewhere{"x"};
  for (const Case& one :
       {Case{"another hub of its cluster", {hub, other, cluster}, {}},
        Case{"its community's, elsewhere", {hub, same, elsewhere}, {}},
        Case{"its cluster's", {{}, {}, cluster}, {}}, Case{"its community's", {{}, same, {}}, {}},
        Case{"nowhere", {}, {}}, Case{"of others elsewhere", {hub, other, elsewhere}, Refusal::wrong_state},
        Case{"another cluster's", {{}, {}, elsewhere}, Refusal::wrong_state},
        Case{"another community's", {{}, other, {}}, Refusal::wrong_state}}) {
    Outage outage;
    outage.open();
    Incident into;
    into.id = kOther;
    into.hub = one.place.hub;
    into.community = one.place.community;
    into.cluster = one.place.cluster;
    outage.view.into = &into;
    EXPECT_EQ(outage.tell(IncidentMerged{.incident = outage.incident.id, .into = kOther}).refused,
              one.refused)
        << one.what;
  }
}

TEST(AnIncident, ThatTakesAnotherOneInIsAlsoWhereThatOneWas) {
  Outage merged;
  merged.open();
  merged.incident.also_at = {{.hub = HubId{"utoronto/two"}, .community = {}, .cluster = {}}};
  Incident into;
  into.id = kOther;
  merged.view.into = &into;
  const auto effects = merged.tell(IncidentMerged{.incident = merged.incident.id, .into = kOther});
  auto said = std::get<IncidentReported>(effects.follow.front().body);
  EXPECT_EQ(said.how, IncidentReported::How::merged);
  EXPECT_EQ(said.other, merged.incident.id);

  Outage outage;
  auto report = Outage::report("FD-1");
  report.hub = HubId{"utoronto/two"};
  outage.open(report);
  said.incident = outage.incident.id;
  for (int times = 0; times < 2; ++times) EXPECT_THAT(heard(outage.by_itself(said)), IsEmpty());
  const IncidentPlace there{.hub = HubId{"utoronto/prod"}, .community = {}, .cluster = {}};
  EXPECT_THAT(outage.incident.also_at, ElementsAre(there)) << "it was at its own place before";
  EXPECT_THAT(outage.incident.reason.text, HasSubstr(said.other.value));
  EXPECT_TRUE(is_at(outage.incident, there));
  outage.tell(IncidentResolved{.incident = outage.incident.id, .resolution = {}});
  EXPECT_FALSE(is_at(outage.incident, there)) << "while it goes on";
  EXPECT_TRUE(is_at(outage.incident, place_of(outage.incident)));
  EXPECT_FALSE(is_at(outage.incident, {}));
}

TEST(AnIncident, ThatTakesAWorseOneInIsPagedAnew) {
  Outage outage;
  outage.open();
  outage.miss(IncidentClock::page);
  const IncidentReported said{.incident = outage.incident.id,
                              .ticket = {},
                              .how = IncidentReported::How::merged,
                              .severity = Severity::critical,
                              .other = kOther};
  EXPECT_THAT(heard(outage.by_itself(said)), ElementsAre("paged team.on_call 1"));
  EXPECT_EQ(outage.incident.severity, Severity::critical);
}

// ---- refusals ----

TEST(AnIncident, ThatNobodyKnowsIsUnknown) {
  Outage outage;
  EXPECT_EQ(outage.tell(IncidentAcknowledged{kOther}).refused, Refusal::unknown_incident);
  EXPECT_EQ(outage.by_itself(IncidentDeadline{.incident = kOther, .clock = IncidentClock::page}).refused,
            Refusal::unknown_incident);
}

TEST(AnIncident, AClockThatWasStoppedOrSetAnewIsStale) {
  Outage outage;
  outage.open();
  EXPECT_EQ(outage.fall_due(IncidentClock::page).refused, Refusal::stale) << "not yet";
  outage.now += hours{2};
  outage.tell(IncidentAcknowledged{outage.incident.id});
  EXPECT_EQ(outage.fall_due(IncidentClock::page).refused, Refusal::stale) << "no more";
}

// Of one that is closed or merged nothing more is told; where it was, another one opens.
TEST(AnIncident, ThatIsOverIsChangedByNothing) {
  for (const auto state : {IncidentState::closed, IncidentState::merged}) {
    Outage outage;
    outage.open();
    outage.incident.state = state;
    const auto id = outage.incident.id;
    const std::vector<EventBody> all{IncidentAcknowledged{id},
                                     IncidentUpdated{.incident = id, .text = {}, .channel = {}},
                                     IncidentRole{.incident = id, .role = "lead", .actor = ActorId{"a"}},
                                     IncidentSeverity{.incident = id, .severity = {}, .reason = {}},
                                     IncidentMerged{.incident = id, .into = kOther},
                                     IncidentResolved{.incident = id, .resolution = {}},
                                     IncidentReopened{.incident = id, .reason = {}}};
    for (const auto& body : all)
      EXPECT_EQ(outage.tell(body).refused, Refusal::wrong_state) << name(state) << ", " << body.index();
    outage.view.next_number = 8;
    EXPECT_FALSE(outage.open().refused);
    EXPECT_EQ(outage.incident.id.value, "INC-8");
  }
}

// ---- which one is near ----

TEST(IncidentNear, TheNearestThatGoesOnComesBeforeAnythingResolved) {
  const auto place = everybody_there().place;
  Incident hub, community, cluster, elsewhere;
  hub.id = IncidentId{"INC-1"};
  hub.hub = place.hub;
  hub.community = place.community;
  hub.cluster = place.cluster;
  community.id = IncidentId{"INC-2"};
  community.community = place.community;
  cluster.id = IncidentId{"INC-3"};
  cluster.cluster = place.cluster;
  elsewhere = hub;
  elsewhere.id = IncidentId{"INC-4"};
  elsewhere.hub = HubId{"utoronto/staging"};
  const std::vector<const Incident*> all{&cluster, &community, &elsewhere, &hub};
  EXPECT_EQ(incident_near(place, all), &hub);
  hub.state = IncidentState::resolved;
  EXPECT_EQ(incident_near(place, all), &community);
  community.state = IncidentState::resolved;
  EXPECT_EQ(incident_near(place, all), &cluster);
  cluster.state = IncidentState::resolved;
  EXPECT_EQ(incident_near(place, all), &hub) << "of those resolved, the nearest";
  EXPECT_EQ(incident_near({}, all), nullptr) << "nowhere is beside nothing";
  elsewhere.also_at = {place_of(place)};
  EXPECT_EQ(incident_near(place, all), &elsewhere) << "one of this place was merged into it";
  hub.state = IncidentState::open;
  EXPECT_EQ(incident_near(place, all), &hub);
  hub.state = elsewhere.state = IncidentState::resolved;
  EXPECT_EQ(incident_near(place, all), &hub) << "no longer, once it is over";
  elsewhere = {};
  elsewhere.id = IncidentId{"INC-4"};
  elsewhere.cluster = place.cluster;
  elsewhere.hub = HubId{"utoronto/staging"};
  const std::vector<const Incident*> other{&elsewhere};
  EXPECT_EQ(incident_near(place, other), nullptr) << "other hubs of the cluster are not near";
}

}  // namespace
}  // namespace triaged::decide
