// Our evaluation of rules beside RE2 on the same patterns, one after the other and as a set, for
// `scripts/bench rules`. Waits for orders, so that its measurements can take turns with another program's.
//
//   bench_rules FOLDER     with the rules.yaml, patterns.txt and tickets.tsv that rules.py made
//
// Orders, one a line; each is answered by one line of JSON:
//   load               reads and compiles the rules: first without a cache, then from it
//   run NAME SECONDS   NAME is triaged, re2 or re2_set; tickets not seen before until the time is over
//   answers COUNT      the names of the rules that won the first tickets
#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <vector>

#include <re2/re2.h>
#include <re2/set.h>
#include <unistd.h>

#include <triaged/rules/rules.hpp>

namespace bench {
namespace {

using namespace triaged;
using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double resident_mib() {
  std::ifstream in("/proc/self/statm");
  double all = 0;
  double resident = 0;
  in >> all >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

class MapCache final : public rules::PatternCache {
 public:
  std::optional<std::string> find(const domain::Digest& key) override {
    const auto found = kept_.find(key);
    return found == kept_.end() ? std::nullopt : std::optional(found->second);
  }
  void keep(const domain::Digest& key, std::string_view bytes) override { kept_[key] = bytes; }

 private:
  std::map<domain::Digest, std::string> kept_;
};

struct Ticket {
  domain::TicketEvent event;
  domain::Opened opened;
  domain::MatchText text;
  domain::Place place;

  [[nodiscard]] rules::Facts facts() const {
    return {.event = event, .opened = opened, .text = text, .place = place};
  }
};

std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// hub, standing, kind, percent, subject, body; between them tabs.
std::vector<Ticket> read_tickets(const std::string& file) {
  std::vector<Ticket> tickets;
  for (const auto& line : lines_of(file)) {
    std::istringstream in(line);
    Ticket ticket;
    std::string standing;
    std::getline(in, ticket.place.hub.value, '\t');
    std::getline(in, standing, '\t');
    std::getline(in, ticket.opened.labels["kind"], '\t');
    std::getline(in, ticket.opened.labels["percent"], '\t');
    std::getline(in, ticket.text.subject, '\t');
    std::getline(in, ticket.text.body);
    ticket.opened.channel = "email";
    ticket.place.standing = domain::parse<domain::Rung>(standing).value();
    tickets.push_back(std::move(ticket));
  }
  return tickets;
}

class Bench {
 public:
  explicit Bench(std::string folder)
      : folder_(std::move(folder)),
        tickets_(read_tickets(folder_ + "/tickets.tsv")),
        patterns_(lines_of(folder_ + "/patterns.txt")) {}

  void load() {
    const double before = resident_mib();
    const auto begin = Clock::now();
    rules_ = compiled();
    const double compile = milliseconds_since(begin);
    const double accelerated = accelerate(*rules_);
    const double after = resident_mib();
    const auto again = compiled();
    const double cached = accelerate(*again);
    std::cout << R"({"read_ms": )" << compile << R"(, "compile_ms": )" << accelerated << R"(, "cached_ms": )"
              << cached << R"(, "mib": )" << after - before << "}" << std::endl;
  }

  void run(const std::string& name, double seconds) {
    if (name == "triaged")
      return measure(seconds, [&](const Ticket& ticket) {
        return rules::classify(ticket.facts(), *rules_).rule.value.size();
      });
    std::string text;
    const auto both = [&](const Ticket& ticket) -> const std::string& {
      return text.assign(ticket.text.subject).append("\n").append(ticket.text.body);
    };
    if (name == "re2") {
      make_re2();
      return measure(seconds, [&](const Ticket& ticket) {
        std::size_t hits = 0;
        both(ticket);
        for (const auto& pattern : one_by_one_) hits += RE2::PartialMatch(text, *pattern) ? 1u : 0u;
        return hits;
      });
    }
    if (name != "re2_set") throw std::runtime_error("nothing is called " + name);
    make_set();
    std::vector<int> hits;
    measure(seconds, [&](const Ticket& ticket) {
      hits.clear();
      set_->Match(both(ticket), &hits);
      return hits.size();
    });
  }

  void answers(std::size_t count) const {
    std::cout << "[";
    for (std::size_t i = 0; i < std::min(count, tickets_.size()); ++i)
      std::cout << (i == 0 ? "\"" : ", \"") << rules::classify(tickets_[i].facts(), *rules_).rule.value
                << "\"";
    std::cout << "]" << std::endl;
  }

 private:
  [[nodiscard]] std::shared_ptr<const rules::RuleSet> compiled() const {
    std::ifstream in(folder_ + "/rules.yaml");
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    document::Faults faults;
    const auto file = document::parse("rules.yaml", text, faults);
    const rules::Names names{.teams = {"support"}, .symptoms = {}, .calendars = {}};
    auto result = file ? rules::compile({&*file, 1}, names, faults) : nullptr;
    if (!result) throw std::runtime_error(faults.all().empty() ? "no rules" : to_text(faults.all().front()));
    return result;
  }

  [[nodiscard]] double accelerate(const rules::RuleSet& rules) {
    const auto begin = Clock::now();
    std::string why;
    if (!rules::accelerate(rules, &cache_, why)) throw std::runtime_error(why);
    return milliseconds_since(begin);
  }

  static RE2::Options options() {
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_max_mem(64 << 20);
    return options;
  }
  void make_re2() {
    if (!one_by_one_.empty()) return;
    for (const auto& pattern : patterns_) one_by_one_.push_back(std::make_unique<RE2>(pattern, options()));
  }
  void make_set() {
    if (set_) return;
    auto options_of_set = options();
    options_of_set.set_max_mem(std::int64_t{512} << 20);
    set_ = std::make_unique<RE2::Set>(options_of_set, RE2::UNANCHORED);
    for (const auto& pattern : patterns_) set_->Add(pattern, nullptr);
    if (!set_->Compile()) throw std::runtime_error("RE2::Set is out of memory");
  }

  // Each ticket is new to whoever is measured, until all have been used.
  template <class Work>
  void measure(double seconds, const Work& work) {
    const double before = resident_mib();
    std::size_t count = 0;
    std::size_t sum = 0;  // so that nothing is left out as unused
    const auto begin = Clock::now();
    double elapsed = 0;
    while (elapsed < seconds * 1000) {
      for (int i = 0; i < 8; ++i, ++count) sum += work(tickets_[next_++ % tickets_.size()]);
      elapsed = milliseconds_since(begin);
    }
    std::cout << R"({"us": )" << elapsed * 1000 / static_cast<double>(count) << R"(, "tickets": )" << count
              << R"(, "mib": )" << resident_mib() - before << R"(, "sum": )" << sum << "}" << std::endl;
  }

  std::string folder_;
  MapCache cache_;
  std::vector<Ticket> tickets_;
  std::vector<std::string> patterns_;
  std::size_t next_ = 0;
  std::shared_ptr<const rules::RuleSet> rules_;
  std::vector<std::unique_ptr<RE2>> one_by_one_;
  std::unique_ptr<RE2::Set> set_;
};

void obey(const std::string& folder) {
  Bench bench(folder);
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream order(line);
    std::string verb;
    std::string name;
    double number = 0;
    order >> verb;
    if (verb == "load") {
      bench.load();
    } else if (verb == "run" && order >> name >> number) {
      bench.run(name, number);
    } else if (verb == "answers" && order >> number) {
      bench.answers(static_cast<std::size_t>(number));
    } else {
      throw std::runtime_error("no such order: " + line);
    }
  }
}

}  // namespace
}  // namespace bench

int main(int count, char** words) {
  if (count != 2) {
    std::cerr << "bench_rules FOLDER\n";
    return 64;
  }
  try {
    bench::obey(words[1]);
  } catch (const std::exception& error) {
    std::cerr << "bench_rules: " << error.what() << "\n";
    return 70;
  }
}
