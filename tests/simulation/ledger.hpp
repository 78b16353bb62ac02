// The simulation's own books, kept beside the daemon and never asked of it: what was sent, and where the rows
// of the store say that it went. The rows are read with the codec; what they ought to be is known from here.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <triaged/domain/incident.hpp>
#include <triaged/domain/message.hpp>
#include <triaged/domain/ticket.hpp>

namespace triaged::simulation {

// The number of a message in the order they were sent. The broker hands messages around by it.
using Serial = std::size_t;

// An event as a producer tells it.
struct Told {
  std::string kind;  // "commented"
  std::string event_id;
  std::string ticket;
  std::string actor;  // may be empty
  std::string hub;    // may be empty
  std::string user;   // of the broker, which names the producer; empty: anonymous
  domain::Instant occurred_at{};
  std::string member;      // JSON
  std::string reply_to{};  // a queue for answers; empty: none are wanted
};

// What was told: the same producer, event id and content, in whatever bytes.
struct Meaning {
  domain::Digest key;      // codec::seen_key
  domain::Digest content;  // codec::Decoded::content
  std::string kind;
  domain::TicketId ticket;
  // Its places on disk.
  std::size_t history = 0;
  std::size_t parked = 0;  // of its messages
  bool early = false;
  bool heard = false;     // a sign of life: it leaves its time, and no history
  bool given_up = false;  // parked after three crashes: whether it had been decided before, nobody asked
  bool settled = false;   // acknowledged at least once

  // Which ticket it is about the daemon says.
  [[nodiscard]] bool is_of_alert() const { return kind == "alert_fired" || kind == "alert_cleared"; }
  [[nodiscard]] std::size_t places() const noexcept {
    return (history > 0 ? 1U : 0U) + (parked > 0 ? 1U : 0U) + (early ? 1U : 0U) + (heard ? 1U : 0U);
  }
};

struct Sent {
  domain::InboundMessage message;
  domain::Digest fingerprint;
  std::optional<std::size_t> meaning;  // nothing: no event can be read from it, or the daemon sent it itself
  std::optional<Told> told;
  bool own = false;  // the daemon's
};

// A ticket as its history says it is.
struct Line {
  std::uint32_t version = 0;
  domain::TicketState state{};
  domain::TeamId team;
  domain::TicketId merged_into;  // where it goes on
  std::optional<domain::Rung> rung;
  domain::Digest directory;          // of the last change
  bool promised = false;             // every change was made under a policy with clocks
  bool waits_for_requester = false;  // paused for that
  bool said_something =
      false;                   // somebody has written while it awaits approval, and its clock may stand still
  domain::Instant fired_at{};  // when its last clock ran out, and how many did at that instant
  std::size_t fired = 0;
};

// An incident as its history says it is.
struct IncidentLine {
  domain::Incident incident;
  std::size_t pages = 0;      // promised since it was opened, or came back
  bool paged_enough = false;  // by the policy that was in force when its paging changed last, nobody is next
};

// A notice, or an answer, that is or was in the outbox.
struct Promised {
  std::string queue;
  std::string notice;
  std::string ticket;
  std::uint32_t version = 0;
  std::size_t sum = 0;  // of its body
  bool answer = false;  // to a producer: may be dropped
  bool confirmed = false;
  bool dropped = false;
  bool removed = false;
};

class Ledger {
 public:
  // Takes down an event that can be read; one that cannot, or the daemon's own message.
  Serial tell(const Told& told, domain::InboundMessage message);
  Serial mumble(domain::InboundMessage message);
  Serial own(domain::InboundMessage message);

  [[nodiscard]] const Sent& sent(Serial serial) const { return sent_[serial]; }
  [[nodiscard]] std::size_t size() const noexcept { return sent_.size(); }
  // The meaning that has this key and content; nullptr: nobody sent such a thing.
  [[nodiscard]] Meaning* find(const domain::Digest& key, const domain::Digest& content);
  [[nodiscard]] Meaning& meaning(std::size_t index) { return meanings_[index]; }
  [[nodiscard]] std::vector<Meaning*> with_key(const domain::Digest& key);
  [[nodiscard]] const std::deque<Meaning>& meanings() const noexcept { return meanings_; }
  // Of the messages with this fingerprint the first; nothing: nobody sent one.
  [[nodiscard]] std::optional<Serial> with_fingerprint(const domain::Digest& fingerprint) const;

  std::unordered_map<std::string, Line> tickets;
  std::map<std::uint64_t, IncidentLine> incidents;                   // by number
  std::map<std::pair<domain::HubId, domain::ActorId>, bool> admins;  // what hubs said last of each person
  std::unordered_map<std::uint64_t, Promised> promised;              // by sequence
  std::unordered_map<std::string, std::uint64_t> notices;            // notice id → sequence
  std::unordered_map<domain::Digest, domain::ParkReason> parked;

 private:
  Serial take_down(domain::InboundMessage message);

  std::deque<Sent> sent_;
  std::deque<Meaning> meanings_;
  std::unordered_map<domain::Digest, std::vector<std::size_t>> by_key_;
  std::unordered_map<domain::Digest, Serial> by_fingerprint_;
};

}  // namespace triaged::simulation
