// vectorscan's side of a scanner: patterns compiled into one database, and the databases kept in a folder.
// The C API stays in here.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/rules/rules.hpp>

namespace triaged::rules {

// A pattern as vectorscan is to read it (for_vectorscan.hpp), and what a hit is reported as.
struct ForDatabase {
  std::string pattern;
  unsigned number = 0;
};

class Database {
 public:
  // Compiles, or takes what an earlier call left in `cache` (nullptr: none), which is not trusted. Patterns
  // that vectorscan refuses are left out and their numbers appended to `refused`. nullptr: not possible here,
  // `why` says why.
  [[nodiscard]] static std::unique_ptr<Database> make(std::vector<ForDatabase> patterns, PatternCache* cache,
                                                      std::vector<int>& refused, std::string& why);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Appends the number of each pattern that occurs in `text`, once. False: it could not be scanned. One
  // thread at a time.
  [[nodiscard]] bool find(std::string_view text, std::vector<int>& found) const;
  [[nodiscard]] std::size_t bytes() const noexcept;  // of the database and of what scanning needs

 private:
  struct Impl;
  explicit Database(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace triaged::rules
