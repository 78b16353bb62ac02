// What a decision may look at: brought together from memory, from what the store was asked for, and from the
// directory, calendars and rules in force.
#include <algorithm>

#include <triaged/engine/view.hpp>

#include "engine/impl.hpp"

namespace triaged::engine {
namespace {

// The destination's team, which is all that Reach needs beside the ladder.
domain::TeamId named_team(const domain::Classification& said) {
  const auto* team = std::get_if<domain::TeamId>(&said.destination);
  return team != nullptr ? *team : domain::TeamId{};
}

// The team that has the ticket when nobody gives the approval that it needs.
domain::TeamId team_if_silent(const domain::Classification& said) {
  const auto* team = said.needs ? std::get_if<domain::TeamId>(&said.needs->silence) : nullptr;
  return team != nullptr ? *team : domain::TeamId{};
}

domain::ActorId quoted(const domain::TicketEvent& event) {
  if (const auto* yes = std::get_if<domain::Approved>(&event.body)) return yes->on_behalf_of;
  if (const auto* no = std::get_if<domain::Declined>(&event.body)) return no->on_behalf_of;
  return {};
}

// Where the ticket belongs once its hub or community has been named.
domain::Place place_named(const directory::Directory& directory, const domain::Ticket& ticket,
                          const domain::Associated& named) {
  domain::TicketEvent asked;
  asked.actor = ticket.requester;
  asked.hub = named.hub;
  domain::Opened opened;
  opened.community = named.community;
  asked.body = std::move(opened);
  return directory.locate(asked);
}

}  // namespace

std::optional<domain::Ticket> Engine::Impl::find_ticket(const domain::TicketId& id,
                                                        const ports::Recalled& recalled) const {
  if (const auto open = memory.open_tickets.find(id); open != memory.open_tickets.end()) return open->second;
  if (const auto gone = memory.undurable_closed.find(id); gone != memory.undurable_closed.end())
    return gone->second;
  for (const auto& row : recalled.tickets)
    if (row.id == id) {
      auto ticket = codec::decode_ticket(row.payload);
      if (!ticket) throw CorruptStore("the store's row of ticket " + id.value + " cannot be decoded");
      return ticket;
    }
  return std::nullopt;
}

// Itself, or what it was merged into, to the end. One that is `merged` still has more links behind it than
// Limits::merged_links.
domain::Ticket Engine::Impl::end_of(domain::Ticket ticket, const ports::Recalled& recalled) const {
  for (std::size_t links = 0; ticket.state == domain::TicketState::merged && links < limits.merged_links;
       ++links) {
    auto next = find_ticket(ticket.merged_into, recalled);
    if (!next) throw CorruptStore("ticket " + ticket.id.value + " was merged into one that the store lacks");
    ticket = std::move(*next);
  }
  return ticket;
}

// The ticket that a `merged` means by the id it names.
std::optional<domain::Ticket> Engine::Impl::find_into(const domain::TicketEvent& event,
                                                      const ports::Recalled& recalled) const {
  const auto* merged = std::get_if<domain::Merged>(&event.body);
  if (merged == nullptr) return std::nullopt;
  auto named = find_ticket(merged->into, recalled);
  if (!named) return std::nullopt;
  return end_of(std::move(*named), recalled);
}

// As the requester wrote it, with the labels that the rules set then. nullptr: the store has none.
std::shared_ptr<const domain::Opened> Engine::Impl::find_opening(const domain::TicketId& id,
                                                                 const ports::Recalled& recalled) const {
  if (const auto found = memory.undurable_openings.find(id); found != memory.undurable_openings.end())
    return found->second;
  for (const auto& row : recalled.openings) {
    if (row.ticket != id) continue;
    auto entry = codec::decode_history(row.payload);
    if (!entry) throw CorruptStore("the store's opening of ticket " + id.value + " cannot be decoded");
    auto* opened = std::get_if<domain::Opened>(&entry->event.body);
    if (opened == nullptr) return nullptr;
    for (const auto& [key, set] : entry->classification.labels)
      opened->labels.insert_or_assign(key, set.value);
    return std::make_shared<const domain::Opened>(std::move(*opened));
  }
  return nullptr;
}

decide::View Engine::Impl::view_of_new(const codec::Decoded& decoded,
                                       const directory::Producer& producer) const {
  decide::View view;
  view.epoch = memory.epoch;
  view.ruleset = digest(*knowledge.rules);
  view.calendars = knowledge.calendars.get();
  const auto* opened = std::get_if<domain::Opened>(&decoded.event.body);
  if (opened == nullptr) return view;
  view.place = knowledge.directory->locate(decoded.event, producer);
  observer.on_stage(ports::Stage::rules);
  if (opened->alert && view.place.cluster.empty()) view.place.cluster = cluster_of(opened->labels);
  view.classification = rules::classify({.event = decoded.event,
                                         .opened = *opened,
                                         .text = decoded.text,
                                         .place = view.place,
                                         .now = now,
                                         .open_calendars = open_calendars},
                                        *knowledge.rules);
  observer.on_stage(ports::Stage::directory);
  view.reach = knowledge.directory->reach(view.place, named_team(view.classification), undeliverable, ended);
  if (const auto team = team_if_silent(view.classification); !team.empty())
    view.if_silent = knowledge.directory->reach_team(team, view.place, undeliverable, ended);
  for (const auto& team : decide::teams_asked(view.classification, *knowledge.policy))
    view.teams.push_back(knowledge.directory->reach_team(team, view.place, undeliverable, ended));
  look_beside_new(view, decoded.event);
  return view;
}

decide::View Engine::Impl::view_of_known(const codec::Decoded& decoded, const domain::Ticket& ticket,
                                         const domain::Opened* opening,
                                         std::optional<domain::Ticket> into) const {
  decide::View view = view_of(knowledge, {.event = decoded.event,
                                          .text = decoded.text,
                                          .ticket = ticket,
                                          .opening = opening,
                                          .into = std::move(into),
                                          .now = now,
                                          .undeliverable = undeliverable,
                                          .away = away,
                                          .ended = ended,
                                          .open_calendars = open_calendars,
                                          .epoch = memory.epoch});
  look_beside_known(view, decoded.event);
  return view;
}

decide::View view_of(const Knowledge& knowledge, const Asked& asked) {
  const auto& [event, text, ticket, opening, into, now, undeliverable, away, ended, open_calendars, epoch] =
      asked;
  const auto& directory = *knowledge.directory;
  decide::View view;
  view.epoch = epoch;
  view.ruleset = digest(*knowledge.rules);
  view.calendars = knowledge.calendars.get();
  view.opening = opening;
  view.ticket = ticket;
  view.into = into;
  view.away = decide::still_to_stand_still_for(ticket, away);
  view.place = ticket.place;
  if (const auto* named = std::get_if<domain::Associated>(&event.body))
    view.place = place_named(directory, ticket, *named);
  view.speaker = directory.speaker(event.actor, ticket.team, ticket.place);
  view.quotes_representative = directory.represents(quoted(event), ticket.place.community);
  view.reach = directory.reach(view.place, {}, undeliverable, ended);
  for (const auto& team : teams_asked(ticket, event, *knowledge.policy)) {
    view.teams.push_back(directory.reach_team(team, view.place, undeliverable, ended));
    const auto reached = view.teams.back();
    for (const auto& beside : {reached.manager, reached.successor})
      if (!beside.empty())
        view.teams.push_back(directory.reach_team(beside, view.place, undeliverable, ended));
  }
  if (std::holds_alternative<domain::Deadline>(event.body) ||
      std::holds_alternative<domain::Escalated>(event.body))
    view.same_people = directory.same_people(ticket.team, view.place);
  if (const auto* said = std::get_if<domain::Commented>(&event.body); said != nullptr && !said->automatic) {
    const auto as_opening = decide::opening_by(event);
    view.classification = rules::classify({.event = as_opening,
                                           .opened = std::get<domain::Opened>(as_opening.body),
                                           .text = text,
                                           .place = view.place,
                                           .now = now,
                                           .open_calendars = open_calendars},
                                          *knowledge.rules);
    view.classification.labels.clear();  // the ticket's are those of its opening
  }
  return view;
}

}  // namespace triaged::engine
