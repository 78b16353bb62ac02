// Everything there is in one seed: the store, the broker, the daemon and perhaps the one before it, the
// clock, what people have said so far; and how they are joined. What can happen in it is in people.cpp,
// work.cpp and faults.cpp, as actions: each does one small thing, or says that there is nothing for it to do.
#pragma once

#include <memory>
#include <span>

#include "simulation/daemon.hpp"
#include "simulation/diary.hpp"

namespace triaged::simulation {

// One alert of monitoring, from its first firing until it clears.
struct Alert {
  std::size_t rule = 0;  // of those that monitoring has
  std::string source;
  std::string fingerprint;
  domain::Instant starts_at{};
};

class World {
 public:
  World(std::uint64_t seed, const std::vector<Variant>& known, Counts& counted, std::ostream* everything);

  // A process on the store as it is. False: the store could not be read, and there is none.
  bool start_daemon();
  void connect();
  void lose_link(const std::string& why);
  // The process is gone at once; what it had asked of the store and not got is gone as well.
  void kill_daemon();
  // The daemon has been drained: its last jobs are done and the store is closed.
  void end_daemon();
  // Another daemon has both locks; the first goes on for a while and is not heard.
  void take_over();

  void deliver(std::size_t most);
  // Tells the invariants when a commit has become durable.
  void look_at_disk();
  // Starts the store's oldest job; finishes the one that is under way.
  void start_commit();
  void finish_commit();
  void do_fetch();
  void do_reopen();
  void run_engine(std::size_t inputs);
  void connect_when_wanted();

  // An event to the broker.
  Serial say(const Told& told);
  // One that anybody tells, of any hub, at any time, through any producer.
  [[nodiscard]] Told by_somebody(std::string_view kind, std::string ticket, std::string member);

  Random random;
  Diary diary;
  Counts& counts;
  const std::vector<Variant>& variants;
  std::size_t variant = 0;  // in force, or asked for
  engine::Limits limits;
  Ledger ledger;
  Invariants invariants;
  test::FakeStore store;
  Node node;
  HandClock clock;
  std::unique_ptr<Daemon> daemon;  // nullptr: not running
  std::unique_ptr<Daemon> former;  // cut off, perhaps nullptr
  std::uint64_t links = 0;

  // People.
  std::vector<std::string> spoken_of;   // tickets, the oldest first
  std::vector<std::string> not_opened;  // of those: spoken of before they were opened
  std::vector<Alert> firing;            // as monitoring knows it
  std::size_t silences = 0;             // set so far; their ids are S1, S2, …
  std::size_t next_event = 0;
  std::size_t next_ticket = 0;

 private:
  std::optional<ports::Batch> started_;  // the last batch given to the store, durable or not
};

// One thing that can happen. False: there was nothing for it to do.
struct Action {
  std::string_view name;
  unsigned weight;
  bool (*happen)(World& world);
};
[[nodiscard]] std::span<const Action> what_people_do();
[[nodiscard]] std::span<const Action> what_happens_in_outages();
[[nodiscard]] std::span<const Action> what_is_worked();
[[nodiscard]] std::span<const Action> what_goes_wrong();

}  // namespace triaged::simulation
