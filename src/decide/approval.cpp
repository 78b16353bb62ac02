// Approval: what is asked at the opening, and what comes of the answer.
//
// Authority is held at a place and not inherited upwards: support, filing for a representative, is none. Who
// belongs to no community that we know has a standing for the rules' eyes, and no authority anywhere.
#include "decide/approval.hpp"

#include "decide/clocks.hpp"
#include "decide/confidential.hpp"
#include "decide/steps.hpp"

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

// ---- a comment ----

// The ticket is under way and goes on; what the new text asks for is somebody else's to say all the same.
const TeamReach* to_be_asked_beside(Change& change) {
  const auto& said = change.view.classification;
  const bool asked_already = change.ticket.state == domain::TicketState::awaiting_approval;
  if (!said.needs || asked_already || change.confidential() || change.view.speaker.represents) return nullptr;
  const TeamReach& approver = change.reach(said.needs->by);
  change.ticket.reason.text += "; " + rule_needs(said, said.needs->by);
  if (approver.reachability == Reachability::reachable)
    return approver.team != change.ticket.team ? &approver : nullptr;
  change.ticket.reason.text += ", and " + say(approver);
  return nullptr;
}

// ---- the answer ----

namespace {

std::string who(const Change& change, const domain::ActorId& quoted) {
  std::string text = " by " + change.event.actor.value;
  if (!quoted.empty()) text += " for " + quoted.value;
  return text;
}

std::string words(const std::string& said) { return said.empty() ? "" : ": " + said; }

// Where it was meant for from the start; rules of before a change of the directory may name nobody of today.
Routed onward(const Change& change, const domain::Destination& to) {
  const auto* team = std::get_if<domain::TeamId>(&to);
  return kept_close(change, to,
                    route(to, team != nullptr ? change.reach(*team) : nullptr, change.ticket.reason.rule,
                          change.ticket.place, change.view.reach));
}

void give_on(Change& change, const domain::Destination& to, ReasonCode code, std::string text) {
  Routed routed = onward(change, to);
  if (routed.reason.code != ReasonCode::rule && routed.reason.code != ReasonCode::next_rung)
    text += "; " + routed.reason.text;
  change.give(routed.team, domain::NoticeKind::assigned,
              {.code = code, .rule = change.ticket.reason.rule, .text = std::move(text)});
  change.tell_requester(domain::NoticeKind::passed_on);
}

void resolve_as_declined(Change& change, ReasonCode code, std::string text) {
  auto& ticket = change.ticket;
  ticket.state = domain::TicketState::resolved;
  ticket.reason = {.code = code, .rule = ticket.reason.rule, .text = std::move(text)};
  change.stop_all_clocks();
  change.start_closing();
}

}  // namespace

void approve(Change& change, const domain::Approved& said) {
  const domain::Destination to = change.ticket.meant_for.value_or(domain::ToNextRung{});
  std::string text = "approved" + who(change, said.on_behalf_of) + words(said.comment);
  if (!std::holds_alternative<domain::ToNobody>(to))
    return give_on(change, to, ReasonCode::approval, std::move(text));
  resolve_as_declined(change, ReasonCode::approval, std::move(text));
  change.tell_owner(domain::NoticeKind::resolved);
  change.tell_requester(domain::NoticeKind::resolved);
}

void decline(Change& change, const domain::Declined& said) {
  resolve_as_declined(change, ReasonCode::approval,
                      "declined" + who(change, said.on_behalf_of) + words(said.reason));
  change.tell_owner(domain::NoticeKind::resolved);
  change.tell_requester(domain::NoticeKind::declined);
}

namespace {

void silent(Change& change, const std::string& text) {
  stop(change.ticket, domain::Clock::approval);
  change.ticket.meant_for.reset();  // not without a say, whatever is found out later
  if (const auto* team = std::get_if<domain::TeamId>(&change.ticket.silence)) {
    // A rule may name a lower rung, and no clock moves a ticket down.
    const TeamReach* named = change.reach(*team);
    const bool below = named != nullptr && named->rung && named->rung < change.ticket.rung;
    const domain::Destination to = below ? domain::Destination{Rung::support} : domain::Destination{*team};
    return give_on(change, to, ReasonCode::unapproved, text);
  }
  if (std::holds_alternative<domain::PassOn>(change.ticket.silence))
    return give_on(change, Rung::support, ReasonCode::unapproved, text);
  resolve_as_declined(change, ReasonCode::unapproved, text + ", and then it is not done");
  change.tell_owner(domain::NoticeKind::resolved);
  const TeamReach& support = change.reach(Rung::support);  // may find a representative, and take it up again
  if (support.reachability == Reachability::reachable) change.tell(&support, domain::NoticeKind::resolved);
  change.tell_requester(domain::NoticeKind::declined);
}

}  // namespace

void nobody_said(Change& change) { silent(change, "no representative has said yes or no in time"); }

void nobody_can_say(Change& change, const TeamReach& asked) {
  const std::string text = say(asked) + ", so that nobody can say yes or no";
  // Where only a queue takes nothing, a refusal would be ours and not theirs.
  if (std::holds_alternative<domain::Refuse>(change.ticket.silence) && !held_by_nobody(asked)) {
    change.ticket.meant_for.reset();
    return give_on(change, Rung::support, ReasonCode::unapproved, text);
  }
  silent(change, text);
}

}  // namespace triaged::decide
