// A ticket that is part of an incident: linked and unlinked by hand, asleep while people deal with it, and
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

// ---- linked and unlinked by hand ----

TEST(ALink, IsForSupportEngineeringAndTheDaemon) {
  for (const auto& voice : {requester(), stranger(), hub_admin(), representative()}) {
    Beside one("");
    one.open_at(Rung::support);
    EXPECT_EQ(one.in_view().tell(Linked{one.incident.id}, voice).refused, Refusal::not_allowed)
        << voice.actor;
  }
  Beside one("");
  one.open_at(Rung::support);
  const auto effects = one.in_view().tell(Linked{one.incident.id}, engineering());
  EXPECT_THAT(told(effects), ElementsAre("linked team.support", "known triaged.requesters"));
  EXPECT_THAT(follows(effects), ElementsAre("incident_reported INC-7"));
  Beside own("");
  own.open_at(Rung::support);
  EXPECT_FALSE(own.in_view().by_itself(Linked{own.incident.id}).refused);
  EXPECT_EQ(own.by_itself(Linked{own.incident.id}).refused, Refusal::wrong_state) << "it is";
}

TEST(ALink, GoesToAnIncidentThatIsThereAndGoesOn) {
  struct Case {
    const char* what;
    IncidentState state;
    bool in_view;
    std::optional<Refusal> refused;
  };
  for (const Case& one : {Case{"open", IncidentState::open, true, {}},
                          Case{"acknowledged", IncidentState::acknowledged, true, {}},
                          Case{"resolved", IncidentState::resolved, true, Refusal::wrong_state},
                          Case{"unknown", IncidentState::open, false, Refusal::unknown_incident}}) {
    Beside beside("");
    beside.open_at(Rung::support);
    beside.incident.state = one.state;
    if (one.in_view) beside.in_view();
    EXPECT_EQ(beside.tell(Linked{beside.incident.id}, support()).refused, one.refused) << one.what;
  }
}

TEST(ALink, ThatTheIncidentKnowsAlreadyIsNotReported) {
  Beside one("");
  one.open_at(Rung::support);
  one.incident.tickets = {one.ticket.id};
  EXPECT_THAT(follows(one.linked()), IsEmpty());
}

TEST(ALink, ToAnotherIncidentLeavesTheFirst) {
  Beside one("");
  one.open_at(Rung::support);
  one.linked();
  one.incident.id = kOther;
  const auto effects = one.linked();
  EXPECT_THAT(follows(effects), ElementsAre("incident_reported INC-7", "incident_reported INC-90"));
  EXPECT_EQ(report_of(effects).how, IncidentReported::How::left);
  EXPECT_EQ(one.ticket.incident_id, kOther);
}

TEST(ALink, ThatIsTakenBackWakesTheTicket) {
  Beside one("");
  one.open_at(Rung::support);
  const auto due = one.clock(Clock::first_response)->due.value();
  one.now += minutes{30};
  one.linked();
  EXPECT_FALSE(one.clock(Clock::first_response)->due);
  EXPECT_EQ(one.tell(Unlinked{kOther}, support()).refused, Refusal::wrong_state);
  one.now += hours{5};
  const auto effects = one.tell(Unlinked{one.incident.id}, support());
  EXPECT_THAT(told(effects), ElementsAre("updated team.support"));
  EXPECT_EQ(report_of(effects).how, IncidentReported::How::left);
  EXPECT_TRUE(one.ticket.incident_id.empty());
  EXPECT_EQ(one.clock(Clock::asleep), nullptr);
  EXPECT_EQ(one.clock(Clock::first_response)->due, due + hours{5}) << "the time asleep does not count";
}

TEST(ASuspicion, IsTheDaemonsAndYieldsToALink) {
  Beside one("");
  one.open_at(Rung::support);
  EXPECT_EQ(one.tell(Suspected{one.incident.id}, support()).refused, Refusal::not_allowed);
  EXPECT_THAT(told(one.by_itself(Suspected{one.incident.id})), IsEmpty()) << "told to nobody";
  EXPECT_TRUE(one.ticket.suspected);
  EXPECT_EQ(one.clock(Clock::asleep), nullptr);
  EXPECT_NE(one.clock(Clock::first_response)->due, std::nullopt) << "its clocks run";
  one.linked();
  EXPECT_FALSE(one.ticket.suspected);
  EXPECT_EQ(one.by_itself(Suspected{kOther}).refused, Refusal::wrong_state);
  Beside undone("");
  undone.open_at(Rung::support);
  undone.by_itself(Suspected{undone.incident.id});
  undone.in_view().tell(Unlinked{undone.incident.id}, support());
  EXPECT_TRUE(undone.ticket.incident_id.empty());
  EXPECT_FALSE(undone.ticket.suspected);
}

// ---- asleep ----

TEST(ASleeper, SleepsWhileTheUpdatesAreOnTime) {
  Beside one;
  one.in_view().open_at(Rung::support);
  const auto& incidents = one.policy.incidents;
  const auto late = kNow + incidents.update_every + incidents.remind_every;
  EXPECT_GE(*one.clock(Clock::asleep)->due, late);
  EXPECT_LT(*one.clock(Clock::asleep)->due, late + minutes{10}) << "and its own delay";
  one.incident.updated_at = kNow + hours{3};
  EXPECT_THAT(told(one.miss(Clock::asleep)), IsEmpty());
  EXPECT_GE(*one.clock(Clock::asleep)->due, late + hours{3});
  EXPECT_FALSE(one.clock(Clock::first_response)->due);
}

TEST(ASleeper, WakesWhenNobodySaysHowItsIncidentStands) {
  Beside one;
  one.in_view().open_at(Rung::support);
  const auto left = one.policy.deadlines[0].first_response->time;
  EXPECT_THAT(told(one.miss(Clock::asleep)), ElementsAre("reminder team.support"));
  EXPECT_EQ(one.clock(Clock::asleep), nullptr);
  EXPECT_EQ(*one.clock(Clock::first_response)->due, one.now + left);
  EXPECT_EQ(one.ticket.incident_id, one.incident.id) << "it is still part of it";
}

TEST(ASleeper, WakesWhereItsIncidentHasEndedOrIsNotThere) {
  for (const bool there : {true, false}) {
    Beside one;
    one.in_view().open_at(Rung::support);
    one.incident.updated_at = kNow + hours{100};
    one.incident.state = IncidentState::resolved;
    if (!there) one.view.incident = nullptr;
    one.miss(Clock::asleep);
    EXPECT_EQ(one.clock(Clock::asleep), nullptr) << there;
  }
}

TEST(ASleeper, WakesAtItsOwnTime) {
  std::set<Instant> times;
  for (int i = 0; i < 50; ++i) {
    Beside one;
    one.open_at(Rung::support);
    one.ticket.id = TicketId{"FD-" + std::to_string(i)};
    one.linked();
    times.insert(*one.clock(Clock::asleep)->due);
  }
  EXPECT_GT(times.size(), 40u) << "or they would all fall due together";
}

TEST(ASleeper, ThatIsTakenUpOrWrittenToSleepsOn) {
  Beside one;
  one.in_view().open_at(Rung::support);
  one.by_team(Acknowledged{});
  one.tell(Commented{}, requester());
  ASSERT_NE(one.clock(Clock::next_response), nullptr);
  EXPECT_THAT(running(one.ticket), ElementsAre(Clock::asleep));
  EXPECT_EQ(one.fall_due(Clock::next_response).refused, Refusal::stale);
}

TEST(ASleeper, ThatWaitsForItsRequesterKeepsWhatIsLeftOfItsResolution) {
  Beside one;
  one.in_view().open_at(Rung::support);
  one.by_team(Paused{});
  EXPECT_THAT(running(one.ticket), ElementsAre(Clock::pending, Clock::asleep));
  one.tell(Unlinked{one.incident.id}, support());
  EXPECT_THAT(running(one.ticket), ElementsAre(Clock::pending)) << "it waits still";
  one.tell(Commented{}, requester());
  EXPECT_THAT(running(one.ticket), testing::Contains(Clock::resolution));
}

// ---- its end ----

TEST(TheEndOfAnIncident, ResolvesWhatIsLinkedAndLetsGoOfWhatIsOnlySuspected) {
  Beside one;
  one.in_view().open_at(Rung::support);
  const auto effects = one.by_itself(IncidentOver{.incident = one.incident.id, .resolution = "a new disk"});
  EXPECT_EQ(one.ticket.state, TicketState::resolved);
  EXPECT_THAT(told(effects), ElementsAre("resolved team.support", "resolved triaged.requesters"));
  EXPECT_THAT(one.ticket.reason.text, HasSubstr("INC-7 is resolved: a new disk"));
  EXPECT_THAT(running(one.ticket), ElementsAre(Clock::closing));
  EXPECT_EQ(report_of(effects).how, IncidentReported::How::over);

  Beside suspected("storage");
  suspected.in_view().open_at(Rung::support);
  const auto let_go = suspected.by_itself(IncidentOver{.incident = one.incident.id, .resolution = {}});
  EXPECT_EQ(suspected.ticket.state, TicketState::open);
  EXPECT_THAT(told(let_go), IsEmpty());
  EXPECT_TRUE(suspected.ticket.incident_id.empty());
}

TEST(TheEndOfAnIncident, OfAnotherOneOrOfWhatIsDoneIsRefused) {
  Beside one;
  one.in_view().open_at(Rung::support);
  EXPECT_EQ(one.by_itself(IncidentOver{.incident = kOther, .resolution = {}}).refused, Refusal::wrong_state);
  one.by_team(Resolved{});
  EXPECT_EQ(one.by_itself(IncidentOver{.incident = one.incident.id, .resolution = {}}).refused,
            Refusal::wrong_state);
}

TEST(TheEndOfAnIncident, IsNotTheEndOfATicketThatIsReopenedAfterIt) {
  for (const bool by_comment : {true, false}) {
    Beside one;
    one.in_view().open_at(Rung::support);
    one.incident.state = IncidentState::resolved;
    one.by_itself(IncidentOver{.incident = one.incident.id, .resolution = {}});
    if (by_comment)
      one.tell(Commented{}, requester());
    else
      one.tell(Reopened{}, requester());
    ASSERT_EQ(one.ticket.state, TicketState::open);
    EXPECT_TRUE(one.ticket.incident_id.empty()) << "it goes on by itself";
    EXPECT_EQ(one.by_itself(IncidentOver{.incident = one.incident.id, .resolution = {}}).refused,
              Refusal::wrong_state);
    EXPECT_NE(one.clock(Clock::first_response)->due, std::nullopt);
  }
}

TEST(TheEndOfAnIncident, ItsTicketThatIsReopenedWhileItGoesOnIsPartOfItAgain) {
  Beside one;
  one.in_view().open_at(Rung::support);
  EXPECT_EQ(report_of(one.by_team(Resolved{})).how, IncidentReported::How::over);
  const auto effects = one.tell(Reopened{}, requester());
  EXPECT_EQ(one.ticket.incident_id, one.incident.id);
  EXPECT_EQ(report_of(effects).how, IncidentReported::How::again);
}

TEST(TheEndOfATicket, HoweverItEndsIsReportedOnce) {
  struct Case {
    const char* what;
    EventBody body;
    Voice by;
  };
  for (const auto& one :
       {Case{"resolved", Resolved{}, support()}, Case{"withdrawn", Withdrawn{}, requester()},
        Case{"merged", Merged{TicketId{"T2"}}, support()}}) {
    Beside beside;
    beside.in_view().open_at(Rung::support);
    beside.view.into = beside.ticket;
    beside.view.into->id = TicketId{"T2"};
    const Voice by = std::holds_alternative<Resolved>(one.body) ? its_team(beside.ticket) : one.by;
    const auto effects = beside.tell(one.body, by);
    std::size_t reports = 0;
    for (const auto& event : effects.follow)
      if (const auto* report = std::get_if<IncidentReported>(&event.body)) {
        ++reports;
        EXPECT_EQ(report->how, IncidentReported::How::over) << one.what;
      }
    EXPECT_EQ(reports, 1u) << one.what;
  }
}

}  // namespace
}  // namespace triaged::decide
