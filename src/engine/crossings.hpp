// Signals of incidents to other on-call tooling: a lane of the outbox for each bridge, which flows whether
// there is a broker or not, and holds up nothing else. A bridge that is down has its signals kept; the oldest
// go when there are too many. What the other side will not have for good is told to the engine, which falls
// back.
#pragma once

#include <memory>

#include <triaged/engine/engine.hpp>

#include "engine/relay.hpp"

namespace triaged::engine {

class Crossings {
 public:
  // All but `bridges` itself must outlive it.
  Crossings(const std::vector<Bridge>& bridges, ports::Observer& observer, const Limits& limits);

  void add(Entry entry);  // once its decision is on disk; of a bridge that is not there: given up
  // Forgets everything. Answers to what was published before say nothing of what is published after.
  void start_over();
  void answered(domain::BridgeKind bridge, std::uint64_t link, const std::vector<ports::Published>& answers,
                domain::Instant now);
  void flow(domain::Instant now);

  [[nodiscard]] std::vector<domain::BridgeKind> kinds() const;
  // What was refused for good or given up since the last call, and is done with that. Of pages: as events to
  // their incidents, which belong into the same commit.
  [[nodiscard]] std::vector<domain::TicketEvent> take_lost(domain::Instant now);
  [[nodiscard]] std::vector<std::uint64_t> take_done();  // taken, or lost and told, since the last call
  [[nodiscard]] std::size_t done() const noexcept;
  [[nodiscard]] std::size_t rows() const noexcept;
  [[nodiscard]] bool idle() const noexcept;  // nothing is under way
  [[nodiscard]] std::optional<domain::Instant> wake_at() const;
  [[nodiscard]] std::optional<domain::Instant> oldest()
      const;  // by its message's time; nothing: there is none

 private:
  struct Crossing {
    domain::BridgeKind kind{};
    std::unique_ptr<Relay> relay;  // its limits and outlet stay where they are
  };
  struct Lost {
    Entry entry;
    std::string why;
  };

  ports::Observer& observer_;
  const std::size_t rows_most_;  // for each bridge
  std::uint64_t link_ =
      0;  // a bridge is always there; the number tells what was asked before from what after
  std::vector<Crossing> crossings_;
  std::vector<Lost> lost_;
  std::vector<std::uint64_t> told_;  // that they are lost
};

}  // namespace triaged::engine
