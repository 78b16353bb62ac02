// What the subcommands share. Each command is one function: options in, exit code out; it writes to the
// streams it is given, so that tests read what a person would.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include <triaged/app/main.hpp>
#include <triaged/config/config.hpp>

namespace triaged::app {

struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
};

struct Common {
  std::filesystem::path config = "/etc/triaged";
  bool json = false;
};

struct CheckOptions {
  bool strict = false;
  domain::Instant now{};  // from when on the hours ahead are looked at; none: the machine's clock says
};
struct DirectoryOptions {
  std::string hub;
  std::string actor;
  std::string store{};  // what hubs told of their admins; empty: the configuration's, if it can be read
};
struct ExplainOptions {
  std::string file = "-";
  std::string decision;  // "TICKET:VERSION"; empty: new events
  std::string store;     // where that decision is; empty: the configuration's
};
struct SimulateOptions {
  std::string file = "-";
  std::string at;            // RFC 3339; empty: now
  std::string span = "30d";  // how far to look ahead
};
struct TestOptions {
  std::vector<std::string> files;
  bool coverage = false;
  std::string junit;  // empty: none
};
inline constexpr std::size_t kExamplesMost = 1000;  // of one change
struct BacktestOptions {
  std::string rules;    // the candidate's folder
  std::string tickets;  // a file of events; or
  std::string store;    // a store, whose history holds them
  std::size_t examples = 3;
};
struct SchemaOptions {
  std::string of;  // "rules"
};
struct SendOptions {
  std::string file = "-";
  std::string format = "json";
  std::string url;
};
struct WatchOptions {
  std::vector<std::string> teams;
  bool incidents = false;
  bool all = false;
  bool acknowledge = false;
  std::string url;
  double idle_seconds = 0;  // stop after that long without a message; 0: never
  std::size_t count = 0;    // stop after so many; 0: never
};
struct TokenOptions {
  std::string name;
  std::vector<std::string> roles;
  std::string producer;
  std::string file;  // empty: the configuration's
};
struct ParkedOptions {
  std::string key;
  std::size_t limit = 50;
};

struct TicketsOptions {
  std::string team;
  std::string state;  // a TicketState; empty: those that need somebody
  std::string hub;
  std::string severity;
  std::size_t limit = 50;
  std::string store{};    // empty: the configuration's
  domain::Instant now{};  // what ages are counted from; none: the machine's clock says
};
struct IncidentsOptions {
  bool all = false;  // those that are over too
  std::string store{};
  domain::Instant now{};
};
struct ShowOptions {
  std::string id;         // of a ticket or an incident, or another key of the history
  bool timeline = false;  // of an incident, as Markdown
  std::string store{};
  domain::Instant now{};
};

[[nodiscard]] Exit run(const Common& common, const Streams& streams);
[[nodiscard]] Exit check(const Common& common, const CheckOptions& options, const Streams& streams);
[[nodiscard]] Exit show_directory(const Common& common, const DirectoryOptions& options,
                                  const Streams& streams);
[[nodiscard]] Exit explain(const Common& common, const ExplainOptions& options, const Streams& streams);
[[nodiscard]] Exit explain_decision(const Common& common, const ExplainOptions& options,
                                    const Streams& streams);
[[nodiscard]] Exit simulate(const Common& common, const SimulateOptions& options, const Streams& streams);
[[nodiscard]] Exit reload(const Common& common, const Streams& streams);
[[nodiscard]] Exit test(const Common& common, const TestOptions& options, const Streams& streams);
[[nodiscard]] Exit backtest(const Common& common, const BacktestOptions& options, const Streams& streams);
[[nodiscard]] Exit schema(const SchemaOptions& options, const Streams& streams);
[[nodiscard]] Exit send(const Common& common, const SendOptions& options, const Streams& streams);
[[nodiscard]] Exit watch(const Common& common, const WatchOptions& options, const Streams& streams);
[[nodiscard]] Exit parked_list(const Common& common, const ParkedOptions& options, const Streams& streams);
[[nodiscard]] Exit parked_show(const Common& common, const ParkedOptions& options, const Streams& streams);
[[nodiscard]] Exit tickets(const Common& common, const TicketsOptions& options, const Streams& streams);
[[nodiscard]] Exit incidents(const Common& common, const IncidentsOptions& options, const Streams& streams);
[[nodiscard]] Exit show_one(const Common& common, const ShowOptions& options, const Streams& streams);
[[nodiscard]] Exit token_add(const Common& common, const TokenOptions& options, const Streams& streams);
[[nodiscard]] Exit token_list(const Common& common, const TokenOptions& options, const Streams& streams);
[[nodiscard]] Exit version(const Common& common, const Streams& streams);

// The variable's value; empty when it is not set.
[[nodiscard]] std::string environment(const char* name);

// What the environment says in the place of triaged.yaml.
[[nodiscard]] config::Overrides overrides();

// Prints every error; false: there was none.
bool complain(const document::Faults& faults, const Streams& streams);

// Loads the configuration with the environment's overrides, and with `url`, if one is given, in the place of
// either; prints every fault. Nothing when a part is broken.
[[nodiscard]] std::optional<config::Configuration> load_or_complain(const Common& common,
                                                                    const Streams& streams,
                                                                    const std::string& url = {});

// The text of a file, or of standard input for "-". Nothing when it cannot be read; that is said.
[[nodiscard]] std::optional<std::string> read_input(const std::string& file, const Streams& streams);

// The events of a file: one JSON value, or one per line (empty lines are passed over).
struct EventText {
  std::size_t line = 0;
  std::string json;
};
[[nodiscard]] std::vector<EventText> split_events(const std::string& text);

}  // namespace triaged::app
