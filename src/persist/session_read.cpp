// What the engine asks for: the whole image at start, single rows later.
#include <algorithm>

#include "admins.hpp"
#include "documents.hpp"
#include "incidents.hpp"
#include "session.hpp"

namespace triaged::persist {

std::int64_t SqliteStore::Session::find_seen(const domain::Digest& key) {
  return seen_.find(std::hash<domain::Digest>{}(key), [&](std::int64_t number) {
    const Rewound rewound(seen_by_number_);
    return seen_by_number_.bind(1, number).row() && seen_by_number_.digest(0) == key;
  });
}

// 0: was not opened.
std::int64_t SqliteStore::Session::find_opening(const domain::TicketId& id) {
  std::int64_t opening = 0;
  (void)tickets_.find(std::hash<domain::TicketId>{}(id), [&](std::int64_t number) {
    const Rewound rewound(ticket_head_);
    if (!ticket_head_.bind(1, number).row() || ticket_head_.bytes(0) != id.value) return false;
    opening = ticket_head_.integer(2);
    return true;
  });
  return opening;
}

ports::HistoryRow SqliteStore::Session::opening(const domain::TicketId& id, std::int64_t number) {
  const Rewound rewound(history_by_number_);
  if (!history_by_number_.bind(1, number).row() || history_by_number_.bytes(0) != id.value ||
      history_by_number_.natural32(1) != 1)
    throw Failure({.kind = FaultKind::damaged,
                   .text = connection_.path() + ": ticket " + id.value + " names row " +
                           std::to_string(number) + " of history as its opening, which is none of its"});
  return {.ticket = id,
          .version = 1,
          .at = history_by_number_.instant(2),
          .payload = std::string(history_by_number_.bytes(3))};
}

ports::Recalled SqliteStore::Session::recall(const ports::Recall& keys) {
  ports::Recalled recalled;
  for (const domain::TicketId& id : keys.tickets) {
    (void)tickets_.find(std::hash<domain::TicketId>{}(id), [&](std::int64_t number) {
      const Rewound rewound(ticket_by_number_);
      if (!ticket_by_number_.bind(1, number).row() || ticket_by_number_.bytes(0) != id.value) return false;
      if (ticket_by_number_.natural32(1) != 0)  // 0: a name only
        recalled.tickets.push_back({.id = id,
                                    .version = ticket_by_number_.natural32(1),
                                    .open = ticket_by_number_.integer(2) != 0,
                                    .payload = std::string(ticket_by_number_.bytes(3))});
      return true;
    });
  }
  for (const domain::Digest& key : keys.seen) {
    (void)seen_.find(std::hash<domain::Digest>{}(key), [&](std::int64_t number) {
      const Rewound rewound(seen_by_number_);
      if (!seen_by_number_.bind(1, number).row() || seen_by_number_.digest(0) != key) return false;
      recalled.seen.push_back(
          {.key = key, .content = seen_by_number_.digest(1), .at = seen_by_number_.instant(2)});
      return true;
    });
  }
  for (const domain::TicketId& id : keys.openings)
    if (const std::int64_t number = find_opening(id); number != 0)
      recalled.openings.push_back(opening(id, number));
  return recalled;
}

ports::Image SqliteStore::Session::image() {
  ports::Image image;
  image.last_batch = last_batch_;
  image.last_sequence = last_sequence_;

  Statement meta(
      connection_,
      "SELECT epoch, received, applied, duplicate, refused, early, parked, notices, confirmed FROM meta");
  while (meta.row()) {
    image.epoch = meta.natural32(0);
    image.counters = {.received = meta.natural(1),
                      .applied = meta.natural(2),
                      .duplicate = meta.natural(3),
                      .refused = meta.natural(4),
                      .early = meta.integer(5),
                      .parked = meta.natural(6),
                      .notices = meta.natural(7),
                      .confirmed = meta.natural(8)};
  }

  Statement tickets(connection_, "SELECT id, version, open, payload FROM tickets WHERE version > 0");
  while (tickets.row()) {
    domain::TicketId id(tickets.bytes(0));
    if (tickets.integer(2) == 0)
      image.closed.push_back(std::move(id));
    else
      image.open_tickets.push_back({.id = std::move(id),
                                    .version = tickets.natural32(1),
                                    .open = true,
                                    .payload = std::string(tickets.bytes(3))});
  }

  Statement early(connection_, "SELECT key, ticket, at, message FROM early ORDER BY number");
  while (early.row())
    image.early.push_back({.key = early.digest(0),
                           .ticket = domain::TicketId(early.bytes(1)),
                           .at = early.instant(2),
                           .message = std::string(early.bytes(3))});

  image.admins = admins(connection_);
  image.open_incidents = incidents(connection_, Which::open);
  image.last_incident = last_incident(connection_);
  image.open_silences = silences(connection_, Which::open);
  image.heartbeats = heartbeats(connection_);

  Statement away(connection_, "SELECT began, ended FROM away ORDER BY rowid DESC LIMIT ?1");
  away.bind(1, std::uint64_t{ports::kAwayKept});
  while (away.row()) image.away.push_back({.from = away.instant(0), .until = away.instant(1)});
  std::ranges::reverse(image.away);

  Statement outbox(connection_, "SELECT sequence, queue, message FROM outbox ORDER BY sequence");
  while (outbox.row())
    image.outbox.push_back({.sequence = outbox.natural(0),
                            .queue = std::string(outbox.bytes(1)),
                            .message = std::string(outbox.bytes(2))});

  image.seen.reserve(seen_.size());
  Statement seen(connection_, "SELECT key FROM seen");
  while (seen.row()) image.seen.push_back(seen.digest(0));

  Statement parked(connection_, "SELECT key FROM parked ORDER BY number");
  while (parked.row()) image.parked.push_back(parked.digest(0));

  Statement attempts(connection_, "SELECT key, count FROM attempts");
  while (attempts.row()) image.attempts.emplace_back(attempts.digest(0), attempts.natural32(1));

  Statement documents(connection_, "SELECT kind, digest FROM documents ORDER BY number");
  while (documents.row())
    image.documents.push_back(
        {.kind = document_kind(connection_, documents.bytes(0)), .digest = documents.digest(1)});
  image.in_force = in_force(connection_);
  return image;
}

}  // namespace triaged::persist
