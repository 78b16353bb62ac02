// A ticket beside an incident: whether it is one, belongs to one, sleeps while people deal with that, and
// what becomes of it when that is over.
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

std::vector<Clock> running(const Ticket& ticket) {
  std::vector<Clock> all;
  for (const auto& timer : ticket.timers)
    if (timer.due) all.push_back(timer.clock);
  return all;
}

// ---- opening beside one ----

TEST(BesideAnIncident, ATicketOfItsSymptomIsLinkedAndItsRequesterHearsThatItIsKnown) {
  Beside one;
  const auto effects = one.in_view().open_at(Rung::support);
  EXPECT_EQ(one.ticket.incident_id, one.incident.id);
  EXPECT_FALSE(one.ticket.suspected);
  EXPECT_THAT(told(effects), ElementsAre("assigned team.support", "known triaged.requesters"));
  ASSERT_THAT(follows(effects), ElementsAre("incident_reported INC-7"));
  EXPECT_EQ(report_of(effects).how, IncidentReported::How::linked);
  EXPECT_EQ(report_of(effects).ticket, one.ticket.id);
  EXPECT_THAT(running(one.ticket), ElementsAre(Clock::asleep));
  EXPECT_NE(one.clock(Clock::first_response), nullptr) << "it stands still, and is not forgotten";
}

TEST(BesideAnIncident, WhichTicketsAreLinkedSuspectedOrLeftAlone) {
  enum class Becomes { linked, suspected, alone };
  struct Case {
    const char* what;
    std::string symptom;
    bool marked;  // by the rules, as an incident
    Becomes becomes;
  };
  for (const Case& one :
       {Case{"the same", "login", false, Becomes::linked},
        Case{"the same, and one by the rules", "login", true, Becomes::linked},
        Case{"another one", "storage", false, Becomes::suspected},
        Case{"another one, by the rules", "storage", true, Becomes::suspected},
        Case{"like nothing", "other", false, Becomes::alone},
        Case{"like nothing, by the rules", "other", true, Becomes::suspected},
        Case{"none", "", false, Becomes::alone}, Case{"none, by the rules", "", true, Becomes::suspected}}) {
    Beside beside(one.symptom);
    beside.view.classification.incident.value = one.marked;
    const auto effects = beside.in_view().open_at(Rung::support);
    EXPECT_EQ(!beside.ticket.incident_id.empty() && !beside.ticket.suspected, one.becomes == Becomes::linked)
        << one.what;
    EXPECT_EQ(beside.ticket.suspected, one.becomes == Becomes::suspected) << one.what;
    EXPECT_EQ(beside.clock(Clock::asleep) != nullptr, one.becomes == Becomes::linked) << one.what;
    for (const auto& line : follows(effects)) EXPECT_NE(line, "incident_found ") << one.what;
    if (one.becomes == Becomes::suspected) {
      EXPECT_EQ(report_of(effects).how, IncidentReported::How::suspected);
      EXPECT_THAT(told(effects), ElementsAre("assigned team.support", "received triaged.requesters"));
    }
  }
}

TEST(BesideAnIncident, OneThatIsResolvedLinksNothing) {
  Beside one;
  one.incident.state = IncidentState::resolved;
  EXPECT_THAT(follows(one.in_view().open_at(Rung::support)), IsEmpty());
  EXPECT_TRUE(one.ticket.incident_id.empty());
}

TEST(BesideAnIncident, OfTheCommunityOrClusterAReportIsLinkedUnlessItIsAnIncidentOfItsHub) {
  for (const bool of_cluster : {false, true}) {
    Beside report;
    report.incident.hub = {};
    if (of_cluster) report.incident.community = {};
    report.in_view().open_at(Rung::support);
    EXPECT_EQ(report.ticket.incident_id, report.incident.id);

    Beside its_own;
    its_own.incident.hub = {};
    if (of_cluster) its_own.incident.community = {};
    its_own.view.classification.incident = {true, RuleName{"outage"}};
    const auto effects = its_own.in_view().open_at(Rung::support);
    EXPECT_TRUE(its_own.ticket.incident_id.empty());
    EXPECT_THAT(follows(effects), ElementsAre("incident_found "));
  }
}

// ---- taken up at the first report ----

TEST(BesideAnIncident, WhoIsOnCallTakesItUpWithItsFirstReport) {
  const auto taken_up = [](auto change) {
    Beside one;
    one.in_view().open_at(Rung::support);
    one.incident.tickets = {one.ticket.id, TicketId{"FD-2"}};
    one.view.on_call = true;
    change(one);
    const auto effects = one.by_team(Acknowledged{});
    EXPECT_FALSE(effects.refused);
    return follows(effects);
  };
  EXPECT_THAT(taken_up([](Beside&) {}), ElementsAre("incident_acknowledged INC-7"));
  EXPECT_THAT(taken_up([](Beside& one) { one.view.on_call = false; }), IsEmpty());
  EXPECT_THAT(taken_up([](Beside& one) { std::ranges::reverse(one.incident.tickets); }), IsEmpty());
  EXPECT_THAT(taken_up([](Beside& one) { one.incident.state = IncidentState::acknowledged; }), IsEmpty());
  EXPECT_THAT(taken_up([](Beside& one) { one.incident.id = kOther; }), IsEmpty());
  EXPECT_THAT(taken_up([](Beside& one) { one.ticket.suspected = true; }), IsEmpty());
}

TEST(BesideAnIncident, ATicketThatItCountsAsOverCountsAgainOnceItIsLinkedAgain) {
  Beside one;
  one.open_at(Rung::support);
  one.incident.tickets = one.incident.over = {one.ticket.id};
  const auto effects = one.linked();
  ASSERT_THAT(follows(effects), ElementsAre("incident_reported INC-7"));
  EXPECT_EQ(report_of(effects).how, IncidentReported::How::again);
}

// ---- being one ----

TEST(ATicket, ThatTheRulesMarkIsAnIncident) {
  Beside one;
  one.view.classification.incident = {true, RuleName{"outage"}};
  one.view.classification.severity.value = Severity::high;
  const auto effects = one.open_at(Rung::support);
  ASSERT_THAT(follows(effects), ElementsAre("incident_found "));
  const auto& found = std::get<IncidentFound>(effects.follow[0].body);
  EXPECT_EQ(found.ticket, one.ticket.id);
  EXPECT_EQ(found.title, "403");
  EXPECT_EQ(found.symptom, "login");
  EXPECT_EQ(found.severity, Severity::high);
  EXPECT_EQ(found.hub.value, "utoronto/prod");
  EXPECT_EQ(found.code, ReasonCode::rule);
  EXPECT_EQ(found.rule.value, "outage");
  EXPECT_FALSE(found.confidential);
  EXPECT_TRUE(one.ticket.incident_id.empty()) << "until that is there";
}

TEST(ATicket, OfAStormIsAnIncidentOfThePolicysSeverityAtLeast) {
  struct Case {
    const char* what;
    std::uint32_t people;
    std::string symptom;
    bool storm;
  };
  for (const Case& one :
       {Case{"enough", 3, "login", true}, Case{"more", 9, "login", true}, Case{"too few", 2, "login", false},
        Case{"like nothing", 3, "other", false}, Case{"no symptom", 3, "", false}}) {
    Beside beside(one.symptom);
    beside.policy.incidents = on_call_then_leads().incidents;
    beside.view.storm = one.people;
    const auto effects = beside.open_at(Rung::support);
    EXPECT_EQ(!effects.follow.empty(), one.storm) << one.what;
    if (effects.follow.empty()) continue;
    const auto& found = std::get<IncidentFound>(effects.follow[0].body);
    EXPECT_EQ(found.severity, Severity::critical);
    EXPECT_EQ(found.code, ReasonCode::storm);
    EXPECT_THAT(found.because, HasSubstr(std::to_string(one.people) + " people"));
  }
  Beside without;
  without.view.storm = 100;
  EXPECT_THAT(follows(without.open_at(Rung::support)), IsEmpty()) << "the policy knows no storm";
}

TEST(ATicket, ThatIsConfidentialSaysNothingInItsIncidentAndStandsBesideNone) {
  Beside one;
  one.policy.confidential = {"other"};
  one.view.classification.incident.value = true;
  const auto effects = one.in_view().open_at(Rung::support);
  EXPECT_TRUE(one.ticket.incident_id.empty());
  ASSERT_THAT(follows(effects), ElementsAre("incident_found "));
  const auto& found = std::get<IncidentFound>(effects.follow[0].body);
  EXPECT_TRUE(found.confidential);
  EXPECT_EQ(found.title, "Confidential");
}

TEST(ATicket, ThatAwaitsApprovalIsNoIncidentBeforeItGoesAhead) {
  Beside one;
  one.view.storm = 9;
  one.policy.incidents = on_call_then_leads().incidents;
  EXPECT_THAT(follows(one.ask_for(Rung::support)), IsEmpty());
  EXPECT_EQ(one.ticket.state, TicketState::awaiting_approval);
}

TEST(ATicket, IsAnIncidentOnceACommentSaysSo) {
  Beside one("");
  one.open_at(Rung::support);
  one.tell(Commented{}, requester());
  one.view.classification.incident = {true, RuleName{"outage"}};
  const auto effects = one.tell(Commented{}, requester());
  EXPECT_THAT(follows(effects), ElementsAre("incident_found "));
  EXPECT_THAT(follows(one.tell(Commented{}, requester())), IsEmpty()) << "once";
}

TEST(ATicket, WhosePlaceIsNamedIsLookedAtThere) {
  Beside one;
  one.open_at(Rung::support);
  one.in_view().tell(Associated{.hub = HubId{"utoronto/prod"}, .community = {}}, support());
  EXPECT_EQ(one.ticket.incident_id, one.incident.id);
  EXPECT_NE(one.clock(Clock::asleep), nullptr);
}

// ---- silenced ----

TEST(ASilence, KeepsATicketFromBeingAnIncidentAndSaysWhichItWas) {
  Beside one;
  one.view.classification.incident.value = true;
  one.view.silence = SilenceId{"maintenance"};
  EXPECT_THAT(follows(one.open_at(Rung::support)), IsEmpty());
  EXPECT_EQ(one.ticket.silenced_by.value, "maintenance");

  one.view.silence = {};
  const auto effects = one.by_itself(Unsilenced{SilenceId{"maintenance"}});
  EXPECT_THAT(follows(effects), ElementsAre("incident_found ")) << "it is still there";
  EXPECT_TRUE(one.ticket.silenced_by.empty());
  EXPECT_THAT(one.ticket.reason.text, HasSubstr("maintenance is over"));
}

TEST(ASilence, OfAnotherNameOrOfWhatIsDoneChangesNothingMore) {
  Beside one;
  one.view.classification.incident.value = true;
  one.view.silence = SilenceId{"maintenance"};
  one.open_at(Rung::support);
  EXPECT_EQ(one.by_itself(Unsilenced{SilenceId{"another"}}).refused, Refusal::wrong_state);
  one.by_team(Resolved{});
  one.view.silence = {};
  EXPECT_THAT(follows(one.by_itself(Unsilenced{SilenceId{"maintenance"}})), IsEmpty());
  EXPECT_TRUE(one.ticket.silenced_by.empty());
}

TEST(ASilence, AfterWhichAnotherOneMatchesGoesOn) {
  Beside one;
  one.view.classification.incident.value = true;
  one.view.silence = SilenceId{"maintenance"};
  one.open_at(Rung::support);
  one.view.silence = SilenceId{"longer"};
  EXPECT_THAT(follows(one.by_itself(Unsilenced{SilenceId{"maintenance"}})), IsEmpty());
  EXPECT_EQ(one.ticket.silenced_by.value, "longer");
}

TEST(ASilence, DoesNotKeepATicketFromAnIncidentThatIsThere) {
  Beside one;
  one.view.silence = SilenceId{"maintenance"};
  one.in_view().open_at(Rung::support);
  EXPECT_EQ(one.ticket.incident_id, one.incident.id);
  EXPECT_TRUE(one.ticket.silenced_by.empty());
}

}  // namespace
}  // namespace triaged::decide
