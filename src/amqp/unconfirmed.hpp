// What was published and not answered yet: a ring from publish tags to outbox sequences. Tags rise by one;
// answers come in any order and for many at once, so the ring keeps everything from its low-water mark, the
// oldest tag without an answer, upwards.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <triaged/ports/broker.hpp>

namespace triaged::amqp {

class Unconfirmed {
 public:
  // `tag` is one more than at the last call (1 at first). `key` recognises the message should it come back.
  void published(std::uint64_t tag, std::uint64_t sequence, std::uint64_t key);

  // A message came back: it has no tag. Returns come in the order of publishing, each before its message's
  // answer, so it is the first one with this key that has neither. Its answer will say `returned`. False:
  // there is none.
  [[nodiscard]] bool returned(std::uint64_t key);

  // The broker's answer for `tag`, with `multiple` for all unanswered up to it (tag 0: for all). Appends what
  // it means. False when that tag is not waiting for one.
  [[nodiscard]] bool answered(std::uint64_t tag, bool multiple, bool accepted,
                              std::vector<ports::Published>& into);

  [[nodiscard]] std::size_t size() const { return waiting_; }

  static std::uint64_t key(std::string_view routing_key, std::string_view message_id);

 private:
  enum class State : std::uint8_t { waiting, came_back, answered };
  struct Entry {
    std::uint64_t sequence = 0;
    std::uint64_t key = 0;
    State state{};
  };

  Entry& at(std::uint64_t tag) { return entries_[tag & (entries_.size() - 1)]; }
  void grow();
  void answer(std::uint64_t tag, bool accepted, std::vector<ports::Published>& into);

  std::vector<Entry> entries_;  // a power of two
  std::uint64_t low_ = 1;       // the oldest tag without an answer, or next_
  std::uint64_t next_ = 1;
  std::uint64_t return_hint_ = 1;  // the tag after the last one that came back
  std::size_t waiting_ = 0;
};

}  // namespace triaged::amqp
