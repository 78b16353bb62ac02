#include "app/comparison.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace triaged::app {
namespace {

constexpr std::array<std::string_view, 8> kAspects{"team",     "state",   "goes_on_to", "category",
                                                   "severity", "symptom", "incident",   "label"};

std::string or_none(const std::string& word, std::string_view none) {
  return word.empty() ? std::string(none) : word;
}

// Where a ticket goes once a representative has approved.
std::string goes_on_to(const domain::Ticket& ticket) {
  if (ticket.state != domain::TicketState::awaiting_approval || !ticket.meant_for) return "-";
  const auto& destination = *ticket.meant_for;
  if (const auto* rung = std::get_if<domain::Rung>(&destination)) return std::string(name(*rung));
  if (const auto* team = std::get_if<domain::TeamId>(&destination)) return team->value;
  return std::holds_alternative<domain::ToNobody>(destination) ? "nobody" : "next_rung";
}

using Labels = std::vector<std::pair<std::string, domain::Set<std::string>>>;

const domain::Set<std::string>* find(const Labels& labels, const std::string& key) {
  const auto found = std::ranges::find(labels, key, &Labels::value_type::first);
  return found == labels.end() ? nullptr : &found->second;
}

void compare_labels(const Labels& active, const Labels& candidate, std::vector<Change>& found) {
  const auto add = [&](const std::string& key, const domain::Set<std::string>* from,
                       const domain::Set<std::string>* to) {
    found.push_back({.aspect = Aspect::label,
                     .label = key,
                     .from = from != nullptr ? "set" : "unset",
                     .to = to == nullptr ? "unset" : (from != nullptr ? "set otherwise" : "set"),
                     .by_active = from != nullptr ? from->by : domain::RuleName{},
                     .by_candidate = to != nullptr ? to->by : domain::RuleName{}});
  };
  for (const auto& [key, value] : active)
    if (const auto* other = find(candidate, key); other == nullptr || other->value != value.value)
      add(key, &value, other);
  for (const auto& [key, value] : candidate)
    if (find(active, key) == nullptr) add(key, nullptr, &value);
}

}  // namespace

std::string_view name(Aspect aspect) noexcept { return kAspects[static_cast<std::size_t>(aspect)]; }

std::vector<Change> changes(const Decided& active, const Decided& candidate) {
  std::vector<Change> found;
  const auto& [was, said_before] = active;
  const auto& [is, said_after] = candidate;
  const auto compare = [&](Aspect aspect, std::string from, std::string to, const domain::RuleName& by_active,
                           const domain::RuleName& by_candidate) {
    if (from == to) return;
    found.push_back({.aspect = aspect,
                     .label = {},
                     .from = std::move(from),
                     .to = std::move(to),
                     .by_active = by_active,
                     .by_candidate = by_candidate});
  };
  const auto by_route = [&](Aspect aspect, std::string from, std::string to) {
    compare(aspect, std::move(from), std::move(to), said_before.rule, said_after.rule);
  };
  by_route(Aspect::team, or_none(was.team.value, "nobody"), or_none(is.team.value, "nobody"));
  by_route(Aspect::state, std::string(name(was.state)), std::string(name(is.state)));
  by_route(Aspect::goes_on_to, goes_on_to(was), goes_on_to(is));
  compare(Aspect::category, was.category, is.category, said_before.category.by, said_after.category.by);
  compare(Aspect::severity, std::string(name(was.severity)), std::string(name(is.severity)),
          said_before.severity.by, said_after.severity.by);
  compare(Aspect::symptom, or_none(was.symptom, "-"), or_none(is.symptom, "-"), said_before.symptom.by,
          said_after.symptom.by);
  compare(Aspect::incident, was.incident ? "perhaps" : "no", is.incident ? "perhaps" : "no",
          said_before.incident.by, said_after.incident.by);
  compare_labels(said_before.labels, said_after.labels, found);
  return found;
}

void Tally::add(const Decided& active, const Decided& candidate, const Example& example, std::size_t most) {
  auto found = app::changes(active, candidate);
  if (found.empty()) {
    ++same;
    if (active.classification.rule != candidate.classification.rule) ++by_another_rule;
    return;
  }
  ++different;
  for (auto& change : found) {
    auto at = changes.find(change);
    if (at == changes.end() && changes.size() >= kChangesMost) {
      ++not_listed;
      continue;
    }
    if (at == changes.end()) at = changes.emplace(std::move(change), Seen{}).first;
    auto& seen = at->second;
    ++seen.count;
    if (seen.examples.size() < most) seen.examples.push_back(example);
  }
}

std::vector<FromTo> summary(const Tally& tally) {
  std::vector<FromTo> found;
  for (const auto& one : tally.changes) {  // sorted: what belongs together stands together
    const auto& change = one.first;
    const auto belongs = [&](const FromTo& group) {
      return std::tie(group.aspect, group.label, group.from, group.to) ==
             std::tie(change.aspect, change.label, change.from, change.to);
    };
    if (found.empty() || !belongs(found.back()))
      found.push_back({.aspect = change.aspect,
                       .label = change.label,
                       .from = change.from,
                       .to = change.to,
                       .count = 0,
                       .rules = {}});
    found.back().count += one.second.count;
    found.back().rules.push_back(&one);
  }
  for (auto& group : found)
    std::ranges::stable_sort(group.rules, std::ranges::greater{},
                             [](const auto* one) { return one->second.count; });
  std::ranges::stable_sort(found, [](const FromTo& a, const FromTo& b) {
    return std::tie(a.aspect, b.count) < std::tie(b.aspect, a.count);
  });
  return found;
}

}  // namespace triaged::app
