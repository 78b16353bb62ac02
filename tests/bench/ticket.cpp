// The engine alone, for counting and profiling: new tickets go in, notices come out, with a store that keeps
// nothing and a broker that confirms at once. What is left is what the engine's thread does for a ticket.
//
//   bench_ticket CONFIG HUBS COUNT     e.g. under valgrind --tool=callgrind, with two COUNTs to subtract
#include <chrono>
#include <deque>
#include <exception>
#include <iostream>
#include <optional>

#include <time.h>

#include <triaged/config/config.hpp>
#include <triaged/engine/engine.hpp>

#include "preload/events.hpp"

namespace bench {
namespace {

using namespace triaged;

constexpr std::size_t batch = 256;  // deliveries handed over at a time
constexpr std::uint64_t link = 1;

class SteadyClock final : public ports::Clock {
 public:
  domain::Instant now() override {
    return domain::Instant{
        std::chrono::duration_cast<domain::Duration>(std::chrono::system_clock::now().time_since_epoch())};
  }
};

class EmptyStore final : public ports::StoreAccess {
 public:
  std::optional<std::uint64_t> committed;

  void commit(ports::Batch given) override { committed = given.number; }
  void fetch(ports::Recall) override { throw std::logic_error("new tickets only"); }
  void reopen() override { throw std::logic_error("no commit fails"); }
};

class ConfirmingBroker final : public ports::Broker {
 public:
  std::vector<ports::Published> answers;
  std::uint64_t settled = 0;

  void settle(const std::vector<ports::DeliveryTag>& tags) override { settled += tags.size(); }
  void publish(std::uint64_t, std::vector<ports::Publication> publications) override {
    for (const auto& one : publications) answers.push_back({one.sequence, ports::PublishResult::confirmed});
  }
  void declare(const std::string&) override {}
  void count_consumers(const std::string&) override {}
  void restart(std::chrono::milliseconds) override {}
  void want_deliveries(bool) override {}
};

class DeafObserver final : public ports::Observer {
 public:
  void on_routed(const domain::Ticket&) override {}
  void on_refused(const domain::TicketEvent&, domain::Refusal) override {}
  void on_duplicate(const domain::TicketEvent&) override {}
  void on_parked(const domain::Digest&, domain::ParkReason, std::string_view) override {}
  void on_committed(const ports::Counters&, std::size_t, domain::Duration) override {}
  void on_commit_unknown(std::string_view) override {}
  void on_store_recovered(bool) override {}
  void on_link(bool, std::string_view) override {}
  void on_blocked(bool, std::string_view) override {}
  void on_lane_stopped(std::string_view, std::string_view, domain::Duration) override {}
  void on_lane_flowing(std::string_view) override {}
  void on_intake_held(bool, std::string_view) override {}
};

double cpu_seconds() {  // of this thread
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

engine::Knowledge load(const std::string& folder) {
  document::Faults faults;
  auto configuration = config::load(folder, faults);
  std::string why;
  if (faults.errors() != 0) throw std::runtime_error(to_text(faults.all().front()));
  if (!accelerate(*configuration.rules, nullptr, why)) throw std::runtime_error(why);
  return {.directory = configuration.directory,
          .calendars = configuration.calendars,
          .rules = configuration.rules,
          .policy = configuration.policy,
          .documents = {}};
}

std::vector<ports::Delivery> deliveries(Events& events, std::uint64_t& tag, std::size_t count) {
  std::vector<ports::Delivery> result;
  for (std::size_t i = 0; i < count; ++i) {
    Event event = events.next();
    ports::Delivery delivery;
    delivery.tag = {link, ++tag};
    delivery.message.full_size = event.body.size();
    delivery.message.body = std::move(event.body);
    delivery.message.routing_key = std::move(event.routing_key);
    delivery.message.content_type = "application/x-protobuf";
    delivery.message.message_id = std::move(event.id);
    result.push_back(std::move(delivery));
  }
  return result;
}

int run(const std::string& folder, const std::string& hubs, std::uint64_t count) {
  Events events(read_hubs(hubs), 1);
  SteadyClock clock;
  EmptyStore store;
  ConfirmingBroker broker;
  DeafObserver observer;
  engine::Engine engine({clock, store, broker, observer}, load(folder), {}, {});
  engine.step(engine::LinkUp{link});

  std::uint64_t tag = 0;
  double busy = 0;
  while (tag < count) {
    engine::Delivered delivered{deliveries(events, tag, std::min<std::size_t>(batch, count - tag))};
    const double begin = cpu_seconds();
    engine.step(std::move(delivered));
    engine.turn();
    while (store.committed) {
      const std::uint64_t number = *store.committed;
      store.committed.reset();
      engine.step(engine::Committed{number, ports::CommitResult::committed, {}, {}});
      engine.turn();
      engine.step(engine::Answered{link, std::exchange(broker.answers, {})});
      engine.turn();
    }
    busy += cpu_seconds() - begin;
  }
  std::cout << count << " tickets, " << broker.settled << " settled, "
            << busy * 1e6 / static_cast<double>(count) << " us of processor time each\n";
  return broker.settled == count ? 0 : 1;
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: bench_ticket CONFIG HUBS COUNT\n";
    return 64;
  }
  try {
    return bench::run(argv[1], argv[2], std::stoull(argv[3]));
  } catch (const std::exception& error) {
    std::cerr << "bench_ticket: " << error.what() << '\n';
    return 1;
  }
}
