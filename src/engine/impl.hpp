// The engine's insides: what is in hand at each stage. The functions are in the file of their stage:
// pipeline.cpp (the way of a ticket), view.cpp (what a decision may look at), timers.cpp (what time brings),
// attempts.cpp (after a crash), persist.cpp (commit and its failures), reload.cpp (other rules).
#pragma once

#include <deque>

#include <triaged/codec/state.hpp>
#include <triaged/decide/decide.hpp>
#include <triaged/engine/engine.hpp>

#include "engine/memory.hpp"
#include "engine/relay.hpp"

namespace triaged::engine {

// Where what is decided next comes from.
enum class Origin : std::uint8_t {
  delivery,  // the intake
  timer,     // a ticket's clock: an event of the daemon's own
  waited     // an event that came early: its ticket's opening is there, or the time to wait for it is over
};

// An event on its way: decoded, or the reason why not.
struct Taken {
  Origin origin = Origin::delivery;
  ports::Delivery delivery;  // of a timer: empty; of an event that waited: its message, and no tag
  std::variant<codec::Decoded, codec::Unreadable> decoded;
  domain::Digest seen_key;  // of decoded events that were delivered
};

// What the engine has decided and the store has not yet. One transaction.
struct Forming {
  ports::Batch batch;
  std::size_t bytes = 0;                   // of their bodies
  std::size_t events = 0;                  // deliveries, clocks and waited events in it
  bool alone = false;                      // holds a message tried after a crash: nothing joins it
  std::vector<ports::DeliveryTag> settle;  // acknowledged after the commit
  std::vector<Entry> notices;              // to the lanes after the commit
  std::vector<domain::Ticket> routed;      // reported after the commit
  std::vector<domain::Digest> seen;        // leave `undurable_seen` after the commit
  std::vector<domain::TicketId> opened;    // leave `undurable_openings` after the commit
  std::vector<domain::TicketId> closed;    // leave `undurable_closed` after the commit

  [[nodiscard]] bool empty() const noexcept {
    return events == 0 && batch.attempts.empty() && batch.outbox_done.empty() && !batch.in_force;
  }
};

class Engine::Impl {
 public:
  Impl(Ports ports, Knowledge knowledge, Limits limits, const ports::Image& image);

  void step(Input input);
  void turn();
  [[nodiscard]] std::optional<domain::Instant> wake_at() const;

  // pipeline.cpp
  void take();
  [[nodiscard]] std::vector<Taken> take_deliveries();
  void recalled(const ports::Recalled& found);
  [[nodiscard]] Taken decode(ports::Delivery delivery) const;
  [[nodiscard]] ports::Recall unknown_of(const std::vector<Taken>& taken) const;
  void judge(std::vector<Taken> taken, const ports::Recalled& recalled);
  void judge_one(Taken taken, const ports::Recalled& recalled);
  void judge_event(Taken& taken, const ports::Recalled& recalled);
  void judge_known(Taken& taken, const domain::Ticket& ticket, const ports::Recalled& recalled);
  void judge_unknown(Taken& taken, const directory::Producer& producer, const ports::Recalled& recalled);
  [[nodiscard]] bool is_repeat(const Taken& taken, const ports::Recalled& recalled);
  void remember(Taken& taken, decide::View view, decide::Effects effects);
  void remember_opening(const codec::HistoryEntry& entry);
  void count(Origin origin, std::uint64_t ports::Counters::* what);
  void keep(domain::Ticket ticket);
  void add_history(const codec::HistoryEntry& entry);
  void send(std::vector<domain::Notice> notices);
  void park(Origin origin, const domain::InboundMessage& message, domain::ParkReason reason,
            std::string detail);
  [[nodiscard]] const directory::Producer* producer_of(const domain::InboundMessage& message) const;
  [[nodiscard]] bool may_take() const;
  void hold_or_resume_intake();

  // view.cpp: what a decision may look at
  [[nodiscard]] std::optional<domain::Ticket> find_ticket(const domain::TicketId& id,
                                                          const ports::Recalled& recalled) const;
  [[nodiscard]] std::shared_ptr<const domain::Opened> find_opening(const domain::TicketId& id,
                                                                   const ports::Recalled& recalled) const;
  [[nodiscard]] decide::View view_of_new(const codec::Decoded& decoded,
                                         const directory::Producer& producer) const;
  [[nodiscard]] decide::View view_of_known(const codec::Decoded& decoded, const domain::Ticket& ticket,
                                           const domain::Opened* opening) const;

  // timers.cpp: clocks that ran out, and events that waited too long
  void take_due(std::vector<Taken>& taken);
  [[nodiscard]] std::size_t room_for_clocks() const;
  [[nodiscard]] std::vector<Taken> take_waited(const domain::TicketId& ticket);
  [[nodiscard]] bool timers_may_fire() const;
  [[nodiscard]] std::optional<domain::Instant> timers_wake_at() const;
  void wait_for_marker();
  void settle_markers();
  void set_clocks_anew();
  // Of an event that came before its ticket's opening.
  [[nodiscard]] bool may_put_off(const Taken& taken) const;
  void put_off(const Taken& taken);

  // attempts.cpp: redelivered messages after a crash, one at a time
  [[nodiscard]] bool careful() const;
  void take_carefully();
  void attempt_is_noted();

  // reload.cpp
  void reconfigure(Knowledge candidate);
  void keep_documents();

  // persist.cpp
  void persist();
  void committed(const Committed& result);
  void reopened(Reopened result);
  void apply_commit(Forming done, domain::Duration took);
  void forget_undurable(const Forming& durable);
  void rebuild(const ports::Image& image);

  ports::Clock& clock;
  ports::StoreAccess& store;
  ports::Broker& broker;
  ports::Observer& observer;
  Knowledge knowledge;
  std::vector<TeamInUse> in_the_way;  // of the last reload
  Limits limits;

  Memory memory;
  Relay relay;
  domain::Instant now{};  // of this turn
  Health health = Health::running;
  bool draining = false;
  bool held = false;         // the intake is told to wait
  std::uint64_t link = 0;    // 0: down
  bool after_crash = false;  // the last daemon did not end properly
  bool fresh_seen = false;   // a delivery that is not a repeat has come over this link

  std::deque<ports::Delivery> waiting;          // as the broker sent them
  std::optional<std::vector<Taken>> recalling;  // decoded, waiting for what the store knows
  Forming durable_since;  // of what became durable while `recalling` waited: `seen`, `opened`, `closed`
  std::optional<domain::Instant> marker_until;  // overdue clocks wait for the marker, or until then
  std::string marker;                           // its message id
  std::optional<ports::Delivery> attempting;    // noted as attempted, its note being committed
  Forming forming;
  std::optional<Forming> committing;
  std::optional<domain::Instant> first_done;  // when the oldest unstored confirmation came
  domain::Duration store_retry{};
  std::vector<std::string> undeliverable;   // queues given up for now, as of this turn
  std::vector<std::string> open_calendars;  // of those that the rules ask for, at `now`
};

}  // namespace triaged::engine
