#include "app/replay.hpp"

#include <triaged/codec/normalize.hpp>
#include <triaged/engine/endings.hpp>
#include <triaged/engine/view.hpp>

#include "app/knowledge.hpp"

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
  return {.explained = {}, .classification = {}, .ticket = before, .refused = why};
}

// The ends of its clocks as that day's calendars gave them; the row may still hold those of the day before.
domain::Ticket as_of_that_day(domain::Ticket ticket, const engine::Knowledge& knowledge) {
  const auto hours = [&](const domain::TeamId& id) -> const decide::Calendar* {
    const auto* team = knowledge.directory->team(id);
    return team != nullptr && knowledge.calendars ? knowledge.calendars->find(team->calendar) : nullptr;
  };
  recalculate(ticket, hours(ticket.team), hours(domain::TeamId{std::string(name(domain::Rung::support))}),
              *knowledge.policy);
  return ticket;
}

// The ticket that another one was to be merged into: what the decision looked at of it, and no more.
std::optional<domain::Ticket> into(const codec::HistoryEntry& entry) {
  if (!entry.into) return std::nullopt;
  domain::Ticket ticket;
  ticket.id = entry.into->id;
  ticket.state = entry.into->state;
  ticket.place.hub = entry.into->hub;
  return ticket;
}

// Of the hubs: the one that the event names, those of the tickets that it changes. A comment on a merged
// ticket may go wherever that went.
bool may_speak_here(const directory::Producer& producer, const codec::HistoryEntry& entry,
                    const std::optional<domain::Ticket>& before) {
  const auto& event = entry.event;
  const bool goes_on = !event.addressed_to.empty() && std::holds_alternative<domain::Commented>(event.body);
  return may_speak_for(producer, event.hub) &&
         (!before || goes_on || may_speak_for(producer, before->place.hub)) &&
         (!entry.into || may_speak_for(producer, entry.into->hub));
}

// The daemon's own events have no producer.
bool is_told(const domain::TicketEvent& event) {
  return static_cast<std::size_t>(kind(event)) < domain::kToldKinds;
}

Replayed of_known(const codec::HistoryEntry& entry, const domain::Ticket& recorded,
                  const domain::Opened* opening, const config::Configuration& configuration) {
  const auto knowledge = to_knowledge(configuration);
  const domain::Ticket before = as_of_that_day(recorded, knowledge);
  const auto* said = std::get_if<domain::Commented>(&entry.event.body);
  const domain::MatchText text{.subject = {}, .body = said != nullptr ? codec::normalize(said->body) : ""};
  std::vector<std::string> open_calendars;
  if (const auto asked = calendars(*knowledge.rules); !asked.empty())
    knowledge.calendars->which_are_open(asked, entry.at, open_calendars);
  const auto ended =
      engine::ended(engine::endings(*knowledge.directory, knowledge.calendars.get()), entry.at);
  auto view = engine::view_of(knowledge, {.event = entry.event,
                                          .text = text,
                                          .ticket = before,
                                          .opening = opening,
                                          .into = into(entry),
                                          .now = entry.at,
                                          .undeliverable = entry.undeliverable,
                                          .away = entry.away,
                                          .ended = ended,
                                          .open_calendars = open_calendars});
  view.incident = entry.incident ? &*entry.incident : nullptr;
  view.storm = entry.storm;
  view.silence = entry.silenced;
  view.cleared = entry.cleared;
  auto effects = decide::decide(view, entry.event, entry.at, *configuration.policy);
  return {.explained = {},
          .classification = view.classification,
          .ticket = effects.ticket ? effects.ticket : before,
          .refused = effects.refused};
}

}  // namespace

bool of_parked_message(const codec::HistoryEntry& entry) {
  return entry.event.producer.empty() && entry.ticket.reason.code == domain::ReasonCode::parked;
}

// The order of the engine's own way of an event.
Replayed replay(const codec::HistoryEntry& entry, const std::optional<domain::Ticket>& before,
                const domain::Opened* opening, const config::Configuration& configuration) {
  const auto& event = entry.event;
  const auto* producer = configuration.directory->producer(event.producer);
  if (is_told(event)) {
    if (producer == nullptr || !may_tell(*producer, kind(event)))
      return refusal(domain::Refusal::not_allowed, before);
    if (!may_speak_here(*producer, entry, before)) return refusal(domain::Refusal::not_your_hub, before);
  }
  if (before) return of_known(entry, *before, opening, configuration);
  const auto* opened = std::get_if<domain::Opened>(&event.body);
  if (opened == nullptr) {
    const auto effects = decide::decide({}, event, entry.at, *configuration.policy);
    return {.explained = {}, .classification = {}, .ticket = before, .refused = effects.refused};
  }
  const domain::MatchText text{.subject = codec::normalize(opened->subject),
                               .body = codec::normalize(opened->body)};
  auto explained = decide_anew(event, *opened, text, configuration,
                               {.now = entry.at,
                                .undeliverable = entry.undeliverable,
                                .producer = producer,
                                .incident = entry.incident ? &*entry.incident : nullptr,
                                .storm = entry.storm,
                                .silence = entry.silenced,
                                .cleared = entry.cleared});
  Replayed replayed{.explained = {},
                    .classification = {},
                    .ticket = explained.effects.ticket,
                    .refused = explained.effects.refused};
  replayed.explained = std::move(explained);
  return replayed;
}

std::vector<Difference> differences(const codec::HistoryEntry& entry, const Replayed& replayed) {
  std::vector<Difference> found;
  if (entry.refused != replayed.refused)
    found.push_back({.field = "outcome", .then = outcome(entry.refused), .now = outcome(replayed.refused)});
  compare(entry.ticket, replayed.ticket.value_or(domain::Ticket{}), found);
  compare(entry.classification,
          replayed.explained ? replayed.explained->rules.classification : replayed.classification, found);
  return found;
}

}  // namespace triaged::app
