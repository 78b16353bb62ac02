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

// A ticket's latest state, and where it stands in the store.
struct StoredTicket {
  std::uint64_t number = 0;   // of its row, in the order in which tickets came
  std::uint64_t opening = 0;  // the row of history that opened it; 0: the store does not say
  ports::TicketRow row;
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

  // Open tickets in the order they came: those numbered above `after`, at most `limit`; fewer than that:
  // there are no more. Pages are not of one moment: what a running daemon changes between two may show or
  // not.
  [[nodiscard]] Answer<std::vector<StoredTicket>> open_tickets(std::uint64_t after, std::size_t limit) const;

  // Those of them that were ever opened, in no order. Looks through all tickets once, as history() does.
  [[nodiscard]] Answer<std::vector<StoredTicket>> tickets(const std::vector<domain::TicketId>& ids) const;

  // Rows of history by their numbers, in that order; what is not there is left out.
  [[nodiscard]] Answer<std::vector<ports::HistoryRow>> history_rows(
      const std::vector<std::uint64_t>& numbers) const;

  // By number; `all`: closed ones too.
  [[nodiscard]] Answer<std::vector<ports::IncidentRow>> incidents(bool all) const;
  [[nodiscard]] Answer<std::optional<ports::IncidentRow>> incident(const domain::IncidentId& id) const;

  // Those in force or yet to be, by id; and the last word of every heartbeat, by name and cluster.
  [[nodiscard]] Answer<std::vector<ports::SilenceRow>> silences() const;
  [[nodiscard]] Answer<std::vector<ports::HeartbeatRow>> heartbeats() const;

 private:
  std::string path_;
};

}  // namespace triaged::persist
