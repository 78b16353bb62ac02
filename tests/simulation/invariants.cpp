#include "simulation/invariants.hpp"

#include <algorithm>
#include <utility>

#include "simulation/violation.hpp"

namespace triaged::simulation {
namespace {

std::uint32_t version_of(const domain::OutboundMessage& message) {
  for (const auto& [name, value] : message.headers)
    if (name == "x-triaged-version") return static_cast<std::uint32_t>(std::stoul(value));
  throw Violation(Check::explained,
                  "notice " + message.message_id + " does not say which version it is about");
}

std::size_t sum_of(const domain::OutboundMessage& message) { return std::hash<std::string>{}(message.body); }

}  // namespace

void Invariants::on_committed(const ports::Batch& batch, const test::FakeStore::Disk& disk) {
  require(batch.number == last_batch_ + 1 && disk.last_batch == batch.number, Check::is_a_harness,
          "a batch became durable and nobody was told");
  last_batch_ = batch.number;
  for (const auto& row : batch.parked) parked_row(row);
  for (const auto& row : batch.early) early_row(row);
  fresh_.clear();
  incidents_.batch_begins();
  for (const auto& row : batch.outbox) outbox_row(row);
  for (const auto& row : batch.history) history_row(row, batch, disk);
  for (const auto& row : batch.seen) heard(row, batch);
  incidents_.batch_ends();
  const bool same = std::ranges::equal(disk.admins, ledger_.admins, [](const auto& stored, const auto& said) {
    return stored.first == said.first && stored.second.present == said.second;
  });
  require(same, Check::explained, "the admins in the store are not those that the hubs have told");
  for (const auto& key : batch.early_done) no_longer_early(key);
  for (const auto& row : batch.tickets)
    require(row.version <= ledger_.tickets[row.id.value].version, Check::explained,
            [&] { return "ticket " + row.id.value + " has a version without a history"; });
  for (const auto& [sequence, promised] : fresh_)
    require(promised.version <= version_on_disk(promised.ticket), Check::no_effect_without_state,
            [&] { return "notice " + promised.notice + " is promised of a version that is not on disk"; });
  for (const std::uint64_t sequence : batch.outbox_done) {
    const auto found = ledger_.promised.find(sequence);
    const bool known = found != ledger_.promised.end();
    require(known && (found->second.confirmed || found->second.dropped) && !found->second.removed,
            Check::nothing_lost, [&] {
              return "outbox row " + std::to_string(sequence) +
                     " is removed, and nobody confirmed its notice";
            });
    found->second.removed = true;
    ++removed_;
  }
  counted(disk);
}

// Of a ticket or an incident.
std::uint32_t Invariants::version_on_disk(const std::string& id) const {
  if (const auto number = domain::incident_number(id)) {
    const auto incident = ledger_.incidents.find(*number);
    return incident != ledger_.incidents.end() ? incident->second.incident.version : 0;
  }
  const auto ticket = ledger_.tickets.find(id);
  return ticket != ledger_.tickets.end() ? ticket->second.version : 0;
}

void Invariants::counted(const test::FakeStore::Disk& disk) const {
  const auto& counters = disk.counters;
  require(ports::accounted(counters), Check::accounted, "received is not the sum of what became of it");
  const auto agree = [](std::string_view what, std::uint64_t said, std::uint64_t least, std::uint64_t most) {
    require(least <= said && said <= most, Check::accounted, [&] {
      return std::string(what) + ": the counter says " + std::to_string(said) + ", the rows say " +
             std::to_string(most);
    });
  };
  agree("applied", counters.applied, applied_, applied_ + deadlines_);
  agree("refused", counters.refused, refused_, refused_);
  agree("parked", counters.parked, ledger_.parked.size(), ledger_.parked.size());
  agree("early", static_cast<std::uint64_t>(counters.early), disk.early.size(), disk.early.size());
  agree("notices", counters.notices, ledger_.promised.size(), ledger_.promised.size());
  agree("confirmed", counters.confirmed, removed_, removed_);
}

void Invariants::on_settled(Serial serial) {
  const Sent& sent = ledger_.sent(serial);
  if (sent.own) return;  // counted as nothing that was received
  ++settled_;
  if (!sent.meaning) {
    require(ledger_.parked.contains(sent.fingerprint), Check::nothing_lost, [&] {
      return "unreadable message " + std::to_string(serial) + " is acknowledged, and is not parked on disk";
    });
    return;
  }
  Meaning& meaning = ledger_.meaning(*sent.meaning);
  meaning.settled = true;
  require(meaning.places() > 0, Check::nothing_lost, [&] {
    return "message " + std::to_string(serial) + " (" + meaning.kind + " of " + meaning.ticket.value +
           ") is acknowledged, and is nowhere on disk";
  });
}

void Invariants::on_published(const ports::Publication& publication) const {
  const auto& message = *publication.message;
  if (message.type.empty()) return;  // the daemon's own marks on time
  const auto found = ledger_.promised.find(publication.sequence);
  require(found != ledger_.promised.end(), Check::no_effect_without_state,
          [&] { return "notice " + message.message_id + " is published, and its decision is not on disk"; });
  const Promised& promised = found->second;
  require(promised.notice == message.message_id && promised.queue == message.queue &&
              promised.sum == sum_of(message),
          Check::no_effect_without_state,
          [&] { return "notice " + message.message_id + " is published, and another is on disk"; });
  require(!promised.removed, Check::once,
          [&] { return "notice " + message.message_id + " is published after it left the outbox"; });
}

void Invariants::on_arrived(const domain::OutboundMessage& message) {
  require(ledger_.notices.contains(message.message_id), Check::no_effect_without_state,
          [&] { return "notice " + message.message_id + " has arrived, and its decision is not on disk"; });
  Arrived& arrived = queues_[message.queue];
  const auto [known, first] = arrived.sums.try_emplace(message.message_id, sum_of(message));
  require(known->second == sum_of(message), Check::once,
          [&] { return "two different notices are called " + message.message_id; });
  if (!first) return counts_.add("effect", message.answer ? "answer repeated" : "notice repeated");
  if (message.answer) return;  // nobody promised an order of them
  auto& highest = arrived.highest[message.correlation_id];
  const auto version = version_of(message);
  require(version >= highest, Check::in_order, [&] {
    return "notice " + message.message_id + " has come to " + message.queue + " behind one of version " +
           std::to_string(highest);
  });
  highest = version;
}

void Invariants::on_confirmed(std::uint64_t sequence) {
  if (const auto found = ledger_.promised.find(sequence); found != ledger_.promised.end())
    found->second.confirmed = true;
}

// An answer is then done with; a notice waits.
void Invariants::on_not_taken(std::uint64_t sequence) {
  const auto found = ledger_.promised.find(sequence);
  if (found == ledger_.promised.end() || !found->second.answer) return;
  if (!std::exchange(found->second.dropped, true)) counts_.add("effect", "answer dropped");
}

void Invariants::after_step(const test::FakeStore::Disk& disk) const {
  require(disk.last_batch == last_batch_, Check::is_a_harness, "the store changed and nobody was told");
  require(settled_ <= disk.counters.received, Check::accounted,
          "more messages are acknowledged than the store says were received");
}

void Invariants::at_the_end(const test::FakeStore::Disk& disk, domain::Instant now) const {
  auto in_force = disk.in_force.value_or(ports::InForce{});
  in_force.directory = files_of(in_force.directory, disk);
  for (const auto& meaning : ledger_.meanings())
    require(meaning.places() == 1 || (meaning.given_up && meaning.places() > 0), Check::nothing_lost, [&] {
      return meaning.kind + " of " + meaning.ticket.value + " is in " + std::to_string(meaning.places()) +
             " places";
    });
  for (const auto& [sequence, promised] : ledger_.promised) {
    if (promised.dropped && promised.removed) continue;
    const auto queue = queues_.find(promised.queue);
    require(promised.removed && queue != queues_.end() && queue->second.sums.contains(promised.notice),
            Check::drains,
            [&] { return "notice " + promised.notice + " has not come to " + promised.queue; });
  }
  incidents_.at_the_end(disk, now);
  require(disk.early.empty(), Check::drains, "events still wait for openings that cannot come");
  for (const auto& [id, row] : disk.tickets) {
    // Other calendars set clocks anew in memory; a row tells of it with the ticket's next event.
    const Line& line = ledger_.tickets.at(id.value);
    if (!row.open || line.directory != in_force.directory) continue;
    const auto ticket = codec::decode_ticket(row.payload);
    const auto due = next_due(*ticket);
    require(!due || due->at > now, Check::drains, [&] {
      return "clock " + std::string(name(due->clock)) + " of " + id.value + " was due at " +
             domain::to_rfc3339(due->at) + ", now it is " + domain::to_rfc3339(now) +
             ", and nothing has happened";
    });
  }
}

void Invariants::outbox_row(const ports::OutboxRow& row) {
  const auto message = codec::decode_outbound(row.message);
  require(message.has_value() && message->lane() == row.queue, Check::no_effect_without_state,
          [&] { return "outbox row " + std::to_string(row.sequence) + " is not what its lane sends"; });
  counts_.add("effect", message->type);
  require(!message->answer || message->queue.starts_with("reply."), Check::stands,
          [&] { return "an answer goes to " + message->queue + ", where nobody may ask for it"; });
  const Promised promised{.queue = message->queue,
                          .notice = message->message_id,
                          .ticket = message->answer ? "" : message->correlation_id,
                          .version = message->answer ? 0 : version_of(*message),
                          .sum = sum_of(*message),
                          .answer = message->answer};
  require(ledger_.notices.emplace(promised.notice, row.sequence).second, Check::once,
          [&] { return "two notices are called " + promised.notice; });
  require(ledger_.promised.emplace(row.sequence, promised).second, Check::once,
          [&] { return "outbox sequence " + std::to_string(row.sequence) + " is given out twice"; });
  if (message->type.starts_with("incident.")) incidents_.promised(*message);
  if (!promised.answer) fresh_.emplace_back(row.sequence, promised);
}

}  // namespace triaged::simulation
