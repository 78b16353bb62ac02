// The checks on what became durable of events: their history. Where else a message may be is in
// invariants_places.cpp.
#include <algorithm>

#include "simulation/invariants.hpp"
#include "simulation/violation.hpp"

namespace triaged::simulation {
namespace {

using domain::EventKind;

constexpr std::string_view kParkedTicket = "PARKED-";  // stands for a message that could not be read

bool is_about_admins(const codec::HistoryEntry& entry) {
  return kind(entry.event) == EventKind::admin_added || kind(entry.event) == EventKind::admin_removed;
}

bool is_about_silences(const codec::HistoryEntry& entry) {
  return kind(entry.event) == EventKind::silence_set || kind(entry.event) == EventKind::silence_ended;
}

// About what is no ticket, whatever ticket it names.
bool is_beside_tickets(const codec::HistoryEntry& entry) {
  return is_about_admins(entry) || is_about_silences(entry) || kind(entry.event) == EventKind::heartbeat ||
         is_about_incident(kind(entry.event));
}

// Nobody told it.
bool is_own(const codec::HistoryEntry& entry) {
  return entry.event.producer.empty() || entry.event.ticket_id.value.starts_with(kParkedTicket);
}

// A ticket's clocks that may run out at one instant: after a long time away it climbs the whole ladder at
// once.
constexpr std::size_t kAtOnce = 24;

// Somebody is to do something about it; what is resolved only waits for its closing.
bool wants_somebody(domain::TicketState state) {
  using domain::TicketState;
  switch (state) {
    case TicketState::open:
    case TicketState::acknowledged:
    case TicketState::pending:
    case TicketState::awaiting_approval:
      return true;
    case TicketState::resolved:
    case TicketState::closed:
    case TicketState::withdrawn:
    case TicketState::merged:
      return false;
  }
  return false;
}

// What the team has promised, and cannot keep while the requester says nothing.
bool answers_for_the_team(domain::Clock clock) {
  using domain::Clock;
  switch (clock) {
    case Clock::first_response:
    case Clock::next_response:
    case Clock::resolution:
    case Clock::time_box:
      return true;
    case Clock::approval:
    case Clock::pending:
    case Clock::needed_by:
    case Clock::impasse:
    case Clock::closing:
    case Clock::asleep:
    case Clock::quiet:
    case Clock::expiry:
      return false;
  }
  return false;
}

std::string words(const codec::HistoryEntry& entry) {
  return std::string(name(kind(entry.event))) + " of " + entry.event.ticket_id.value;
}

}  // namespace

void Invariants::history_row(const ports::HistoryRow& row, const ports::Batch& batch,
                             const test::FakeStore::Disk& disk) {
  auto entry = codec::decode_history(row.payload);
  const auto incident = entry && entry->incident ? entry->incident->id : domain::IncidentId{};
  require(entry && (codec::history_key(entry->event, incident) == row.ticket ||
                    codec::history_key(entry->event, domain::incident_of(entry->event)) == row.ticket),
          Check::explained,
          [&] { return "a history row of ticket " + row.ticket.value + " cannot be read"; });
  const auto known = ledger_.tickets.find(row.ticket.value);
  const bool is_new = known == ledger_.tickets.end();
  const Line before = is_new ? Line{} : known->second;
  const bool of_incident = is_about_incident(kind(entry->event));
  if (!of_incident) counts_.add_event(name(kind(entry->event)), is_new ? "none" : name(before.state));
  if (!is_own(*entry)) told(*entry, batch);
  led_on(*entry);
  explained(*entry, disk);
  entry->directory = files_of(entry->directory, disk);  // what follows asks which files, and no more
  if (of_incident)
    incidents_.recorded(*entry, row, batch);
  else
    incidents_.looked_at(*entry);
  const bool changes_a_ticket = !entry->refused && !is_beside_tickets(*entry);
  require(of_incident || row.version == before.version + (changes_a_ticket ? 1U : 0U), Check::explained, [&] {
    return words(*entry) + " is recorded as version " + std::to_string(row.version) + " behind version " +
           std::to_string(before.version);
  });
  if (entry->refused) {
    ++refused_;
    return counts_.add("refused", name(*entry->refused));
  }
  if (is_beside_tickets(*entry)) return beside_tickets(*entry, batch);
  applied(*entry, before, batch);
}

// Applied, to something that is no ticket.
void Invariants::beside_tickets(const codec::HistoryEntry& entry, const ports::Batch& batch) {
  if (!is_own(entry)) ++applied_;
  if (is_about_admins(entry)) return admin_told(entry, batch);
  if (!is_about_silences(entry)) return;
  const auto* set = std::get_if<domain::SilenceSet>(&entry.event.body);
  const auto& id = set != nullptr ? set->silence : std::get<domain::SilenceEnded>(entry.event.body).silence;
  counts_.add("effect", set != nullptr ? "silence set" : "silence ended");
  require(std::ranges::find(batch.silences, id, &ports::SilenceRow::id) != batch.silences.end(),
          Check::explained, [&] { return words(entry) + " is recorded and is not in force"; });
}

// The rows say no more and no less than the last words of all the hubs.
void Invariants::admin_told(const codec::HistoryEntry& entry, const ports::Batch& batch) {
  const auto* added = std::get_if<domain::AdminAdded>(&entry.event.body);
  const auto& admin =
      added != nullptr ? added->admin : std::get<domain::AdminRemoved>(entry.event.body).admin;
  const bool present = added != nullptr;
  ledger_.admins[{entry.event.hub, admin}] = present;
  counts_.add("effect", present ? "admin added" : "admin removed");
  const bool stored = std::ranges::any_of(batch.admins, [&](const ports::AdminRow& row) {
    return row.hub == entry.event.hub && row.admin == admin && row.present == present;
  });
  require(stored, Check::explained, [&] { return words(entry) + " is recorded and is not in force"; });
}

// The digest of the files beneath what hubs told.
domain::Digest Invariants::files_of(const domain::Digest& directory,
                                    const test::FakeStore::Disk& disk) const {
  const auto document = disk.documents.find({ports::DocumentKind::directory, directory});
  if (document == disk.documents.end()) return directory;
  const auto told = directory::read_told(document->second.source);
  return told ? told->files : directory;
}

// An event of a producer: one that was sent, and not recorded before.
void Invariants::told(const codec::HistoryEntry& entry, const ports::Batch& batch) {
  const auto key = codec::seen_key(entry.event.producer, entry.event.event_id);
  Meaning* meaning = ledger_.find(key, entry.content);
  // A comment whose opening never came opens the ticket.
  const bool opens = kind(entry.event) == EventKind::opened && entry.ticket.version == 1;
  const bool elsewhere = !entry.event.addressed_to.empty();
  require(meaning != nullptr &&
              (meaning->is_of_alert() ||
               meaning->ticket == (elsewhere ? entry.event.addressed_to : entry.event.ticket_id)) &&
              (meaning->kind == name(kind(entry.event)) ||
               (opens && (meaning->kind == "commented" || meaning->kind == "alert_fired"))),
          Check::once, [&] { return words(entry) + " is recorded, and nobody sent it"; });
  for (const Meaning* other : ledger_.with_key(key))
    require(other->history == 0, Check::once,
            [&] { return words(entry) + " is recorded twice, or beside another event of the same id"; });
  ++meaning->history;
  require(meaning->parked == 0 || meaning->given_up, Check::nothing_lost,
          [&] { return words(entry) + " is recorded, and parked as well"; });
  const bool remembered = std::ranges::any_of(batch.seen, [&](const auto& row) { return row.key == key; });
  require(remembered || meaning->early, Check::once,
          [&] { return words(entry) + " is recorded, and its id will not be known again"; });
}

// What is told of a merged ticket is decided about the one at the end of its chain, and of no other one
// elsewhere than it was addressed to.
void Invariants::led_on(const codec::HistoryEntry& entry) const {
  if (is_beside_tickets(entry)) return;
  const auto& event = entry.event;
  const bool elsewhere = !event.addressed_to.empty();
  if (elsewhere) counts_.add("effect", "led on");
  const auto start = ledger_.tickets.find(elsewhere ? event.addressed_to.value : event.ticket_id.value);
  auto end = start;
  for (std::size_t links = 0;
       end != ledger_.tickets.end() && end->second.state == domain::TicketState::merged; ++links) {
    end = ledger_.tickets.find(end->second.merged_into.value);
    require(end != ledger_.tickets.end() && links < ledger_.tickets.size(), Check::nothing_lost,
            [&] { return "what was merged into " + event.ticket_id.value + " leads nowhere"; });
  }
  const bool nobody_may = entry.refused == domain::Refusal::not_allowed ||
                          entry.refused == domain::Refusal::not_your_hub;  // its producer, there
  const bool stays = kind(event) == EventKind::opened || end == start || nobody_may;
  require(elsewhere ? end != start && end->first == event.ticket_id.value : stays, Check::nothing_lost, [&] {
    return words(entry) + " was addressed to " +
           (elsewhere ? event.addressed_to.value + ", which is not part of it" : "a ticket that is merged");
  });
}

// The one that goes on hears of it in the same transaction.
void Invariants::merged(const codec::HistoryEntry& entry, const ports::Batch& batch) const {
  const auto& ticket = entry.ticket;
  const bool told = std::ranges::any_of(batch.history, [&](const ports::HistoryRow& row) {
    if (row.ticket != ticket.merged_into) return false;
    const auto other = codec::decode_history(row.payload);
    const auto* joined = other ? std::get_if<domain::Joined>(&other->event.body) : nullptr;
    return joined != nullptr && joined->from == ticket.id && !other->refused;
  });
  require(told, Check::nothing_lost, [&] {
    return ticket.id.value + " is merged into " + ticket.merged_into.value + ", which has not heard of it";
  });
}

void Invariants::explained(const codec::HistoryEntry& entry, const test::FakeStore::Disk& disk) const {
  const ports::InForce under{.rules = entry.ruleset, .directory = entry.directory, .policy = entry.policy};
  const ports::InForce files{
      .rules = under.rules, .directory = files_of(under.directory, disk), .policy = under.policy};
  const auto variant = std::ranges::find(variants_, files, &Variant::digests);
  require(variant != variants_.end(), Check::explained, [&] {
    return words(entry) + " was decided under rules, directory and policy that never went together";
  });
  using ports::DocumentKind;
  require(disk.documents.contains({DocumentKind::rules, under.rules}) &&
              disk.documents.contains({DocumentKind::directory, under.directory}) &&
              disk.documents.contains({DocumentKind::policy, under.policy}),
          Check::explained,
          [&] { return words(entry) + " was decided under something that the store does not hold"; });
  // What a hub told counts from the next decision on, also in the same batch and after a crash; the words
  // themselves may be taken down under the directory before.
  if (!is_about_admins(entry)) {
    std::vector<domain::AdminTold> told;
    for (const auto& [who, present] : ledger_.admins)
      told.push_back({.hub = who.first, .admin = who.second, .present = present});
    require(variant->knowledge.directory->with_admins(told)->digest() == under.directory, Check::explained,
            [&] { return words(entry) + " was decided under other admins than the hubs have told"; });
  }
  const auto& reason = entry.ticket.reason;
  const bool of_ticket = !is_about_incident(kind(entry.event));
  require(!of_ticket || entry.refused || !reason.text.empty() || !reason.rule.empty(), Check::explained,
          [&] { return words(entry) + " has changed its ticket without a reason"; });
}

void Invariants::applied(const codec::HistoryEntry& entry, const Line& before, const ports::Batch& batch) {
  const domain::Ticket& ticket = entry.ticket;
  if (kind(entry.event) == EventKind::deadline)
    ++deadlines_;
  else if (!is_own(entry))
    ++applied_;
  const auto row = std::ranges::find_if(batch.tickets, [&](const ports::TicketRow& one) {
    return one.id == ticket.id && one.version == ticket.version;
  });
  require(row != batch.tickets.end() && row->payload == codec::encode_ticket(ticket) &&
              row->open == is_open(ticket.state),
          Check::explained,
          [&] { return "the row of " + ticket.id.value + " is not what its history says"; });
  if (kind(entry.event) == EventKind::team_lost) moved_on(entry, before);
  if (kind(entry.event) == EventKind::deadline)
    require(!before.rung || !ticket.rung || *ticket.rung >= *before.rung, Check::never_down_by_itself,
            [&] { return "a timer has moved " + ticket.id.value + " down to " + ticket.team.value; });
  if (ticket.reason.code == domain::ReasonCode::next_rung && ticket.version == 1)
    require(!ticket.rung || *ticket.rung > ticket.place.standing || *ticket.rung == domain::Rung::engineering,
            Check::never_down_by_itself,
            [&] { return ticket.id.value + " has gone to a rung below its requester's next"; });
  Line after{.version = ticket.version,
             .state = ticket.state,
             .team = ticket.team,
             .merged_into = ticket.merged_into,
             .rung = ticket.rung,
             .directory = entry.directory,
             .promised = before.promised || before.version == 0};
  after.promised = after.promised && clocks_run_under(entry.policy);
  after.said_something = ticket.state == domain::TicketState::awaiting_approval &&
                         (before.said_something || kind(entry.event) == EventKind::commented);
  const auto* paused = std::get_if<domain::Paused>(&entry.event.body);
  after.waits_for_requester =
      ticket.state == domain::TicketState::pending &&
      (paused != nullptr ? paused->waiting_for == domain::WaitingFor::requester : before.waits_for_requester);
  if (const auto* deadline = std::get_if<domain::Deadline>(&entry.event.body)) {
    require(!before.waits_for_requester || !answers_for_the_team(deadline->clock), Check::stands_still, [&] {
      return "clock " + std::string(name(deadline->clock)) + " of " + ticket.id.value +
             " runs out while its requester is waited for";
    });
    after.fired_at = entry.at;
    after.fired = before.fired_at == entry.at ? before.fired + 1 : 1;
    require(after.fired <= kAtOnce, Check::once, [&] {
      return "clock " + std::string(name(deadline->clock)) + " of " + ticket.id.value +
             " runs out again and again at the same time; it is " + std::string(name(ticket.state)) +
             " at `" + ticket.team.value + "`: " + ticket.reason.text;
    });
  }
  owned(entry, before, after);
  if (ticket.state == domain::TicketState::merged) merged(entry, batch);
  ledger_.tickets.insert_or_assign(ticket.id.value, after);
}

// Its team was lost. The successor that a directory names is somebody's decision; else it goes up.
void Invariants::moved_on(const codec::HistoryEntry& entry, const Line& before) const {
  const domain::Ticket& ticket = entry.ticket;
  const bool named = ticket.reason.code == domain::ReasonCode::command;
  require(named || !before.rung || !ticket.rung || *ticket.rung >= *before.rung, Check::never_down_by_itself,
          [&] { return ticket.id.value + " has lost its team and moved down to " + ticket.team.value; });
  const bool stays =
      ticket.rung == domain::kLadder.back() || ticket.reason.code == domain::ReasonCode::undeliverable;
  require(ticket.team != before.team || ticket.state != before.state || stays, Check::someone_owns_it,
          [&] { return ticket.id.value + " has lost its team, and stays with " + ticket.team.value; });
  counts_.add("effect", ticket.team.empty()          ? "lost and unrouted"
                        : ticket.team == before.team ? "lost and stayed"
                        : named                      ? "lost and succeeded"
                                                     : "lost and moved up");
}

bool Invariants::clocks_run_under(const domain::Digest& policy) const {
  return std::ranges::any_of(variants_,
                             [&](const Variant& one) { return one.clocks && one.digests.policy == policy; });
}

void Invariants::owned(const codec::HistoryEntry& entry, const Line& before, const Line& after) const {
  const domain::Ticket& ticket = entry.ticket;
  if (!wants_somebody(ticket.state)) return;
  const auto& variant = *std::ranges::find_if(
      variants_, [&](const Variant& one) { return one.digests.directory == entry.directory; });
  const bool unrouted = ticket.team.empty();
  if (!unrouted)
    require(variant.knowledge.directory->team(ticket.team) != nullptr, Check::someone_owns_it,
            [&] { return ticket.id.value + " belongs to " + ticket.team.value + ", which does not exist"; });
  if (ticket.team != before.team || before.version == 0) {
    const auto queue = unrouted ? variant.knowledge.policy->unrouted_queue : "team." + ticket.team.value;
    const bool told = std::ranges::any_of(fresh_, [&](const auto& one) {
      return one.second.ticket == ticket.id.value && one.second.version == ticket.version &&
             one.second.queue.starts_with(queue);
    });
    require(told, Check::someone_owns_it, [&] {
      return words(entry) + ": it has come to `" + ticket.team.value + "` from `" + before.team.value +
             "`, and the queue " + queue + " is told nothing";
    });
  }
  if (!after.promised || unrouted) return;
  require(
      next_due(ticket).has_value() || ticket.state == domain::TicketState::pending || after.said_something,
      Check::someone_owns_it, [&] {
        return words(entry) + ": it is " + std::string(name(ticket.state)) + " and nothing will ever be due";
      });
}

}  // namespace triaged::simulation
