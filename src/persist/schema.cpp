// The tables, and why they look like this. Everything here was measured (docs/adr/0010):
//
//   An index over keys in no order (ticket ids, SHA-256) makes each row dirty a page of its own, which goes
//   through log, checksum and checkpoint: two of them cost more than all other work together. So tickets,
//   history, seen and outbox are written at their ends only, by ascending row numbers, and the way from a key
//   to its row number is kept in memory (row_index.hpp), rebuilt when the file is opened. Uniqueness of
//   tickets.id and seen.key is therefore persist's own duty; a second writer is noticed by meta.last_batch.
//   A ticket's history is a chain: the ticket names its latest history row, each row the one before; and the
//   row it was opened with, which a long chain would hide. It costs nothing, since the ticket's row is
//   rewritten with each event anyway.
//   Small rows under rare keys (parked, early, attempts) keep ordinary indexes.
#include "schema.hpp"

#include <array>
#include <string>

namespace triaged::persist {
namespace {

constexpr const char* kVersion1 = R"sql(
-- What a commit as a whole leaves behind. One row.
CREATE TABLE meta (
  one           INTEGER PRIMARY KEY CHECK (one = 1),
  last_batch    INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL,   -- highest outbox sequence ever given out; outlives the rows
  epoch         INTEGER NOT NULL,   -- rises with every restore from a backup
  in_use        INTEGER NOT NULL,   -- 1 from open to a proper close: found at open, it tells of a crash
  received      INTEGER NOT NULL,
  applied       INTEGER NOT NULL,
  duplicate     INTEGER NOT NULL,
  refused       INTEGER NOT NULL,
  early         INTEGER NOT NULL,
  parked        INTEGER NOT NULL,
  notices       INTEGER NOT NULL,
  confirmed     INTEGER NOT NULL
) STRICT;
INSERT INTO meta VALUES (1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);

-- The latest state of each ticket. A row of version 0 is a name only: events were refused for a ticket that was
-- never opened, and their history needs a place to hang on.
CREATE TABLE tickets (
  number       INTEGER PRIMARY KEY,
  id           TEXT    NOT NULL,    -- unique, see above
  version      INTEGER NOT NULL,
  open         INTEGER NOT NULL,
  last_history INTEGER NOT NULL,    -- history.number, 0 for none
  payload      BLOB    NOT NULL
) STRICT;

CREATE TABLE history (
  number   INTEGER PRIMARY KEY,
  ticket   TEXT    NOT NULL,
  version  INTEGER NOT NULL,
  at       INTEGER NOT NULL,        -- this and every other time: microseconds since 1970, UTC
  previous INTEGER NOT NULL,        -- history.number of the same ticket, 0 for none
  payload  BLOB    NOT NULL
) STRICT;

-- Oldest first, so that what is past its time is cut off at the beginning.
CREATE TABLE seen (
  number  INTEGER PRIMARY KEY,
  key     BLOB    NOT NULL,         -- unique, see above
  content BLOB    NOT NULL,
  at      INTEGER NOT NULL
) STRICT;

CREATE TABLE parked (
  number    INTEGER PRIMARY KEY,
  key       BLOB    NOT NULL UNIQUE,
  reason    TEXT    NOT NULL,
  detail    TEXT    NOT NULL,
  at        INTEGER NOT NULL,
  full_size INTEGER NOT NULL,
  message   BLOB    NOT NULL
) STRICT;

CREATE TABLE outbox (
  sequence INTEGER PRIMARY KEY,
  queue    TEXT    NOT NULL,
  message  BLOB    NOT NULL
) STRICT;

CREATE TABLE attempts (
  key   BLOB    PRIMARY KEY,
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// Few rows, large and rarely written: ordinary indexes. Rows of history name documents by digest, and rows of
// before this version name some that were never kept. Nothing deletes history yet; whatever will must delete
// the documents that no row left names, and never those in force.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE documents (
  number INTEGER PRIMARY KEY,
  kind   TEXT    NOT NULL,
  digest BLOB    NOT NULL,
  source BLOB    NOT NULL,
  UNIQUE (digest, kind)
) STRICT;

-- What is decided under now, or was when the daemon ended. One row, none before the first.
CREATE TABLE in_force (
  one       INTEGER PRIMARY KEY CHECK (one = 1),
  rules     BLOB    NOT NULL,
  directory BLOB    NOT NULL,
  policy    BLOB    NOT NULL
) STRICT;
)sql";

// The openings of older files are looked up here, each ticket's chain walked once, and never again: after
// this step a ticket whose first_history is 0 was not opened. OR ROLLBACK: else SQLite would keep every page
// of tickets in memory, to take back this statement alone. A chain that turns back is a damaged one: it ends
// there.
constexpr const char* kVersion3 = R"sql(
-- history.number of its opening, which is its first row of version 1; 0 for none.
ALTER TABLE tickets ADD COLUMN first_history INTEGER NOT NULL DEFAULT 0;
UPDATE OR ROLLBACK tickets SET first_history = coalesce((
  WITH RECURSIVE chain(number, previous, version) AS (
    SELECT number, previous, version FROM history WHERE number = tickets.last_history
    UNION ALL
    SELECT history.number, history.previous, history.version
      FROM chain JOIN history ON history.number = chain.previous
     WHERE chain.previous < chain.number)
  SELECT min(number) FROM chain WHERE version = 1), 0);

-- Events that came before the opening of their ticket, oldest first; removed once they are judged.
CREATE TABLE early (
  number  INTEGER PRIMARY KEY,
  key     BLOB    NOT NULL UNIQUE,
  ticket  TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  message BLOB    NOT NULL
) STRICT;
)sql";

// Few rows and small ones, written when an admin changes: an ordinary index.
constexpr const char* kVersion4 = R"sql(
-- The last word of a hub on one of its people, over what the directory's files say.
CREATE TABLE admins (
  hub     TEXT    NOT NULL,
  admin   TEXT    NOT NULL,
  present INTEGER NOT NULL,         -- 1: is an admin there, 0: not any more
  at      INTEGER NOT NULL,         -- when that happened
  by      TEXT    NOT NULL,         -- the producer that told it
  PRIMARY KEY (hub, admin)
) STRICT, WITHOUT ROWID;

-- Times in which the broker could not be reached.
CREATE TABLE away (
  began INTEGER NOT NULL,
  ended INTEGER NOT NULL
) STRICT;
)sql";

// Incidents are found by their number, which rises: no index. Of closed ones nothing is deleted, and the
// highest number must outlive them all if that ever changes. Silences and heartbeats are few.
constexpr const char* kVersion5 = R"sql(
-- The latest state of each incident. Its history hangs on a row of tickets that bears its id, of version 0.
CREATE TABLE incidents (
  number  INTEGER PRIMARY KEY,      -- 7 of "INC-7"
  id      TEXT    NOT NULL,
  version INTEGER NOT NULL,
  open    INTEGER NOT NULL,
  payload BLOB    NOT NULL
) STRICT;

CREATE TABLE silences (
  id      TEXT    PRIMARY KEY,
  open    INTEGER NOT NULL,         -- 1: in force, or yet to be
  payload BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- When each expected sign of life came last.
CREATE TABLE heartbeats (
  name    TEXT    NOT NULL,
  cluster TEXT    NOT NULL,
  last    INTEGER NOT NULL,
  missed  INTEGER NOT NULL,         -- 1: it stayed away, and an incident says so
  PRIMARY KEY (name, cluster)
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::array kSteps{
    MigrationStep{.version = 1, .sql = kVersion1}, MigrationStep{.version = 2, .sql = kVersion2},
    MigrationStep{.version = 3, .sql = kVersion3}, MigrationStep{.version = 4, .sql = kVersion4},
    MigrationStep{.version = 5, .sql = kVersion5},
};

}  // namespace

std::span<const MigrationStep> migration_steps() { return kSteps; }

int version_of(Connection& connection, std::span<const MigrationStep> steps) {
  const std::int64_t application = connection.number("PRAGMA application_id");
  const std::int64_t version = connection.number("PRAGMA user_version");
  const bool unmarked = application == 0 && version == 0;
  if (unmarked && connection.number("SELECT count(*) FROM sqlite_schema") == 0) return 0;
  if (application != kApplicationId)
    throw Failure({.kind = FaultKind::foreign,
                   .text = connection.path() + ": is an SQLite database, but not a store of triaged"});
  const int newest = steps.back().version;
  if (version > newest)
    throw Failure({.kind = FaultKind::newer,
                   .text = connection.path() + ": was written by a newer triaged (schema " +
                           std::to_string(version) + "; this one knows up to " + std::to_string(newest) +
                           ")"});
  if (version < 1)
    throw Failure({.kind = FaultKind::damaged, .text = connection.path() + ": bears no schema version"});
  return static_cast<int>(version);
}

void migrate(Connection& connection, std::span<const MigrationStep> steps) {
  Transaction transaction(connection, Transaction::Kind::write);
  const int found = version_of(connection, steps);
  for (const MigrationStep& step : steps)
    if (step.version > found) connection.run(step.sql);
  connection.run("PRAGMA application_id = " + std::to_string(kApplicationId));
  connection.run("PRAGMA user_version = " + std::to_string(steps.back().version));
  transaction.commit();
}

}  // namespace triaged::persist
