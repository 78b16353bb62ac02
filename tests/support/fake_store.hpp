// A store in memory that keeps the same promises as the real one (tests/contract proves it) and can be made
// to fail in every way that one can: a commit whose outcome is unknown, a read or a reopen that fails, a
// crash between the start of a commit and its end. One thread at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <triaged/ports/store.hpp>

namespace triaged::test {

// What became of a commit that reports `unknown`.
enum class CommitFault : std::uint8_t {
  lost,               // it is not there
  stored,             // it is there
  stored_if_crashed,  // absent after a reopen(), present after a crash(): an fsync that failed behind a whole
                      // write
};

class FakeStore final : public ports::Store {
 public:
  // What a power cut leaves; read by the invariants of the simulation.
  struct Disk {
    std::uint64_t last_batch = 0;
    std::uint64_t last_sequence = 0;
    std::uint32_t epoch = 1;
    ports::Counters counters;
    std::map<domain::TicketId, ports::TicketRow> tickets;
    std::vector<ports::HistoryRow> history;
    std::map<domain::TicketId, std::size_t> openings;  // where in the history each ticket's is
    std::map<domain::Digest, ports::SeenRow> seen;
    std::map<domain::Digest, ports::ParkedRow> parked;
    std::vector<ports::EarlyRow> early;
    std::map<std::pair<domain::HubId, domain::ActorId>, ports::AdminRow> admins;
    std::map<std::uint64_t, ports::IncidentRow> incidents;  // by number
    std::map<domain::SilenceId, ports::SilenceRow> silences;
    std::map<std::pair<std::string, domain::ClusterId>, ports::HeartbeatRow> heartbeats;
    std::vector<domain::Away> away;
    std::map<std::uint64_t, ports::OutboxRow> outbox;
    std::map<domain::Digest, std::uint32_t> attempts;
    std::map<ports::DocumentKey, ports::DocumentRow> documents;
    std::optional<ports::InForce> in_force;
  };
  [[nodiscard]] const Disk& disk() const noexcept { return disk_; }
  // As a restore from a backup does.
  void raise_epoch() noexcept { ++disk_.epoch; }

  // The next commit, or the one that is under way.
  void fail_next_commit(CommitFault fault) noexcept { commit_fault_ = fault; }
  void fail_next_fetch() noexcept { fetch_fails_ = true; }
  void fail_next_load() noexcept { load_fails_ = true; }
  void fail_next_reopen() noexcept { reopen_fails_ = true; }

  // A commit in two halves, for a simulation in which other things happen in between. commit() is both.
  void start(ports::Batch batch) {
    if (under_way_) throw std::logic_error("fake store: a commit is under way already");
    if (!broken_) refuse_wrong(batch);
    under_way_ = std::move(batch);
  }
  [[nodiscard]] bool under_way() const noexcept { return under_way_.has_value(); }
  [[nodiscard]] ports::CommitResult finish() {
    if (!under_way_) throw std::logic_error("fake store: no commit is under way");
    const ports::Batch batch = *std::exchange(under_way_, std::nullopt);
    if (broken_) return ports::CommitResult::unknown;
    if (!commit_fault_) {
      apply(batch);
      return ports::CommitResult::committed;
    }
    switch (*std::exchange(commit_fault_, std::nullopt)) {
      case CommitFault::lost:
        break;
      case CommitFault::stored:
        apply(batch);
        break;
      case CommitFault::stored_if_crashed:
        in_limbo_ = batch;
        break;
    }
    return broken("the commit was made to fail"), ports::CommitResult::unknown;
  }

  // The process dies and another one opens the store. What was under way is gone, what was committed is
  // there; faults that were ordered and have not happened yet are forgotten.
  void crash() {
    if (in_limbo_) apply(*in_limbo_);
    forget_process();
    found_in_use_ = true;
  }
  // Closed properly and opened by another process.
  void restart() {
    found_in_use_ = broken_;
    forget_process();
  }

  [[nodiscard]] ports::CommitResult commit(const ports::Batch& batch) override {
    start(batch);
    return finish();
  }

  [[nodiscard]] std::optional<ports::Recalled> fetch(const ports::Recall& keys) override {
    if (std::exchange(fetch_fails_, false)) broken("the fetch was made to fail");
    if (broken_) return std::nullopt;
    ports::Recalled recalled;
    for (const domain::TicketId& id : keys.tickets)
      if (const auto found = disk_.tickets.find(id); found != disk_.tickets.end())
        recalled.tickets.push_back(found->second);
    for (const domain::Digest& key : keys.seen)
      if (const auto found = disk_.seen.find(key); found != disk_.seen.end())
        recalled.seen.push_back(found->second);
    for (const domain::TicketId& id : keys.openings)
      if (const auto found = disk_.openings.find(id); found != disk_.openings.end())
        recalled.openings.push_back(disk_.history[found->second]);
    return recalled;
  }

  [[nodiscard]] std::optional<ports::Image> load() override {
    if (std::exchange(load_fails_, false)) broken("the load was made to fail");
    if (broken_) return std::nullopt;
    ports::Image image;
    image.last_batch = disk_.last_batch;
    image.last_sequence = disk_.last_sequence;
    image.epoch = disk_.epoch;
    image.counters = disk_.counters;
    for (const auto& [id, row] : disk_.tickets)
      if (row.open)
        image.open_tickets.push_back(row);
      else
        image.closed.push_back(id);
    image.early = disk_.early;
    for (const auto& [who, row] : disk_.admins) image.admins.push_back(row);
    for (const auto& [number, row] : disk_.incidents)
      if (row.open) image.open_incidents.push_back(row);
    if (!disk_.incidents.empty()) image.last_incident = disk_.incidents.rbegin()->first;
    for (const auto& [id, row] : disk_.silences)
      if (row.open) image.open_silences.push_back(row);
    for (const auto& [which, row] : disk_.heartbeats) image.heartbeats.push_back(row);
    image.away = disk_.away;
    if (image.away.size() > ports::kAwayKept)
      image.away.erase(image.away.begin(), image.away.end() - std::ptrdiff_t{ports::kAwayKept});
    for (const auto& [sequence, row] : disk_.outbox) image.outbox.push_back(row);
    for (const auto& [key, row] : disk_.seen) image.seen.push_back(key);
    for (const auto& [key, row] : disk_.parked) image.parked.push_back(key);
    for (const auto& [key, count] : disk_.attempts) image.attempts.emplace_back(key, count);
    for (const auto& [key, row] : disk_.documents) image.documents.push_back(key);
    image.in_force = disk_.in_force;
    image.crashed = found_in_use_;
    return image;
  }

  [[nodiscard]] std::optional<std::uint64_t> reopen() override {
    under_way_.reset();
    if (std::exchange(reopen_fails_, false)) {
      broken("the reopen was made to fail");
      return std::nullopt;
    }
    in_limbo_.reset();
    broken_ = false;
    return disk_.last_batch;
  }

  [[nodiscard]] std::string last_error() const override { return last_error_; }

 private:
  void broken(std::string why) {
    broken_ = true;
    last_error_ = std::move(why);
  }

  void forget_process() {
    under_way_.reset();
    in_limbo_.reset();
    commit_fault_.reset();
    fetch_fails_ = load_fails_ = reopen_fails_ = broken_ = false;
    last_error_.clear();
  }

  void refuse_wrong(const ports::Batch& batch) const {
    if (batch.number != disk_.last_batch + 1)
      throw std::logic_error("fake store: the batch's number is wrong");
    std::uint64_t given_out = disk_.last_sequence;
    for (const ports::OutboxRow& row : batch.outbox)
      if (row.sequence <= std::exchange(given_out, row.sequence))
        throw std::logic_error("fake store: an outbox sequence was given out before");
    for (const ports::TicketRow& row : batch.tickets)
      if (row.version == 0) throw std::logic_error("fake store: a ticket without version");
    for (const ports::IncidentRow& row : batch.incidents)
      if (row.version == 0 || !domain::incident_number(row.id.value))
        throw std::logic_error("fake store: an incident without number or version");
  }

  void apply(const ports::Batch& batch) {
    disk_.last_batch = batch.number;
    for (const ports::TicketRow& row : batch.tickets) disk_.tickets.insert_or_assign(row.id, row);
    for (const ports::HistoryRow& row : batch.history) {
      if (row.version == 1) disk_.openings.try_emplace(row.ticket, disk_.history.size());
      disk_.history.push_back(row);
    }
    for (const ports::SeenRow& row : batch.seen) disk_.seen.try_emplace(row.key, row);
    for (const ports::ParkedRow& row : batch.parked) disk_.parked.try_emplace(row.key, row);
    for (const ports::EarlyRow& row : batch.early)
      if (std::ranges::find(disk_.early, row.key, &ports::EarlyRow::key) == disk_.early.end())
        disk_.early.push_back(row);
    for (const domain::Digest& key : batch.early_done)
      std::erase_if(disk_.early, [&](const ports::EarlyRow& row) { return row.key == key; });
    for (const ports::AdminRow& row : batch.admins) disk_.admins.insert_or_assign({row.hub, row.admin}, row);
    for (const ports::IncidentRow& row : batch.incidents)
      disk_.incidents.insert_or_assign(*domain::incident_number(row.id.value), row);
    for (const ports::SilenceRow& row : batch.silences) disk_.silences.insert_or_assign(row.id, row);
    for (const ports::HeartbeatRow& row : batch.heartbeats)
      disk_.heartbeats.insert_or_assign({row.name, row.cluster}, row);
    disk_.away.insert(disk_.away.end(), batch.away.begin(), batch.away.end());
    for (const ports::OutboxRow& row : batch.outbox) {
      disk_.outbox.emplace(row.sequence, row);
      disk_.last_sequence = row.sequence;
    }
    for (const std::uint64_t sequence : batch.outbox_done) disk_.outbox.erase(sequence);
    for (const domain::Digest& key : batch.attempts) ++disk_.attempts[key];
    for (const domain::Digest& key : batch.attempts_done) disk_.attempts.erase(key);
    for (const ports::DocumentRow& row : batch.documents) disk_.documents.try_emplace(row.key, row);
    if (batch.in_force) disk_.in_force = batch.in_force;
    disk_.counters += batch.counters;
  }

  Disk disk_;
  bool broken_ = false;  // after a failure, until reopen()
  bool found_in_use_ = false;
  std::optional<ports::Batch> under_way_;
  std::optional<ports::Batch> in_limbo_;
  std::optional<CommitFault> commit_fault_;
  bool fetch_fails_ = false;
  bool load_fails_ = false;
  bool reopen_fails_ = false;
  std::string last_error_;
};

}  // namespace triaged::test
