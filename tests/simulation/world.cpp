#include "simulation/world.hpp"

#include "simulation/violation.hpp"

namespace triaged::simulation {
namespace {

// Small, so that their edges are met often.
engine::Limits limits_of(Random& random) {
  engine::Limits limits;
  limits.batch_max = random.between(1, 12);
  limits.unconfirmed = random.between(1, 6);
  if (random.one_in(3)) limits.outbox_rows = random.between(20, 60);
  return limits;
}

// What became durable, a line for each event.
void tell_history(Diary& diary, const ports::Batch& batch) {
  for (const auto& row : batch.history) {
    const auto entry = codec::decode_history(row.payload);
    if (!entry) continue;
    std::string line = row.ticket.value + ":" + std::to_string(row.version) + " ";
    line += name(kind(entry->event));
    if (!entry->event.event_id.value.empty()) line += " " + entry->event.event_id.value;
    if (entry->refused) line += " refused: " + std::string(name(*entry->refused));
    const bool of_incident = is_about_incident(kind(entry->event)) && entry->incident;
    const auto state = of_incident ? name(entry->incident->state) : name(entry->ticket.state);
    line += " → " + std::string(state);
    if (!entry->refused) line += ": " + (of_incident ? entry->incident->reason : entry->ticket.reason).text;
    if (!entry->ticket.incident_id.empty())
      line += (entry->ticket.suspected ? " [beside " : " [part of ") + entry->ticket.incident_id.value + "]";
    diary.aside(line);
  }
}

}  // namespace

World::World(std::uint64_t seed, const std::vector<Variant>& known, Counts& counted, std::ostream* everything)
    : random(seed),
      diary(everything),
      counts(counted),
      variants(known),
      limits(limits_of(random)),
      invariants(ledger, counts, variants),
      node(random, ledger, invariants) {
  clock.at = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{8} +
             std::chrono::minutes{random.below(60 * 24 * 7)};
  node.prefetch = random.between(1, 24);
}

bool World::start_daemon() {
  const auto image = store.load();
  if (!image) {
    store.crash();  // the process has ended over it
    look_at_disk();
    return false;
  }
  invariants.after_restart(store.disk());
  daemon = std::make_unique<Daemon>(clock, node, variants[variant].knowledge, limits, *image);
  return true;
}

void World::connect() {
  node.connect(++links);
  daemon->wants_restart = false;
  daemon->put(engine::LinkUp{links});
  if (node.blocked) daemon->put(engine::Blocked{.blocked = true, .reason = "an alarm"});
}

void World::lose_link(const std::string& why) {
  const std::uint64_t lost = node.link();
  node.lose_link();
  if (daemon && lost != 0) daemon->put(engine::LinkDown{lost, why});
}

void World::kill_daemon() {
  daemon.reset();
  node.lose_link();
  store.crash();
  look_at_disk();
}

void World::end_daemon() {
  while (!daemon->jobs.empty()) {
    if (store.under_way())
      finish_commit();
    else if (std::holds_alternative<ports::Batch>(daemon->jobs.front()))
      start_commit();
    else
      daemon->jobs.pop_front();
  }
  daemon.reset();
  node.lose_link();
  store.restart();
  look_at_disk();
}

void World::take_over() {
  former = std::move(daemon);
  former->cut_off();
  if (node.connected()) former->put(engine::LinkDown{node.link(), "the lock belongs to another daemon"});
  node.lose_link();
  store.crash();
  look_at_disk();
  if (start_daemon()) connect();
}

void World::deliver(std::size_t most) {
  auto deliveries = node.deliver(most);
  if (!deliveries.empty()) daemon->put(engine::Delivered{std::move(deliveries)});
}

void World::look_at_disk() {
  if (!started_ || store.disk().last_batch != started_->number) return;
  const ports::Batch batch = *std::exchange(started_, std::nullopt);
  if (diary.takes_asides()) tell_history(diary, batch);
  invariants.on_committed(batch, store.disk());
}

void World::start_commit() {
  auto& batch = std::get<ports::Batch>(daemon->jobs.front());
  started_ = batch;
  store.start(std::move(batch));
}

void World::finish_commit() {
  const std::uint64_t number = std::get<ports::Batch>(daemon->jobs.front()).number;
  daemon->jobs.pop_front();
  const auto result = store.finish();
  look_at_disk();
  daemon->put(engine::Committed{.batch = number, .result = result, .took = {}, .error = store.last_error()});
}

void World::do_fetch() {
  const auto keys = std::get<ports::Recall>(daemon->jobs.front());
  daemon->jobs.pop_front();
  auto recalled = store.fetch(keys);
  daemon->put(engine::Fetched{.recalled = std::move(recalled), .error = store.last_error()});
}

void World::do_reopen() {
  daemon->jobs.pop_front();
  engine::Reopened answer;
  answer.last_batch = store.reopen();
  if (answer.last_batch) answer.image = store.load();
  if (!answer.image) answer.last_batch.reset();
  daemon->put(std::move(answer));
}

void World::run_engine(std::size_t inputs) {
  daemon->take_inputs(inputs);
  daemon->turn();
  connect_when_wanted();
}

// The client drops both connections when it is asked to, and sets them up again by and by.
void World::connect_when_wanted() {
  if (daemon->wants_restart && node.connected()) lose_link("the engine asked for it");
  daemon->wants_restart = false;
}

}  // namespace triaged::simulation
