// What lives from opening the file to closing it. Everything throws Failure; after one the session is only
// good for being destroyed, since the row index may then know of rows that are not there.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <triaged/persist/sqlite_store.hpp>

#include "connection.hpp"
#include "row_index.hpp"

namespace triaged::persist {

class SqliteStore::Session {
 public:
  // Opens, refuses or migrates, marks the file as in use, and builds the row index: reads all ticket ids and
  // seen keys once.
  Session(const std::string& path, const Options& options, Access access);

  // Empties the log into the file, so that what was committed no longer depends on the log.
  void checkpoint();
  // The opposite of the mark that the constructor set. Not for a session in which something failed.
  void mark_closed();

  // Throws std::logic_error before anything is done, see SqliteStore::commit.
  void refuse_wrong(const ports::Batch& batch) const;
  void write(const ports::Batch& batch);
  [[nodiscard]] ports::Recalled recall(const ports::Recall& keys);
  [[nodiscard]] ports::Image image();

  [[nodiscard]] std::uint64_t last_batch() const noexcept { return last_batch_; }
  [[nodiscard]] bool found_in_use() const noexcept { return opener_.found_in_use; }
  [[nodiscard]] int found_version() const noexcept { return opener_.found_version; }

 private:
  // A ticket that the batch being written touches, by its own row or by history only.
  struct Touched {
    std::string_view id;
    std::int64_t number = 0;
    bool exists = false;  // in the file already
    std::int64_t last_history = 0;
    std::int64_t first_history = 0;         // of version 1; 0: was not opened yet
    const ports::TicketRow* row = nullptr;  // the last one in the batch; none: history only
  };

  struct Opener {  // runs before the statements are prepared: they need the tables
    Opener(Connection& connection, const Options& options);
    bool found_in_use = false;
    int found_version = 0;
  };

  void read_meta();
  void build_index();
  Touched& touch(const domain::TicketId& id);
  [[nodiscard]] std::int64_t find_seen(const domain::Digest& key);
  [[nodiscard]] std::int64_t find_opening(const domain::TicketId& id);
  [[nodiscard]] ports::HistoryRow opening(const domain::TicketId& id, std::int64_t number);

  void write_history(const ports::Batch& batch);
  void write_tickets();
  void write_seen(const ports::Batch& batch);
  void write_parked(const ports::Batch& batch);
  void write_early(const ports::Batch& batch);
  void write_admins(const ports::Batch& batch);
  void write_incidents(const ports::Batch& batch);
  void write_away(const ports::Batch& batch);
  void write_outbox(const ports::Batch& batch);
  void write_attempts(const ports::Batch& batch);
  void write_documents(const ports::Batch& batch);
  void write_meta(const ports::Batch& batch);

  Connection connection_;
  Opener opener_;

  Statement ticket_head_{connection_,
                         "SELECT id, last_history, first_history FROM tickets WHERE number = ?1"};
  Statement ticket_by_number_{connection_,
                              "SELECT id, version, open, payload FROM tickets WHERE number = ?1"};
  Statement ticket_insert_{connection_, "INSERT INTO tickets VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
  Statement ticket_update_{
      connection_,
      "UPDATE tickets SET version = ?2, open = ?3, last_history = ?4, payload = ?5, first_history = ?6 "
      "WHERE number = ?1"};
  Statement ticket_chain_{connection_,
                          "UPDATE tickets SET last_history = ?2, first_history = ?3 WHERE number = ?1"};
  Statement history_insert_{connection_, "INSERT INTO history VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
  Statement history_by_number_{connection_,
                               "SELECT ticket, version, at, payload FROM history WHERE number = ?1"};
  Statement seen_by_number_{connection_, "SELECT key, content, at FROM seen WHERE number = ?1"};
  Statement seen_insert_{connection_, "INSERT INTO seen VALUES (?1, ?2, ?3, ?4)"};
  Statement parked_insert_{connection_,
                           "INSERT INTO parked (key, reason, detail, at, full_size, message) "
                           "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (key) DO NOTHING"};
  Statement early_insert_{connection_,
                          "INSERT INTO early (key, ticket, at, message) VALUES (?1, ?2, ?3, ?4) "
                          "ON CONFLICT (key) DO NOTHING"};
  Statement early_delete_{connection_, "DELETE FROM early WHERE key = ?1"};
  Statement away_insert_{connection_, "INSERT INTO away VALUES (?1, ?2)"};
  Statement admin_replace_{connection_, "INSERT OR REPLACE INTO admins VALUES (?1, ?2, ?3, ?4, ?5)"};
  Statement incident_replace_{connection_, "INSERT OR REPLACE INTO incidents VALUES (?1, ?2, ?3, ?4, ?5)"};
  Statement silence_replace_{connection_, "INSERT OR REPLACE INTO silences VALUES (?1, ?2, ?3)"};
  Statement heartbeat_replace_{connection_, "INSERT OR REPLACE INTO heartbeats VALUES (?1, ?2, ?3, ?4)"};
  Statement outbox_insert_{connection_, "INSERT INTO outbox VALUES (?1, ?2, ?3)"};
  Statement outbox_delete_{connection_, "DELETE FROM outbox WHERE sequence BETWEEN ?1 AND ?2"};
  Statement attempt_add_{
      connection_, "INSERT INTO attempts VALUES (?1, 1) ON CONFLICT (key) DO UPDATE SET count = count + 1"};
  Statement attempt_delete_{connection_, "DELETE FROM attempts WHERE key = ?1"};
  Statement document_insert_{connection_,
                             "INSERT INTO documents (kind, digest, source) VALUES (?1, ?2, ?3) "
                             "ON CONFLICT (digest, kind) DO NOTHING"};
  Statement in_force_replace_{connection_, "INSERT OR REPLACE INTO in_force VALUES (1, ?1, ?2, ?3)"};
  Statement meta_update_{
      connection_,
      "UPDATE meta SET last_batch = ?1, last_sequence = ?2, received = received + ?3, applied = applied + "
      "?4, "
      "duplicate = duplicate + ?5, refused = refused + ?6, early = early + ?7, parked = parked + ?8, "
      "notices = notices + ?9, confirmed = confirmed + ?10 WHERE one = 1 AND last_batch = ?1 - 1"};

  RowIndex tickets_;              // by the hash of the id
  RowIndex seen_;                 // by the key's first eight bytes
  std::int64_t last_ticket_ = 0;  // highest numbers in use
  std::int64_t last_history_ = 0;
  std::int64_t last_seen_ = 0;
  std::uint64_t last_batch_ = 0;
  std::uint64_t last_sequence_ = 0;

  // Of the batch being written; members, so that their memory is used again.
  std::vector<Touched> touched_;
  std::unordered_map<std::string_view, std::size_t> touched_by_id_;
  std::vector<std::uint64_t> done_;
};

}  // namespace triaged::persist
