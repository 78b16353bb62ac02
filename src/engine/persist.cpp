// persist and ack: what was decided goes to disk in one transaction, then the deliveries are acknowledged and
// the notices handed to their lanes. While one batch commits the next one forms, so batches grow with the
// load and a lone message waits for nobody. A commit that failed has an unknown outcome; here it is cleared
// up.
#include <algorithm>
#include <stdexcept>

#include "engine/impl.hpp"

namespace triaged::engine {

// One batch is about as large as the next.
void Forming::reserve_for(const Forming& other) {
  batch.tickets.reserve(other.batch.tickets.size());
  batch.history.reserve(other.batch.history.size());
  batch.seen.reserve(other.batch.seen.size());
  batch.outbox.reserve(other.batch.outbox.size());
  settle.reserve(other.settle.size());
  notices.reserve(other.notices.size());
  routed.reserve(other.routed.size());
  seen.reserve(other.seen.size());
  opened.reserve(other.opened.size());
}

void Engine::Impl::persist() {
  if (committing || health != Health::running) return;
  auto done = relay.take_done();
  const auto crossed = crossings.take_done();
  done.insert(done.end(), crossed.begin(), crossed.end());
  if (!done.empty() && !first_done) first_done = now;
  forming.batch.counters.confirmed += done.size();
  auto& rows = forming.batch.outbox_done;
  rows.insert(rows.end(), done.begin(), done.end());

  const bool decided = forming.events > 0 || !forming.batch.attempts.empty() || !forming.batch.away.empty() ||
                       !forming.batch.silences.empty() || forming.batch.in_force;
  const bool overdue = !rows.empty() && (draining || rows.size() >= limits.batch_max ||
                                         now - *first_done >= limits.confirm_lag);
  if (recalling || (!decided && !overdue)) return;
  observer.on_stage(ports::Stage::persist);
  first_done.reset();
  forming.batch.number = memory.last_batch + 1;
  committing = std::exchange(forming, Forming{});
  forming.reserve_for(*committing);
  // The rows go to the store's thread; what is needed after the commit stays here.
  ports::Batch batch = std::move(committing->batch);
  committing->batch = ports::Batch{};
  committing->batch.number = batch.number;
  committing->batch.counters = batch.counters;
  store.commit(std::move(batch));
}

void Engine::Impl::committed(const Committed& result) {
  if (!committing || result.batch != committing->batch.number) return;
  if (result.result == ports::CommitResult::committed) {
    store_retry = {};
    return apply_commit(*std::exchange(committing, std::nullopt), result.took);
  }
  if (result.impossible) throw std::logic_error(result.error);
  observer.on_commit_unknown(result.error);
  health = Health::recovering;
  store.reopen();
}

void Engine::Impl::apply_commit(Forming done, domain::Duration took) {
  memory.last_batch = done.batch.number;
  memory.counters += done.batch.counters;
  for (const auto& key : done.seen) memory.remember_seen(key);
  // Whoever waits for a recall did not ask for these: they must find them here until they have been judged.
  if (recalling) {
    const auto append = [](auto& to, const auto& more) { to.insert(to.end(), more.begin(), more.end()); };
    append(durable_since.seen, done.seen);
    append(durable_since.opened, done.opened);
    append(durable_since.closed, done.closed);
  } else {
    forget_undurable(done);
  }
  observer.on_stage(ports::Stage::ack);
  broker.settle(done.settle);
  for (auto& entry : done.notices) hand_on(std::move(entry));
  for (const auto& ticket : done.routed) observer.on_routed(ticket);
  for (const auto& incident : done.incidents) observer.on_incident(incident);
  for (const auto& row : done.admins) observer.on_admin_told(row);
  observer.on_committed(memory.counters, relay.rows() + crossings.rows(), took);
  observer.on_stage({});
  if (attempting) attempt_is_noted();
}

void Engine::Impl::hand_on(Entry entry) {
  if (entry.message->crosses_bridge())
    crossings.add(std::move(entry));
  else
    relay.add(std::move(entry));
}

// Throws CorruptStore on a row that cannot be decoded.
void Engine::Impl::start_outbox_over(const std::vector<ports::OutboxRow>& rows) {
  relay.start_over();
  crossings.start_over();
  for (const auto& row : rows) {
    auto message = codec::decode_outbound(row.message);
    if (!message)
      throw CorruptStore("the store's outbox row " + std::to_string(row.sequence) + " cannot be decoded");
    hand_on({row.sequence, std::make_shared<const domain::OutboundMessage>(std::move(*message))});
  }
}

// What is on disk now needs no place in memory. A ticket may have been closed again meanwhile, in a batch
// that is not: then it stays.
void Engine::Impl::forget_undurable(const Forming& durable) {
  for (const auto& key : durable.seen) memory.undurable_seen.erase(key);
  for (const auto& id : durable.opened) memory.undurable_openings.erase(id);
  const auto closes = [](const Forming& batch, const domain::TicketId& id) {
    return std::ranges::find(batch.closed, id) != batch.closed.end();
  };
  for (const auto& id : durable.closed)
    if (!closes(forming, id) && !(committing && closes(*committing, id))) memory.undurable_closed.erase(id);
}

// After an unknown outcome the store was opened anew and says what it holds.
void Engine::Impl::reopened(Reopened result) {
  if (health != Health::recovering) return;
  if (!result.last_batch || !result.image) {
    health = Health::failed;
    return;
  }
  const bool was_there = committing && *result.last_batch == committing->batch.number;
  const bool was_not = *result.last_batch == memory.last_batch;
  if (!was_there && !was_not) {
    health = Health::failed;  // somebody else wrote to our store
    return;
  }
  observer.on_store_recovered(was_there);
  health = Health::running;
  if (was_there && !recalling) return apply_commit(*std::exchange(committing, std::nullopt), {});
  rebuild(*result.image);
}

// Forgets all that was decided and not stored, and has the broker deliver it again.
void Engine::Impl::rebuild(const ports::Image& image) {
  memory = Memory(image, limits.codec);
  remember_incidents(image);
  start_outbox_over(image.outbox);
  forming = {};
  lay_admins_over_files();
  keep_documents();
  keep_away(image.away);
  committing.reset();
  recalling.reset();
  so_far = {};
  looked_at = {};
  lost.clear();
  staying.clear();
  durable_since = {};
  marker_until.reset();
  set_clocks_anew();
  attempting.reset();
  first_done.reset();
  waiting.clear();
  link = 0;
  link_is_gone();
  store_retry = std::clamp(store_retry * 2, limits.store_retry_min, limits.store_retry_max);
  broker.restart(std::chrono::duration_cast<std::chrono::milliseconds>(store_retry));
}

}  // namespace triaged::engine
