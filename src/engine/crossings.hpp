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
  void start_over();      // forgets everything
  void answered(domain::BridgeKind bridge, const std::vector<ports::Published>& answers, domain::Instant now);
  void flow(domain::Instant now);

  [[nodiscard]] std::vector<domain::BridgeKind> kinds() const;
  // Pages that were refused for good since the last call, as events to their incidents.
  [[nodiscard]] std::vector<domain::TicketEvent> take_refused(domain::Instant now);
  [[nodiscard]] bool has_refused() const noexcept;
  [[nodiscard]] std::vector<std::uint64_t> take_done();  // taken, or given up, since the last call
  [[nodiscard]] std::size_t done() const noexcept;
  [[nodiscard]] std::size_t rows() const noexcept;
  [[nodiscard]] bool idle() const noexcept;  // nothing is under way
  [[nodiscard]] std::optional<domain::Instant> wake_at() const;

 private:
  struct Crossing {
    domain::BridgeKind kind{};
    std::unique_ptr<Relay> relay;  // its limits and outlet stay where they are
  };
  void give_up(const Entry& entry, std::string_view why);

  ports::Observer& observer_;
  const std::size_t rows_most_;  // for each bridge
  std::vector<Crossing> crossings_;
  std::vector<std::uint64_t> given_up_;
};

}  // namespace triaged::engine
