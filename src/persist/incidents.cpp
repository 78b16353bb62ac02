#include "incidents.hpp"

namespace triaged::persist {
namespace {

std::int64_t least_open(Which which) { return which == Which::open ? 1 : 0; }

ports::IncidentRow incident_row(const Statement& row) {
  return {.id = domain::IncidentId(row.bytes(0)),
          .version = row.natural32(1),
          .open = row.integer(2) != 0,
          .payload = std::string(row.bytes(3))};
}

}  // namespace

std::vector<ports::IncidentRow> incidents(Connection& connection, Which which) {
  Statement rows(connection,
                 "SELECT id, version, open, payload FROM incidents WHERE open >= ?1 ORDER BY number");
  rows.bind(1, least_open(which));
  std::vector<ports::IncidentRow> found;
  while (rows.row()) found.push_back(incident_row(rows));
  return found;
}

std::optional<ports::IncidentRow> incident(Connection& connection, std::uint64_t number) {
  Statement row(connection, "SELECT id, version, open, payload FROM incidents WHERE number = ?1");
  if (!row.bind(1, number).row()) return std::nullopt;
  return incident_row(row);
}

std::uint64_t last_incident(Connection& connection) {
  Statement row(connection, "SELECT coalesce(max(number), 0) FROM incidents");
  return row.row() ? row.natural(0) : 0;
}

std::vector<ports::SilenceRow> silences(Connection& connection, Which which) {
  Statement rows(connection, "SELECT id, open, payload FROM silences WHERE open >= ?1 ORDER BY id");
  rows.bind(1, least_open(which));
  std::vector<ports::SilenceRow> found;
  while (rows.row())
    found.push_back({.id = domain::SilenceId(rows.bytes(0)),
                     .open = rows.integer(1) != 0,
                     .payload = std::string(rows.bytes(2))});
  return found;
}

std::vector<ports::HeartbeatRow> heartbeats(Connection& connection) {
  Statement rows(connection, "SELECT name, cluster, last, missed FROM heartbeats ORDER BY name, cluster");
  std::vector<ports::HeartbeatRow> found;
  while (rows.row())
    found.push_back({.name = std::string(rows.bytes(0)),
                     .cluster = domain::ClusterId(rows.bytes(1)),
                     .last = rows.instant(2),
                     .missed = rows.integer(3) != 0});
  return found;
}

}  // namespace triaged::persist
