// A ticket whose team cannot be reached any more: the directory does not have it, its time is over, nobody
// holds its rung, or its queue takes nothing. It goes on as if that team had been passed over from the start:
// to the successor that the directory names, else upwards. Nothing goes down unless the directory names it.
#include "decide/confidential.hpp"
#include "decide/route.hpp"
#include "decide/steps.hpp"

namespace triaged::decide {

using domain::NoticeKind;
using domain::Reachability;
using domain::ReasonCode;
using domain::TeamReach;

namespace {

std::string gone(const TeamReach& team) {
  const bool vanished = team.reachability == Reachability::absent && !team.ended;
  return vanished ? team.team.value + " is not in the directory any more" : say(team);
}

// What lies in a queue that takes nothing comes out again one day, and at the top somebody else is told.
// Where there is neither, nobody would ever see it.
bool may_stay(const Change& change, const TeamReach& owner) {
  return !owner.queue.empty() &&
         (owner.reachability == Reachability::undeliverable || change.ticket.rung == domain::kLadder.back());
}

// Where it is. The same again, with nothing in between, is no news.
std::optional<domain::Refusal> stay(Change& change, domain::Reason why) {
  const domain::Reason before = change.ticket.reason;
  at_the_top(change, std::move(why));
  if (change.ticket.reason == before) return domain::Refusal::stale;
  return {};
}

// Whoever is above it; of a confidential ticket, whoever is paged. nullptr: nobody.
const TeamReach* instead(const Change& change, domain::Reason& why) {
  if (change.confidential()) {
    const TeamReach* paged = on_call(change);
    why.text += "; it is confidential, ";
    why.text += paged != nullptr ? "so " + paged->team.value + " has it" : "and nobody is on call";
    return paged;
  }
  PassedOver passed_over;
  const TeamReach* next = above(change, passed_over);
  why.text += passed_over.said;
  return next;
}

}  // namespace

std::optional<domain::Refusal> move_on(Change& change) {
  const TeamReach* owner = change.owner();
  if (owner == nullptr || reachable(owner)) return domain::Refusal::stale;
  if (change.ticket.state == domain::TicketState::awaiting_approval)
    return nobody_can_say(change, *owner), std::nullopt;

  domain::Reason why{.code = code_of(owner->reachability), .rule = {}, .text = gone(*owner)};
  const TeamReach* successor = change.reach(owner->successor);
  if (reachable(successor)) {
    // Somebody decided it, in the directory.
    why.code = ReasonCode::command;
    why.text += "; its successor is " + successor->team.value;
    change.give(successor, NoticeKind::handed_over, std::move(why));
    change.tell_requester(NoticeKind::passed_on);
    return {};
  }
  if (successor != nullptr) why.text += ", " + say(*successor);
  const TeamReach* next = instead(change, why);
  if (next == nullptr && may_stay(change, *owner)) return stay(change, std::move(why));
  change.give(next, NoticeKind::escalated, std::move(why));
  if (next != nullptr) change.tell_requester(NoticeKind::passed_on);
  return {};
}

}  // namespace triaged::decide
