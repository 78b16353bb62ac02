// Opening a ticket, in the order of thought of docs/routing.md.
#include <gtest/gtest.h>

#include "decide/table.hpp"
#include "ladder.hpp"

namespace triaged::decide {
namespace {

using namespace test;

TEST(Opening, ATicketGoesToTheNextRungAboveItsRequester) {
  for (const auto& [standing, expected] :
       std::vector<std::pair<Rung, std::string>>{{Rung::user, "hub_admin"},
                                                 {Rung::hub_admin, "community_representative"},
                                                 {Rung::community_representative, "support"},
                                                 {Rung::support, "engineering"},
                                                 {Rung::engineering, "engineering"}}) {
    auto view = everybody_there();
    view.place.standing = standing;
    const auto effects = decide(view, opening(), kNow, {});
    ASSERT_TRUE(effects.ticket);
    EXPECT_EQ(effects.ticket->team.value, expected);
    EXPECT_EQ(effects.ticket->reason.code, ReasonCode::next_rung);
    EXPECT_EQ(effects.ticket->state, TicketState::open);
    EXPECT_EQ(effects.ticket->version, 1u);
  }
}

TEST(Opening, ARulesTeamIsTakenAndItsNameGiven) {
  auto view = everybody_there();
  view.classification.rule = RuleName{"money"};
  view.classification.destination = TeamId{"partnerships"};
  view.reach.named = team("partnerships", {});
  const auto effects = decide(view, opening(), kNow, {});
  EXPECT_EQ(effects.ticket->team.value, "partnerships");
  EXPECT_FALSE(effects.ticket->rung);
  EXPECT_EQ(effects.ticket->reason, (Reason{ReasonCode::rule, RuleName{"money"}, "rule money"}));
}

TEST(Opening, ARulesOwnDestinationMayLieBelowTheRequester) {
  auto view = everybody_there();
  view.place.standing = Rung::support;
  view.classification.destination = Rung::hub_admin;
  EXPECT_EQ(decide(view, opening(), kNow, {}).ticket->team.value, "hub_admin");
}

TEST(Opening, EmptyRungsAreSkippedAndSaidSo) {
  auto view = everybody_there();
  rung(view, Rung::hub_admin).reachability = Reachability::no_members;
  rung(view, Rung::community_representative).reachability = Reachability::no_members;
  const auto effects = decide(view, opening(), kNow, {});
  EXPECT_EQ(effects.ticket->team.value, "support");
  EXPECT_EQ(effects.ticket->reason.code, ReasonCode::empty_rung);
  EXPECT_EQ(effects.ticket->reason.text,
            "hub_admin has no members there, community_representative has no members there");
}

TEST(Opening, ARungTheLadderLeavesOutIsPassedOverInSilence) {
  auto view = everybody_there();
  rung(view, Rung::hub_admin).reachability = Reachability::absent;
  const auto effects = decide(view, opening(), kNow, {});
  EXPECT_EQ(effects.ticket->team.value, "community_representative");
  EXPECT_EQ(effects.ticket->reason.code, ReasonCode::next_rung);
}

TEST(Opening, WithoutAKnownHubARungThatNeedsOneFallsToSupport) {
  auto view = everybody_there();
  view.place = {};
  rung(view, Rung::hub_admin).reachability = Reachability::unknown_hub;
  rung(view, Rung::community_representative).reachability = Reachability::unknown_hub;
  const auto effects = decide(view, opening(), kNow, {});
  EXPECT_EQ(effects.ticket->team.value, "support");
  EXPECT_EQ(effects.ticket->reason.code, ReasonCode::unknown_hub);
}

TEST(Opening, ATeamWhoseQueueTakesNothingIsPassedOver) {
  auto view = everybody_there();
  view.classification.destination = TeamId{"product"};
  view.reach.named = team("product", {}, Reachability::undeliverable);
  const auto effects = decide(view, opening(), kNow, {});
  EXPECT_EQ(effects.ticket->team.value, "support") << "a side team's ladder begins at support";
  EXPECT_EQ(effects.ticket->reason.code, ReasonCode::undeliverable);
}

TEST(Opening, TheTopRungIsNamedOnceWhenNobodyIsThere) {
  auto view = everybody_there();
  view.classification.destination = Rung::engineering;
  rung(view, Rung::engineering).reachability = Reachability::no_members;
  const auto effects = decide(view, opening(), kNow, {});
  EXPECT_EQ(effects.ticket->reason.code, ReasonCode::unrouted);
  EXPECT_EQ(effects.ticket->reason.text, "engineering has no members there");
}

TEST(Opening, WhenNobodyIsLeftTheTicketStaysOpenInUnrouted) {
  auto view = everybody_there();
  for (auto& team : view.reach.rungs) team.reachability = Reachability::no_members;
  const auto effects = decide(view, opening(), kNow, {});
  EXPECT_EQ(effects.ticket->state, TicketState::open);
  EXPECT_TRUE(effects.ticket->team.empty());
  EXPECT_EQ(effects.ticket->reason.code, ReasonCode::unrouted);
  ASSERT_FALSE(effects.notices.empty());
  EXPECT_EQ(effects.notices[0].queue, "triaged.unrouted");
}

TEST(Opening, ToNobodyIsRecordedAndResolvedAndTellsNobody) {
  auto view = everybody_there();
  view.classification.destination = ToNobody{"a pager's copy"};
  const auto effects = decide(view, opening(), kNow, {});
  EXPECT_EQ(effects.ticket->state, TicketState::resolved);
  EXPECT_EQ(effects.ticket->reason.text, "a pager's copy");
  EXPECT_TRUE(effects.notices.empty());
}

TEST(Opening, TheTeamAndTheRequesterHearOfIt) {
  auto view = everybody_there();
  view.epoch = 7;
  view.classification.labels.emplace_back("desk", domain::Set<std::string>{"billing", RuleName{"r"}});
  const auto effects = decide(view, opening(), kNow, {});
  ASSERT_EQ(effects.notices.size(), 2u);
  const auto& to_team = effects.notices[0];
  EXPECT_EQ(to_team.id.value, "FD-1:1:0@7");
  EXPECT_EQ(to_team.kind, NoticeKind::assigned);
  EXPECT_EQ(to_team.queue, "team.hub_admin");
  EXPECT_EQ(to_team.body, "No way in");
  EXPECT_EQ(to_team.labels, (Labels{{"desk", "billing"}, {"origin", "mail"}}));
  EXPECT_EQ(to_team.traceparent, "00-trace");
  EXPECT_EQ(to_team.reason, effects.ticket->reason);
  const auto& to_requester = effects.notices[1];
  EXPECT_EQ(to_requester.id.value, "FD-1:1:1@7");
  EXPECT_EQ(to_requester.kind, NoticeKind::received);
  EXPECT_EQ(to_requester.team.value, "requester");
  EXPECT_EQ(to_requester.queue, "triaged.requesters");
}

TEST(Opening, AlertsHaveNoRequesterToTellAndThePolicyMaySilenceAll) {
  EXPECT_EQ(decide(everybody_there(), opening("alert"), kNow, {}).notices.size(), 1u);
  Policy quiet;
  quiet.notify_requesters = false;
  EXPECT_EQ(decide(everybody_there(), opening(), kNow, quiet).notices.size(), 1u);
}

TEST(Opening, AMissingTimeIsTheTimeOfReceipt) {
  auto event = opening();
  event.occurred_at = {};
  EXPECT_EQ(decide(everybody_there(), event, kNow, {}).ticket->opened_at, kNow);
}

TEST(Refusals, ASecondOpeningIsRefusedAndChangesNothing) {
  auto view = everybody_there();
  view.ticket = decide(view, opening(), kNow, {}).ticket;
  const auto effects = decide(view, opening(), kNow, {});
  EXPECT_EQ(effects.refused, Refusal::wrong_state);
  EXPECT_FALSE(effects.ticket);
  EXPECT_TRUE(effects.notices.empty());
}

TEST(Refusals, EveryEventThatIsNotBuiltIsRefusedInTheOpen) {
  for (std::size_t i = 1; i < names<EventKind>().size(); ++i) {
    auto event = opening();
    if (step(TicketState::open, static_cast<EventKind>(i)) != Step::not_supported) continue;
    event.body = NotSupported{static_cast<EventKind>(i)};
    EXPECT_EQ(decide(everybody_there(), event, kNow, {}).refused, Refusal::not_supported);
  }
}

TEST(ParkedMessages, OpenATicketAtSupportWithWhatCouldBeSaved) {
  auto view = everybody_there();
  view.place = {};
  const ParkedMessage message{.ticket = TicketId{"PARKED-0123456789abcdef"},
                              .reason = ParkReason::undecodable,
                              .detail = "line 1, column 2",
                              .legible = "{\"subject\": \"the hub is d"};
  const auto effects = open_for_parked(view, message, kNow, {});
  ASSERT_EQ(effects.notices.size(), 1u);
  EXPECT_EQ(effects.notices[0].queue, "team.support");
  EXPECT_EQ(effects.notices[0].reason.code, ReasonCode::parked);
  EXPECT_EQ(effects.notices[0].reason.text, "undecodable: line 1, column 2");
  EXPECT_NE(effects.notices[0].body.find("the hub is d"), std::string::npos);
  EXPECT_EQ(effects.ticket->reason.code, ReasonCode::parked);
}

}  // namespace
}  // namespace triaged::decide
