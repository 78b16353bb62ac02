#include <optional>
#include <utility>

#include <triaged/persist/reader.hpp>

#include "admins.hpp"
#include "documents.hpp"
#include "read_store.hpp"

namespace triaged::persist {
namespace {

domain::ParkReason reason_of(const Connection& connection, std::string_view name) {
  if (const auto reason = domain::parse<domain::ParkReason>(name)) return *reason;
  throw Failure(
      {.kind = FaultKind::damaged,
       .text = connection.path() + ": unknown reason `" + std::string(name) + "` of a parked message"});
}

std::optional<unsigned> digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

// The lowest and the highest key that begin with these digits.
std::optional<std::pair<domain::Digest, domain::Digest>> keys_from(std::string_view prefix) {
  constexpr std::string_view kScheme = "sha256:";
  if (prefix.starts_with(kScheme)) prefix.remove_prefix(kScheme.size());
  std::pair<domain::Digest, domain::Digest> range;
  range.second.octets.fill(0xff);
  if (prefix.empty() || prefix.size() > 2 * range.first.octets.size()) return std::nullopt;
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    const std::optional<unsigned> value = digit(prefix[i]);
    if (!value) return std::nullopt;
    const unsigned shift = i % 2 == 0 ? 4 : 0;
    std::uint8_t& low = range.first.octets[i / 2];
    std::uint8_t& high = range.second.octets[i / 2];
    low = static_cast<std::uint8_t>(low | (*value << shift));
    high = static_cast<std::uint8_t>((high & ~(0xfU << shift)) | (*value << shift));
  }
  return range;
}

}  // namespace

Answer<std::vector<ParkedSummary>> Reader::parked(std::size_t limit) const {
  return read_store(path_, [limit](Connection& connection) {
    Statement rows(connection,
                   "SELECT key, reason, detail, at, full_size FROM parked ORDER BY number DESC LIMIT ?1");
    rows.bind(1, std::uint64_t{limit});
    std::vector<ParkedSummary> found;
    while (rows.row())
      found.push_back({.key = rows.digest(0),
                       .reason = reason_of(connection, rows.bytes(1)),
                       .detail = std::string(rows.bytes(2)),
                       .at = rows.instant(3),
                       .full_size = rows.natural(4)});
    return found;
  });
}

Answer<ParkedMatch> Reader::parked_by_key(std::string_view prefix) const {
  const auto range = keys_from(prefix);
  return read_store(path_, [&range](Connection& connection) -> ParkedMatch {
    if (!range) return {.matched = Matched::not_hexadecimal, .row = std::nullopt};
    Statement rows(connection,
                   "SELECT key, reason, detail, at, full_size, message FROM parked "
                   "WHERE key BETWEEN ?1 AND ?2 LIMIT 2");
    rows.blob(1, range->first).blob(2, range->second);
    ParkedMatch match;
    while (rows.row()) {
      if (match.row) return {.matched = Matched::several, .row = std::nullopt};
      match = {.matched = Matched::one,
               .row = ports::ParkedRow{.key = rows.digest(0),
                                       .reason = reason_of(connection, rows.bytes(1)),
                                       .detail = std::string(rows.bytes(2)),
                                       .at = rows.instant(3),
                                       .full_size = rows.natural(4),
                                       .message = std::string(rows.bytes(5))}};
    }
    return match;
  });
}

Answer<std::vector<ports::HistoryRow>> Reader::history(const domain::TicketId& ticket) const {
  return read_store(path_, [&ticket](Connection& connection) {
    Statement rows(connection,
                   "WITH RECURSIVE chain(number) AS ("
                   "  SELECT last_history FROM tickets WHERE id = ?1 AND last_history > 0"
                   "  UNION SELECT previous FROM history JOIN chain USING (number) WHERE previous > 0) "
                   "SELECT version, at, payload FROM history JOIN chain USING (number) ORDER BY number");
    rows.text(1, ticket.value);
    std::vector<ports::HistoryRow> found;
    while (rows.row())
      found.push_back({.ticket = ticket,
                       .version = rows.natural32(0),
                       .at = rows.instant(1),
                       .payload = std::string(rows.bytes(2))});
    return found;
  });
}

Answer<Openings> Reader::openings(std::uint64_t after, std::size_t limit) const {
  return read_store(path_, [after, limit](Connection& connection) {
    Openings found;
    Statement last(connection, "SELECT max(number) FROM history");
    if (last.row()) found.last = last.natural(0);
    Statement rows(connection,
                   "SELECT number, ticket, version, at, payload FROM history "
                   "WHERE number > ?1 AND version = 1 ORDER BY number LIMIT ?2");
    rows.bind(1, after).bind(2, std::uint64_t{limit});
    while (rows.row())
      found.rows.emplace_back(rows.natural(0), ports::HistoryRow{.ticket = domain::TicketId(rows.bytes(1)),
                                                                 .version = rows.natural32(2),
                                                                 .at = rows.instant(3),
                                                                 .payload = std::string(rows.bytes(4))});
    return found;
  });
}

Answer<std::optional<domain::Bytes>> Reader::document(const ports::DocumentKey& key) const {
  return read_store(path_, [&key](Connection& connection) -> std::optional<domain::Bytes> {
    if (version_of(connection) < kDocumentsSince) return std::nullopt;
    return persist::document(connection, key);
  });
}

Answer<std::vector<ports::AdminRow>> Reader::admins() const {
  return read_store(path_, [](Connection& connection) -> std::vector<ports::AdminRow> {
    if (version_of(connection) < kAdminsSince) return {};
    return persist::admins(connection);
  });
}

Answer<std::optional<ports::InForce>> Reader::in_force() const {
  return read_store(path_, [](Connection& connection) -> std::optional<ports::InForce> {
    if (version_of(connection) < kDocumentsSince) return std::nullopt;
    return persist::in_force(connection);
  });
}

}  // namespace triaged::persist
