// The engine reports facts, not lines. Telemetry turns them into log lines, counters and, later, the board.
// Called on the engine's thread; must not block and must not call back into the engine.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <triaged/domain/directory_facts.hpp>
#include <triaged/domain/notice.hpp>
#include <triaged/ports/store.hpp>

namespace triaged::ports {

// An event that opened a ticket, with all that its decision came of. Borrowed: valid during the call.
struct Opening {
  const domain::TicketEvent& event;
  const domain::MatchText& text;
  const domain::Classification& classification;
  const domain::Ticket& ticket;
  InForce in_force;
  std::span<const std::string> undeliverable;   // queues that take no messages now
  std::span<const domain::AdminTold> admins{};  // of the directory in force, over its files
};

// What the engine's thread is busy with; the words of docs/ARCHITECTURE.md. The store's own work, `recall`
// and most of `persist`, is on another thread.
enum class Stage : std::uint8_t { decode, directory, rules, decide, persist, ack, publish };
inline constexpr std::array<std::string_view, 7> kStages{"decode",  "directory", "rules",  "decide",
                                                         "persist", "ack",       "publish"};
[[nodiscard]] constexpr std::string_view name(Stage stage) noexcept {
  return kStages[static_cast<std::size_t>(stage)];
}

class Observer {
 public:
  virtual ~Observer() = default;

  // It begins with that stage now, and leaves the one before; nothing: there is nothing to do. Who wants to
  // know how long stages take has a clock; the engine has none.
  virtual void on_stage(std::optional<Stage>) {}

  // As soon as it is decided, before it is on disk: after a failed commit the same may come again.
  virtual void on_opened(const Opening&) {}

  virtual void on_routed(const domain::Ticket& ticket) = 0;  // once its decision is on disk
  virtual void on_incident(const domain::Incident&) {}       // likewise; its latest version
  virtual void on_admin_told(const AdminRow&) {}             // likewise; a hub says otherwise than before
  virtual void on_refused(const domain::TicketEvent& event, domain::Refusal refusal) = 0;
  virtual void on_duplicate(const domain::TicketEvent& event) = 0;
  virtual void on_parked(const domain::Digest& key, domain::ParkReason reason, std::string_view detail) = 0;
  virtual void on_committed(const Counters& totals, std::size_t outbox_rows, domain::Duration took) = 0;
  virtual void on_recalled(domain::Duration /*took*/) {}  // the store was asked for what memory lacks
  virtual void on_commit_unknown(std::string_view error) = 0;
  virtual void on_store_recovered(bool batch_was_there) = 0;
  virtual void on_link(bool up, std::string_view detail) = 0;          // both connections ready, or not
  virtual void on_blocked(bool blocked, std::string_view reason) = 0;  // the broker's memory or disk alarm
  virtual void on_lane_stopped(std::string_view queue, std::string_view why, domain::Duration retry_in) = 0;
  virtual void on_lane_flowing(std::string_view queue) = 0;
  // A signal that will not be sent again: refused for good, or there was no room, or its bridge is gone.
  virtual void on_signal_lost(std::string_view /*lane*/, std::string_view /*incident*/,
                              std::string_view /*why*/) {}
  virtual void on_intake_held(bool held, std::string_view why) = 0;
  // An answer to a producer that its queue did not take; it is not sent again.
  virtual void on_answer_dropped(std::string_view /*queue*/, std::string_view /*why*/) {}
  // A producer asks for answers at a queue that the directory does not let it name; once for each producer.
  virtual void on_answer_not_allowed(const domain::ProducerId& /*producer*/, std::string_view /*queue*/) {}
};

}  // namespace triaged::ports
