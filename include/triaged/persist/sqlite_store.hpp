// The store in one SQLite file: WAL, one transaction per batch, durable when commit() returns.
// Refuses files that are not its own, damaged ones, and those of a newer version of the program.
// Whoever opens it holds the StoreLock: a second writer is noticed by the batch number and fails as
// `unknown`. Layout and what it costs: src/persist/schema.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include <triaged/persist/fault.hpp>
#include <triaged/ports/store.hpp>

namespace triaged::persist {

enum class Synchronous : std::uint8_t {
  full,    // every commit is flushed to the disk before it is reported
  normal,  // a power cut may take the last commits back (not a crash of the process); for trying things only
};

struct Options {
  Synchronous synchronous = Synchronous::full;
  std::chrono::milliseconds busy{5000};    // how long to wait for another process's lock on the file
  std::uint64_t wal_bytes = 16ULL << 20;   // the log is copied back into the file when it has grown so long
  std::uint64_t cache_bytes = 8ULL << 20;  // pages kept by SQLite; at most, not at once
};

class SqliteStore final : public ports::Store {
 public:
  // Makes the file (not its folder) when there is none, and brings an older version up to date.
  [[nodiscard]] static Answer<std::unique_ptr<SqliteStore>> open(std::string path, Options options = {});

  ~SqliteStore() override;

  // The file's version as open() found it, before it was brought up to date; 0 for a new file.
  [[nodiscard]] int version_found() const noexcept { return version_found_; }
  [[nodiscard]] static int version_of_this_program() noexcept;

  // Throws std::logic_error, with nothing changed, for a batch that no engine may make: its number is not the
  // last one's plus one, an outbox sequence was given out before, a ticket or an incident is of version 0, or
  // an incident's id bears no number.
  [[nodiscard]] ports::CommitResult commit(const ports::Batch& batch) override;
  [[nodiscard]] std::optional<ports::Recalled> fetch(const ports::Recall& keys) override;
  [[nodiscard]] std::optional<ports::Image> load() override;

  // Does not make the file anew when it has gone.
  [[nodiscard]] std::optional<std::uint64_t> reopen() override;
  [[nodiscard]] std::string last_error() const override { return last_error_; }

 private:
  class Session;  // what lives from open to close: the connection, its statements, the row index
  friend class Session;

  SqliteStore(std::string path, Options options, std::unique_ptr<Session> session);
  template <class Work>
  bool attempt(Work work);

  std::string path_;
  Options options_;
  std::unique_ptr<Session> session_;  // none: a call failed, and only reopen() helps
  int version_found_ = 0;
  bool crashed_ = false;  // as found by open(); a reopen() of our own is no crash
  std::string last_error_;
};

}  // namespace triaged::persist
