// What is worked: the broker delivers and answers, the store does its jobs, the engine takes its turns, all
// in pieces that interleave in any way.
#include <algorithm>
#include <array>

#include "simulation/world.hpp"

namespace triaged::simulation {
namespace {

bool start(World& world) {
  if (world.daemon || !world.start_daemon()) return false;
  world.diary.note("a daemon starts");
  return true;
}

bool connect(World& world) {
  if (!world.daemon || world.node.connected()) return false;
  world.connect();
  world.diary.note("link " + std::to_string(world.links));
  return true;
}

bool deliver(World& world) {
  if (!world.daemon || !world.node.connected() || !world.daemon->wants_deliveries) return false;
  const std::size_t before = world.daemon->mailbox();
  world.deliver(world.random.between(1, 12));
  return world.daemon->mailbox() != before;
}

bool settle(World& world) { return world.node.take_settled(world.random.between(1, 8)); }
bool take(World& world) { return world.node.take_published(world.random.between(1, 5)); }
bool take_late(World& world) { return world.node.take_late(); }

bool answer(World& world) {
  if (!world.daemon || !world.node.connected()) return false;
  const std::uint64_t link = world.node.link();
  auto answers = world.node.answer(world.random.between(1, 6));
  if (answers.empty()) return false;
  world.daemon->put(engine::Answered{.link = link, .results = std::move(answers)});
  return true;
}

bool count_consumers(World& world) {
  if (!world.daemon) return false;
  auto counted = world.node.counted();
  if (!counted) return false;
  world.diary.note(counted->queue + " has " + std::to_string(counted->count) + " consumers");
  world.counts.add("effect", counted->count == 0 ? "queue without a consumer" : "queue with a consumer");
  world.daemon->put(std::move(*counted));
  return true;
}

bool store_job(World& world) {
  if (!world.daemon || world.daemon->jobs.empty()) return false;
  if (world.store.under_way()) {
    world.finish_commit();
    world.diary.note("batch " + std::to_string(world.store.disk().last_batch));
  } else if (std::holds_alternative<ports::Batch>(world.daemon->jobs.front())) {
    world.start_commit();
    if (world.random.percent(60)) world.finish_commit();
  } else if (std::holds_alternative<ports::Recall>(world.daemon->jobs.front())) {
    world.do_fetch();
  } else {
    world.do_reopen();
  }
  return true;
}

bool engine_turn(World& world) {
  if (!world.daemon || world.daemon->mailbox() == 0) return false;
  world.run_engine(world.random.one_in(2) ? world.daemon->mailbox() : world.random.between(1, 4));
  return true;
}

bool tick(World& world) {
  if (!world.daemon) return false;
  world.daemon->put(engine::Tick{});
  world.run_engine(world.daemon->mailbox());
  return true;
}

// A drained daemon ends as the real one does: everything done, or nobody to tell it, or no more patience.
bool end_drained(World& world) {
  constexpr std::size_t kPatience = 30;
  if (!world.daemon || !world.daemon->draining) return false;
  const auto& engine = world.daemon->looked_at();
  const bool over = ++world.daemon->drained_for > kPatience;
  if (!engine.drained() && !(engine.safe() && !world.node.connected()) && !over) return true;
  world.diary.note("the daemon has ended");
  world.counts.add("fault", over ? "ended without patience" : "ended properly");
  world.end_daemon();
  return true;
}

// Health::failed: the process ends by itself.
bool end_failed(World& world) {
  if (!world.daemon || world.daemon->looked_at().health() != engine::Health::failed) return false;
  world.diary.note("the daemon gives up");
  world.counts.add("fault", "daemon gave up its store");
  world.kill_daemon();
  return true;
}

// The daemon that lost its locks goes on as far as it can.
bool former_goes_on(World& world) {
  if (!world.former) return false;
  const bool refused = world.former->refuse_job();
  if (world.former->mailbox() == 0) world.former->put(engine::Tick{});
  world.former->take_inputs(world.random.between(1, 4));
  world.former->turn();
  if (world.former->looked_at().health() == engine::Health::failed || (!refused && world.random.one_in(6)))
    world.former.reset();
  return true;
}

bool time_passes(World& world) {
  world.clock.at += std::chrono::milliseconds{world.random.between(1, 400)};
  return true;
}

bool until_it_wakes(World& world) {
  if (!world.daemon) return false;
  const auto wake = world.daemon->looked_at().wake_at();
  if (!wake) return false;
  if (*wake > world.clock.at) world.clock.at = *wake;
  return tick(world);
}

constexpr std::array kActions{Action{"a daemon starts", 60, start},
                              Action{"it connects", 40, connect},
                              Action{"the broker delivers", 150, deliver},
                              Action{"the broker hears acknowledgements", 60, settle},
                              Action{"the broker takes notices", 150, take},
                              Action{"the broker takes late notices", 5, take_late},
                              Action{"the broker answers", 110, answer},
                              Action{"the broker counts consumers", 30, count_consumers},
                              Action{"the store works", 330, store_job},
                              Action{"the engine turns", 330, engine_turn},
                              Action{"the clock ticks", 20, tick},
                              Action{"the drained daemon ends", 40, end_drained},
                              Action{"the failed daemon ends", 200, end_failed},
                              Action{"the former daemon goes on", 60, former_goes_on},
                              Action{"time passes", 60, time_passes},
                              Action{"until it wakes", 25, until_it_wakes}};

}  // namespace

std::span<const Action> what_is_worked() { return kActions; }

}  // namespace triaged::simulation
