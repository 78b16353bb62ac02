#include "decide/confidential.hpp"

namespace triaged::decide {

using domain::NoticeKind;
using domain::ReasonCode;

const domain::TeamReach* on_call(const Change& change) {
  const domain::TeamReach* page = change.reach(change.policy.page);
  return page != nullptr && page->reachability == domain::Reachability::reachable ? page : nullptr;
}

Routed kept_close(const Change& change, const domain::Destination& wanted, Routed routed) {
  const bool reached = routed.team != nullptr && routed.reason.code == ReasonCode::rule;
  // The next rung is where the rules wanted it, whichever that is.
  const bool any_rung = std::holds_alternative<domain::ToNextRung>(wanted) && routed.team != nullptr;
  if (!change.confidential() || reached || any_rung) return routed;
  routed.team = on_call(change);
  routed.reason.text += routed.team != nullptr
                            ? "; it is confidential, so " + routed.team->team.value + " has it"
                            : "; it is confidential, and nobody is on call";
  return routed;
}

void page_instead_of_climbing(Change& change, domain::Reason why) {
  const bool told = change.tell_team(change.policy.page, NoticeKind::escalated);
  change.ticket.reason = std::move(why);
  change.ticket.reason.text += told ? "; it is confidential, so nobody above hears of it"
                                    : "; it is confidential, and nobody is on call";
  if (!told) change.tell_owner(NoticeKind::reminder);
  change.respond_anew();
}

}  // namespace triaged::decide
