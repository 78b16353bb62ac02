// triaged backtest: which decisions other rules would change. Tickets of a file or of a store's history are
// decided twice, under the configuration as it is and under the same with the rules of another folder, and
// what differs is counted. Works offline, also beside the daemon that writes the store; changes nothing.
#include <fstream>
#include <iostream>
#include <ostream>

#include <boost/json/serialize.hpp>
#include <unistd.h>

#include "app/command.hpp"
#include "app/comparison_report.hpp"
#include "app/decision.hpp"
#include "app/progress.hpp"
#include "app/recordings.hpp"
#include "app/wall_clock.hpp"

namespace triaged::app {
namespace {

constexpr std::uint64_t kMany = 200;         // tickets: from then on it pays to compile the patterns together
constexpr std::uint64_t kComplaints = 20;    // about what cannot be read; the rest is counted
constexpr std::size_t kSubjectShown = 60;    // bytes
constexpr std::size_t kTicketIdShown = 200;  // bytes

// Decides tickets under both and counts what differs.
class Backtest {
 public:
  Backtest(const config::Configuration& active, const config::Configuration& candidate,
           const BacktestOptions& options, const Streams& streams)
      : active_(active),
        candidate_(candidate),
        options_(options),
        streams_(streams),
        progress_(&streams.err == &std::cerr && isatty(STDERR_FILENO) != 0 ? &streams.err : nullptr,
                  std::chrono::steady_clock::now()) {}

  void take(const Recording& recording, std::optional<double> done) {
    if (++tickets_ == kMany) accelerate_both();
    const auto* opened = std::get_if<domain::Opened>(&recording.event.body);
    const Circumstances circumstances{.now = recording.at,
                                      .undeliverable = recording.undeliverable,
                                      .producer = active_.directory->producer(recording.event.producer)};
    const auto before = decide_opening(recording.event, *opened, recording.text, active_, circumstances);
    const auto after = decide_opening(recording.event, *opened, recording.text, candidate_, circumstances);
    // A store's texts are other people's; a file's are in the user's hands already.
    const bool own = options_.store.empty();
    const Example example{
        .ticket = domain::TicketId(codec::legible(recording.event.ticket_id.value, kTicketIdShown)),
        .subject = own ? codec::legible(opened->subject, kSubjectShown) : std::string()};
    tally_.add({.ticket = *before.effects.ticket, .classification = before.classification},
               {.ticket = *after.effects.ticket, .classification = after.classification}, example,
               options_.examples);
    progress_.at(tickets_, "tickets", done, std::chrono::steady_clock::now());
  }

  void complain(const std::string& text) {
    if (++complaints_ > kComplaints) return;
    progress_.clear();
    streams_.err << text << '\n';
  }

  [[nodiscard]] Exit report(const Skipped& skipped, bool json) {
    progress_.clear();
    if (complaints_ > kComplaints)
      streams_.err << "and " << complaints_ - kComplaints << " more that cannot be read\n";
    const Compared compared{.tally = std::move(tally_),
                            .not_readable = skipped.not_readable,
                            .passed_over = skipped.passed_over,
                            .active = digest(*active_.rules),
                            .candidate = digest(*candidate_.rules)};
    if (json)
      streams_.out << boost::json::serialize(to_json(compared)) << '\n';
    else
      print(compared, streams_.out);
    return skipped.not_readable == 0 ? Exit::ok : Exit::bad_data;
  }

 private:
  // Not at once: for a few tickets it takes longer than it saves.
  void accelerate_both() {
    std::string why;  // of no interest: without it the same comes out, later
    static_cast<void>(rules::accelerate(*active_.rules, nullptr, why));
    static_cast<void>(rules::accelerate(*candidate_.rules, nullptr, why));
  }

  const config::Configuration& active_;
  const config::Configuration& candidate_;
  const BacktestOptions& options_;
  const Streams& streams_;
  Progress progress_;
  Tally tally_;
  std::uint64_t tickets_ = 0;
  std::uint64_t complaints_ = 0;
};

std::optional<config::Configuration> candidate_of(const config::Configuration& active,
                                                  const std::string& folder, const Streams& streams) {
  document::Faults faults;
  config::Configuration candidate;
  candidate.directory = active.directory;
  candidate.calendars = active.calendars;
  candidate.policy = active.policy;
  candidate.rules = config::load_rules(folder, active, faults);
  if (complain(faults, streams) || !candidate.rules) {
    const auto inside = std::filesystem::path(folder) / "rules";
    std::error_code ignored;
    if (std::filesystem::is_directory(inside, ignored))
      streams.err << "`--rules` takes the rules' own folder: did you mean " << inside.string() << "?\n";
    return std::nullopt;
  }
  return candidate;
}

}  // namespace

Exit backtest(const Common& common, const BacktestOptions& options, const Streams& streams) {
  if (options.tickets.empty() == options.store.empty()) {
    streams.err << "backtest: name the tickets: either `--tickets FILE` or `--store PATH`\n";
    return Exit::usage;
  }
  const auto active = load_or_complain(common, streams);
  if (!active) return Exit::configuration;
  const auto candidate = candidate_of(*active, options.rules, streams);
  if (!candidate) return Exit::configuration;
  Backtest test(*active, *candidate, options, streams);
  const auto take = [&](const Recording& recording, std::optional<double> done) {
    test.take(recording, done);
  };
  const auto complain = [&](const std::string& text) { test.complain(text); };
  if (!options.store.empty()) {
    const auto read = each_of_store(options.store, take, complain);
    if (const auto* fault = std::get_if<persist::Fault>(&read)) {
      streams.err << fault->text << '\n';
      return persist::is_bad_data(fault->kind) ? Exit::bad_data : Exit::io;
    }
    return test.report(std::get<Skipped>(read), common.json);
  }
  std::ifstream file;
  if (options.tickets != "-") {
    file.open(options.tickets, std::ios::binary);
    // A folder opens, and only reading it fails.
    if (!file || file.peek() == std::ifstream::traits_type::eof()) {
      streams.err << options.tickets << ": cannot be read, or is empty\n";
      return Exit::bad_data;
    }
  }
  std::istream& in = options.tickets == "-" ? streams.in : file;
  const auto skipped =
      each_of_lines(in, options.tickets, active->settings.limits.codec, wall_clock_now(), take, complain);
  return test.report(skipped, common.json);
}

}  // namespace triaged::app
