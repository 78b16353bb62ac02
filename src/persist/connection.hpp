// RAII round SQLite's C interface: connection, statement, transaction. connection.cpp alone includes
// sqlite3.h. Errors are thrown as Failure, within persist only: every public function catches it and answers
// with a value. One thread at a time per connection.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

#include <triaged/domain/bytes.hpp>
#include <triaged/domain/time.hpp>
#include <triaged/persist/fault.hpp>

struct sqlite3;
struct sqlite3_stmt;

namespace triaged::persist {

class Failure final : public std::exception {
 public:
  explicit Failure(Fault fault) : fault_(std::move(fault)) {}
  [[nodiscard]] const Fault& fault() const noexcept { return fault_; }
  [[nodiscard]] const char* what() const noexcept override { return fault_.text.c_str(); }

 private:
  Fault fault_;
};

enum class Access : std::uint8_t {
  create,     // read and write; an absent file is made
  existing,   // read and write; an absent file is a failure
  read_only,  // beside a writer; uses the log and its index as they lie there
  at_rest,    // read-only and without any lock: only while nobody writes and no log exists
};

class Connection {
 public:
  Connection(std::string path, Access access, std::chrono::milliseconds busy);
  ~Connection();  // statements must be gone by then
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // One or more statements without results that matter.
  void run(const std::string& sql);
  void roll_back() noexcept;  // the transaction, if one is open
  // The first column of the first row.
  [[nodiscard]] std::int64_t number(const std::string& sql);
  // Rows changed by the last insert, update or delete.
  [[nodiscard]] std::int64_t changes() const noexcept;

  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  friend class Statement;
  [[nodiscard]] Failure failure(int code, std::string_view during) const;

  std::string path_;
  sqlite3* handle_ = nullptr;
};

// Prepared once, run often. Parameters and columns: parameters count from 1, columns from 0, as in SQLite.
class Statement {
 public:
  Statement(Connection& connection, const char* sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // The bytes are not copied: they must live until the statement is run or reset. Empty bytes stay a value of
  // length zero (SQLite itself would take a null pointer for NULL).
  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, std::uint64_t value);
  Statement& bind(int parameter, std::uint32_t value) { return bind(parameter, std::int64_t{value}); }
  Statement& bind(int parameter, domain::Instant value);
  Statement& text(int parameter, std::string_view value);
  Statement& blob(int parameter, std::string_view value);
  Statement& blob(int parameter, const domain::Digest& value);

  // Runs to the end and resets.
  void execute();
  // The next row. False: there are no more, and the statement is reset.
  [[nodiscard]] bool row();
  void reset() noexcept;

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::uint64_t natural(int column) const;
  [[nodiscard]] std::uint32_t natural32(int column) const;  // Failure (damaged) when it does not fit
  [[nodiscard]] domain::Instant instant(int column) const;
  [[nodiscard]] std::string_view bytes(int column) const;  // text or blob; until the next row or reset
  [[nodiscard]] domain::Digest digest(int column) const;   // Failure (damaged) when it is none

 private:
  void check(int code, std::string_view during) const;

  Connection& connection_;
  sqlite3_stmt* handle_ = nullptr;
};

// Resets a statement that a caller leaves before its last row: an open one would hold a read transaction.
class Rewound {
 public:
  explicit Rewound(Statement& statement) noexcept : statement_(statement) {}
  ~Rewound() { statement_.reset(); }
  Rewound(const Rewound&) = delete;
  Rewound& operator=(const Rewound&) = delete;

 private:
  Statement& statement_;
};

// Rolled back unless commit() returned.
class Transaction {
 public:
  enum class Kind : std::uint8_t { read, write };
  Transaction(Connection& connection, Kind kind);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace triaged::persist
