// What goes wrong, and what merely happens to a daemon: reloads, restarts, clocks that are set.
#include <array>

#include "simulation/world.hpp"

namespace triaged::simulation {
namespace {

bool happened(World& world, std::string_view what) {
  world.diary.note(what);
  world.counts.add("fault", what);
  return true;
}

bool crash(World& world) {
  if (!world.daemon) return false;
  std::string_view when = "crash";
  if (world.store.under_way())
    when = "crash during a commit";
  else if (!world.daemon->jobs.empty())
    when = "crash before a commit";
  else if (world.random.one_in(2) && world.daemon->mailbox() > 0) {
    // The answer of a commit has been taken: acknowledgements are out, notices are not.
    world.daemon->take_inputs(1);
    when = "crash between acknowledging and publishing";
  } else if (world.daemon->mailbox() > 0)
    when = "crash before an answer was taken";
  world.kill_daemon();
  return happened(world, when);
}

bool stop(World& world) {
  if (!world.daemon || world.daemon->draining) return false;
  world.daemon->draining = true;
  world.daemon->put(engine::Drain{});
  return happened(world, "daemon told to stop");
}

bool take_over(World& world) {
  if (!world.daemon || world.former) return false;
  world.take_over();
  return happened(world, "another daemon took over");
}

bool lose_link(World& world) {
  if (!world.node.connected()) return false;
  world.lose_link("the network");
  return happened(world, "link lost");
}

bool restart_broker(World& world) {
  const std::uint64_t lost = world.node.link();
  world.node.restart();
  if (world.daemon && lost != 0) world.daemon->put(engine::LinkDown{lost, "the broker died"});
  return happened(world, "broker restarted");
}

bool block(World& world) {
  world.node.blocked = !world.node.blocked;
  if (world.daemon && world.node.connected())
    world.daemon->put(engine::Blocked{.blocked = world.node.blocked, .reason = "an alarm"});
  return world.node.blocked ? happened(world, "publishing blocked") : true;
}

bool lane(World& world) {
  const auto queues = world.node.queues();
  if (queues.empty()) return false;
  const std::string& queue = world.random.of(queues);
  using Mood = Node::Mood;
  static constexpr std::array kMoods{Mood::refuses, Mood::takes_some, Mood::takes_some, Mood::missing};
  if (world.node.mood(queue) != Mood::takes) {
    world.node.set_mood(queue, Mood::takes);
    world.diary.note(queue + " takes messages again");
    return true;
  }
  const Mood mood = world.random.of(kMoods);
  world.node.set_mood(queue, mood);
  world.diary.note(queue);
  switch (mood) {
    case Mood::refuses:
      return happened(world, "lane refuses");
    case Mood::takes_some:
      return happened(world, "lane refuses some");
    case Mood::missing:
      return happened(world, "lane missing");
    case Mood::takes:
      break;
  }
  return true;
}

bool consumers_come_or_go(World& world) {
  return world.node.come_or_go() && happened(world, "consumers came or went");
}

bool double_answer(World& world) { return world.node.double_answer() && happened(world, "answer doubled"); }

bool jumble(World& world) {
  world.node.jumble_intake();
  return happened(world, "intake out of order");
}

bool fail_commit(World& world) {
  using test::CommitFault;
  switch (world.random.below(3)) {
    case 0:
      world.store.fail_next_commit(CommitFault::lost);
      return happened(world, "commit unknown, not there");
    case 1:
      world.store.fail_next_commit(CommitFault::stored);
      return happened(world, "commit unknown, there");
    default:
      world.store.fail_next_commit(CommitFault::stored_if_crashed);
      return happened(world, "commit unknown, there after a crash");
  }
}

bool fail_fetch(World& world) {
  world.store.fail_next_fetch();
  return happened(world, "fetch fails");
}

bool fail_reopen(World& world) {
  if (world.random.one_in(2)) {
    world.store.fail_next_reopen();
    return happened(world, "reopen fails");
  }
  world.store.fail_next_load();
  return happened(world, "load fails");
}

bool reload(World& world) {
  if (!world.daemon) return false;
  const std::size_t wanted = world.random.below(world.variants.size());
  if (wanted == world.variant) return false;
  // At once, so that what comes of it is known: the next turn is another action's.
  world.daemon->take_inputs(world.daemon->mailbox());
  world.daemon->put(engine::Reconfigured{world.variants[wanted].knowledge});
  world.daemon->take_inputs(1);
  world.connect_when_wanted();
  if (!world.daemon->looked_at().teams_in_the_way().empty()) return happened(world, "reload refused");
  world.variant = wanted;
  world.diary.note(world.variants[wanted].name);
  return happened(world, "reload");
}

bool hours_pass(World& world) {
  world.clock.at += std::chrono::minutes{world.random.between(1, 60 * 8)};
  return happened(world, "hours passed");
}

bool days_pass(World& world) {
  world.clock.at += std::chrono::hours{world.random.between(12, 24 * 6)};
  return happened(world, "days passed");
}

bool clock_set(World& world) {
  const bool forward = world.random.one_in(2);
  world.clock.at += std::chrono::hours{forward ? 1 : -1};
  return happened(world, forward ? "clock set forward" : "clock set back");
}

constexpr std::array kActions{Action{"crash", 7, crash},
                              Action{"stop", 3, stop},
                              Action{"take over", 3, take_over},
                              Action{"lose the link", 5, lose_link},
                              Action{"restart the broker", 2, restart_broker},
                              Action{"block", 5, block},
                              Action{"lane", 16, lane},
                              Action{"consumers", 8, consumers_come_or_go},
                              Action{"double an answer", 12, double_answer},
                              Action{"jumble", 3, jumble},
                              Action{"fail a commit", 8, fail_commit},
                              Action{"fail a fetch", 1, fail_fetch},
                              Action{"fail a reopen", 2, fail_reopen},
                              Action{"reload", 4, reload},
                              Action{"hours pass", 10, hours_pass},
                              Action{"days pass", 3, days_pass},
                              Action{"set the clock", 4, clock_set}};

}  // namespace

std::span<const Action> what_goes_wrong() { return kActions; }

}  // namespace triaged::simulation
