#include "simulation/drain.hpp"

#include <algorithm>

#include "simulation/violation.hpp"

namespace triaged::simulation {
namespace {

constexpr std::size_t kRounds = 20'000;       // more than any seed needs by far
constexpr std::size_t kPlenty = 1000;         // an outbox limit that one lane does not reach
constexpr std::chrono::minutes kAtLeast{20};  // so long does no event wait for its opening
constexpr std::size_t kAll = 1'000'000;

void stop_faults(World& world) {
  world.former.reset();
  for (const auto& queue : world.node.queues()) world.node.set_mood(queue, Node::Mood::takes);
  if (!std::exchange(world.node.blocked, false)) return;
  if (world.daemon && world.node.connected())
    world.daemon->put(engine::Blocked{.blocked = false, .reason = ""});
}

bool work_store(World& world) {
  if (world.daemon->jobs.empty()) return false;
  const auto& job = world.daemon->jobs.front();
  if (world.store.under_way())
    world.finish_commit();
  else if (std::holds_alternative<ports::Batch>(job))
    world.start_commit();
  else if (std::holds_alternative<ports::Recall>(job))
    world.do_fetch();
  else
    world.do_reopen();
  return true;
}

bool work_broker(World& world) {
  auto& node = world.node;
  bool worked = node.take_settled(kAll);
  worked |= node.take_published(kAll);
  worked |= node.take_late();
  if (auto answers = node.answer(kAll); !answers.empty()) {
    world.daemon->put(engine::Answered{.link = node.link(), .results = std::move(answers)});
    worked = true;
  }
  while (auto counted = node.counted()) {
    world.daemon->put(std::move(*counted));
    worked = true;
  }
  if (!world.daemon->wants_deliveries) return worked;
  const std::size_t before = world.daemon->mailbox();
  world.deliver(kAll);
  return worked || world.daemon->mailbox() != before;
}

// False: everybody waits for the clock.
bool round(World& world) {
  if (world.daemon && world.daemon->looked_at().health() == engine::Health::failed) world.kill_daemon();
  if (world.daemon && world.daemon->draining) world.end_daemon();
  if (!world.daemon) return world.start_daemon() || true;
  bool worked = false;
  if (!world.node.connected()) {
    world.connect();
    worked = true;
  }
  worked |= work_store(world);
  worked |= work_broker(world);
  if (world.daemon->mailbox() > 0) {
    world.run_engine(world.daemon->mailbox());
    worked = true;
  }
  return worked;
}

bool is_empty_but_for(const World& world, const std::string& stuck) {
  return std::ranges::all_of(world.store.disk().outbox,
                             [&](const auto& row) { return row.second.queue == stuck; });
}

// Until only what is in the `stuck` lane is left.
void until_quiet(World& world, const std::string& stuck, std::size_t& step) {
  const auto until = world.clock.at + kAtLeast;
  for (std::size_t rounds = 0; rounds < kRounds; ++rounds) {
    world.diary.begin(++step, domain::to_rfc3339(world.clock.at));
    const bool worked = round(world);
    world.invariants.after_step(world.store.disk());
    const bool done =
        !worked && world.node.idle() && world.store.disk().early.empty() && is_empty_but_for(world, stuck);
    if (!worked) {
      if (done && world.clock.at >= until) return world.diary.end();
      const auto wake = world.daemon->looked_at().wake_at();
      const auto soon = world.clock.at + std::chrono::minutes{1};
      world.clock.at = std::clamp(wake.value_or(soon), world.clock.at, soon);
      world.daemon->put(engine::Tick{});
      world.run_engine(kAll);
    }
    world.diary.note(done ? "quiet" : "draining");
    world.diary.end();
  }
  throw Violation(Check::drains, "after " + std::to_string(kRounds) + " rounds without faults there are " +
                                     std::to_string(world.store.disk().outbox.size()) + " outbox rows, " +
                                     std::to_string(world.store.disk().early.size()) + " early events" +
                                     (world.node.idle() ? "" : ", and messages on their way"));
}

}  // namespace

void drain(World& world, std::size_t& step) {
  world.diary.begin(step, "the faults stop");
  stop_faults(world);
  world.diary.end();
  const auto queues = world.node.queues();
  if (!queues.empty() && world.limits.outbox_rows > kPlenty) {
    // One lane that takes nothing holds up no other.
    const std::string& stuck = world.random.of(queues);
    world.node.set_mood(stuck, Node::Mood::refuses);
    until_quiet(world, stuck, step);
    world.node.set_mood(stuck, Node::Mood::takes);
  }
  until_quiet(world, {}, step);
  world.invariants.at_the_end(world.store.disk(), world.clock.at);
}

}  // namespace triaged::simulation
