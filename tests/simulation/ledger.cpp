#include "simulation/ledger.hpp"

#include <triaged/codec/event.hpp>

#include "simulation/violation.hpp"

namespace triaged::simulation {

Serial Ledger::take_down(domain::InboundMessage message) {
  const Serial serial = sent_.size();
  const auto fingerprint = codec::fingerprint(message);
  by_fingerprint_.try_emplace(fingerprint, serial);
  sent_.push_back({.message = std::move(message), .fingerprint = fingerprint, .meaning = {}, .told = {}});
  return serial;
}

Serial Ledger::tell(const Told& told, domain::InboundMessage message) {
  const Serial serial = take_down(std::move(message));
  Sent& sent = sent_[serial];
  const auto read = codec::decode(sent.message, {});
  const auto* decoded = std::get_if<codec::Decoded>(&read);
  require(decoded != nullptr, Check::is_a_harness, [&] {
    return "an event meant to be read is not: " + std::get<codec::Unreadable>(read).detail + "\n" +
           sent.message.body;
  });
  const auto key = codec::seen_key(domain::ProducerId{told.user.empty() ? "anonymous" : told.user},
                                   decoded->event.event_id);
  sent.told = told;
  for (const std::size_t index : by_key_[key])
    if (meanings_[index].content == decoded->content) {
      sent.meaning = index;
      return serial;
    }
  sent.meaning = meanings_.size();
  by_key_[key].push_back(meanings_.size());
  meanings_.push_back(
      {.key = key, .content = decoded->content, .kind = told.kind, .ticket = decoded->event.ticket_id});
  return serial;
}

Serial Ledger::mumble(domain::InboundMessage message) { return take_down(std::move(message)); }

Serial Ledger::own(domain::InboundMessage message) {
  const Serial serial = take_down(std::move(message));
  sent_[serial].own = true;
  return serial;
}

Meaning* Ledger::find(const domain::Digest& key, const domain::Digest& content) {
  if (const auto found = by_key_.find(key); found != by_key_.end())
    for (const std::size_t index : found->second)
      if (meanings_[index].content == content) return &meanings_[index];
  return nullptr;
}

std::vector<Meaning*> Ledger::with_key(const domain::Digest& key) {
  std::vector<Meaning*> found;
  if (const auto at = by_key_.find(key); at != by_key_.end())
    for (const std::size_t index : at->second) found.push_back(&meanings_[index]);
  return found;
}

std::optional<Serial> Ledger::with_fingerprint(const domain::Digest& fingerprint) const {
  const auto found = by_fingerprint_.find(fingerprint);
  if (found == by_fingerprint_.end()) return std::nullopt;
  return found->second;
}

}  // namespace triaged::simulation
