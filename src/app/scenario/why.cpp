#include "app/scenario/why.hpp"

#include <algorithm>
#include <span>

#include <triaged/codec/normalize.hpp>
#include <triaged/rules/coverage.hpp>

#include "app/scenario/compare.hpp"

namespace triaged::app::scenario {
namespace {

constexpr std::size_t kRulesTold = 3;  // of those that route to the expected team

std::string place(const document::Place& place) { return place.file + ":" + std::to_string(place.line); }

std::string named(std::string_view text) { return "`" + std::string(text) + "`"; }

// Would a rule with this destination send a ticket of this requester to that team?
bool leads_to(const domain::Destination& destination, const std::string& team, domain::Rung standing,
              std::span<const domain::Rung> ladder) {
  if (const auto* named = std::get_if<domain::TeamId>(&destination)) return named->value == team;
  if (const auto* rung = std::get_if<domain::Rung>(&destination)) return name(*rung) == team;
  if (std::holds_alternative<domain::ToNobody>(destination)) return team == kNobody;
  const auto next = std::ranges::upper_bound(ladder, standing);  // whoever may be passed over there
  return !ladder.empty() && name(next == ladder.end() ? ladder.back() : *next) == team;
}

// Of a rule that did not match, how much of it did: the nearer ones are told first.
double nearness(const rules::Looked& rule) {
  if (rule.conditions.empty()) return 0;
  const auto held = std::ranges::count_if(rule.conditions, &rules::Asked::held);
  return static_cast<double>(held) / static_cast<double>(rule.conditions.size());
}

const codec::HistoryEntry* latest(const std::vector<codec::HistoryEntry>& decisions,
                                  const std::string& ticket) {
  const auto found = std::find_if(decisions.rbegin(), decisions.rend(), [&](const auto& entry) {
    return entry.event.ticket_id.value == ticket && !entry.refused;
  });
  return found == decisions.rend() ? nullptr : &*found;
}

struct Told {
  const codec::HistoryEntry& entry;
  const engine::Knowledge& knowledge;
  std::vector<std::string> lines;

  void winner(const std::vector<rules::Step>& steps) {
    const auto& won = entry.classification.rule;
    const auto step = std::ranges::find_if(
        steps, [&](const auto& one) { return one.part == rules::Step::Part::route && one.rule == won; });
    if (step == steps.end()) return;
    std::string line = "rule " + named(won.value) + " won (" + place(step->place) + ")";
    const auto& text = entry.ticket.reason.text;
    if (!text.empty() && text != "rule " + won.value) line += ": " + text;
    lines.push_back(std::move(line));
    if (const auto& category = entry.classification.category; !category.by.empty())
      lines.push_back("its category is " + named(category.value) + " by rule " + named(category.by.value));
  }

  void lacking(const std::vector<rules::Step>& steps, const std::vector<rules::Looked>& looked,
               const std::string& team) {
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < looked.size(); ++i)
      if (looked[i].destination && looked[i].rule != entry.classification.rule &&
          leads_to(*looked[i].destination, team, entry.ticket.place.standing, knowledge.directory->ladder()))
        candidates.push_back(i);
    if (candidates.empty()) {
      lines.push_back("no other rule sends such a ticket to " + named(team));
      return;
    }
    std::ranges::stable_sort(candidates, [&](std::size_t a, std::size_t b) {
      if (looked[a].matched != looked[b].matched) return looked[a].matched;
      return nearness(looked[a]) > nearness(looked[b]);
    });
    for (std::size_t n = 0; n < candidates.size() && n < kRulesTold; ++n) {
      const auto& step = steps[candidates[n]];
      const std::string rule = named(step.rule.value) + " (" + place(step.place) + ") ";
      lines.push_back(step.matched
                          ? rule + "would send it there too, but comes after the rule that won"
                          : rule + "would, but `" + step.failed + "` does not hold; it saw: " + step.saw);
    }
    if (candidates.size() > kRulesTold)
      lines.push_back(std::to_string(candidates.size() - kRulesTold) +
                      " more rules lead there; `triaged explain` shows them all");
  }

  template <class T>
  void field(const std::string& key, const domain::Set<T>& set) {
    lines.push_back(set.by.empty() ? "no rule set its " + key
                                   : "rule " + named(set.by.value) + " set its " + key);
  }
};

// One key that is not as it was wanted.
void tell(Told& told, const std::string& key, const std::string& value, const Recollection& recollection) {
  const auto& said = told.entry.classification;
  if (key == "category") return told.field(key, said.category);
  if (key == "severity") return told.field(key, said.severity);
  if (key == "symptom") return told.field(key, said.symptom);
  if (key == "incident") return told.field("mark as an incident", said.incident);
  const bool routing = key == "team" || key == "rung" || key == "rule" || key == "reason" || key == "state";
  if (!routing) return;
  const auto steps = rules::explain(recollection.facts(), *told.knowledge.rules).steps;
  const auto looked = rules::look(recollection.facts(), *told.knowledge.rules);
  told.winner(steps);
  if (key == "team" || key == "rung") told.lacking(steps, looked, value);
  if (key != "rule") return;
  const auto step = std::ranges::find_if(steps, [&](const auto& one) { return one.rule.value == value; });
  if (step == steps.end())
    told.lines.push_back("there is no rule " + named(value));
  else if (!step->matched)
    told.lines.push_back(named(value) + " did not match: `" + step->failed + "`; it saw: " + step->saw);
}

}  // namespace

Recollection::Recollection(const codec::HistoryEntry& entry, const engine::Knowledge& knowledge)
    : entry_(entry), opened_(std::get_if<domain::Opened>(&entry.event.body)) {
  if (entry.refused || entry.classification.rule.empty()) opened_ = nullptr;  // no rule was asked
  if (opened_ == nullptr) return;
  text_ = {.subject = codec::normalize(opened_->subject), .body = codec::normalize(opened_->body)};
  if (knowledge.calendars)
    knowledge.calendars->which_are_open(calendars(*knowledge.rules), entry.at, open_calendars_);
}

rules::Facts Recollection::facts() const {
  return {.event = entry_.event,
          .opened = *opened_,
          .text = text_,
          .place = entry_.ticket.place,
          .now = entry_.at,
          .open_calendars = open_calendars_};
}

std::vector<std::string> why(const Expectation* expected, const Outcome& got,
                             const std::vector<codec::HistoryEntry>& decisions,
                             const engine::Knowledge& knowledge) {
  const auto ticket = got.values.find("ticket_id");
  const auto* entry = ticket == got.values.end() || got.sort != Outcome::Sort::notice
                          ? nullptr
                          : latest(decisions, ticket->second);
  if (entry == nullptr) return {};
  const Recollection recollection(*entry, knowledge);
  if (!recollection.of_an_opening()) return {got.values.at("text")};
  Told told{*entry, knowledge, {}};
  if (expected == nullptr || expected->sort != got.sort) {
    tell(told, "reason", {}, recollection);
    return told.lines;
  }
  bool routing_told = false;
  for (const Wanted& wanted : expected->wanted) {
    if (agrees(wanted, got.values)) continue;
    const bool routing = wanted.key == "team" || wanted.key == "rung" || wanted.key == "rule" ||
                         wanted.key == "reason" || wanted.key == "text" || wanted.key == "kind";
    if (routing && std::exchange(routing_told, true)) continue;
    tell(told, wanted.key == "text" || wanted.key == "kind" ? "reason" : wanted.key, wanted.value,
         recollection);
  }
  return told.lines;
}

std::vector<std::string> why(const Wanted& wanted, const domain::TicketId& ticket,
                             const std::vector<codec::HistoryEntry>& decisions,
                             const engine::Knowledge& knowledge) {
  const auto* entry = latest(decisions, ticket.value);
  if (entry == nullptr) return {};
  const Recollection recollection(*entry, knowledge);
  if (!recollection.of_an_opening()) return {};
  Told told{*entry, knowledge, {}};
  tell(told, wanted.key, wanted.value, recollection);
  return told.lines;
}

}  // namespace triaged::app::scenario
