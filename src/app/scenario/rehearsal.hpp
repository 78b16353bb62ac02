// The daemon without its surroundings: the real engine on a clock that is moved by hand, a store in memory
// and a broker that takes every notice and confirms it. What a scenario's steps are played on. One thread;
// nothing happens unless it is asked for, and whatever is asked for is over when the call returns.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <triaged/codec/state.hpp>
#include <triaged/engine/engine.hpp>

#include "app/scenario/memory_store.hpp"
#include "app/scenario/scenario.hpp"

namespace triaged::app::scenario {

class Rehearsal {
 public:
  Rehearsal(engine::Knowledge knowledge, const engine::Limits& limits, domain::Instant start);
  ~Rehearsal();

  // Moves the clock there, stopping at every timer on the way.
  void pass_until(domain::Instant at);

  // The broker delivers these, one after the other.
  void deliver(const std::vector<domain::InboundMessage>& messages);

  // The daemon dies with these in its hands, decided and not yet committed; another one starts on what the
  // store holds, and the broker delivers them to it again.
  void crash(const std::vector<domain::InboundMessage>& messages);

  // The daemon is stopped at rest and started again at `at`; no clock was looked at in between, and these lay
  // at the broker.
  void be_down_until(domain::Instant at, const std::vector<domain::InboundMessage>& messages);

  // Another configuration from now on. What stands in its way, if anything does: then the old one stays.
  [[nodiscard]] std::vector<engine::TeamInUse> reload(const engine::Knowledge& knowledge);

  // What happened since the last call, in order. A notice that goes out again under its old id counts once.
  [[nodiscard]] std::vector<Outcome> take_outcomes() { return std::exchange(outcomes_, {}); }

  // The decisions since the last call, in order.
  [[nodiscard]] std::vector<codec::HistoryEntry> take_decisions();

  // With its clocks as they run under the configuration in force. Nothing: there is no such ticket.
  [[nodiscard]] std::optional<domain::Ticket> ticket(const domain::TicketId& id) const;

  // Nothing: there is no such incident.
  [[nodiscard]] std::optional<domain::Incident> incident(const domain::IncidentId& id) const;

  // From now on nobody consumes that queue, or somebody does.
  void consume(const std::string& queue, bool consumed);

  // Every ticket's row, to compare two rehearsals by.
  [[nodiscard]] const MemoryStore& store() const noexcept;

 private:
  class Surroundings;
  void start();
  void give(engine::Input input);
  void enqueue(const std::vector<domain::InboundMessage>& messages, bool redelivered);
  [[nodiscard]] bool deliver_next();
  void settle();
  void note_outcomes();
  [[nodiscard]] const decide::Calendar* hours_of(const domain::TeamId& team) const;  // nullptr: all hours

  std::unique_ptr<Surroundings> around_;  // outlives the engine
  engine::Knowledge knowledge_;
  engine::Limits limits_;
  std::unique_ptr<engine::Engine> engine_;
  std::deque<ports::Delivery> intake_;  // at the broker; their tags are given when they are delivered
  std::uint64_t link_ = 0;
  std::uint64_t last_tag_ = 0;
  std::vector<Outcome> outcomes_;
  std::size_t decisions_taken_ = 0;
};

// A published notice as an outcome.
[[nodiscard]] Outcome outcome_of(const domain::OutboundMessage& message);

}  // namespace triaged::app::scenario
