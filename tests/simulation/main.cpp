// Runs seeds and says what they did. `scripts/sim` is the way in; docs/simulation.md tells how to read what
// comes out. Exit 0: nothing was found, and enough was tried; 1: a seed failed, or the run was too thin;
// 64: wrong usage.
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <mutex>
#include <sstream>
#include <thread>

#include "simulation/run.hpp"

namespace triaged::simulation {
namespace {

struct Wanted {
  std::vector<std::uint64_t> seeds;
  std::size_t steps = 5000;
  std::size_t threads = 1;
  bool log = false;            // every step
  bool first_failure = false;  // and no further
};

constexpr std::string_view kUsage =
    "usage: simulation [--seed N | --seeds A..B] [--also FILE] [--steps M] [--threads K] [--log]"
    " [--first-failure]\n";

[[noreturn]] void misused(const std::string& why) {
  std::cerr << "simulation: " << why << '\n' << kUsage;
  std::exit(64);
}

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    misused("`" + std::string(text) + "` is no number");
  return value;
}

void add_range(std::string_view text, std::vector<std::uint64_t>& seeds) {
  const auto dots = text.find("..");
  if (dots == std::string_view::npos) return seeds.push_back(number(text));
  const auto last = number(text.substr(dots + 2));
  for (auto seed = number(text.substr(0, dots)); seed <= last; ++seed) seeds.push_back(seed);
}

// A seed a line; what stands behind it is for people.
void add_file(const char* path, std::vector<std::uint64_t>& seeds) {
  std::ifstream file(path);
  if (!file) misused(std::string("cannot read ") + path);
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && line.front() != '#') seeds.push_back(number(line.substr(0, line.find(' '))));
}

Wanted read_arguments(int count, char** arguments) {
  Wanted wanted;
  for (int i = 1; i < count; ++i) {
    const std::string_view flag = arguments[i];
    if (flag == "--log") {
      wanted.log = true;
    } else if (flag == "--first-failure") {
      wanted.first_failure = true;
    } else if (i + 1 == count) {
      misused("`" + std::string(flag) + "` is unknown, or lacks its value");
    } else if (flag == "--seed" || flag == "--seeds") {
      add_range(arguments[++i], wanted.seeds);
    } else if (flag == "--also") {
      add_file(arguments[++i], wanted.seeds);
    } else if (flag == "--steps") {
      wanted.steps = number(arguments[++i]);
    } else if (flag == "--threads") {
      wanted.threads = number(arguments[++i]);
    } else {
      misused("`" + std::string(flag) + "` is unknown");
    }
  }
  if (wanted.seeds.empty()) wanted.seeds.push_back(1);
  if (wanted.threads == 0) misused("`--threads 0` runs nothing");
  return wanted;
}

struct Ran {
  Outcome outcome;
  std::string log;
};

// Takes seeds until there are none, in any order; what comes of them is put in the order of the seeds.
class Runs {
 public:
  explicit Runs(const Wanted& wanted) : wanted_(wanted), ran_(wanted.seeds.size()) {}

  void work() {
    const auto known = variants();
    Counts counts;
    while (true) {
      const std::size_t index = next_++;
      if (index >= wanted_.seeds.size() || (wanted_.first_failure && failed_)) break;
      std::ostringstream log;
      ran_[index].emplace(Ran{
          .outcome = run(wanted_.seeds[index], wanted_.steps, known, counts, wanted_.log ? &log : nullptr),
          .log = {}});
      ran_[index]->log = std::move(log).str();
      failed_ = failed_ || ran_[index]->outcome.failure.has_value();
    }
    const std::lock_guard lock(mutex_);
    counts_.add(counts);
  }

  [[nodiscard]] bool report(std::ostream& out) const {
    std::uint64_t sum = 0;
    bool good = true;
    for (std::size_t index = 0; index < ran_.size(); ++index) {
      if (!ran_[index]) continue;
      out << ran_[index]->log;
      sum = sum * 1099511628211U + ran_[index]->outcome.sum;
      if (const auto& failure = ran_[index]->outcome.failure) {
        tell(out, wanted_.seeds[index], *failure);
        good = false;
      }
    }
    good = counts_.report(out) && good;
    out << "sum of everything that happened: " << std::hex << sum << std::dec << '\n';
    return good;
  }

 private:
  void tell(std::ostream& out, std::uint64_t seed, const Failure& failure) const {
    out << "\nseed " << seed << " FAILED at step " << failure.step << ": " << name(failure.check) << ": "
        << failure.why << "\nthe last steps:\n";
    for (const auto& line : failure.last) out << "  " << line << '\n';
    out << "repeat it with: scripts/sim --seed " << seed << " --steps " << wanted_.steps << "\n\n";
  }

  const Wanted& wanted_;
  std::vector<std::optional<Ran>> ran_;  // by the seed's index; each written by one thread
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
  Counts counts_;
};

int run_all(int count, char** arguments) {
  const Wanted wanted = read_arguments(count, arguments);
  std::cout << "seed " << wanted.seeds.front();
  if (wanted.seeds.size() > 1)
    std::cout << " to " << wanted.seeds.back() << ", " << wanted.seeds.size() << " of them";
  std::cout << ", " << wanted.steps << " steps each" << std::endl;
  Runs runs(wanted);
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < wanted.threads; ++i) threads.emplace_back([&runs] { runs.work(); });
  runs.work();
  for (auto& thread : threads) thread.join();
  return runs.report(std::cout) ? 0 : 1;
}

}  // namespace
}  // namespace triaged::simulation

int main(int count, char** arguments) { return triaged::simulation::run_all(count, arguments); }
