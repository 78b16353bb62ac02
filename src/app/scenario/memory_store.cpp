#include "app/scenario/memory_store.hpp"

#include <algorithm>
#include <stdexcept>

namespace triaged::app::scenario {

void MemoryStore::after(bool in_use) noexcept {
  found_in_use_ = in_use;
  broken_ = false;
  last_error_.clear();
}

// A batch that no engine may make: nothing of it is stored.
const char* MemoryStore::why_wrong(const ports::Batch& batch) const noexcept {
  if (batch.number != last_batch_ + 1) return "a batch out of turn";
  std::uint64_t highest = last_sequence_;
  for (const auto& row : batch.outbox) {
    if (row.sequence <= highest) return "an outbox sequence that was given out before";
    highest = row.sequence;
  }
  for (const auto& row : batch.tickets)
    if (row.version == 0) return "a ticket without a version";
  for (const auto& row : batch.incidents)
    if (row.version == 0 || !domain::incident_number(row.id.value))
      return "an incident without a number or a version";
  return nullptr;
}

ports::CommitResult MemoryStore::commit(const ports::Batch& batch) {
  if (broken_) return ports::CommitResult::unknown;
  if (const char* wrong = why_wrong(batch)) throw std::logic_error(wrong);
  if (refused_) {
    broken_ = true;
    last_error_ = "commits are refused";
    return ports::CommitResult::unknown;
  }
  apply(batch);
  return ports::CommitResult::committed;
}

void MemoryStore::apply(const ports::Batch& batch) {
  last_batch_ = batch.number;
  counters_ += batch.counters;
  for (const auto& row : batch.tickets) tickets_.insert_or_assign(row.id, row);
  for (const auto& row : batch.history) {
    if (row.version == 1) openings_.try_emplace(row.ticket, history_.size());
    history_.push_back(row);
  }
  for (const auto& row : batch.seen) seen_.try_emplace(row.key, row);
  for (const auto& row : batch.parked) parked_.try_emplace(row.key, row);
  for (const auto& row : batch.early)
    if (std::ranges::find(early_, row.key, &ports::EarlyRow::key) == early_.end()) early_.push_back(row);
  for (const auto& key : batch.early_done)
    std::erase_if(early_, [&key](const ports::EarlyRow& row) { return row.key == key; });
  for (const auto& row : batch.admins) admins_.insert_or_assign({row.hub, row.admin}, row);
  for (const auto& row : batch.incidents)
    incidents_.insert_or_assign(*domain::incident_number(row.id.value), row);
  for (const auto& row : batch.silences) silences_.insert_or_assign(row.id, row);
  for (const auto& row : batch.heartbeats) heartbeats_.insert_or_assign({row.name, row.cluster}, row);
  away_.insert(away_.end(), batch.away.begin(), batch.away.end());
  for (const auto& row : batch.outbox) {
    outbox_.emplace(row.sequence, row);
    last_sequence_ = row.sequence;
  }
  for (const auto sequence : batch.outbox_done) outbox_.erase(sequence);
  for (const auto& key : batch.attempts) ++attempts_[key];
  for (const auto& key : batch.attempts_done) attempts_.erase(key);
  for (const auto& row : batch.documents) documents_.try_emplace(row.key, row);
  if (batch.in_force) in_force_ = batch.in_force;
}

std::optional<ports::Recalled> MemoryStore::fetch(const ports::Recall& keys) {
  if (broken_) return std::nullopt;
  ports::Recalled found;
  for (const auto& id : keys.tickets)
    if (const auto at = tickets_.find(id); at != tickets_.end()) found.tickets.push_back(at->second);
  for (const auto& key : keys.seen)
    if (const auto at = seen_.find(key); at != seen_.end()) found.seen.push_back(at->second);
  for (const auto& id : keys.openings)
    if (const auto at = openings_.find(id); at != openings_.end())
      found.openings.push_back(history_[at->second]);
  return found;
}

std::optional<ports::Image> MemoryStore::load() {
  if (broken_) return std::nullopt;
  ports::Image image;
  image.last_batch = last_batch_;
  image.last_sequence = last_sequence_;
  image.counters = counters_;
  for (const auto& [id, row] : tickets_) {
    if (row.open)
      image.open_tickets.push_back(row);
    else
      image.closed.push_back(id);
  }
  image.early = early_;
  for (const auto& [who, row] : admins_) image.admins.push_back(row);
  for (const auto& [number, row] : incidents_)
    if (row.open) image.open_incidents.push_back(row);
  if (!incidents_.empty()) image.last_incident = incidents_.rbegin()->first;
  for (const auto& [id, row] : silences_)
    if (row.open) image.open_silences.push_back(row);
  for (const auto& [which, row] : heartbeats_) image.heartbeats.push_back(row);
  const auto older = away_.size() - std::min(away_.size(), ports::kAwayKept);
  image.away.assign(away_.begin() + static_cast<std::ptrdiff_t>(older), away_.end());
  for (const auto& [sequence, row] : outbox_) image.outbox.push_back(row);
  for (const auto& [key, row] : seen_) image.seen.push_back(key);
  for (const auto& [key, row] : parked_) image.parked.push_back(key);
  image.attempts.assign(attempts_.begin(), attempts_.end());
  for (const auto& [key, row] : documents_) image.documents.push_back(key);
  image.in_force = in_force_;
  image.crashed = found_in_use_;
  return image;
}

std::optional<std::uint64_t> MemoryStore::reopen() {
  broken_ = false;
  return last_batch_;
}

}  // namespace triaged::app::scenario
