// What must always hold of incidents: checks beside those of tickets (invariants.hpp), on the same rows and
// the same books. Nobody may be woken twice for one thing, nobody may be forgotten, and what an incident and
// its tickets say of each other must agree once nothing is owed any more.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <triaged/codec/state.hpp>
#include <triaged/ports/store.hpp>

#include "simulation/counts.hpp"
#include "simulation/knowledge.hpp"
#include "simulation/ledger.hpp"
#include "support/fake_store.hpp"

namespace triaged::simulation {

class IncidentInvariants {
 public:
  IncidentInvariants(Ledger& ledger, Counts& counts, const std::vector<Variant>& variants)
      : ledger_(ledger), counts_(counts), variants_(variants) {}

  // A batch has become durable: first what it begins with, then its rows in their order, then its end.
  void batch_begins();
  void promised(const domain::OutboundMessage& notice);  // one that is told of an incident
  void recorded(const codec::HistoryEntry& entry, const ports::HistoryRow& row, const ports::Batch& batch);
  void looked_at(const codec::HistoryEntry& entry) const;  // by the decision about a ticket
  void batch_ends() const;

  // A process has died or ended, and another one reads the store.
  void after_restart(const test::FakeStore::Disk& disk) const;
  // When everything has come to its end.
  void at_the_end(const test::FakeStore::Disk& disk, domain::Instant now) const;

 private:
  struct Page {
    std::string incident;
    std::uint32_t version = 0;
    std::string level;

    auto operator<=>(const Page&) const = default;
  };
  // Named as the checks are (violation.hpp).
  void one_page(const IncidentLine& line) const;
  void somebody_is_paged(const IncidentLine& line) const;
  void one_incident_per_place(const IncidentLine& line) const;
  void linked_both_ways(const test::FakeStore::Disk& disk) const;
  void nothing_sleeps_on(const test::FakeStore::Disk& disk, domain::Instant now) const;

  [[nodiscard]] bool nobody_is_next(const domain::Incident& incident, const domain::Digest& policy) const;
  [[nodiscard]] std::size_t pages_of(const domain::Incident& incident) const;
  [[nodiscard]] const IncidentLine* find(const domain::IncidentId& id) const;

  Ledger& ledger_;
  Counts& counts_;
  const std::vector<Variant>& variants_;
  // Of the batch in hand.
  std::set<Page> pages_;
  std::set<std::uint64_t> changed_;  // by number
};

}  // namespace triaged::simulation
