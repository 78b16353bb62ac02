// Starts a program that moves messages out of a full intake, and measures it from outside, in the same way
// whatever it is: asks the broker every 50 ms how many messages lie in the intake and in all queues they may
// go to.
//
//   bench_watch URL INTAKE IN OUT BROKER_PID DESTINATION... -- PROGRAM [ARGUMENT...]
//
// The time runs from the last look at which all IN messages still lay in the intake to the first at which OUT
// have arrived, so every time is too long by at most a look. Prints one JSON object: time, CPU of program and
// broker within that time, and what arrived where. A program that fails, or moves nothing for a minute, is an
// error.
#include <algorithm>
#include <exception>
#include <iostream>
#include <numeric>
#include <thread>

#include "broker.hpp"
#include "watch/child.hpp"
#include "watch/process.hpp"

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds look_every{50};
constexpr std::chrono::milliseconds look_for_start_every{5};
constexpr std::chrono::seconds stalled_after{60};
constexpr std::chrono::seconds counted_within{20};  // a new quorum queue may count late
constexpr std::chrono::seconds grace{1};            // for the last acknowledgements
constexpr std::chrono::seconds stop_patience{40};

struct Order {
  std::string url;
  std::vector<std::string> queues;  // the intake, then the destinations
  std::uint64_t in = 0;
  std::uint64_t out = 0;
  pid_t broker = 0;
  std::vector<std::string> program;
};

struct Look {
  Clock::time_point at;
  Cpu program{};
  Cpu broker{};
  std::vector<Thread> threads;
};

Cpu to_cpu(const timeval& used) {
  return std::chrono::seconds{used.tv_sec} + std::chrono::microseconds{used.tv_usec};
}

Look look(const Order& order, Child& child) {
  Look look{Clock::now(), cpu(child.id()), cpu(order.broker), threads(child.id())};
  // The pump may end of itself before it is looked at for the last time.
  if (child.ended()) look.program = to_cpu(child.used().ru_utime) + to_cpu(child.used().ru_stime);
  return look;
}

std::uint64_t peak_kib(Child& child) {
  return child.ended() ? static_cast<std::uint64_t>(child.used().ru_maxrss) : peak_resident_kib(child.id());
}

// Destinations only fill up, so the most that was ever seen is true even if the broker was too busy to
// answer.
class Arrived {
 public:
  explicit Arrived(std::size_t queues) : most_(queues) {}
  bool update(const std::vector<std::uint64_t>& counts) {  // whether there are more
    const auto before = total();
    for (std::size_t i = 1; i < counts.size(); ++i) most_[i] = std::max(most_[i], counts[i]);
    return total() > before;
  }
  [[nodiscard]] std::uint64_t total() const {
    return std::accumulate(most_.begin() + 1, most_.end(), std::uint64_t{0});
  }
  [[nodiscard]] std::uint64_t of(std::size_t queue) const { return most_[queue]; }

 private:
  std::vector<std::uint64_t> most_;
};

void await_full(Broker& broker, const Order& order) {
  const auto until = Clock::now() + counted_within;
  while (broker.ready(order.queues).front() != order.in) {
    if (Clock::now() > until) throw BrokerError("the intake does not hold what was preloaded");
    std::this_thread::sleep_for(look_every);
  }
}

void fail_if_ended(Child& child) {
  if (const auto status = child.ended(); status && *status != 0)
    throw std::runtime_error("the program ended with status " + std::to_string(*status));
}

double microseconds(Cpu used) { return std::chrono::duration<double, std::micro>(used).count(); }

void print(const Order& order, const Look& begin, const Look& end, const Arrived& arrived,
           std::uint64_t peak) {
  const std::chrono::duration<double> seconds = end.at - begin.at;
  std::cout << "{\"seconds\": " << seconds.count() << ", \"messages\": " << order.in
            << ", \"program_cpu_us\": " << microseconds(end.program - begin.program)
            << ", \"broker_cpu_us\": " << microseconds(end.broker - begin.broker)
            << ", \"program_peak_kib\": " << peak << ", \"threads\": [";
  const char* comma = "";
  for (const Thread& thread : end.threads) {
    const auto before = std::find_if(begin.threads.begin(), begin.threads.end(),
                                     [&](const Thread& other) { return other.id == thread.id; });
    const Cpu used = thread.used - (before == begin.threads.end() ? Cpu{0} : before->used);
    std::cout << comma << "{\"name\": \"" << thread.name << "\", \"cpu_us\": " << microseconds(used) << "}";
    comma = ", ";
  }
  std::cout << "], \"arrived\": {";
  comma = "";
  for (std::size_t i = 1; i < order.queues.size(); ++i) {
    if (arrived.of(i) == 0) continue;
    std::cout << comma << '"' << order.queues[i] << "\": " << arrived.of(i);
    comma = ", ";
  }
  std::cout << "}}" << std::endl;
}

void watch(const Order& order) {
  Broker broker(order.url, static_cast<std::uint16_t>(order.queues.size()));
  await_full(broker, order);
  Child child(order.program);
  Arrived arrived(order.queues.size());

  Look begin = look(order, child);
  while (true) {
    const Look now = look(order, child);
    const auto counts = broker.ready(order.queues);
    if (arrived.update(counts) || (counts[0] > 0 && counts[0] < order.in)) break;
    begin = now;
    fail_if_ended(child);
    std::this_thread::sleep_for(look_for_start_every);
  }

  auto moved = Clock::now();
  while (arrived.total() < order.out) {
    std::this_thread::sleep_for(look_every);
    if (arrived.update(broker.ready(order.queues))) moved = Clock::now();
    if (Clock::now() - moved > stalled_after)
      throw std::runtime_error("nothing moves any more; arrived: " + std::to_string(arrived.total()));
    fail_if_ended(child);
  }
  const Look end = look(order, child);
  const auto peak = peak_kib(child);
  const auto status = child.stop(grace, stop_patience);
  if (!status || *status != 0) throw std::runtime_error("the program did not end properly");
  arrived.update(broker.ready(order.queues));
  print(order, begin, end, arrived, peak);
}

Order read(const std::vector<std::string>& words) {
  const auto bar = std::find(words.begin(), words.end(), "--");
  if (bar - words.begin() < 6 || bar == words.end() || bar + 1 == words.end())
    throw std::invalid_argument(
        "bench_watch URL INTAKE IN OUT BROKER_PID DESTINATION... -- PROGRAM [ARGUMENT...]");
  Order order{.url = words[0],
              .queues = {words[1]},
              .in = std::stoull(words[2]),
              .out = std::stoull(words[3]),
              .broker = std::stoi(words[4]),
              .program = {bar + 1, words.end()}};
  order.queues.insert(order.queues.end(), words.begin() + 5, bar);
  return order;
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  try {
    bench::watch(bench::read({argv + 1, argv + argc}));
  } catch (const std::exception& error) {
    std::cerr << "bench_watch: " << error.what() << '\n';
    return 1;
  }
}
