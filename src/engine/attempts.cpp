// After a crash: redelivered messages one at a time, each noted on disk before it is decided, so that a
// message which kills the process is found and parked instead of killing it for ever. The broker's own count
// of deliveries proves nothing: it rises for everything that was sent ahead.
#include "engine/impl.hpp"

namespace triaged::engine {

// Until this link has brought something that is not a repeat: then all that the dead daemon held has come
// back.
bool Engine::Impl::careful() const {
  return after_crash && !fresh_seen && !waiting.empty() && waiting.front().redelivered;
}

void Engine::Impl::take_carefully() {
  // Alone in its batch, but for confirmations: they wait for company, and must not make this one wait.
  if (committing || forming.events > 0 || !forming.batch.attempts.empty()) return;
  ports::Delivery delivery = std::move(waiting.front());
  waiting.pop_front();
  const domain::Digest key = codec::fingerprint(delivery.message);
  auto& attempts = memory.attempts[key];
  if (attempts + 1 >= limits.attempts) {
    ++forming.events;
    ++forming.batch.counters.received;
    forming.settle.push_back(delivery.tag);
    forming.batch.attempts_done.push_back(key);
    forming.alone = true;
    memory.attempts.erase(key);
    return park(Origin::delivery, delivery.message, domain::ParkReason::crashed_three_times,
                "the daemon died " + std::to_string(limits.attempts - 1) + " times while deciding it");
  }
  ++attempts;
  forming.batch.attempts.push_back(key);
  attempting = std::move(delivery);
}

// The note is on disk: decide the message, and forget the note with the same commit.
void Engine::Impl::attempt_is_noted() {
  std::vector<Taken> taken;
  const domain::Digest key = codec::fingerprint(attempting->message);
  taken.push_back(decode(std::move(*attempting)));
  attempting.reset();
  forming.batch.attempts_done.push_back(key);
  forming.alone = true;
  memory.attempts.erase(key);
  if (auto unknown = unknown_of(taken); !unknown.empty()) {
    recalling = std::move(taken);
    return store.fetch(std::move(unknown));
  }
  judge(std::move(taken), {});
}

}  // namespace triaged::engine
