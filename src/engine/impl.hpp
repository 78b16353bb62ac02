// The engine's insides: what is in hand at each stage. The functions are in the file of their stage:
// pipeline.cpp (the way of a ticket), attempts.cpp (after a crash), persist.cpp (commit and its failures),
// reload.cpp (other rules).
#pragma once

#include <deque>

#include <triaged/codec/state.hpp>
#include <triaged/decide/decide.hpp>
#include <triaged/engine/engine.hpp>

#include "engine/memory.hpp"
#include "engine/relay.hpp"

namespace triaged::engine {

// A delivery on its way: decoded, or the reason why not.
struct Taken {
  ports::Delivery delivery;
  std::variant<codec::Decoded, codec::Unreadable> decoded;
  domain::Digest seen_key;  // of decoded events
};

// What the engine has decided and the store has not yet. One transaction.
struct Forming {
  ports::Batch batch;
  std::size_t bytes = 0;                   // of their bodies
  std::size_t events = 0;                  // deliveries in it
  bool alone = false;                      // holds a message tried after a crash: nothing joins it
  std::vector<ports::DeliveryTag> settle;  // acknowledged after the commit
  std::vector<Entry> notices;              // to the lanes after the commit
  std::vector<domain::Ticket> routed;      // reported after the commit
  std::vector<domain::Digest> seen;        // leave `undurable_seen` after the commit

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
  void recalled(const ports::Recalled& found);
  [[nodiscard]] Taken decode(ports::Delivery delivery) const;
  [[nodiscard]] ports::Recall unknown_of(const std::vector<Taken>& taken) const;
  void judge(std::vector<Taken> taken, const ports::Recalled& recalled);
  void judge_one(Taken taken, const ports::Recalled& recalled);
  void judge_event(codec::Decoded decoded, const domain::Digest& seen_key,
                   const domain::InboundMessage& message, const ports::Recalled& recalled);
  void remember(codec::Decoded decoded, const domain::Digest& seen_key, decide::View view,
                decide::Effects effects);
  void keep(domain::Ticket ticket);
  void add_history(const codec::HistoryEntry& entry);
  void send(std::vector<domain::Notice> notices);
  void park(const domain::InboundMessage& message, domain::ParkReason reason, std::string detail);
  [[nodiscard]] const directory::Producer* producer_of(const domain::InboundMessage& message) const;
  [[nodiscard]] bool may_take() const;
  void hold_or_resume_intake();

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
  std::vector<domain::Digest> durable_since;    // became durable while `recalling` waited
  std::optional<ports::Delivery> attempting;    // noted as attempted, its note being committed
  Forming forming;
  std::optional<Forming> committing;
  std::optional<domain::Instant> first_done;  // when the oldest unstored confirmation came
  domain::Duration store_retry{};
  std::vector<std::string> undeliverable;   // queues given up for now, as of this turn
  std::vector<std::string> open_calendars;  // of those that the rules ask for, at `now`
};

}  // namespace triaged::engine
