// Who has a new ticket that needs a representative's say: docs/routing.md, step 5, as a table.
#include <gtest/gtest.h>

#include "ladder.hpp"

namespace triaged::decide {
namespace {

using namespace test;

struct Case {
  std::string why{};
  Rung standing = Rung::hub_admin;
  Reachability representatives = Reachability::reachable;
  IfSilent silence = PassOn{};
  bool incident = false;
  Reachability support = Reachability::reachable;
  Reachability council = Reachability::reachable;  // the team that silence may name

  TicketState state = TicketState::open;
  std::string owner{};
  ReasonCode reason = ReasonCode::rule;
  std::vector<std::string> told{};  // "kind queue"
  bool remembers = true;
};

// A rule `deletion` wants the ticket at engineering, with the say of a representative.
View view_of(const Case& the) {
  View view = everybody_there();
  view.place.standing = the.standing;
  view.classification.rule = RuleName{"deletion"};
  view.classification.destination = TeamId{"engineering"};
  view.classification.incident.value = the.incident;
  view.classification.needs = Approval{.by = Rung::community_representative, .silence = the.silence};
  rung(view, Rung::community_representative).reachability = the.representatives;
  rung(view, Rung::support).reachability = the.support;
  view.reach.named = rung(view, Rung::engineering);
  if (const auto* silent = std::get_if<TeamId>(&the.silence))
    view.if_silent = team(silent->value, {}, the.council);
  return view;
}

const std::vector<std::string> kAsked{"approval_requested team.community_representative",
                                      "received triaged.requesters"};
const std::vector<std::string> kEngineering{"assigned team.engineering", "received triaged.requesters"};

const std::vector<Case> kCases{
    {.why = "a representative of the place needs to ask nobody",
     .standing = Rung::community_representative,
     .owner = "engineering",
     .told = kEngineering},
    {.why = "an admin waits for the representatives",
     .state = TicketState::awaiting_approval,
     .owner = "community_representative",
     .reason = ReasonCode::approval,
     .told = kAsked},
    {.why = "so does a user",
     .standing = Rung::user,
     .state = TicketState::awaiting_approval,
     .owner = "community_representative",
     .reason = ReasonCode::approval,
     .told = kAsked},
    {.why = "support is no representative: authority is not inherited upwards",
     .standing = Rung::support,
     .silence = Refuse{},
     .state = TicketState::awaiting_approval,
     .owner = "community_representative",
     .reason = ReasonCode::approval,
     .told = kAsked},
    {.why = "nor is an engineer",
     .standing = Rung::engineering,
     .state = TicketState::awaiting_approval,
     .owner = "community_representative",
     .reason = ReasonCode::approval,
     .told = kAsked},
    {.why = "an incident goes ahead, and they are asked beside it",
     .incident = true,
     .owner = "engineering",
     .told = {"assigned team.engineering", "approval_requested team.community_representative",
              "received triaged.requesters"}},
    {.why = "an incident goes ahead although nobody can be asked",
     .representatives = Reachability::no_members,
     .silence = Refuse{},
     .incident = true,
     .owner = "engineering",
     .told = kEngineering},
    {.why = "nobody holds the rung: support, unapproved",
     .representatives = Reachability::no_members,
     .owner = "support",
     .reason = ReasonCode::unapproved,
     .told = {"assigned team.support", "received triaged.requesters"},
     .remembers = false},
    {.why = "an unknown community: the same",
     .representatives = Reachability::unknown_hub,
     .owner = "support",
     .reason = ReasonCode::unapproved,
     .told = {"assigned team.support", "received triaged.requesters"},
     .remembers = false},
    {.why = "a representative of anywhere has no say where nobody knows where",
     .standing = Rung::community_representative,
     .representatives = Reachability::unknown_hub,
     .owner = "support",
     .reason = ReasonCode::unapproved,
     .told = {"assigned team.support", "received triaged.requesters"},
     .remembers = false},
    {.why = "a ladder without representatives: the same",
     .representatives = Reachability::absent,
     .owner = "support",
     .reason = ReasonCode::unapproved,
     .told = {"assigned team.support", "received triaged.requesters"},
     .remembers = false},
    {.why = "their queue takes nothing: the same",
     .representatives = Reachability::undeliverable,
     .owner = "support",
     .reason = ReasonCode::unapproved,
     .told = {"assigned team.support", "received triaged.requesters"},
     .remembers = false},
    {.why = "support cannot be reached either: the next rung above it",
     .representatives = Reachability::no_members,
     .support = Reachability::no_members,
     .owner = "engineering",
     .reason = ReasonCode::unapproved,
     .told = {"assigned team.engineering", "received triaged.requesters"},
     .remembers = false},
    {.why = "silence names a team: that one",
     .representatives = Reachability::no_members,
     .silence = TeamId{"council"},
     .owner = "council",
     .reason = ReasonCode::unapproved,
     .told = {"assigned team.council", "received triaged.requesters"},
     .remembers = false},
    {.why = "which cannot be reached: support takes over",
     .representatives = Reachability::no_members,
     .silence = TeamId{"council"},
     .council = Reachability::no_members,
     .owner = "support",
     .reason = ReasonCode::unapproved,
     .told = {"assigned team.support", "received triaged.requesters"},
     .remembers = false},
    {.why = "silence refuses: declined, and support is told and keeps it",
     .representatives = Reachability::no_members,
     .silence = Refuse{},
     .state = TicketState::resolved,
     .owner = "support",
     .reason = ReasonCode::unapproved,
     .told = {"resolved team.support", "declined triaged.requesters"}},
    {.why = "on a ladder without representatives too",
     .representatives = Reachability::absent,
     .silence = Refuse{},
     .state = TicketState::resolved,
     .owner = "support",
     .reason = ReasonCode::unapproved,
     .told = {"resolved team.support", "declined triaged.requesters"}},
    {.why = "nothing is declined only because we do not know the community yet",
     .representatives = Reachability::unknown_hub,
     .silence = Refuse{},
     .owner = "support",
     .reason = ReasonCode::unapproved,
     .told = {"assigned team.support", "received triaged.requesters"},
     .remembers = false},
    {.why = "nor because a queue of ours is stuck",
     .representatives = Reachability::undeliverable,
     .silence = Refuse{},
     .owner = "support",
     .reason = ReasonCode::unapproved,
     .told = {"assigned team.support", "received triaged.requesters"},
     .remembers = false},
};

TEST(Approval, IsAskedOfWhoHoldsTheRungThereAndOfNobodyElse) {
  for (const Case& the : kCases) {
    SCOPED_TRACE(the.why);
    const auto effects = decide(view_of(the), opening(), kNow, {});
    ASSERT_TRUE(effects.ticket);
    const Ticket& ticket = *effects.ticket;
    EXPECT_EQ(name(ticket.state), name(the.state));
    EXPECT_EQ(ticket.team.value, the.owner);
    EXPECT_EQ(name(ticket.reason.code), name(the.reason));
    EXPECT_EQ(ticket.reason.rule.value, "deletion");
    EXPECT_EQ(told(effects), the.told);
    EXPECT_EQ(ticket.meant_for.has_value(), the.remembers);
    if (the.remembers) {
      EXPECT_EQ(ticket.meant_for, Destination{TeamId{"engineering"}});
      EXPECT_EQ(ticket.silence, the.silence);
    }
    for (const Notice& notice : effects.notices) {
      EXPECT_EQ(notice.ticket, ticket) << "a notice shows the ticket as it is now";
      EXPECT_EQ(notice.reason, ticket.reason);
    }
  }
}

TEST(Approval, TheReasonSaysWhatIsMissingAndWhereItWasMeantToGo) {
  EXPECT_EQ(decide(view_of({}), opening(), kNow, {}).ticket->reason.text,
            "rule deletion needs the say of community_representative before it goes to engineering");
  Case nobody{.representatives = Reachability::no_members, .support = Reachability::undeliverable};
  EXPECT_EQ(decide(view_of(nobody), opening(), kNow, {}).ticket->reason.text,
            "rule deletion needs the say of community_representative, and community_representative has no "
            "members there; support's queue takes no messages");
  Case incident{.incident = true};
  EXPECT_EQ(decide(view_of(incident), opening(), kNow, {}).ticket->reason.text,
            "rule deletion; an incident does not wait for community_representative");
}

TEST(Approval, WhenNobodyAtAllIsLeftTheTicketIsUnroutedAndSeen) {
  for (const IfSilent& silence : {IfSilent{PassOn{}}, IfSilent{Refuse{}}, IfSilent{TeamId{"council"}}}) {
    View view = view_of({.silence = silence});
    for (TeamReach& rung : view.reach.rungs) rung.reachability = Reachability::no_members;
    if (view.if_silent) view.if_silent->reachability = Reachability::no_members;
    const auto effects = decide(view, opening(), kNow, {});
    EXPECT_TRUE(effects.ticket->team.empty());
    ASSERT_FALSE(effects.notices.empty());
    EXPECT_EQ(effects.notices[0].queue, "triaged.unrouted");
  }
}

TEST(Approval, NothingIsAskedForWhatGoesToNobody) {
  View view = view_of({});
  view.classification.destination = ToNobody{"a copy"};
  const auto effects = decide(view, opening(), kNow, {});
  EXPECT_EQ(effects.ticket->state, TicketState::resolved);
  EXPECT_TRUE(effects.notices.empty());
}

TEST(Approval, AnAwaitingTicketCannotBeOpenedAgain) {
  View view = view_of({});
  view.ticket = decide(view, opening(), kNow, {}).ticket;
  EXPECT_EQ(decide(view, opening(), kNow, {}).refused, Refusal::wrong_state);
}

TEST(Approval, AMessageThatCouldNotBeReadNeedsNobodysSay) {
  View view = view_of({});
  const ParkedMessage message{.ticket = TicketId{"PARKED-0"},
                              .reason = ParkReason::undecodable,
                              .detail = "line 1",
                              .legible = "delete"};
  EXPECT_EQ(open_for_parked(view, message, kNow, {}).ticket->team.value, "support");
}

}  // namespace
}  // namespace triaged::decide
