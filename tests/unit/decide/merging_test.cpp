// Two tickets that are one: what the one that ends says of it, what the one that goes on keeps, and to whom
// both listen and speak from then on.
#include <gtest/gtest.h>

#include "decide/steps.hpp"
#include "decide/table.hpp"
#include "ladder.hpp"

namespace triaged::decide {
namespace {

using namespace test;
using Lines = std::vector<std::string>;

const Merged kIntoT2{TicketId{"T2"}};

Ladder at_support() {
  Ladder one;
  one.open_at(Rung::support);
  return one;
}

Ticket another(TicketState state = TicketState::open) {
  Ticket other = at_support().ticket;
  other.id = TicketId{"T2"};
  other.requester = ActorId{"bea@example.org"};
  other.state = state;
  return other;
}

Effects merge_into(Ladder& one, std::optional<Ticket> into, const Voice& by = support()) {
  one.view.into = std::move(into);
  return one.tell(kIntoT2, by);
}

// The daemon's own event, as the engine gives it back.
Effects join(Ladder& one, const std::vector<std::string>& requesters) {
  Joined joined{.from = TicketId{"T1"}, .requesters = {}};
  for (const auto& requester : requesters) joined.requesters.push_back(ActorId{requester});
  one.view.ticket = one.ticket;
  one.view.opening = &one.opened;
  TicketEvent event;
  event.ticket_id = one.ticket.id;
  event.occurred_at = one.now;
  event.actor = ActorId{"sue@service.example"};
  event.body = std::move(joined);
  auto effects = decide(one.view, event, one.now, one.policy);
  if (effects.ticket) one.ticket = *effects.ticket;
  return effects;
}

Lines addressed(const Effects& effects) {
  Lines all;
  for (const auto& notice : effects.notices)
    if (notice.team.value == kRequester) all.push_back(notice.ticket.requester.value);
  return all;
}

TEST(Merging, EndsTheOneAndTellsItsTeamAndItsRequester) {
  Ladder one = at_support();
  const auto effects = merge_into(one, another());
  ASSERT_FALSE(effects.refused);
  EXPECT_EQ(one.ticket.state, TicketState::merged);
  EXPECT_EQ(one.ticket.merged_into.value, "T2");
  EXPECT_TRUE(one.ticket.timers.empty());
  EXPECT_EQ(one.ticket.reason.text, "merged into T2 by sue@service.example");
  EXPECT_EQ(told(effects), (Lines{"closed team.support", "passed_on triaged.requesters"}));
}

TEST(Merging, SendsItsRequestersToTheOtherAsAnEventOfTheDaemonsOwn) {
  Ladder one = at_support();
  one.ticket.also_requested_by = {ActorId{"cy@example.org"}};
  const auto effects = merge_into(one, another());
  ASSERT_EQ(effects.follow.size(), 1u);
  const TicketEvent& event = effects.follow[0];
  EXPECT_TRUE(event.producer.empty());
  EXPECT_EQ(event.ticket_id.value, "T2");
  EXPECT_EQ(event.actor.value, "sue@service.example");
  EXPECT_EQ(event.occurred_at, one.now);
  EXPECT_EQ(
      std::get<Joined>(event.body),
      (Joined{.from = one.ticket.id, .requesters = {ActorId{"ada@example.org"}, ActorId{"cy@example.org"}}}));
}

TEST(Merging, IntoOneThatIsDoneTellsTheRequesterThatItIsDone) {
  Ladder one = at_support();
  const auto effects = merge_into(one, another(TicketState::resolved));
  EXPECT_EQ(told(effects), (Lines{"closed team.support", "resolved triaged.requesters"}));
}

TEST(Merging, IsRefusedWhereNothingWouldGoOn) {
  const auto refused = [](std::optional<Ticket> into) {
    Ladder one = at_support();
    const auto before = one.ticket;
    const auto effects = merge_into(one, std::move(into));
    EXPECT_EQ(one.ticket, before);
    EXPECT_TRUE(effects.follow.empty());
    return effects.refused;
  };
  EXPECT_EQ(refused({}), Refusal::unknown_ticket);
  EXPECT_EQ(refused(at_support().ticket), Refusal::cycle);
  EXPECT_EQ(refused(another(TicketState::closed)), Refusal::wrong_state);
  EXPECT_EQ(refused(another(TicketState::withdrawn)), Refusal::wrong_state);
  EXPECT_EQ(refused(another(TicketState::merged)), Refusal::wrong_state) << "its chain is too long";
}

// Else the requesters of the one would be lost on the way.
TEST(Merging, IsAllowedExactlyWhereTheOtherTakesThemIn) {
  for (std::size_t i = 0; i < names<TicketState>().size(); ++i) {
    const auto state = static_cast<TicketState>(i);
    Ladder one = at_support();
    const bool merged = !merge_into(one, another(state)).refused;
    Ladder other;
    other.ticket = another(state);
    EXPECT_EQ(merged, !join(other, {"ada@example.org"}).refused) << name(state);
  }
}

TEST(Merging, IsForSupportAndEngineering) {
  for (const auto& voice : {requester(), hub_admin(), representative(), manager(), stranger()}) {
    Ladder one = at_support();
    EXPECT_EQ(merge_into(one, another(), voice).refused, Refusal::not_allowed) << voice.actor;
  }
  for (const auto& voice : {support(), engineering()}) {
    Ladder one = at_support();
    EXPECT_FALSE(merge_into(one, another(), voice).refused) << voice.actor;
  }
}

TEST(Joining, KeepsEveryRequesterOnceAndChangesNeitherStateNorClocks) {
  Ladder one = at_support();
  const Ticket before = one.ticket;
  const auto effects = join(one, {"cy@example.org", "ada@example.org", "cy@example.org"});
  EXPECT_EQ(one.ticket.also_requested_by, std::vector<ActorId>{ActorId{"cy@example.org"}})
      << "ada asked for it already";
  EXPECT_EQ(told(effects), Lines{"updated team.support"});
  EXPECT_EQ(one.ticket.reason.text, "T1 was merged into it by sue@service.example");
  EXPECT_EQ(one.ticket.state, before.state);
  EXPECT_EQ(one.ticket.timers, before.timers);
  EXPECT_EQ(one.ticket.severity, before.severity);
  EXPECT_EQ(one.ticket.changed_at, before.changed_at);
}

TEST(Joining, KeepsNoMoreRequestersThanItsLimitAndSaysSo) {
  Ladder one = at_support();
  std::vector<std::string> many;
  for (std::size_t i = 0; i < kRequestersMax + 2; ++i) many.push_back(std::to_string(i) + "@example.org");
  EXPECT_FALSE(join(one, many).refused);
  EXPECT_EQ(one.ticket.also_requested_by.size(), kRequestersMax);
  EXPECT_NE(one.ticket.reason.text.find("2 of its requesters are not kept"), std::string::npos)
      << one.ticket.reason.text;
}

TEST(Joining, IsNoProducersToTell) {
  Ladder one = at_support();
  EXPECT_EQ(one.tell(Joined{.from = TicketId{"T1"}, .requesters = {}}, engineering()).refused,
            Refusal::not_allowed);
}

TEST(AfterJoining, EachRequesterHasANoticeOfTheirOwnThatNamesNoOther) {
  Ladder one = at_support();
  EXPECT_FALSE(join(one, {"cy@example.org", "di@example.org"}).refused);
  const auto effects = one.by_team(Resolved{});
  EXPECT_EQ(addressed(effects), (Lines{"ada@example.org", "cy@example.org", "di@example.org"}));
  for (std::size_t i = 0; i < effects.notices.size(); ++i) {
    const Notice& notice = effects.notices[i];
    EXPECT_EQ(notice.id, notice_id(one.ticket.id, one.ticket.version, static_cast<std::uint32_t>(i), 1));
    const bool requester = notice.team.value == kRequester;
    EXPECT_EQ(notice.ticket.also_requested_by.empty(), requester);
    const bool wrote_it = !requester || notice.ticket.requester == one.ticket.requester;
    EXPECT_EQ(notice.body.empty(), !wrote_it) << "what another has written is not theirs to read";
    EXPECT_EQ(notice.subject.empty(), !wrote_it);
  }
}

TEST(AfterJoining, NobodyIsToldWhereThePolicyTellsNobody) {
  Ladder one = at_support();
  EXPECT_FALSE(join(one, {"cy@example.org"}).refused);
  one.policy.notify_requesters = false;
  EXPECT_TRUE(addressed(one.by_team(Resolved{})).empty());
}

TEST(AfterJoining, OfAnAlertThePeopleHearWhoseTicketsWereMergedIntoIt) {
  Ladder one;
  one.opened.channel = "alert";
  one.view.classification.destination = Rung::support;
  one.ticket = *decide(one.view, opening("alert"), one.now, one.policy).ticket;
  EXPECT_FALSE(join(one, {"cy@example.org"}).refused);
  EXPECT_EQ(addressed(one.by_team(Resolved{})), Lines{"cy@example.org"});
}

TEST(Merging, OfAnAlertBringsNobodyWhoReads) {
  Ladder one;
  one.opened.channel = "alert";
  one.view.classification.destination = Rung::support;
  one.ticket = *decide(one.view, opening("alert"), one.now, one.policy).ticket;
  const auto effects = merge_into(one, another());
  ASSERT_EQ(effects.follow.size(), 1u);
  EXPECT_TRUE(std::get<Joined>(effects.follow[0].body).requesters.empty());
}

TEST(AfterJoining, EveryRequesterMayWhatTheFirstMay) {
  const Voice cy{.actor = "cy@example.org"};
  const auto joined = [] {
    Ladder one = at_support();
    EXPECT_FALSE(join(one, {"cy@example.org"}).refused);
    return one;
  };
  Ladder one = joined();
  EXPECT_FALSE(one.tell(Resolved{}, cy).refused);
  EXPECT_FALSE(one.tell(Reopened{}, cy).refused);
  EXPECT_FALSE(one.tell(Withdrawn{}, cy).refused);
  Ladder other = joined();
  EXPECT_EQ(other.tell(Withdrawn{}, {.actor = "di@example.org"}).refused, Refusal::not_allowed);
  EXPECT_EQ(other.tell(Withdrawn{}, {.actor = ""}).refused, Refusal::not_allowed);
}

TEST(AfterJoining, WhatOneRequesterSaysNoOtherReads) {
  Ladder one = at_support();
  ASSERT_FALSE(join(one, {"cy@example.org"}).refused);
  const auto effects = one.tell(Resolved{.resolution = "my telephone was off"}, {.actor = "cy@example.org"});
  for (const Notice& notice : effects.notices) {
    const bool another = notice.team.value == kRequester && notice.ticket.requester.value != "cy@example.org";
    EXPECT_EQ(notice.reason.text.find("telephone") == std::string::npos, another) << notice.reason.text;
    EXPECT_EQ(notice.reason.text.find("cy@example.org") == std::string::npos, another);
  }
  EXPECT_EQ(addressed(effects), (Lines{"ada@example.org", "cy@example.org"}));
}

TEST(AfterJoining, WhoTakesItBackTakesBackTheirOwnAlone) {
  Ladder one = at_support();
  ASSERT_FALSE(join(one, {"cy@example.org"}).refused);
  const std::string first = one.ticket.requester.value;
  EXPECT_EQ(told(one.tell(Withdrawn{}, {.actor = first})), Lines{"updated team.support"});
  EXPECT_EQ(one.ticket.state, TicketState::open);
  EXPECT_TRUE(one.ticket.requester.empty()) << "who had written it";
  EXPECT_EQ(one.tell(Withdrawn{}, {.actor = first}).refused, Refusal::not_allowed);
  EXPECT_EQ(told(one.tell(Withdrawn{}, {.actor = "cy@example.org"})), Lines{"closed team.support"});
  EXPECT_EQ(one.ticket.state, TicketState::withdrawn);
}

// Support is heard as support only where it did not ask itself.
TEST(AfterJoining, AnAnswerOfARequesterWakesWhatWaitsForIt) {
  Ladder one;
  one.open_at(TeamId{"partnerships"});
  EXPECT_FALSE(join(one, {"sue@service.example"}).refused);
  one.by_team(Paused{});
  one.comment(support());
  EXPECT_EQ(one.ticket.state, TicketState::open);
}

TEST(AnEventOfAMergedTicket, SaysWhereItWasAddressedTo) {
  Ladder one = at_support();
  one.view.ticket = one.ticket;
  TicketEvent event = opening();
  event.addressed_to = TicketId{"T1"};
  event.body =
      Commented{.body = "Still so", .channel = {}, .automatic = false, .needed_by = {}, .truncated = {}};
  const auto effects = decide(one.view, event, one.now, one.policy);
  EXPECT_EQ(effects.ticket->reason.text,
            "a comment by ada@example.org; addressed to T1, which was merged into it");
  EXPECT_EQ(effects.notices.front().reason, effects.ticket->reason);
}

TEST(AnEventOfAMergedTicket, ThatIsAnAutomaticReplyLeavesTheReasonAlone) {
  Ladder one = at_support();
  one.view.ticket = one.ticket;
  TicketEvent event = opening();
  event.addressed_to = TicketId{"T1"};
  event.body =
      Commented{.body = "I am away", .channel = {}, .automatic = true, .needed_by = {}, .truncated = {}};
  EXPECT_EQ(decide(one.view, event, one.now, one.policy).ticket->reason, one.ticket.reason);
}

}  // namespace
}  // namespace triaged::decide
