// The only file that knows sqlite3.h.
#include "connection.hpp"

#include <cstring>
#include <mutex>

#include <sqlite3.h>

namespace triaged::persist {
namespace {

// SQLite's own accounting of memory takes a mutex at every allocation; nobody reads it.
void configure_once() {
  static std::once_flag once;
  std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

FaultKind kind_of(int code) {
  switch (code & 0xff) {
    case SQLITE_NOTADB:
      return FaultKind::foreign;
    case SQLITE_CORRUPT:
      return FaultKind::damaged;
    default:
      return FaultKind::unavailable;  // an open set of codes, not an enumeration of ours
  }
}

// "?" and "#" end the path of a URI, "%" begins an escape.
std::string at_rest_uri(const std::string& path) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      const auto octet = static_cast<unsigned char>(c);
      uri.push_back('%');
      uri.push_back(kHex[octet >> 4]);
      uri.push_back(kHex[octet & 15]);
    } else {
      uri.push_back(c);
    }
  }
  return uri + "?immutable=1";
}

int open_flags(Access access) {
  // Extended codes tell a full disk from a failed fsync. No mutex: one thread at a time.
  constexpr int kAlways = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (access) {
    case Access::create:
      return kAlways | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case Access::existing:
      return kAlways | SQLITE_OPEN_READWRITE;
    case Access::read_only:
      return kAlways | SQLITE_OPEN_READONLY;
    case Access::at_rest:
      return kAlways | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  }
  return kAlways | SQLITE_OPEN_READONLY;
}

}  // namespace

Connection::Connection(std::string path, Access access, std::chrono::milliseconds busy)
    : path_(std::move(path)) {
  configure_once();
  const std::string name = access == Access::at_rest ? at_rest_uri(path_) : path_;
  const int code = sqlite3_open_v2(name.c_str(), &handle_, open_flags(access), nullptr);
  if (code != SQLITE_OK) {
    const Failure reason = failure(code, "open");
    sqlite3_close(handle_);
    throw reason;
  }
  sqlite3_busy_timeout(handle_, static_cast<int>(busy.count()));
}

Connection::~Connection() { sqlite3_close(handle_); }

void Connection::run(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw failure(code, sql.substr(0, sql.find('(')));
}

std::int64_t Connection::number(const std::string& sql) {
  Statement statement(*this, sql.c_str());
  return statement.row() ? statement.integer(0) : 0;
}

void Connection::roll_back() noexcept {
  // After some errors, a full disk among them, SQLite has done it by itself.
  if (sqlite3_get_autocommit(handle_) == 0) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

std::int64_t Connection::changes() const noexcept { return sqlite3_changes64(handle_); }

Failure Connection::failure(int code, std::string_view during) const {
  std::string text = path_;
  text.append(": ").append(during).append(": ");
  text.append(handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code));
  text.append(" (SQLite ").append(std::to_string(code));
  // The operating system's reason is what a person can act on: permission, quota, a failing disk.
  if (const int system = handle_ != nullptr ? sqlite3_system_errno(handle_) : 0; system != 0)
    text.append(", ").append(std::strerror(system));
  text.push_back(')');
  return Failure({.kind = kind_of(code), .text = std::move(text)});
}

Statement::Statement(Connection& connection, const char* sql) : connection_(connection) {
  check(sqlite3_prepare_v3(connection.handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr), sql);
}

Statement::~Statement() { sqlite3_finalize(handle_); }

void Statement::check(int code, std::string_view during) const {
  if (code != SQLITE_OK) throw connection_.failure(code, during);
}

Statement& Statement::bind(int parameter, std::int64_t value) {
  check(sqlite3_bind_int64(handle_, parameter, value), "bind");
  return *this;
}

Statement& Statement::bind(int parameter, std::uint64_t value) {
  return bind(parameter, static_cast<std::int64_t>(value));  // the same bits; natural() turns them back
}

Statement& Statement::bind(int parameter, domain::Instant value) {
  return bind(parameter, static_cast<std::int64_t>(value.time_since_epoch().count()));
}

Statement& Statement::text(int parameter, std::string_view value) {
  check(sqlite3_bind_text64(handle_, parameter, value.empty() ? "" : value.data(), value.size(),
                            SQLITE_STATIC, SQLITE_UTF8),
        "bind");
  return *this;
}

Statement& Statement::blob(int parameter, std::string_view value) {
  check(
      sqlite3_bind_blob64(handle_, parameter, value.empty() ? "" : value.data(), value.size(), SQLITE_STATIC),
      "bind");
  return *this;
}

Statement& Statement::blob(int parameter, const domain::Digest& value) {
  check(sqlite3_bind_blob64(handle_, parameter, value.octets.data(), value.octets.size(), SQLITE_STATIC),
        "bind");
  return *this;
}

void Statement::execute() {
  while (row()) {
  }
}

bool Statement::row() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    sqlite3_reset(handle_);
    return false;
  }
  const Failure reason = connection_.failure(code, sqlite3_sql(handle_));
  sqlite3_reset(handle_);
  throw reason;
}

void Statement::reset() noexcept { sqlite3_reset(handle_); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }

std::uint64_t Statement::natural(int column) const { return static_cast<std::uint64_t>(integer(column)); }

std::uint32_t Statement::natural32(int column) const {
  const std::int64_t value = integer(column);
  if (value < 0 || value > std::int64_t{UINT32_MAX})
    throw Failure({.kind = FaultKind::damaged, .text = connection_.path_ + ": a number is out of its range"});
  return static_cast<std::uint32_t>(value);
}

domain::Instant Statement::instant(int column) const {
  return domain::Instant{domain::Duration{integer(column)}};
}

std::string_view Statement::bytes(int column) const {
  // The pointer first: SQLite may convert the value when asked for it, which changes its length.
  const void* data = sqlite3_column_blob(handle_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
  return data == nullptr ? std::string_view{} : std::string_view{static_cast<const char*>(data), size};
}

domain::Digest Statement::digest(int column) const {
  domain::Digest digest;
  const std::string_view octets = bytes(column);
  if (octets.size() != digest.octets.size())
    throw Failure({.kind = FaultKind::damaged, .text = connection_.path_ + ": a key is not 32 bytes long"});
  std::memcpy(digest.octets.data(), octets.data(), octets.size());
  return digest;
}

Transaction::Transaction(Connection& connection, Kind kind) : connection_(connection) {
  // IMMEDIATE: the lock is had at the start, instead of a deadlock in the middle.
  connection_.run(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  if (open_) connection_.roll_back();
}

void Transaction::commit() {
  connection_.run("COMMIT");
  open_ = false;
}

}  // namespace triaged::persist
