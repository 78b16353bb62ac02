// One batch, one transaction. Every table but tickets' updates is written at its end, see schema.cpp.
#include <algorithm>
#include <stdexcept>

#include "session.hpp"

namespace triaged::persist {

void SqliteStore::Session::refuse_wrong(const ports::Batch& batch) const {
  if (batch.number != last_batch_ + 1)
    throw std::logic_error("persist: batch " + std::to_string(batch.number) + " does not follow " +
                           std::to_string(last_batch_));
  std::uint64_t given_out = last_sequence_;
  for (const ports::OutboxRow& row : batch.outbox) {
    if (row.sequence <= given_out)
      throw std::logic_error("persist: outbox sequence " + std::to_string(row.sequence) +
                             " was given out before");
    given_out = row.sequence;
  }
  for (const ports::TicketRow& row : batch.tickets)
    if (row.version == 0) throw std::logic_error("persist: ticket " + row.id.value + " has no version");
  for (const ports::IncidentRow& row : batch.incidents)
    if (row.version == 0 || !domain::incident_number(row.id.value))
      throw std::logic_error("persist: `" + row.id.value + "` is no incident, or has no version");
}

void SqliteStore::Session::write(const ports::Batch& batch) {
  touched_.clear();
  touched_by_id_.clear();
  Transaction transaction(connection_, Transaction::Kind::write);
  write_meta(batch);  // first: it notices a second writer, to whom the row index would be blind
  for (const ports::TicketRow& row : batch.tickets) touch(row.id).row = &row;
  write_history(batch);  // before the tickets, which name its rows
  write_tickets();
  write_seen(batch);
  write_parked(batch);
  write_early(batch);
  write_admins(batch);
  write_incidents(batch);
  write_away(batch);
  write_outbox(batch);
  write_attempts(batch);
  write_documents(batch);
  transaction.commit();
  last_batch_ = batch.number;
  if (!batch.outbox.empty()) last_sequence_ = batch.outbox.back().sequence;
}

SqliteStore::Session::Touched& SqliteStore::Session::touch(const domain::TicketId& id) {
  const auto [place, added] = touched_by_id_.try_emplace(id.value, touched_.size());
  if (!added) return touched_[place->second];
  Touched touched{.id = id.value};
  touched.number = tickets_.find(std::hash<domain::TicketId>{}(id), [&](std::int64_t number) {
    const Rewound rewound(ticket_head_);
    if (!ticket_head_.bind(1, number).row() || ticket_head_.bytes(0) != id.value) return false;
    touched.last_history = ticket_head_.integer(1);
    touched.first_history = ticket_head_.integer(2);
    return true;
  });
  touched.exists = touched.number != 0;
  if (!touched.exists) touched.number = ++last_ticket_;
  return touched_.emplace_back(touched);
}

void SqliteStore::Session::write_history(const ports::Batch& batch) {
  for (const ports::HistoryRow& row : batch.history) {
    Touched& touched = touch(row.ticket);
    const std::int64_t number = ++last_history_;
    history_insert_.bind(1, number)
        .text(2, row.ticket.value)
        .bind(3, row.version)
        .bind(4, row.at)
        .bind(5, touched.last_history)
        .blob(6, row.payload)
        .execute();
    touched.last_history = number;
    if (row.version == 1 && touched.first_history == 0) touched.first_history = number;
  }
}

void SqliteStore::Session::write_tickets() {
  for (const Touched& touched : touched_) {
    if (!touched.exists) {
      const bool named_only = touched.row == nullptr;
      ticket_insert_.bind(1, touched.number)
          .text(2, touched.id)
          .bind(3, named_only ? 0U : touched.row->version)
          .bind(4, std::int64_t{!named_only && touched.row->open})
          .bind(5, touched.last_history)
          .blob(6, named_only ? std::string_view{} : touched.row->payload)
          .bind(7, touched.first_history)
          .execute();
      tickets_.add(std::hash<std::string_view>{}(touched.id), touched.number);
    } else if (touched.row != nullptr) {
      ticket_update_.bind(1, touched.number)
          .bind(2, touched.row->version)
          .bind(3, std::int64_t{touched.row->open})
          .bind(4, touched.last_history)
          .blob(5, touched.row->payload)
          .bind(6, touched.first_history)
          .execute();
    } else {
      ticket_chain_.bind(1, touched.number)
          .bind(2, touched.last_history)
          .bind(3, touched.first_history)
          .execute();
    }
  }
}

void SqliteStore::Session::write_seen(const ports::Batch& batch) {
  for (const ports::SeenRow& row : batch.seen) {
    if (find_seen(row.key) != 0) continue;
    const std::int64_t number = ++last_seen_;
    seen_insert_.bind(1, number).blob(2, row.key).blob(3, row.content).bind(4, row.at).execute();
    seen_.add(std::hash<domain::Digest>{}(row.key), number);
  }
}

void SqliteStore::Session::write_parked(const ports::Batch& batch) {
  for (const ports::ParkedRow& row : batch.parked)
    parked_insert_.blob(1, row.key)
        .text(2, domain::name(row.reason))
        .text(3, row.detail)
        .bind(4, row.at)
        .bind(5, row.full_size)
        .blob(6, row.message)
        .execute();
}

void SqliteStore::Session::write_early(const ports::Batch& batch) {
  for (const ports::EarlyRow& row : batch.early)
    early_insert_.blob(1, row.key).text(2, row.ticket.value).bind(3, row.at).blob(4, row.message).execute();
  for (const domain::Digest& key : batch.early_done) early_delete_.blob(1, key).execute();
}

void SqliteStore::Session::write_admins(const ports::Batch& batch) {
  for (const ports::AdminRow& row : batch.admins)
    admin_replace_.text(1, row.hub.value)
        .text(2, row.admin.value)
        .bind(3, std::int64_t{row.present})
        .bind(4, row.at)
        .text(5, row.by.value)
        .execute();
}

void SqliteStore::Session::write_incidents(const ports::Batch& batch) {
  for (const ports::IncidentRow& row : batch.incidents)
    incident_replace_.bind(1, *domain::incident_number(row.id.value))
        .text(2, row.id.value)
        .bind(3, row.version)
        .bind(4, std::int64_t{row.open})
        .blob(5, row.payload)
        .execute();
  for (const ports::SilenceRow& row : batch.silences)
    silence_replace_.text(1, row.id.value).bind(2, std::int64_t{row.open}).blob(3, row.payload).execute();
  for (const ports::HeartbeatRow& row : batch.heartbeats)
    heartbeat_replace_.text(1, row.name)
        .text(2, row.cluster.value)
        .bind(3, row.last)
        .bind(4, std::int64_t{row.missed})
        .execute();
}

void SqliteStore::Session::write_away(const ports::Batch& batch) {
  for (const domain::Away& one : batch.away) away_insert_.bind(1, one.from).bind(2, one.until).execute();
}

void SqliteStore::Session::write_outbox(const ports::Batch& batch) {
  for (const ports::OutboxRow& row : batch.outbox)
    outbox_insert_.bind(1, row.sequence).text(2, row.queue).blob(3, row.message).execute();

  // Confirms come lane by lane, but together they mostly make one range.
  done_.assign(batch.outbox_done.begin(), batch.outbox_done.end());
  std::ranges::sort(done_);
  for (auto first = done_.begin(); first != done_.end();) {
    auto last = first;
    while (std::next(last) != done_.end() && *std::next(last) <= *last + 1) ++last;
    outbox_delete_.bind(1, *first).bind(2, *last).execute();
    first = std::next(last);
  }
}

void SqliteStore::Session::write_attempts(const ports::Batch& batch) {
  for (const domain::Digest& key : batch.attempts) attempt_add_.blob(1, key).execute();
  for (const domain::Digest& key : batch.attempts_done) attempt_delete_.blob(1, key).execute();
}

void SqliteStore::Session::write_documents(const ports::Batch& batch) {
  for (const ports::DocumentRow& row : batch.documents)
    document_insert_.text(1, ports::name(row.key.kind)).blob(2, row.key.digest).blob(3, row.source).execute();
  if (batch.in_force)
    in_force_replace_.blob(1, batch.in_force->rules)
        .blob(2, batch.in_force->directory)
        .blob(3, batch.in_force->policy)
        .execute();
}

void SqliteStore::Session::write_meta(const ports::Batch& batch) {
  const ports::Counters& add = batch.counters;
  meta_update_.bind(1, batch.number)
      .bind(2, batch.outbox.empty() ? last_sequence_ : batch.outbox.back().sequence)
      .bind(3, add.received)
      .bind(4, add.applied)
      .bind(5, add.duplicate)
      .bind(6, add.refused)
      .bind(7, add.early)
      .bind(8, add.parked)
      .bind(9, add.notices)
      .bind(10, add.confirmed)
      .execute();
  if (connection_.changes() != 1)
    throw Failure({.kind = FaultKind::unavailable,
                   .text = connection_.path() + ": another process has written to the store"});
}

}  // namespace triaged::persist
