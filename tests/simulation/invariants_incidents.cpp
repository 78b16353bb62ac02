#include "simulation/invariants_incidents.hpp"

#include <algorithm>

#include <triaged/codec/notice.hpp>
#include <triaged/decide/incident.hpp>

#include "simulation/violation.hpp"

namespace triaged::simulation {
namespace {

using domain::Incident;
using domain::IncidentState;

std::string words(const codec::HistoryEntry& entry, std::string_view incident) {
  return std::string(name(kind(entry.event))) + " of " + std::string(incident);
}

std::string words(const Incident& incident) {
  return incident.id.value + " (" + std::string(name(incident.state)) + ", version " +
         std::to_string(incident.version) + ")";
}

bool lists(const std::vector<domain::TicketId>& tickets, const domain::TicketId& ticket) {
  return std::ranges::find(tickets, ticket) != tickets.end();
}

// Somebody should still do something about it: a second opinion, so that a slip in the domain's own shows.
bool is_active(const domain::Ticket& ticket) {
  using domain::TicketState;
  return ticket.state == TicketState::open || ticket.state == TicketState::acknowledged ||
         ticket.state == TicketState::pending || ticket.state == TicketState::awaiting_approval;
}

// The level that a page names, as it is written there.
std::string level_of(const domain::OutboundMessage& page) {
  domain::InboundMessage read;
  read.body = page.body;
  read.content_type = page.content_type;
  read.headers = page.headers;
  read.correlation_id = page.correlation_id;
  read.message_id = page.message_id;
  const auto json = codec::json_of_notice(read);
  constexpr std::string_view kLevel = "\"level\":";
  const auto at = json ? json->find(kLevel) : std::string::npos;
  require(at != std::string::npos, Check::one_page,
          [&] { return "page " + page.message_id + " does not say which level it is for"; });
  const auto from = json->find_first_of("0123456789", at + kLevel.size());
  return json->substr(from, json->find_first_not_of("0123456789", from) - from);
}

std::uint32_t version_of(const domain::OutboundMessage& notice) {
  for (const auto& [name, value] : notice.headers)
    if (name == "x-triaged-version") return static_cast<std::uint32_t>(std::stoul(value));
  return 0;
}

}  // namespace

const IncidentLine* IncidentInvariants::find(const domain::IncidentId& id) const {
  const auto number = domain::incident_number(id.value);
  const auto known = number ? ledger_.incidents.find(*number) : ledger_.incidents.end();
  return known != ledger_.incidents.end() ? &known->second : nullptr;
}

void IncidentInvariants::batch_begins() {
  pages_.clear();
  changed_.clear();
}

// Two pages of one level about one version are one page too many: they wake the same people for the same
// thing.
void IncidentInvariants::promised(const domain::OutboundMessage& notice) {
  if (notice.type != "incident.paged") return;
  const Page page{
      .incident = notice.correlation_id, .version = version_of(notice), .level = level_of(notice)};
  require(pages_.insert(page).second, Check::one_page, [&] {
    return "level " + page.level + " is paged twice of version " + std::to_string(page.version) + " of " +
           page.incident;
  });
}

std::size_t IncidentInvariants::pages_of(const Incident& incident) const {
  return static_cast<std::size_t>(std::ranges::count_if(pages_, [&](const Page& page) {
    return page.incident == incident.id.value && page.version == incident.version;
  }));
}

void IncidentInvariants::recorded(const codec::HistoryEntry& entry, const ports::HistoryRow& row,
                                  const ports::Batch& batch) {
  const auto number = domain::incident_number(row.ticket.value);
  const auto known = number ? ledger_.incidents.find(*number) : ledger_.incidents.end();
  const bool is_new = known == ledger_.incidents.end();
  counts_.add_event(name(kind(entry.event)), is_new ? "none" : name(known->second.incident.state));
  if (entry.refused) return looked_at(entry);

  require(number && entry.incident && entry.incident->id.value == row.ticket.value, Check::explained,
          [&] { return words(entry, row.ticket.value) + " is applied, and to no incident"; });
  const Incident& now = *entry.incident;
  require(!is_new || ledger_.incidents.empty() || *number > ledger_.incidents.rbegin()->first,
          Check::incidents_survive, [&] { return now.id.value + " is a number that was given out before"; });
  const IncidentLine before = is_new ? IncidentLine{} : known->second;
  require(now.version == row.version && row.version == before.incident.version + 1, Check::explained, [&] {
    return words(entry, now.id.value) + " is recorded as version " + std::to_string(row.version) +
           " behind version " + std::to_string(before.incident.version);
  });
  const auto stored = std::ranges::find_if(batch.incidents, [&](const ports::IncidentRow& one) {
    return one.id == now.id && one.version == now.version;
  });
  require(stored != batch.incidents.end() && stored->payload == codec::encode_incident(now) &&
              stored->open == is_kept(now.state),
          Check::explained, [&] { return "the row of " + words(now) + " is not what its history says"; });
  require(!now.reason.text.empty() || !now.reason.rule.empty(), Check::explained,
          [&] { return words(entry, now.id.value) + " has changed it without a reason"; });

  const std::size_t pages = pages_of(now);
  const bool came_back = now.state == IncidentState::open && before.incident.state != IncidentState::open;
  const bool clock_ended = timer(before.incident, domain::IncidentClock::page) != nullptr &&
                           timer(now, domain::IncidentClock::page) == nullptr;
  // What was held is paged beside the levels' own turn.
  const auto* due = std::get_if<domain::IncidentDeadline>(&entry.event.body);
  const bool was_held = due != nullptr && due->clock == domain::IncidentClock::duty;
  const bool about_paging = clock_ended || (pages > 0 && !was_held);
  const IncidentLine line{
      .incident = now,
      .pages = (came_back ? 0 : before.pages) + pages,
      .paged_enough = about_paging ? nobody_is_next(now, entry.policy) : before.paged_enough};
  if (pages > 0) one_page(line);
  if (came_back && !is_new) counts_.add("effect", "incident came back");
  if (!now.parent.empty() && before.incident.parent.empty()) counts_.add("effect", "incident became a part");
  if (now.state == IncidentState::merged) counts_.add("effect", "incident merged");
  if (!now.held.empty() && before.incident.held.empty()) counts_.add("effect", "page held");
  if (now.confidential && is_new) counts_.add("effect", "incident is confidential");
  ledger_.incidents.insert_or_assign(*number, line);
  changed_.insert(*number);
}

// What memory has of an incident is what the store has: between two restarts, and after each.
void IncidentInvariants::looked_at(const codec::HistoryEntry& entry) const {
  if (!entry.incident) return;
  const IncidentLine* line = find(entry.incident->id);
  require(line != nullptr && line->incident == *entry.incident, Check::incidents_survive, [&] {
    return words(entry, entry.event.ticket_id.value) + " was decided beside " + words(*entry.incident) +
           ", and the store has it otherwise";
  });
}

// Some incidents of one batch make each other: only together do they hold.
void IncidentInvariants::batch_ends() const {
  for (const Page& page : pages_) {
    const IncidentLine* line = find(domain::IncidentId{page.incident});
    require(line != nullptr && line->incident.version >= page.version, Check::no_effect_without_state,
            [&] { return "a page of " + page.incident + " is promised of a version that is not on disk"; });
  }
  for (const std::uint64_t number : changed_) {
    const IncidentLine& line = ledger_.incidents.at(number);
    somebody_is_paged(line);
    one_incident_per_place(line);
  }
}

// Who has taken it is not paged of it, and nobody is when it is over; nor of what is paged as a part of
// another.
void IncidentInvariants::one_page(const IncidentLine& line) const {
  const Incident& incident = line.incident;
  require(incident.state == IncidentState::open && incident.parent.empty(), Check::one_page, [&] {
    return "somebody is paged of " + words(incident) +
           (incident.parent.empty() ? "" : ", a part of " + incident.parent.value);
  });
}

bool IncidentInvariants::nobody_is_next(const Incident& incident, const domain::Digest& policy) const {
  const auto variant =
      std::ranges::find_if(variants_, [&](const Variant& one) { return one.digests.policy == policy; });
  const auto* paging =
      decide::paging_for(variant->knowledge.policy->incidents, incident.severity, incident.symptom);
  if (paging == nullptr) return true;  // whom the policy pages was paged, once
  return incident.level >= paging->levels.size() && paging->repeat_every <= domain::Duration::zero();
}

// Nobody has taken it: somebody was paged since it began, and somebody will be, unless all have been and the
// policy begins no other round. Of a part of another one, that one is.
void IncidentInvariants::somebody_is_paged(const IncidentLine& line) const {
  const Incident& incident = line.incident;
  if (incident.state != IncidentState::open) return;
  if (!incident.parent.empty()) {
    const IncidentLine* parent = find(incident.parent);
    return require(parent != nullptr && is_going_on(parent->incident), Check::somebody_is_paged, [&] {
      return words(incident) + " leaves its paging to " + incident.parent.value + ", which has ended";
    });
  }
  require(line.pages > 0, Check::somebody_is_paged,
          [&] { return "nobody was ever paged of " + words(incident) + ": " + incident.reason.text; });
  require(line.paged_enough || timer(incident, domain::IncidentClock::page) != nullptr,
          Check::somebody_is_paged, [&] {
            return "nobody has taken " + words(incident) + ", paged up to level " +
                   std::to_string(incident.level) +
                   ", and nobody will be paged any more: " + incident.reason.text;
          });
}

// Of what happened nowhere, and of confidential ones, there may be many.
void IncidentInvariants::one_incident_per_place(const IncidentLine& line) const {
  const Incident& incident = line.incident;
  const auto place = decide::place_of(incident);
  if (!is_going_on(incident) || incident.confidential || place.empty()) return;
  for (const auto& [number, other] : ledger_.incidents)
    require(other.incident.id == incident.id || !is_going_on(other.incident) || other.incident.confidential ||
                decide::place_of(other.incident) != place,
            Check::one_incident_per_place,
            [&] { return words(incident) + " and " + words(other.incident) + " go on at the same place"; });
}

void IncidentInvariants::after_restart(const test::FakeStore::Disk& disk) const {
  require(disk.incidents.size() == ledger_.incidents.size(), Check::incidents_survive,
          "the store has other incidents than its history tells of");
  for (const auto& [number, row] : disk.incidents) {
    const auto known = ledger_.incidents.find(number);
    const auto read = codec::decode_incident(row.payload);
    require(known != ledger_.incidents.end() && read && *read == known->second.incident &&
                row.open == is_kept(read->state) && codec::encode_incident(*read) == row.payload,
            Check::incidents_survive,
            [&] { return "what is read of " + row.id.value + " after a restart is not what was decided"; });
  }
}

void IncidentInvariants::at_the_end(const test::FakeStore::Disk& disk, domain::Instant now) const {
  after_restart(disk);
  linked_both_ways(disk);
  nothing_sleeps_on(disk, now);
  for (const auto& [number, line] : ledger_.incidents) {
    const auto due = next_due(line.incident);
    require(!due || due->at > now, Check::drains, [&] {
      return "clock " + std::string(name(due->clock)) + " of " + words(line.incident) + " was due at " +
             domain::to_rfc3339(due->at) + ", now it is " + domain::to_rfc3339(now) +
             ", and nothing has happened";
    });
  }
}

// Who looks at a ticket finds it with its incident; who looks at an incident finds its tickets knowing of it.
// But one that came back keeps the names of those that are over, or were only suspected, and went on by
// themselves.
void IncidentInvariants::linked_both_ways(const test::FakeStore::Disk& disk) const {
  for (const auto& [id, row] : disk.tickets) {
    const auto ticket = codec::decode_ticket(row.payload);
    if (!is_active(*ticket) || ticket->incident_id.empty()) continue;
    const IncidentLine* line = find(ticket->incident_id);
    require(
        line != nullptr && lists(ticket->suspected ? line->incident.suspected : line->incident.tickets, id),
        Check::linked_both_ways,
        [&] { return id.value + " is part of " + ticket->incident_id.value + ", which does not list it"; });
  }
  for (const auto& [number, line] : ledger_.incidents) {
    const Incident& incident = line.incident;
    if (!is_going_on(incident)) continue;
    for (const auto& id : incident.tickets) {
      const auto row = disk.tickets.find(id);
      require(row != disk.tickets.end(), Check::linked_both_ways,
              [&] { return words(incident) + " lists " + id.value + ", which is no ticket"; });
      const auto ticket = codec::decode_ticket(row->second.payload);
      if (!is_active(*ticket) || lists(incident.over, id)) continue;
      // Reported twice before it heard of the first, it may be part of the other one: somebody has it there.
      require(!ticket->incident_id.empty() && !ticket->suspected, Check::linked_both_ways,
              [&] { return words(incident) + " lists " + id.value + ", which is part of nothing"; });
    }
  }
}

// Nobody waits for an incident, or keeps still for a silence, that is over.
void IncidentInvariants::nothing_sleeps_on(const test::FakeStore::Disk& disk, domain::Instant now) const {
  for (const auto& [id, row] : disk.tickets) {
    const auto ticket = codec::decode_ticket(row.payload);
    if (!row.open) continue;
    if (is_active(*ticket) && !ticket->incident_id.empty()) {
      const IncidentLine* line = find(ticket->incident_id);
      require(line != nullptr && is_going_on(line->incident), Check::nothing_sleeps_on,
              [&] { return id.value + " waits for " + ticket->incident_id.value + ", which has ended"; });
    }
    if (ticket->silenced_by.empty()) continue;
    const auto silence = disk.silences.find(ticket->silenced_by);
    const auto read = silence != disk.silences.end() ? codec::decode_silence(silence->second.payload)
                                                     : std::optional<domain::Silence>{};
    require(read && in_force(*read, now), Check::nothing_sleeps_on, [&] {
      return id.value + " is kept from paging by silence " + ticket->silenced_by.value + ", which is over";
    });
  }
}

}  // namespace triaged::simulation
