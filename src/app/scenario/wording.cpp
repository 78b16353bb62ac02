#include "app/scenario/wording.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "app/scenario/read.hpp"

namespace triaged::app::scenario {
namespace {

// As YAML: in quotes where it would otherwise be something else.
std::string scalar(const std::string& text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == '/';
  };
  if (!text.empty() && text.front() != '-' && std::ranges::all_of(text, plain)) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '\n')
      quoted += "\\n";
    else
      quoted += c;
  }
  return quoted + '"';
}

template <class Pairs>
std::string map(const Pairs& pairs) {
  std::string text;
  for (const auto& [key, value] : pairs)
    text.append(text.empty() ? "{" : ", ").append(key + ": " + scalar(value));
  return text.empty() ? "{}" : text + "}";
}

// The keys in which an outcome is told, beside those asked for.
constexpr std::array<std::string_view, 5> kSayMost{"kind", "incident", "team", "level", "reason"};

}  // namespace

std::string in_words(const Wanted& wanted) { return wanted.key + ": " + scalar(wanted.value); }

std::string in_words(const Expectation& expectation) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& one : expectation.wanted) pairs.emplace_back(one.key, one.value);
  return map(pairs);
}

std::string in_words(const Outcome& outcome, const Expectation* beside) {
  std::vector<std::pair<std::string, std::string>> pairs;
  const auto add = [&](std::string_view key) {
    const auto value = outcome.values.find(key);
    const bool told = std::ranges::any_of(pairs, [&](const auto& pair) { return pair.first == key; });
    if (value != outcome.values.end() && !told) pairs.emplace_back(key, value->second);
  };
  if (beside != nullptr && beside->sort == outcome.sort)
    for (const auto& one : beside->wanted) add(one.key);
  if (outcome.sort == Outcome::Sort::notice)
    for (const auto key : kSayMost) add(key);
  else
    for (const auto& [key, value] : outcome.values) add(key);
  std::string text = map(pairs);
  if (outcome.sort == Outcome::Sort::parked) text += " — " + outcome.name;
  return text;
}

std::string in_words(const std::vector<Outcome>& outcomes) {
  std::string text;
  for (const auto& outcome : outcomes)
    text.append(text.empty() ? "" : ", ").append(in_words(outcome, nullptr)).append(" " + outcome.name);
  return text.empty() ? "silence" : text;
}

namespace {

// The clock that ends first, of those that run.
std::string deadline_of(const domain::Ticket& ticket) {
  std::optional<domain::Instant> first;
  for (const auto& timer : ticket.timers)
    if (timer.due && (!first || *timer.due < *first)) first = timer.due;
  return first ? domain::to_rfc3339(*first) : std::string(kNone);
}

std::string clock_of(const domain::Ticket& ticket, domain::Clock clock) {
  const auto* one = timer(ticket, clock);
  if (one == nullptr) return std::string(kNone);
  return one->due ? domain::to_rfc3339(*one->due) : std::string(kStandsStill);
}

}  // namespace

Values values_of(const domain::Ticket& ticket) {
  Values values{
      {"state", std::string(name(ticket.state))},
      {"team", ticket.team.empty() ? std::string(kNobody) : ticket.team.value},
      {"rung", ticket.rung ? std::string(name(*ticket.rung)) : std::string()},
      {"version", std::to_string(ticket.version)},
      {"category", ticket.category},
      {"severity", std::string(name(ticket.severity))},
      {"incident", ticket.incident ? "true" : "false"},
      {"assignee", ticket.assignee.empty() ? std::string(kNobody) : ticket.assignee.value},
      {"hub", ticket.place.hub.value},
      {"community", ticket.place.community.value},
      {"incident_id", ticket.suspected ? ticket.incident_id.value + " suspected" : ticket.incident_id.value},
      {"silenced_by", ticket.silenced_by.value},
      {"deadline", deadline_of(ticket)}};
  for (const auto clock : domain::names<domain::Clock>())
    values[clock_key(clock)] = clock_of(ticket, *domain::parse<domain::Clock>(clock));
  return values;
}

Values values_of(const domain::Incident& incident, const decide::IncidentPolicy& policy) {
  const auto listed = [](const auto& items) {
    std::string text;
    for (const auto& item : items) text += (text.empty() ? "" : " ") + item.value;
    return text;
  };
  std::string lacks;
  for (const auto need : decide::missing(incident, policy))
    lacks += (lacks.empty() ? "" : " ") + std::string(name(need));
  return {{"state", std::string(name(incident.state))},
          {"severity", std::string(name(incident.severity))},
          {"symptom", incident.symptom},
          {"hub", incident.hub.value},
          {"cluster", incident.cluster.value},
          {"parent", incident.parent.value},
          {"acknowledged_by", incident.acknowledged_by.value},
          {"tickets", listed(incident.tickets)},
          {"suspected", listed(incident.suspected)},
          {"missing", lacks}};
}

}  // namespace triaged::app::scenario
