// The checks on messages that have no history, or none yet: each is parked, waits for its ticket's opening,
// or was a sign of life.
#include "simulation/invariants.hpp"
#include "simulation/violation.hpp"

namespace triaged::simulation {

// A sign of life is in no history: that it was heard, and when, is all that is kept of it.
void Invariants::heard(const ports::SeenRow& row, const ports::Batch& batch) {
  Meaning* meaning = ledger_.find(row.key, row.content);
  if (meaning == nullptr || meaning->places() > 0) return;
  if (meaning->kind != "heartbeat" && meaning->kind != "alert_fired") return;
  require(!batch.heartbeats.empty(), Check::nothing_lost,
          [&] { return meaning->kind + " is taken for a sign of life, and nothing says when it came"; });
  meaning->heard = true;
  ++applied_;
  counts_.add("effect", "sign of life heard");
}

void Invariants::parked_row(const ports::ParkedRow& row) {
  counts_.add("parked", name(row.reason));
  const auto serial = ledger_.with_fingerprint(row.key);
  require(serial.has_value(), Check::nothing_lost, "a message is parked that nobody sent");
  const auto& sent = ledger_.sent(*serial);
  require(!sent.own, Check::explained, "a message that the daemon sent itself is parked as somebody's");
  require(codec::encode_inbound(sent.message) == row.message, Check::nothing_lost, [&] {
    return "message " + std::to_string(*serial) + " is parked with other bytes than it came with";
  });
  require(ledger_.parked.emplace(row.key, row.reason).second, Check::once,
          [&] { return "message " + std::to_string(*serial) + " is parked twice"; });
  if (!sent.meaning) return;
  Meaning& meaning = ledger_.meaning(*sent.meaning);
  ++meaning.parked;
  meaning.given_up = meaning.given_up || row.reason == domain::ParkReason::crashed_three_times;
  require(meaning.history == 0 || meaning.given_up, Check::nothing_lost, [&] {
    return meaning.kind + " of " + meaning.ticket.value + " is parked as " + std::string(name(row.reason)) +
           ", and recorded as well";
  });
}

void Invariants::early_row(const ports::EarlyRow& row) {
  const auto message = codec::decode_inbound(row.message);
  const auto serial = message ? ledger_.with_fingerprint(codec::fingerprint(*message)) : std::nullopt;
  require(serial && ledger_.sent(*serial).meaning, Check::nothing_lost,
          "an early row holds what nobody sent");
  Meaning& meaning = ledger_.meaning(*ledger_.sent(*serial).meaning);
  require(meaning.key == row.key && (meaning.ticket == row.ticket || meaning.is_of_alert()),
          Check::nothing_lost,
          [&] { return "the early " + meaning.kind + " of " + meaning.ticket.value + " has another's key"; });
  for (const Meaning* other : ledger_.with_key(row.key))
    // Another content under its id may be parked.
    require(other->history == 0 && !other->early, Check::once, [&] {
      return meaning.kind + " of " + meaning.ticket.value +
             " waits for its opening, and is elsewhere as well";
    });
  meaning.early = true;
  counts_.add("effect", "early");
}

void Invariants::no_longer_early(const domain::Digest& key) {
  for (Meaning* meaning : ledger_.with_key(key)) {
    if (!meaning->early) continue;
    meaning->early = false;
    require(meaning->places() == 1 || meaning->given_up, Check::nothing_lost, [&] {
      return meaning->kind + " of " + meaning->ticket.value + " waits no longer, and is in " +
             std::to_string(meaning->places()) + " places";
    });
    return;
  }
  throw Violation(Check::nothing_lost, "an early row is removed that was not there");
}

}  // namespace triaged::simulation
