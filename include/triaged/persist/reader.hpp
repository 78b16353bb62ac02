// Looks into a store, beside a running daemon or when none runs. Each call opens the file read-only, reads,
// and closes it: a reader that stays would keep the log from shrinking. Never creates a file, never blocks
// the writer.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/persist/fault.hpp>
#include <triaged/ports/store.hpp>

namespace triaged::persist {

struct ParkedSummary {
  domain::Digest key;
  domain::ParkReason reason{};
  std::string detail;
  domain::Instant at{};
  std::uint64_t full_size = 0;
};

enum class Matched : std::uint8_t { one, none, several, not_hexadecimal };

struct ParkedMatch {
  Matched matched = Matched::none;
  std::optional<ports::ParkedRow> row;  // when exactly one matched
};

class Reader {
 public:
  explicit Reader(std::string path) : path_(std::move(path)) {}

  // Newest first, at most `limit`.
  [[nodiscard]] Answer<std::vector<ParkedSummary>> parked(std::size_t limit) const;

  // `prefix`: the first hexadecimal digits of the key, one at least, with or without "sha256:" before them.
  [[nodiscard]] Answer<ParkedMatch> parked_by_key(std::string_view prefix) const;

  // Oldest first; empty for a ticket that no event ever named. Looks through all tickets: 0.2 s for a
  // million.
  [[nodiscard]] Answer<std::vector<ports::HistoryRow>> history(const domain::TicketId& ticket) const;

 private:
  std::string path_;
};

}  // namespace triaged::persist
