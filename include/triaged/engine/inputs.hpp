// Everything that can happen to the engine, as values. The app puts them into the engine's mailbox from its
// threads; a simulation hands them over directly.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <triaged/engine/knowledge.hpp>
#include <triaged/ports/broker.hpp>
#include <triaged/ports/store.hpp>

namespace triaged::engine {

struct Delivered {
  std::vector<ports::Delivery> deliveries;
};
struct LinkUp {
  std::uint64_t link = 0;
};  // both connections ready, topology declared
struct LinkDown {
  std::uint64_t link = 0;
  std::string reason;
};
struct Blocked {
  bool blocked = false;
  std::string reason;
};
struct Answered {
  std::uint64_t link = 0;
  std::vector<ports::Published> results;
};
struct Crossed {  // what became of signals for a bridge
  domain::BridgeKind bridge{};
  std::uint64_t link = 0;  // with which they were published
  std::vector<ports::Published> results;
};
struct Consumers {  // what Broker::count_consumers asked
  std::string queue;
  std::size_t count = 0;  // zero also for a queue that does not exist
};
struct Committed {
  std::uint64_t batch = 0;
  ports::CommitResult result{};
  domain::Duration took{};
  std::string error;
  bool impossible = false;  // the store refused it as a batch no engine may make: a bug of ours
};
struct Fetched {
  std::optional<ports::Recalled> recalled;
  std::string error;
  domain::Duration took{};
};
struct Reopened {                           // after an unknown outcome
  std::optional<std::uint64_t> last_batch;  // nothing: the store did not come back
  std::optional<ports::Image> image;        // to rebuild memory from
};
// Other rules, directory and policy, checked, and their queues declared. In force with the next decision, or
// not at all (Engine::teams_in_the_way).
struct Reconfigured {
  Knowledge knowledge;
};
struct Tick {};   // the clock moved on
struct Drain {};  // take no more; finish what is in hand

using Input = std::variant<Delivered, LinkUp, LinkDown, Blocked, Answered, Crossed, Consumers, Committed,
                           Fetched, Reopened, Reconfigured, Tick, Drain>;

}  // namespace triaged::engine
