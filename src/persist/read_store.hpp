// One look into a store that somebody else may be writing: opened read-only, read in one snapshot, closed.
// What `read` throws as Failure comes back as a fault. `read` may be called again, when the file changed
// under it: it must not have done anything but read.
#pragma once

#include <string>
#include <type_traits>

#include <sys/stat.h>

#include <triaged/persist/fault.hpp>

#include "connection.hpp"
#include "schema.hpp"

namespace triaged::persist {

inline constexpr std::chrono::milliseconds kReaderBusy{
    2000};  // a checkpoint or recovery holds readers off for a moment
inline constexpr int kReaderTries = 3;

// What changes when somebody writes the file.
struct Trace {
  bool exists = false;
  off_t size = 0;
  timespec changed{};

  bool operator==(const Trace& other) const {
    return exists == other.exists && size == other.size && changed.tv_sec == other.changed.tv_sec &&
           changed.tv_nsec == other.changed.tv_nsec;
  }
};

[[nodiscard]] inline Trace trace(const std::string& path) {
  struct stat found{};
  if (::stat(path.c_str(), &found) != 0) return {};
  return {.exists = true, .size = found.st_size, .changed = found.st_mtim};
}

template <class Read>
using AnswerOf = Answer<std::invoke_result_t<Read, Connection&>>;

template <class Read>
AnswerOf<Read> read_once(const std::string& path, Access access, Read read) {
  try {
    Connection connection(path, access, kReaderBusy);
    if (version_of(connection) == 0)
      return Fault{.kind = FaultKind::foreign, .text = path + ": is empty, no store of triaged"};
    const Transaction snapshot(connection, Transaction::Kind::read);
    return read(connection);
  } catch (const Failure& failure) {
    return failure.fault();
  }
}

// Without a log nobody has the store open, and SQLite would make the log and its index anew just to read:
// then it is read without locks. A daemon that starts meanwhile shows by a log or a changed file, and we look
// again.
template <class Read>
AnswerOf<Read> read_store(const std::string& path, Read read) {
  const std::string log = path + "-wal";
  for (int tried = 1;; ++tried) {
    const Trace before = trace(path);
    if (!before.exists) return Fault{.kind = FaultKind::missing, .text = path + ": there is no such file"};
    if (trace(log).exists) return read_once(path, Access::read_only, read);
    auto answer = read_once(path, Access::at_rest, read);
    if ((trace(path) == before && !trace(log).exists) || tried == kReaderTries) return answer;
  }
}

}  // namespace triaged::persist
