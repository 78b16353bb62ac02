// The store that scenarios are played on keeps the promises of the one on disk.
#include <algorithm>

#include "app/scenario/memory_store.hpp"
#include "contract/admins_contract.hpp"
#include "contract/durability_contract.hpp"
#include "contract/early_contract.hpp"
#include "contract/incidents_contract.hpp"
#include "contract/openings_contract.hpp"
#include "contract/store_contract.hpp"

namespace triaged::test {
namespace {

struct MemoryBackend {
  app::scenario::MemoryStore memory;

  ports::Store& store() { return memory; }
  void restart() { memory.closed(); }
  void crash() { memory.left_behind(); }
  void break_store() { memory.refuse_commits(true); }
  void mend() { memory.refuse_commits(false); }
  std::vector<ports::HistoryRow> history(const domain::TicketId& id) {
    std::vector<ports::HistoryRow> rows;
    std::ranges::copy_if(memory.history(), std::back_inserter(rows),
                         [&](const ports::HistoryRow& row) { return row.ticket == id; });
    return rows;
  }
  std::optional<ports::ParkedRow> parked(const domain::Digest& key) {
    const auto found = memory.parked().find(key);
    return found == memory.parked().end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<domain::Bytes> document(const ports::DocumentKey& key) {
    const auto found = memory.documents().find(key);
    return found == memory.documents().end() ? std::nullopt : std::optional(found->second.source);
  }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Memory, StoreContract, MemoryBackend);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, AdminsContract, MemoryBackend);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, DurabilityContract, MemoryBackend);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, EarlyContract, MemoryBackend);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, IncidentsContract, MemoryBackend);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, OpeningsContract, MemoryBackend);

}  // namespace
}  // namespace triaged::test
