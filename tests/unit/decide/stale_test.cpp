// Events come late and out of order. An older one never undoes what is newer; what a person wrote always
// counts.
#include <set>

#include <gtest/gtest.h>

#include "decide/table.hpp"
#include "ladder.hpp"

namespace triaged::decide {
namespace {

using namespace test;
using std::chrono::hours;
using std::chrono::minutes;

// Opened at nine, taken up at ten; now it is noon.
Ladder taken_up_at_ten() {
  Ladder one;
  one.open_at(Rung::support);
  one.now = kNow + hours{3};
  one.tell(Acknowledged{ActorId{"sue@service.example"}}, its_team(one.ticket), kNow + hours{1});
  return one;
}

const Voice kAnyRight{.actor = "ada@example.org",
                      .speaker = {.standing = Rung::engineering, .in_team = true, .represents = true}};

std::vector<EventBody> everything_that_sets_a_state() {
  return {Associated{},
          Acknowledged{ActorId{"eve@service.example"}},
          Paused{},
          Resolved{},
          Escalated{},
          HandedOver{.team = TeamId{"product"}, .reason = {}},
          SeverityChanged{.severity = Severity::low, .reason = {}},
          Approved{},
          Declined{},
          Withdrawn{}};
}

TEST(Stale, IsEveryEventThatSetsAStateAndHappenedBeforeTheLastOne) {
  for (const auto& body : everything_that_sets_a_state()) {
    Ladder one = taken_up_at_ten();
    const Ticket before = one.ticket;
    const auto effects = one.tell(body, kAnyRight, kNow + minutes{59});
    EXPECT_EQ(effects.refused, Refusal::stale) << body.index();
    EXPECT_TRUE(effects.notices.empty());
    EXPECT_EQ(one.ticket, before);
    EXPECT_FALSE(one.tell(body, kAnyRight, kNow + minutes{61}).refused) << body.index();
  }
}

TEST(Stale, IsAReopeningOfBeforeTheResolution) {
  Ladder one = taken_up_at_ten();
  one.tell(Resolved{}, kAnyRight, kNow + hours{2});
  EXPECT_EQ(one.tell(Reopened{}, requester(), kNow + minutes{90}).refused, Refusal::stale);
  EXPECT_FALSE(one.tell(Reopened{}, requester(), kNow + minutes{150}).refused);
}

TEST(Stale, IsNothingOfTheSameInstantNorWithoutATime) {
  Ladder one = taken_up_at_ten();
  EXPECT_FALSE(one.tell(Paused{}, kAnyRight, kNow + hours{1}).refused);
  EXPECT_FALSE(one.tell(Resolved{}, kAnyRight, Instant{}).refused);
  EXPECT_EQ(one.ticket.changed_at, one.now) << "it happened when it was received";
}

TEST(Stale, IsNoComment) {
  Ladder one = taken_up_at_ten();
  one.tell(Paused{}, kAnyRight, kNow + hours{2});
  EXPECT_FALSE(one.tell(Commented{}, requester(), kNow - hours{100}).refused);
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_EQ(one.ticket.changed_at, kNow + hours{2}) << "it makes nothing older";
}

TEST(Stale, IsAPauseOfBeforeTheAnswerItWaitsFor) {
  Ladder one = taken_up_at_ten();
  one.tell(Paused{}, kAnyRight, kNow + minutes{70});
  one.tell(Commented{}, requester(), kNow + minutes{90});
  ASSERT_EQ(one.ticket.state, TicketState::open);
  EXPECT_EQ(one.tell(Paused{}, kAnyRight, kNow + minutes{80}).refused, Refusal::stale);
}

TEST(Stale, IsNothingOnlyBecauseOfAWordThatChangedNoState) {
  Ladder one = taken_up_at_ten();
  one.tell(Commented{}, requester(), kNow + minutes{150});
  EXPECT_FALSE(one.tell(Resolved{}, kAnyRight, kNow + minutes{120}).refused);
}

TEST(Stale, IsNothingBecauseOfAProducersClockThatRunsAhead) {
  Ladder one = taken_up_at_ten();
  EXPECT_FALSE(one.tell(Paused{}, kAnyRight, one.now + std::chrono::days{365}).refused);
  EXPECT_EQ(one.ticket.changed_at, one.now);
  one.now += minutes{1};
  EXPECT_FALSE(one.tell(Resolved{}, kAnyRight).refused);
}

TEST(Stale, IsNothingBecauseTheOpeningCameFromTheFuture) {
  Ladder one;
  one.view.classification.destination = Rung::support;
  TicketEvent event = opening();
  event.occurred_at = kNow + std::chrono::days{2};
  one.ticket = *decide(one.view, event, kNow, one.policy).ticket;
  one.now += minutes{1};
  EXPECT_FALSE(one.by_team(Acknowledged{}).refused);
}

TEST(Stale, IsNothingBecauseAClockRanOutInBetween) {
  Ladder one;
  one.open_at(Rung::support);
  one.miss(Clock::first_response);
  ASSERT_EQ(one.ticket.team.value, "engineering");
  one.now += minutes{1};
  EXPECT_FALSE(one.by_team(Acknowledged{}).refused);
  Ladder late;
  late.open_at(Rung::support);
  const auto before = kNow + hours{1};
  late.miss(Clock::first_response);
  EXPECT_FALSE(late.tell(Acknowledged{}, its_team(late.ticket), before).refused);
}

TEST(Stale, IsTheOlderOfTwoInWhicheverOrderTheyCome) {
  const auto play = [](bool in_order) {
    Ladder one = taken_up_at_ten();
    const auto low = [&] {
      one.tell(SeverityChanged{.severity = Severity::low, .reason = {}}, kAnyRight, kNow + minutes{70});
    };
    const auto high = [&] {
      one.tell(SeverityChanged{.severity = Severity::high, .reason = {}}, kAnyRight, kNow + minutes{80});
    };
    if (in_order) low();
    high();
    if (!in_order) low();
    return one.ticket.severity;
  };
  EXPECT_EQ(play(true), Severity::high);
  EXPECT_EQ(play(false), Severity::high);
}

TEST(Stale, CommentsAlertsLinksAndTheDaemonsOwnAreTheOnlyOnesThatCannotBe) {
  const std::set<EventKind> apply_always{EventKind::commented, EventKind::alert_fired,
                                         EventKind::alert_cleared, EventKind::linked, EventKind::unlinked};
  for (std::size_t i = 0; i < names<EventKind>().size(); ++i) {
    const auto kind = static_cast<EventKind>(i);
    if (step(TicketState::open, kind) == Step::not_supported) continue;
    EXPECT_EQ(!sets_a_state(kind), apply_always.contains(kind) || i >= kToldKinds) << name(kind);
  }
}

TEST(Refused, ForATicketThatIsNotThereIsEverythingButItsOpening) {
  for (const auto& body : everything_that_sets_a_state()) {
    TicketEvent event = opening();
    event.body = body;
    EXPECT_EQ(decide(everybody_there(), event, kNow, {}).refused, Refusal::unknown_ticket);
  }
}

}  // namespace
}  // namespace triaged::decide
