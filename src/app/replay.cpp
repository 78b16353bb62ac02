#include "app/replay.hpp"

#include <triaged/codec/normalize.hpp>

namespace triaged::app {
namespace {

std::string words(const domain::Destination& destination) {
  if (const auto* rung = std::get_if<domain::Rung>(&destination)) return std::string(name(*rung));
  if (const auto* team = std::get_if<domain::TeamId>(&destination)) return team->value;
  if (std::holds_alternative<domain::ToNobody>(destination)) return "nobody";
  return "next_rung";
}

template <class T>
std::string with_rule(const std::string& value, const domain::Set<T>& set) {
  return set.by.empty() ? value : value + " by " + set.by.value;
}

std::string words(const std::vector<std::pair<std::string, domain::Set<std::string>>>& labels) {
  std::string text;
  for (const auto& [key, set] : labels)
    text.append(text.empty() ? "" : ", ").append(key).append(": ").append(with_rule(set.value, set));
  return text;
}

std::string words(const std::optional<domain::Approval>& needs) {
  return needs ? std::string(name(needs->by)) : std::string();
}

std::string outcome(const std::optional<domain::Refusal>& refused) {
  return refused ? "refused: " + std::string(name(*refused)) : "applied";
}

// What is said of each, to be compared line by line.
std::vector<std::pair<std::string, std::string>> said(const domain::Classification& classification) {
  const auto& [category, severity, symptom, incident, labels, destination, needs, rule] = classification;
  return {{"category", with_rule(category.value, category)},
          {"severity", with_rule(std::string(name(severity.value)), severity)},
          {"symptom", with_rule(symptom.value, symptom)},
          {"incident", with_rule(incident.value ? "perhaps" : "no", incident)},
          {"labels", words(labels)},
          {"destination", words(destination)},
          {"needs", words(needs)},
          {"rule", rule.value}};
}

std::vector<std::pair<std::string, std::string>> said(const domain::Ticket& ticket) {
  return {{"team", ticket.team.value},
          {"rung", ticket.rung ? std::string(name(*ticket.rung)) : std::string()},
          {"state", std::string(name(ticket.state))},
          {"hub", ticket.place.hub.value},
          {"community", ticket.place.community.value},
          {"standing", std::string(name(ticket.place.standing))},
          {"reason", std::string(name(ticket.reason.code)) + ": " + ticket.reason.text}};
}

template <class T>
void compare(const T& then, const T& now, std::vector<Difference>& found) {
  if (then == now) return;
  const auto before = found.size();
  const auto old_words = said(then);
  const auto new_words = said(now);
  for (std::size_t i = 0; i < old_words.size(); ++i)
    if (old_words[i].second != new_words[i].second)
      found.push_back({.field = old_words[i].first, .then = old_words[i].second, .now = new_words[i].second});
  if (found.size() == before) found.push_back({.field = "details", .then = "as recorded", .now = "others"});
}

Replayed refusal(domain::Refusal why, const std::optional<domain::Ticket>& before) {
  return {.explained = {}, .ticket = before, .refused = why};
}

}  // namespace

bool of_parked_message(const codec::HistoryEntry& entry) {
  return entry.event.producer.empty() && entry.ticket.reason.code == domain::ReasonCode::parked;
}

// The order of the engine's own way of an event.
Replayed replay(const codec::HistoryEntry& entry, const std::optional<domain::Ticket>& before,
                const config::Configuration& configuration) {
  const auto& event = entry.event;
  const auto* producer = configuration.directory->producer(event.producer);
  if (producer == nullptr || !may_tell(*producer, kind(event)))
    return refusal(domain::Refusal::not_allowed, before);
  if (!may_speak_for(*producer, event.hub)) return refusal(domain::Refusal::not_your_hub, before);
  const auto* opened = std::get_if<domain::Opened>(&event.body);
  if (opened == nullptr || before) {
    const decide::View view{.ticket = before, .place = {}, .classification = {}, .reach = {}, .ruleset = {}};
    auto effects = decide::decide(view, event, entry.at, *configuration.policy);
    return {.explained = {}, .ticket = effects.ticket ? effects.ticket : before, .refused = effects.refused};
  }
  const domain::MatchText text{.subject = codec::normalize(opened->subject),
                               .body = codec::normalize(opened->body)};
  auto explained = decide_anew(event, *opened, text, configuration,
                               {.now = entry.at, .undeliverable = entry.undeliverable, .producer = producer});
  Replayed replayed{
      .explained = {}, .ticket = explained.effects.ticket, .refused = explained.effects.refused};
  replayed.explained = std::move(explained);
  return replayed;
}

std::vector<Difference> differences(const codec::HistoryEntry& entry, const Replayed& replayed) {
  std::vector<Difference> found;
  if (entry.refused != replayed.refused)
    found.push_back({.field = "outcome", .then = outcome(entry.refused), .now = outcome(replayed.refused)});
  compare(entry.ticket, replayed.ticket.value_or(domain::Ticket{}), found);
  compare(entry.classification,
          replayed.explained ? replayed.explained->rules.classification : domain::Classification{}, found);
  return found;
}

}  // namespace triaged::app
