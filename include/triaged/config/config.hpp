// A folder to checked, immutable configuration: triaged.yaml (settings), directory.yaml or directory/,
// rules/ (in name order), policy.yaml. Reads files, and nothing else of the outside.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <triaged/codec/event.hpp>
#include <triaged/config/written.hpp>
#include <triaged/decide/calendar.hpp>
#include <triaged/decide/policy.hpp>
#include <triaged/directory/directory.hpp>
#include <triaged/document/node.hpp>
#include <triaged/domain/words.hpp>
#include <triaged/rules/rules.hpp>

namespace triaged::config {

// triaged.yaml. Plain data; the app hands each part to its library. Defaults are what the field initialisers
// say.
struct AmqpSettings {
  std::string url = "amqp://guest:guest@127.0.0.1:5672/%2F";
  std::string password_file, ca_file, client_cert_file, client_key_file;  // read at start, empty: none
  std::uint16_t prefetch = 2000;
  std::chrono::milliseconds heartbeat{10'000};
  std::string queue_type = "quorum";  // or "classic"
  std::string prefix;
};
struct StoreSettings {
  std::filesystem::path path = "/var/lib/triaged/state.db";  // relative: to the configuration folder
  std::string synchronous = "full";  // or "normal": survives the daemon's death, not a power cut
  std::size_t batch_max = 512;       // events decided per commit
};
struct Limits {
  codec::Limits codec;                    // message, text, subject, labels, …
  std::size_t parked_body = 4u << 20;     // bytes kept of a parked message
  std::size_t outbox_rows = 100'000;      // above it no deliveries are taken
  std::size_t outbox_bytes = 256u << 20;  // the same, by size
  std::size_t unconfirmed = 1024;         // publications without an answer, per lane
};
struct LogSettings {
  std::string format = "auto";  // text on a terminal, else json
  std::string level = "info";
  bool personal_data = false;  // requesters' names in log lines; subjects never are
};
struct ReloadSettings {
  bool on_change = true;  // of a file; otherwise only when asked to
};
// The HTTP server. No address: there is none.
struct HttpSettings {
  std::string listen;                              // "127.0.0.1:8470", "[::1]:8470"
  std::string address;                             // of `listen`
  std::uint16_t port = 0;                          // of `listen`; 0: any free one
  std::string tokens_file;                         // read at start; empty: loopback only
  std::string cert_file, key_file;                 // both: TLS
  std::size_t connections = 512;                   // open at once
  std::size_t requests = 128;                      // with a body, under way at once
  std::size_t bodies = 64u << 20;                  // bytes of those together
  std::size_t head = 16u << 10;                    // bytes of a request's head
  std::size_t webhook = 8u << 20;                  // bytes of a webhook's body
  std::chrono::milliseconds head_time{10'000};     // for a head to come
  std::chrono::milliseconds body_time{30'000};     // for a body to come
  std::chrono::milliseconds idle_time{60'000};     // between two requests
  std::chrono::milliseconds confirm_time{10'000};  // for the broker's confirmation
};
// Other on-call tooling that is told of incidents.
struct BridgeSettings {
  domain::BridgeKind kind{};
  std::string url;                            // http or https
  std::string secret_file;                    // a routing key, or a bearer token; read at start, empty: none
  std::string ca_file;                        // empty: the system's authorities
  std::chrono::milliseconds timeout{10'000};  // for a whole exchange
};
struct Settings {
  AmqpSettings amqp;
  HttpSettings http;
  std::vector<BridgeSettings> bridges;  // in the order of their kinds, one of each at most
  StoreSettings store;
  Limits limits;
  LogSettings log;
  ReloadSettings reload;
  // The labels of an alert that name its hub within its cluster, and its cluster; the first that is there.
  std::vector<std::string> hub_labels{"hub", "namespace"};
  std::vector<std::string> cluster_labels{"cluster"};
  std::filesystem::path shadow;  // a folder of rules tried beside those in force; empty: none
};

struct Configuration {
  Settings settings;
  bool settings_sound = false;   // triaged.yaml was there and has no errors
  document::Node settings_file;  // as it was read
  std::shared_ptr<const directory::Directory> directory;
  std::shared_ptr<const decide::Calendars> calendars;  // the directory's, in the time zones of this machine
  std::shared_ptr<const rules::RuleSet> rules;
  std::shared_ptr<const decide::Policy> policy;
  Written written;  // what those were read from, also where it has errors
};

// Reads and checks the whole folder; every fault of every file is reported. A part with errors is nullptr;
// `settings` then holds what could be read. A missing folder or file is a fault like any other.
// TRIAGED_AMQP_URL, TRIAGED_STORE_PATH and TRIAGED_HTTP_LISTEN in the environment override the file (the
// caller passes them in).
struct Overrides {
  std::string amqp_url;
  std::string store_path;
  std::string http_listen{};
};
[[nodiscard]] Configuration load(const std::filesystem::path& folder, document::Faults& faults,
                                 const Overrides& overrides = {});

// Adds what can be proved about the rules of a sound configuration: rules and fields that never have an
// effect, teams named where nobody can be reached. For `check`, not for every start: a thousand rules take
// seconds.
void prove(const Configuration& configuration, document::Faults& faults);

// Other rules for the directory of a sound configuration, read, checked and compiled as those of a
// configuration folder are: every *.yaml in `rules`, in name order. nullptr when there were errors.
[[nodiscard]] std::shared_ptr<const rules::RuleSet> load_rules(const std::filesystem::path& rules,
                                                               const Configuration& beside,
                                                               document::Faults& faults);

// Directory, rules and policy from trees at hand, read and checked as those of a folder are; the settings are
// the defaults.
struct Sources {
  std::vector<document::Node> directory;  // read as one
  std::vector<document::Node> rules;      // in their order
  document::Node policy;
};
[[nodiscard]] Configuration put_together(const Sources& sources, document::Faults& faults);

// The same from what an earlier load() kept. Files bear their names within the folder in the faults.
[[nodiscard]] Configuration load(const Written& written, document::Faults& faults);

}  // namespace triaged::config
