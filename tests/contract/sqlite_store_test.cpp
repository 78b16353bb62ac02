// The real store passes the suite, on a real file.
#include <filesystem>

#include <triaged/persist/reader.hpp>
#include <triaged/persist/sqlite_store.hpp>

#include "contract/admins_contract.hpp"
#include "contract/durability_contract.hpp"
#include "contract/early_contract.hpp"
#include "contract/incidents_contract.hpp"
#include "contract/openings_contract.hpp"
#include "contract/store_contract.hpp"
#include "persist/connection.hpp"
#include "support/temporary_folder.hpp"

namespace triaged::test {
namespace {

class SqliteBackend {
 public:
  SqliteBackend() { open(); }

  ports::Store& store() { return *store_; }

  void restart() {
    store_.reset();
    open();
  }

  // What a killed process leaves is what lies in the files at that moment.
  void crash() {
    const std::string left = path_;
    path_ = (folder_.path() / ("left-" + std::to_string(++crashes_) + ".db")).string();
    for (const char* part : {"", "-wal"}) std::filesystem::copy_file(left + part, path_ + part);
    open();
  }

  // Somebody else holds the file's write lock.
  void break_store() {
    intruder_ =
        std::make_unique<persist::Connection>(path_, persist::Access::existing, std::chrono::milliseconds{0});
    intruder_->run("BEGIN IMMEDIATE");
  }
  void mend() { intruder_.reset(); }

  std::vector<ports::HistoryRow> history(const domain::TicketId& id) {
    return std::get<0>(persist::Reader(path_).history(id));
  }
  std::optional<ports::ParkedRow> parked(const domain::Digest& key) {
    return std::get<0>(persist::Reader(path_).parked_by_key(domain::to_text(key))).row;
  }
  std::optional<domain::Bytes> document(const ports::DocumentKey& key) {
    return std::get<0>(persist::Reader(path_).document(key));
  }

 private:
  void open() {
    auto opened = persist::SqliteStore::open(path_, {.busy = std::chrono::milliseconds{0}});
    store_ = std::get<std::unique_ptr<persist::SqliteStore>>(std::move(opened));
  }

  TemporaryFolder folder_;
  std::string path_ = (folder_.path() / "state.db").string();
  int crashes_ = 0;
  std::unique_ptr<persist::SqliteStore> store_;
  std::unique_ptr<persist::Connection> intruder_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreContract, SqliteBackend);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, AdminsContract, SqliteBackend);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, DurabilityContract, SqliteBackend);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, EarlyContract, SqliteBackend);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, IncidentsContract, SqliteBackend);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, OpeningsContract, SqliteBackend);

}  // namespace
}  // namespace triaged::test
