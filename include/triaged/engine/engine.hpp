// The engine: owns all state, takes deliveries through the stages, remembers, speaks after the commit.
// Single-threaded and run to completion: step() with what has happened, then turn() to let it act; it never
// blocks and asks no clock but the one it was given. src/engine/pipeline.cpp is the way of a ticket on one
// page.
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include <triaged/codec/event.hpp>
#include <triaged/engine/inputs.hpp>
#include <triaged/engine/knowledge.hpp>
#include <triaged/ports/clock.hpp>
#include <triaged/ports/observer.hpp>

namespace triaged::engine {

struct Limits {
  codec::Limits codec;
  std::size_t parked_body = 4u << 20;   // bytes kept of a parked message; the rest is cut, its length is kept
  std::size_t batch_bytes = 64u << 20;  // of the bodies of a batch's deliveries; more wait for the next one
  std::size_t batch_max = 512;          // events decided per commit
  std::size_t outbox_rows = 100'000;    // notices not yet confirmed; above it no deliveries are taken
  std::size_t outbox_bytes = 256u << 20;
  std::size_t answers = 10'000;         // to producers, not yet taken by their queues; more are dropped
  std::size_t unconfirmed = 1024;       // publications without an answer, per lane
  std::size_t bridge_rows = 10'000;     // signals that wait for a bridge; beyond it the oldest is given up
  std::size_t bridge_unanswered = 4;    // of those, under way at once
  std::size_t admins_of_a_hub = 2'000;  // people that a hub has spoken of; more are refused as not_allowed
  std::size_t early = 10'000;  // events that wait for their ticket's opening; more are parked at once
  std::size_t early_bytes = 64u << 20;  // of their bodies, likewise
  domain::Duration shortest_away =
      std::chrono::seconds{60};                             // no clock stands still for less without a broker
  domain::Duration marker_wait = std::chrono::seconds{60};  // overdue clocks wait for the intake no longer
  std::string intake = "triaged.intake";                    // without the prefix: where the marker goes
  // The daemon's own user at the broker: who else speaks through it is named by domain::kProducerHeader.
  // Empty: nobody is believed that.
  std::string own_user{};
  // The labels of an alert that name its hub within its cluster, and its cluster; the first that is there.
  std::vector<std::string> hub_labels{"hub", "namespace"};
  std::vector<std::string> cluster_labels{"cluster"};
  // Of merged tickets, one after the other, that an event is led along; beyond it is refused as wrong_state.
  std::size_t merged_links = 64;
  std::size_t attempts = 3;  // a message that was being decided when the daemon died: parked at this one
  domain::Duration confirm_lag = std::chrono::milliseconds{50};  // confirmations wait this long for company
  domain::Duration lane_retry_min = std::chrono::seconds{1};
  domain::Duration lane_retry_max = std::chrono::seconds{30};
  domain::Duration lane_given_up = std::chrono::minutes{10};  // then its team counts as undeliverable
  domain::Duration store_retry_min = std::chrono::milliseconds{500};
  domain::Duration store_retry_max = std::chrono::seconds{30};
};

// Where incidents are signalled to, beside the queues. What became of a publication comes back as Crossed.
// A higher link begins anew: what was published with a lower one is published again, if it is still wanted.
struct Bridge {
  domain::BridgeKind kind{};
  ports::Outlet& outlet;
};

// The ports. All must outlive the engine.
struct Ports {
  ports::Clock& clock;
  ports::StoreAccess& store;
  ports::Broker& broker;
  ports::Observer& observer;
  std::vector<Bridge> bridges{};  // one of each kind at most
};

enum class Health : std::uint8_t {
  running,
  recovering,  // an unknown commit is being cleared up
  failed,      // the store did not come back: the process must end
};

// A team that owns open tickets, and that the new directory neither has nor lists as retired.
struct TeamInUse {
  domain::TeamId team;
  std::size_t open_tickets = 0;

  bool operator==(const TeamInUse&) const = default;
};

// A row of the store cannot be decoded.
struct CorruptStore : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Engine {
 public:
  // `image` is what the store holds. Throws CorruptStore. So may step().
  Engine(Ports ports, Knowledge knowledge, Limits limits, const ports::Image& image);
  ~Engine();

  void step(Input input);  // takes note; cheap
  void turn();             // acts on what was noted: decides, hands a batch to the store, lets the lanes flow

  // When to turn() next although nothing happens; nothing: only when something does.
  [[nodiscard]] std::optional<domain::Instant> wake_at() const;

  [[nodiscard]] Health health() const noexcept;
  [[nodiscard]] bool drained() const noexcept;  // after Drain: nothing in hand and every notice confirmed
  [[nodiscard]] bool safe() const noexcept;     // after Drain: everything decided is on disk

  // What stood in the way of the last Reconfigured, by name; empty: it is in force.
  [[nodiscard]] const std::vector<TeamInUse>& teams_in_the_way() const noexcept;

  // For tests and the status line.
  [[nodiscard]] const ports::Counters& counters() const noexcept;  // committed
  [[nodiscard]] std::size_t outbox_rows() const noexcept;
  [[nodiscard]] std::size_t open_tickets() const noexcept;
  // When the oldest notice of the outbox was decided; looks at all that is published and not answered, so not
  // for every turn. Nothing: the outbox is empty.
  [[nodiscard]] std::optional<domain::Instant> oldest_notice() const;
  [[nodiscard]] std::size_t waiting_bytes() const noexcept;  // of deliveries not yet taken

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace triaged::engine
