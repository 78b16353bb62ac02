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

// A part of the history: rows by number, which rises with time.
struct Openings {
  std::vector<std::pair<std::uint64_t, ports::HistoryRow>> rows;
  std::uint64_t last = 0;  // the highest number of the whole history now; 0: it is empty
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

  // The lines of history that a ticket of version 1 came of: those that opened one, and some that were
  // refused soon after. Those numbered above `after`, in their order, at most `limit`; fewer than that: there
  // are no more.
  [[nodiscard]] Answer<Openings> openings(std::uint64_t after, std::size_t limit) const;

  // What a rule set, a directory or a policy was read from. Nothing: this store never kept it.
  [[nodiscard]] Answer<std::optional<domain::Bytes>> document(const ports::DocumentKey& key) const;

  // What hubs told of their admins, by hub and admin.
  [[nodiscard]] Answer<std::vector<ports::AdminRow>> admins() const;

  // What the daemon decides under, or decided under when it ended. Nothing: none ever said.
  [[nodiscard]] Answer<std::optional<ports::InForce>> in_force() const;

 private:
  std::string path_;
};

}  // namespace triaged::persist
