// Authority is held at a place and not inherited upwards: support, filing for a representative, is none. Who
// belongs to no community that we know has a standing for the rules' eyes, and no authority anywhere.
#include "decide/approval.hpp"

namespace triaged::decide {
namespace {

using domain::Reachability;
using domain::ReasonCode;
using domain::Rung;
using domain::TeamReach;

const TeamReach& at(const domain::Reach& reach, Rung rung) {
  return reach.rungs[static_cast<std::size_t>(rung)];
}

bool holds_authority(const View& view, Rung by) {
  return view.place.standing == by && at(view.reach, by).reachability != Reachability::unknown_hub;
}

std::string rule_needs(const domain::Classification& said, Rung by) {
  return "rule " + said.rule.value + " needs the say of " + std::string(name(by));
}

std::string where(const domain::Destination& destination) {
  if (const auto* team = std::get_if<domain::TeamId>(&destination)) return team->value;
  if (const auto* rung = std::get_if<Rung>(&destination)) return std::string(name(*rung));
  return "the next rung";
}

// Nobody holds the rung. Not so where the community is not known yet, or where a queue takes nothing for now:
// somebody may well hold it there, and a refusal would be ours and not theirs.
bool held_by_nobody(const TeamReach& approver) {
  switch (approver.reachability) {
    case Reachability::no_members:
    case Reachability::absent:
      return true;
    case Reachability::reachable:
    case Reachability::unknown_hub:
    case Reachability::undeliverable:
      return false;
  }
  return false;
}

// `routed`, as a ticket that nobody approved and nobody could have.
Routed unapproved(Routed routed, const View& view, Rung by) {
  std::string text = rule_needs(view.classification, by) + ", and " + say(at(view.reach, by));
  const bool somebody_was_skipped = routed.reason.code != ReasonCode::rule;
  if (somebody_was_skipped) text += "; " + routed.reason.text;
  routed.reason = {.code = ReasonCode::unapproved, .rule = view.classification.rule, .text = std::move(text)};
  return routed;
}

}  // namespace

Say say_needed(const View& view) {
  const auto& said = view.classification;
  const auto& needs = said.needs;
  if (!needs || holds_authority(view, needs->by)) return GoesAhead{};
  const TeamReach& approver = at(view.reach, needs->by);
  const bool can_be_asked = approver.reachability == Reachability::reachable;
  if (said.incident.value) return GoesAheadAndAsks{can_be_asked ? &approver : nullptr};
  if (can_be_asked)
    return Awaits{
        .approver = &approver,
        .reason = {.code = ReasonCode::approval,
                   .rule = said.rule,
                   .text = rule_needs(said, needs->by) + " before it goes to " + where(said.destination)}};

  const auto* team = std::get_if<domain::TeamId>(&needs->silence);
  const TeamReach* named = view.if_silent ? &*view.if_silent : nullptr;
  const domain::Destination instead = team != nullptr ? domain::Destination{*team} : Rung::support;
  Routed routed = unapproved(route(instead, named, said.rule, view.place, view.reach), view, needs->by);
  if (std::holds_alternative<domain::Refuse>(needs->silence) && held_by_nobody(approver))
    return Refused{std::move(routed)};
  return PassedOn{std::move(routed)};
}

}  // namespace triaged::decide
