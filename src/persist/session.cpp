// Opening, the row index, and the way back out.
#include "session.hpp"

#include "schema.hpp"

namespace triaged::persist {
namespace {

// Measured at 512 tickets a batch: 8 KiB took 10 % less time than SQLite's 4 KiB; 16 KiB another 10 %, but
// then an event for an old ticket writes four times as much.
constexpr std::uint64_t kPageBytes = 8192;

// A log that once grew longer, because somebody was reading, is cut to this when it starts anew.
constexpr std::uint64_t kLogLimits = 4;  // times Options::wal_bytes

}  // namespace

SqliteStore::Session::Opener::Opener(Connection& connection, const Options& options) {
  found_version = version_of(connection);  // refuses before the first write, be it only of a page size
  connection.run("PRAGMA page_size = " + std::to_string(kPageBytes));
  connection.run("PRAGMA journal_mode = WAL");
  connection.run(options.synchronous == Synchronous::full ? "PRAGMA synchronous = FULL"
                                                          : "PRAGMA synchronous = NORMAL");
  connection.run("PRAGMA wal_autocheckpoint = " + std::to_string(options.wal_bytes / kPageBytes));
  connection.run("PRAGMA journal_size_limit = " + std::to_string(options.wal_bytes * kLogLimits));
  connection.run("PRAGMA cache_size = -" + std::to_string(options.cache_bytes / 1024));
  connection.run("PRAGMA temp_store = MEMORY");
  // Debian's SQLite overwrites what it deletes with zeros, which writes every freed page once more; what
  // leaves the outbox stands in the history anyway.
  connection.run("PRAGMA secure_delete = OFF");
  migrate(connection);
  found_in_use = connection.number("SELECT in_use FROM meta") != 0;
  if (!found_in_use) connection.run("UPDATE meta SET in_use = 1");
}

SqliteStore::Session::Session(const std::string& path, const Options& options, Access access)
    : connection_(path, access, options.busy), opener_(connection_, options) {
  read_meta();
  build_index();
}

void SqliteStore::Session::read_meta() {
  Statement meta(connection_, "SELECT last_batch, last_sequence FROM meta");
  if (!meta.row())
    throw Failure({.kind = FaultKind::damaged, .text = connection_.path() + ": the row of meta is missing"});
  last_batch_ = meta.natural(0);
  last_sequence_ = meta.natural(1);
}

void SqliteStore::Session::build_index() {
  Statement tickets(connection_, "SELECT number, id FROM tickets");
  while (tickets.row()) {
    last_ticket_ = tickets.integer(0);
    tickets_.add(std::hash<std::string_view>{}(tickets.bytes(1)), last_ticket_);
  }
  Statement seen(connection_, "SELECT number, key FROM seen");
  while (seen.row()) {
    last_seen_ = seen.integer(0);
    seen_.add(std::hash<domain::Digest>{}(seen.digest(1)), last_seen_);
  }
  last_history_ = connection_.number("SELECT max(number) FROM history");
}

void SqliteStore::Session::checkpoint() {
  // TRUNCATE waits for readers (Options::busy): frames that a failed commit left behind the last good one
  // must not be found by a later recovery, so the log has to be empty, not merely copied.
  if (connection_.number("PRAGMA wal_checkpoint(TRUNCATE)") != 0)
    throw Failure({.kind = FaultKind::unavailable,
                   .text = connection_.path() + ": the log cannot be emptied while another process reads"});
}

void SqliteStore::Session::mark_closed() { connection_.run("UPDATE meta SET in_use = 0"); }

}  // namespace triaged::persist
