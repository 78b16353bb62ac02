// What must always hold, each as one named check (violation.hpp). Nothing here looks at the engine: the
// checks stand between its ports and the world, and compare the rows of the store with the ledger.
#pragma once

#include <span>

#include <triaged/codec/event.hpp>
#include <triaged/codec/state.hpp>
#include <triaged/ports/broker.hpp>
#include <triaged/ports/store.hpp>

#include "simulation/counts.hpp"
#include "simulation/invariants_incidents.hpp"
#include "simulation/knowledge.hpp"
#include "simulation/ledger.hpp"
#include "support/fake_store.hpp"

namespace triaged::simulation {

class Invariants {
 public:
  Invariants(Ledger& ledger, Counts& counts, const std::vector<Variant>& variants)
      : ledger_(ledger), counts_(counts), variants_(variants), incidents_(ledger, counts, variants) {}

  // A batch has become durable, `disk` being what the store holds with it.
  void on_committed(const ports::Batch& batch, const test::FakeStore::Disk& disk);
  // The daemon acknowledges a message, publishes a notice.
  void on_settled(Serial serial);
  void on_published(const ports::Publication& publication) const;
  // A notice has come to its queue.
  void on_arrived(const domain::OutboundMessage& message);
  // The broker's word for a notice has reached the daemon: it has it, or its queue does not take it.
  void on_confirmed(std::uint64_t sequence);
  void on_not_taken(std::uint64_t sequence);
  // A process has died or ended, and another one reads the store.
  void after_restart(const test::FakeStore::Disk& disk) const { incidents_.after_restart(disk); }
  // After every step; costs nothing.
  void after_step(const test::FakeStore::Disk& disk) const;
  // When everything has come to its end.
  void at_the_end(const test::FakeStore::Disk& disk, domain::Instant now) const;

 private:
  struct Arrived {
    std::unordered_map<std::string, std::uint32_t> highest;  // ticket → version
    std::unordered_map<std::string, std::size_t> sums;       // notice id → of its body
  };
  void outbox_row(const ports::OutboxRow& row);
  void counted(const test::FakeStore::Disk& disk) const;
  // invariants_rows.cpp
  void history_row(const ports::HistoryRow& row, const ports::Batch& batch,
                   const test::FakeStore::Disk& disk);
  void told(const codec::HistoryEntry& entry, const ports::Batch& batch);
  void led_on(const codec::HistoryEntry& entry) const;
  void merged(const codec::HistoryEntry& entry, const ports::Batch& batch) const;
  void explained(const codec::HistoryEntry& entry, const test::FakeStore::Disk& disk) const;
  void applied(const codec::HistoryEntry& entry, const Line& before, const ports::Batch& batch);
  [[nodiscard]] std::uint32_t version_on_disk(const std::string& id) const;
  void beside_tickets(const codec::HistoryEntry& entry, const ports::Batch& batch);
  void heard(const ports::SeenRow& row, const ports::Batch& batch);
  void admin_told(const codec::HistoryEntry& entry, const ports::Batch& batch);
  [[nodiscard]] domain::Digest files_of(const domain::Digest& directory,
                                        const test::FakeStore::Disk& disk) const;
  void owned(const codec::HistoryEntry& entry, const Line& before, const Line& after) const;
  void moved_on(const codec::HistoryEntry& entry, const Line& before) const;
  [[nodiscard]] bool clocks_run_under(const domain::Digest& policy) const;
  void parked_row(const ports::ParkedRow& row);
  void early_row(const ports::EarlyRow& row);
  void no_longer_early(const domain::Digest& key);

  Ledger& ledger_;
  Counts& counts_;
  const std::vector<Variant>& variants_;
  IncidentInvariants incidents_;
  std::unordered_map<std::string, Arrived> queues_;
  std::vector<std::pair<std::uint64_t, Promised>> fresh_;  // of the batch in hand, by sequence
  // What the rows add up to.
  std::uint64_t last_batch_ = 0;
  std::uint64_t settled_ = 0;
  std::uint64_t applied_ = 0;    // of events that were told
  std::uint64_t deadlines_ = 0;  // applied, of the daemon's own
  std::uint64_t refused_ = 0;
  std::uint64_t removed_ = 0;  // from the outbox
};

}  // namespace triaged::simulation
