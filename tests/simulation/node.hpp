// The broker. It keeps the intake until it is acknowledged and delivers again what was not; it answers each
// publication with what became of it, or not at all when the link goes first. Everything on the way can be
// slow, lost with the link, answered late, out of order or twice; a queue can be missing or refuse messages.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <triaged/engine/inputs.hpp>

#include "simulation/invariants.hpp"
#include "simulation/random.hpp"

namespace triaged::simulation {

class Node {
 public:
  static constexpr const char* kIntake = "triaged.intake";

  Node(Random& random, Ledger& ledger, Invariants& invariants)
      : random_(random), ledger_(ledger), invariants_(invariants) {}

  // Producers.
  void accept(Serial serial);

  // The one daemon that has the lock. `link`: its number for the new pair of connections.
  void connect(std::uint64_t link);
  [[nodiscard]] bool connected() const noexcept { return connection_.has_value(); }
  [[nodiscard]] std::uint64_t link() const noexcept { return connection_ ? connection_->link : 0; }
  // Of what was on its way, a part still arrives; and perhaps the rest long after.
  void lose_link();
  // Dies and comes back with all that it had confirmed; some acknowledgements are forgotten.
  void restart();

  // What the daemon asks, over that link; of a link that is gone nothing is done.
  void settle(const std::vector<ports::DeliveryTag>& tags);
  void publish(std::uint64_t link, std::vector<ports::Publication> publications);
  void declare(const std::string& queue);
  void count_consumers(const std::string& queue);

  [[nodiscard]] std::size_t waiting() const noexcept { return intake_.size(); }

  // Its own work, as much as is said: nothing to do is no fault.
  [[nodiscard]] std::vector<ports::Delivery> deliver(std::size_t most);  // at most the prefetch ahead
  bool take_settled(std::size_t most);
  bool take_published(std::size_t most);
  bool take_late();  // of links that are gone
  [[nodiscard]] std::vector<ports::Published> answer(std::size_t most);
  [[nodiscard]] std::optional<engine::Consumers> counted();  // one count that was asked for
  bool double_answer();  // one that has not been given yet will be given twice

  // Faults.
  bool blocked = false;  // publications stay where they are
  std::size_t prefetch = 20;
  enum class Mood { takes, takes_some, refuses, missing };
  void set_mood(const std::string& queue, Mood mood) { queues_[queue].mood = mood; }
  [[nodiscard]] std::vector<std::string> queues() const;
  [[nodiscard]] Mood mood(const std::string& queue) const;
  // Whoever consumes a queue goes, or comes back; false: nobody asked for any.
  bool come_or_go();
  void jumble_intake();

  [[nodiscard]] bool idle() const noexcept;  // nothing waits and nothing is on its way

 private:
  struct Waiting {
    Serial serial = 0;
    bool redelivered = false;
    bool acknowledged = false;  // and the broker may not have heard it yet
  };
  struct Connection {
    std::uint64_t link = 0;
    std::uint64_t next_tag = 0;
    std::map<std::uint64_t, Waiting> unsettled;  // by tag
    std::deque<std::uint64_t> settling;          // acknowledgements on their way
    std::deque<ports::Publication> published;    // on their way
    std::vector<ports::Published> answers;       // not yet given
    std::deque<std::string> counting;            // queues whose consumers were asked for
  };
  struct Queue {
    Mood mood = Mood::takes;
    bool is_consumed = true;
    bool was_asked_for = false;  // how many consume it
  };

  void settled(std::uint64_t tag);
  [[nodiscard]] ports::PublishResult store(const ports::Publication& publication);

  Random& random_;
  Ledger& ledger_;
  Invariants& invariants_;
  std::deque<Waiting> intake_;
  std::optional<Connection> connection_;
  std::deque<ports::Publication> late_;  // of links that are gone
  std::deque<Serial> lately_settled_;
  std::map<std::string, Queue> queues_{{"reply.gone", {.mood = Mood::missing}}};
};

}  // namespace triaged::simulation
