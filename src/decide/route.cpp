#include "decide/route.hpp"

namespace triaged::decide {
namespace {

using domain::Reachability;
using domain::ReasonCode;
using domain::Rung;
using domain::TeamReach;

std::string day(std::chrono::local_days day) {
  constexpr std::size_t kDate = 10;  // of "2026-12-31T00:00:00Z"
  return domain::to_rfc3339(domain::Instant{day.time_since_epoch()}).substr(0, kDate);
}

constexpr std::size_t index(Rung rung) { return static_cast<std::size_t>(rung); }

bool reachable(const TeamReach& team) { return team.reachability == Reachability::reachable; }

// Only what a person should hear of: a rung that the ladder leaves out was not skipped.
bool worth_saying(const TeamReach& team) {
  return team.reachability != Reachability::absent || team.ended.has_value();
}

}  // namespace

ReasonCode code_of(Reachability why) {
  switch (why) {
    case Reachability::unknown_hub:
      return ReasonCode::unknown_hub;
    case Reachability::undeliverable:
      return ReasonCode::undeliverable;
    case Reachability::no_members:
    case Reachability::absent:
    case Reachability::reachable:
      return ReasonCode::empty_rung;
  }
  return ReasonCode::empty_rung;
}

std::string say(const TeamReach& team) {
  std::string text = !team.team.empty() ? team.team.value
                     : team.rung        ? std::string(name(*team.rung))
                                        : "that rung";
  switch (team.reachability) {
    case Reachability::reachable:
      return text + " can be reached";
    case Reachability::no_members:
      return text + " has no members there";
    case Reachability::unknown_hub:
      return text + " is not known without a known hub";
    case Reachability::undeliverable:
      return text + "'s queue takes no messages";
    case Reachability::absent:
      return text + (team.ended ? " ended on " + day(*team.ended) : " is not on the ladder");
  }
  return text;
}

namespace {

// The reason of a walk that passed over somebody: the first one passed over gives the code.
domain::Reason skipping(const std::vector<const TeamReach*>& skipped, const domain::RuleName& rule) {
  domain::Reason reason{.code = code_of(skipped.front()->reachability), .rule = rule, .text = {}};
  for (const TeamReach* team : skipped) reason.text += (reason.text.empty() ? "" : ", ") + say(*team);
  return reason;
}

// From `wanted` if it can be reached, else up from `from`.
Routed or_above(const TeamReach& wanted, Rung from, const domain::RuleName& rule,
                const domain::Reach& reach) {
  if (reachable(wanted))
    return {.team = &wanted,
            .reason = {.code = ReasonCode::rule, .rule = rule, .text = "rule " + rule.value}};
  std::vector<const TeamReach*> skipped{&wanted};
  const TeamReach* found = next_rung(from, reach, skipped);
  return {.team = found, .reason = skipping(skipped, rule)};
}

}  // namespace

const TeamReach* next_rung(Rung below, const domain::Reach& reach, std::vector<const TeamReach*>& skipped) {
  const std::size_t top = domain::kLadder.size() - 1;
  for (std::size_t at = std::min(index(below) + 1, top); at <= top; ++at) {
    const TeamReach& team = reach.rungs[at];
    if (reachable(team)) return &team;
    const bool said = !skipped.empty() && skipped.back() == &team;
    if (worth_saying(team) && !said) skipped.push_back(&team);
  }
  return nullptr;
}

Routed route(const domain::Classification& classification, const domain::Place& place,
             const domain::Reach& reach) {
  return route(classification.destination, reach.named ? &*reach.named : nullptr, classification.rule, place,
               reach);
}

Routed route(const domain::Destination& destination, const TeamReach* named, const domain::RuleName& rule,
             const domain::Place& place, const domain::Reach& reach) {
  if (std::holds_alternative<domain::ToNextRung>(destination)) {
    std::vector<const TeamReach*> skipped;
    const TeamReach* found = next_rung(place.standing, reach, skipped);
    if (!skipped.empty()) return {.team = found, .reason = skipping(skipped, rule)};
    return {.team = found,
            .reason = {.code = ReasonCode::next_rung,
                       .rule = rule,
                       .text = "the next rung above " + std::string(name(place.standing))}};
  }
  if (const auto* rung = std::get_if<Rung>(&destination))
    return or_above(reach.rungs[index(*rung)], *rung, rule, reach);
  if (std::holds_alternative<domain::TeamId>(destination) && named != nullptr) {
    // A side team that cannot be reached: the ladder above the requester's own rung takes over, from support
    // on.
    return or_above(*named, std::max(place.standing, Rung::community_representative), rule, reach);
  }
  return {};
}

}  // namespace triaged::decide
