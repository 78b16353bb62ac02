// The durable twin of the engine's memory. Rows are key columns and a payload in bytes; what is in the
// payload is codec's affair. One thread at a time. A contract suite (tests/contract/store_contract.hpp) says
// what every implementation must do, and the fake of the simulation passes the same suite as the real one.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <triaged/domain/bytes.hpp>
#include <triaged/domain/id.hpp>
#include <triaged/domain/incident.hpp>
#include <triaged/domain/time.hpp>
#include <triaged/domain/words.hpp>

namespace triaged::ports {

struct TicketRow {  // upsert by id
  domain::TicketId id;
  std::uint32_t version = 0;
  bool open = true;  // open rows are loaded at start
  domain::Bytes payload;
};

struct HistoryRow {         // append
  domain::TicketId ticket;  // codec::history_key
  std::uint32_t version =
      0;  // of the ticket after the event; 0 when the event was refused for an unknown ticket
  domain::Instant at{};
  domain::Bytes payload;
};

struct SeenRow {           // append; a key that is there already is kept as it is
  domain::Digest key;      // codec::seen_key
  domain::Digest content;  // codec::Decoded::content
  domain::Instant at{};
};

struct ParkedRow {     // append; a key that is there already is kept as it is
  domain::Digest key;  // codec::fingerprint
  domain::ParkReason reason{};
  std::string detail;
  domain::Instant at{};
  std::uint64_t full_size = 0;  // bytes of the body as it came; larger than what is kept when it was cut
  domain::Bytes message;        // codec::encode_inbound
};

struct EarlyRow {           // append; a key that is there already is kept as it is; removed once it is judged
  domain::Digest key;       // codec::seen_key
  domain::TicketId ticket;  // whose opening it waits for
  domain::Instant at{};     // when it came
  domain::Bytes message;    // codec::encode_inbound
};

// The last word of a hub on one of its people (docs/adr/0015).
struct AdminRow {  // upsert by hub and admin
  domain::HubId hub;
  domain::ActorId admin;
  bool present = true;    // an admin there; false: not any more
  domain::Instant at{};   // when that happened
  domain::ProducerId by;  // who told it

  bool operator==(const AdminRow&) const = default;
};

struct IncidentRow {  // upsert by id; its history is kept under the same id as a ticket's would be
  domain::IncidentId id;
  std::uint32_t version = 0;
  bool open = true;       // open rows are loaded at start
  domain::Bytes payload;  // codec::encode_incident
};

struct SilenceRow {  // upsert by id
  domain::SilenceId id;
  bool open = true;       // in force, or yet to be; open rows are loaded at start
  domain::Bytes payload;  // codec::encode_silence
};

// The last word of each expected heartbeat.
struct HeartbeatRow {  // upsert by name and cluster
  std::string name;
  domain::ClusterId cluster;
  domain::Instant last{};
  bool missed = false;

  bool operator==(const HeartbeatRow&) const = default;
};

struct OutboxRow {             // append; removed once the other side has confirmed it
  std::uint64_t sequence = 0;  // rises by one with each notice, never reused
  std::string queue;           // the lane
  domain::Bytes message;       // codec::encode_outbound
};

// What a rule set, a directory or a policy was read from, under the digest that history rows name it by: so
// that an old decision can be made again, and a daemon whose files are broken has something to start on.
enum class DocumentKind : std::uint8_t { rules, directory, policy };
inline constexpr std::array<std::string_view, 3> kDocumentKinds{"rules", "directory", "policy"};
[[nodiscard]] constexpr std::string_view name(DocumentKind kind) noexcept {
  return kDocumentKinds[static_cast<std::size_t>(kind)];
}

struct DocumentKey {
  DocumentKind kind{};
  domain::Digest digest;

  auto operator<=>(const DocumentKey&) const = default;
};

// Append; a key that is there already is kept as it is: two sources of one digest mean the same. Kept as long
// as a decision refers to it; nothing deletes history yet, so nothing deletes documents either.
struct DocumentRow {
  DocumentKey key;
  domain::Bytes source;  // config::encode; of admins over a directory Directory::told_text
};

// The three that are in force together.
struct InForce {
  domain::Digest rules;
  domain::Digest directory;
  domain::Digest policy;

  bool operator==(const InForce&) const = default;
};

// Conservation: received == applied + duplicate + refused + early + parked, after every commit.
// Each field of a batch is what it adds; each field of a loaded state is the sum.
struct Counters {
  std::uint64_t received = 0;
  std::uint64_t applied = 0;
  std::uint64_t duplicate = 0;
  std::uint64_t refused = 0;
  std::int64_t early = 0;  // waiting now: the only one that falls again
  std::uint64_t parked = 0;
  std::uint64_t notices = 0;    // put into the outbox
  std::uint64_t confirmed = 0;  // taken out of it

  bool operator==(const Counters&) const = default;
  Counters& operator+=(const Counters& other) noexcept {
    received += other.received;
    applied += other.applied;
    duplicate += other.duplicate;
    refused += other.refused;
    early += other.early;
    parked += other.parked;
    notices += other.notices;
    confirmed += other.confirmed;
    return *this;
  }
};
[[nodiscard]] constexpr bool accounted(const Counters& c) noexcept {
  return c.received == c.applied + c.duplicate + c.refused + static_cast<std::uint64_t>(c.early) + c.parked;
}

// One transaction: all of it or none of it.
struct Batch {
  std::uint64_t number = 0;  // the last committed one plus one
  std::vector<TicketRow> tickets;
  std::vector<HistoryRow> history;
  std::vector<SeenRow> seen;
  std::vector<ParkedRow> parked;
  std::vector<EarlyRow> early;
  std::vector<domain::Digest> early_done;  // judged or past their time; one may come and go at once
  std::vector<AdminRow> admins;
  std::vector<IncidentRow> incidents;
  std::vector<SilenceRow> silences;
  std::vector<HeartbeatRow> heartbeats;
  std::vector<domain::Away> away;  // append
  std::vector<OutboxRow> outbox;
  std::vector<std::uint64_t> outbox_done;     // sequences that are out of it
  std::vector<domain::Digest> attempts;       // messages about to be tried after a crash: count one more each
  std::vector<domain::Digest> attempts_done;  // messages tried and settled: forget them
  std::vector<DocumentRow> documents;
  std::optional<InForce> in_force;  // from now on; nothing: as before
  Counters counters;
};

enum class CommitResult : std::uint8_t {
  committed,
  unknown,  // failed, and nobody can say whether it is on disk: reopen() and compare last_batch()
};

// What is not in memory.
struct Recall {
  std::vector<domain::TicketId> tickets{};
  std::vector<domain::Digest> seen{};
  std::vector<domain::TicketId> openings{};  // whose history row of version 1, the first there is
  [[nodiscard]] bool empty() const noexcept { return tickets.empty() && seen.empty() && openings.empty(); }
};
struct Recalled {  // what was found; what is missing here does not exist
  std::vector<TicketRow> tickets;
  std::vector<SeenRow> seen;
  std::vector<HistoryRow> openings;
};

inline constexpr std::size_t kAwayKept =
    1000;  // times without a broker, the newest; older ones are forgotten

// What the engine's memory is rebuilt from.
struct Image {
  std::uint64_t last_batch = 0;     // 0: nothing was ever committed
  std::uint64_t last_sequence = 0;  // highest outbox sequence ever given out
  std::uint32_t epoch = 1;          // rises with every restore from a backup
  Counters counters;
  std::vector<TicketRow> open_tickets;
  std::vector<EarlyRow> early;                                     // in the order they came
  std::vector<AdminRow> admins;                                    // by hub and admin
  std::vector<IncidentRow> open_incidents;                         // by number
  std::uint64_t last_incident = 0;                                 // highest number ever given out
  std::vector<SilenceRow> open_silences;                           // by id
  std::vector<HeartbeatRow> heartbeats;                            // by name and cluster
  std::vector<domain::Away> away;                                  // the newest kAwayKept, oldest first
  std::vector<OutboxRow> outbox;                                   // by sequence
  std::vector<domain::TicketId> closed;                            // ids only
  std::vector<domain::Digest> seen;                                // keys only
  std::vector<domain::Digest> parked;                              // keys only
  std::vector<std::pair<domain::Digest, std::uint32_t>> attempts;  // with their counts
  std::vector<DocumentKey> documents;                              // keys only
  std::optional<InForce> in_force;                                 // nothing: never said
  bool crashed = false;  // the store was not closed properly by whoever had it last
};

class Store {
 public:
  virtual ~Store() = default;

  // Blocks until the batch is durable (`committed`) or failed (`unknown`). After `unknown` every further call
  // fails until reopen() has succeeded.
  [[nodiscard]] virtual CommitResult commit(const Batch& batch) = 0;

  // Blocks. Nothing: the store cannot be read now; treat it as an unknown commit.
  [[nodiscard]] virtual std::optional<Recalled> fetch(const Recall& keys) = 0;
  [[nodiscard]] virtual std::optional<Image> load() = 0;

  // Closes, opens again, checkpoints. Nothing when that fails; else the number of the last committed batch.
  [[nodiscard]] virtual std::optional<std::uint64_t> reopen() = 0;

  // In words, why the last call failed; for the log.
  [[nodiscard]] virtual std::string last_error() const = 0;
};

// The store from the engine's side: asynchronous, in the order asked, one answer each (engine/inputs.hpp:
// Committed, Fetched, Reopened). At most one commit is under way at a time; the engine sees to that.
class StoreAccess {
 public:
  virtual ~StoreAccess() = default;
  virtual void commit(Batch batch) = 0;
  virtual void fetch(Recall keys) = 0;
  virtual void reopen() = 0;  // and load(), to rebuild memory from
};

}  // namespace triaged::ports
