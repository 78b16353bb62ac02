// Up the ladder, and from team to team.
#include "decide/clocks.hpp"
#include "decide/confidential.hpp"
#include "decide/route.hpp"
#include "decide/steps.hpp"

namespace triaged::decide {

using domain::Clock;
using domain::NoticeKind;
using domain::ReasonCode;
using domain::Rung;
using domain::TeamReach;

bool reachable(const TeamReach* team) {
  return team != nullptr && team->reachability == domain::Reachability::reachable;
}

const TeamReach* above(const Change& change, PassedOver& passed_over) {
  const auto& ticket = change.ticket;
  if (!ticket.rung) {
    const TeamReach* owner = change.owner();
    if (owner != nullptr && !owner->manager.empty())
      if (const TeamReach* manager = change.reach(owner->manager); reachable(manager)) return manager;
  }
  Rung below = ticket.rung.value_or(Rung::community_representative);
  while (below != domain::kLadder.back()) {
    std::vector<const TeamReach*> skipped;
    const TeamReach* found = next_rung(below, change.view.reach, skipped);
    for (const TeamReach* one : skipped) passed_over.said += ", " + say(*one);
    if (found == nullptr || !change.view.same_people[static_cast<std::size_t>(*found->rung)]) return found;
    passed_over.said += ", " + found->team.value + " are the same people";
    passed_over.same_people = true;
    below = *found->rung;
  }
  return nullptr;
}

// Nobody is above, so somebody beside the ladder is told, and told again while nobody answers: whoever is
// paged, where it is urgent enough to wake people.
void at_the_top(Change& change, domain::Reason why) {
  auto& ticket = change.ticket;
  ticket.reason = std::move(why);
  const bool urgent = ticket.severity >= change.policy.page_from;
  const auto& impasse = change.policy.impasse;
  const bool told =
      (urgent && change.tell_team(change.policy.page, NoticeKind::escalated)) ||
      (impasse && !impasse->to.empty() && change.tell_team(impasse->to.front(), NoticeKind::escalated));
  ticket.reason.text += told ? "; nobody is above " : "; nobody above can be told, so it stays with ";
  ticket.reason.text += ticket.team.empty() ? "nobody" : ticket.team.value;
  if (!told) change.tell_owner(NoticeKind::reminder);
  change.respond_anew();
}

void climb(Change& change, domain::Reason why) {
  const bool by_itself = change.event.producer.empty();
  if (by_itself && change.confidential()) return page_instead_of_climbing(change, std::move(why));
  PassedOver passed_over;
  const TeamReach* next = above(change, passed_over);
  why.text += passed_over.said;
  if (passed_over.same_people) why.code = ReasonCode::empty_rung;
  if (next == nullptr) return at_the_top(change, std::move(why));
  change.give(next, NoticeKind::escalated, std::move(why));
  change.tell_requester(NoticeKind::passed_on);
}

void escalate(Change& change, const domain::Escalated& why) {
  std::string text = "passed up by " + change.event.actor.value;
  if (!why.reason.empty()) text += ": " + why.reason;
  climb(change, {.code = ReasonCode::command, .rule = {}, .text = std::move(text)});
}

std::optional<domain::Refusal> hand_over(Change& change, const domain::HandedOver& to) {
  auto& ticket = change.ticket;
  const TeamReach* wanted = change.reach(to.team);
  if (wanted == nullptr || wanted->reachability == domain::Reachability::absent)
    return domain::Refusal::unknown_team;
  if (wanted->team == ticket.team) return domain::Refusal::wrong_state;
  // Who cannot be reached there is passed over, as at the opening.
  const domain::Destination named = wanted->team;
  Routed routed = kept_close(change, named, route(named, wanted, {}, ticket.place, change.view.reach));
  std::string text = "handed over by " + change.event.actor.value;
  if (!to.reason.empty()) text += ": " + to.reason;
  if (routed.reason.code == ReasonCode::rule)
    routed.reason.code = ReasonCode::command;
  else
    text += "; " + routed.reason.text;
  routed.reason.text = std::move(text);
  ++ticket.moves;
  change.give(routed.team, NoticeKind::handed_over, std::move(routed.reason));
  change.tell_requester(NoticeKind::passed_on);
  if (const auto& impasse = change.policy.impasse;
      impasse && ticket.moves > impasse->moves && ticket.impasses < impasse->to.size()) {
    // Told even where this one cannot be reached: then the next one is, with the next hand-over.
    if (change.tell_team(impasse->to[ticket.impasses], NoticeKind::impasse))
      ticket.reason.text += "; handed over " + std::to_string(ticket.moves) + " times";
    ++ticket.impasses;
  }
  return {};
}

}  // namespace triaged::decide
