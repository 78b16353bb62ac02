// What is there now: tickets and incidents in their latest state. The past is in reader.cpp.
#include <unordered_set>

#include <triaged/persist/reader.hpp>

#include "incidents.hpp"
#include "read_store.hpp"

namespace triaged::persist {
namespace {

constexpr int kOpeningsSince = 3;  // the version of the file whose tickets name their opening

// `where` is a condition on tickets.
std::string select(Connection& connection, const std::string& where) {
  const std::string opening = version_of(connection) < kOpeningsSince ? "0" : "first_history";
  return "SELECT number, id, version, open, payload, " + opening + " FROM tickets WHERE " + where;
}

StoredTicket stored(const Statement& row) {
  return {.number = row.natural(0),
          .opening = row.natural(5),
          .row = {.id = domain::TicketId(row.bytes(1)),
                  .version = row.natural32(2),
                  .open = row.integer(3) != 0,
                  .payload = std::string(row.bytes(4))}};
}

}  // namespace

Answer<std::vector<StoredTicket>> Reader::open_tickets(std::uint64_t after, std::size_t limit) const {
  return read_store(path_, [after, limit](Connection& connection) {
    const auto sql = select(connection, "number > ?1 AND open = 1 AND version > 0 ORDER BY number LIMIT ?2");
    Statement rows(connection, sql.c_str());
    rows.bind(1, after).bind(2, std::uint64_t{limit});
    std::vector<StoredTicket> found;
    while (rows.row()) found.push_back(stored(rows));
    return found;
  });
}

Answer<std::vector<StoredTicket>> Reader::tickets(const std::vector<domain::TicketId>& ids) const {
  std::unordered_set<std::string_view> wanted;
  for (const domain::TicketId& id : ids) wanted.insert(id.value);
  return read_store(path_, [&wanted](Connection& connection) {
    std::vector<StoredTicket> found;
    if (wanted.empty()) return found;
    const auto sql = select(connection, "version > 0");
    Statement rows(connection, sql.c_str());
    while (found.size() < wanted.size() && rows.row())
      if (wanted.contains(rows.bytes(1))) found.push_back(stored(rows));
    return found;
  });
}

Answer<std::vector<ports::HistoryRow>> Reader::history_rows(const std::vector<std::uint64_t>& numbers) const {
  return read_store(path_, [&numbers](Connection& connection) {
    Statement row(connection, "SELECT ticket, version, at, payload FROM history WHERE number = ?1");
    std::vector<ports::HistoryRow> found;
    for (const std::uint64_t number : numbers) {
      const Rewound rewound(row);
      if (row.bind(1, number).row())
        found.push_back({.ticket = domain::TicketId(row.bytes(0)),
                         .version = row.natural32(1),
                         .at = row.instant(2),
                         .payload = std::string(row.bytes(3))});
    }
    return found;
  });
}

Answer<std::vector<ports::IncidentRow>> Reader::incidents(bool all) const {
  return read_store(path_, [all](Connection& connection) -> std::vector<ports::IncidentRow> {
    if (version_of(connection) < kIncidentsSince) return {};
    return persist::incidents(connection, all ? Which::all : Which::open);
  });
}

Answer<std::optional<ports::IncidentRow>> Reader::incident(const domain::IncidentId& id) const {
  const auto number = domain::incident_number(id.value);
  return read_store(path_, [&number](Connection& connection) -> std::optional<ports::IncidentRow> {
    if (!number || version_of(connection) < kIncidentsSince) return std::nullopt;
    return persist::incident(connection, *number);
  });
}

Answer<std::vector<ports::SilenceRow>> Reader::silences() const {
  return read_store(path_, [](Connection& connection) -> std::vector<ports::SilenceRow> {
    if (version_of(connection) < kIncidentsSince) return {};
    return persist::silences(connection, Which::open);
  });
}

Answer<std::vector<ports::HeartbeatRow>> Reader::heartbeats() const {
  return read_store(path_, [](Connection& connection) -> std::vector<ports::HeartbeatRow> {
    if (version_of(connection) < kIncidentsSince) return {};
    return persist::heartbeats(connection);
  });
}

}  // namespace triaged::persist
