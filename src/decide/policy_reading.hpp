// What the readers of policy.yaml share: times with their limits, words, teams, and the conditions of a
// promise. Private to this library. Each reader reports what is wrong with its part and goes on, so that all
// faults of a file are found in one pass.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/decide/policy.hpp>
#include <triaged/document/reader.hpp>

namespace triaged::decide {

using KnownTeams = std::span<const std::string>;  // the ids that the directory describes
using Nodes = std::vector<const document::Node*>;

// "`pending`", for messages.
[[nodiscard]] std::string quoted(std::string_view text);

// What is under `key` is a time of all hours, "14d"; nothing when it is absent or bad.
[[nodiscard]] std::optional<domain::Duration> read_time(document::MapReader& map, std::string_view key,
                                                        document::Faults& faults);
// … within limits of its own, which `said` tells: "from 1m to 1095d".
struct TimeLimits {
  domain::Duration least{};
  domain::Duration most{};
  std::string_view said;
};
[[nodiscard]] std::optional<domain::Duration> read_time(document::MapReader& map, std::string_view key,
                                                        const TimeLimits& limits, document::Faults& faults);
// … or of working days, "2wd".
[[nodiscard]] std::optional<domain::Term> read_term(document::MapReader& map, std::string_view key,
                                                    document::Faults& faults);

[[nodiscard]] std::optional<domain::Severity> read_severity(document::MapReader& map, std::string_view key);
// Of those that have a team.
[[nodiscard]] std::optional<domain::Rung> read_rung(document::MapReader& map, std::string_view key);
[[nodiscard]] std::vector<std::string_view> rungs_with_teams();

// The team that a node names; one that the directory does not have is reported.
[[nodiscard]] std::optional<domain::TeamId> read_team(const document::Node& node, std::string_view what,
                                                      KnownTeams teams, document::Faults& faults);

// The items under `key`, none when it is absent. A map or over-many items are reported, and none remain.
[[nodiscard]] Nodes read_list(document::MapReader& map, std::string_view key, std::size_t most,
                              document::Faults& faults);
// Reports a list of which the first entry that fits counts, where one can never be reached (before the last,
// without `when`) or nothing may fit (the last has one); `otherwise` says what comes of that.
void check_order(const Nodes& list, std::string_view key, std::string_view otherwise,
                 document::Faults& faults);

// What a `when` may ask about: an approval knows only what the ticket is.
enum class Asks : std::uint8_t { ticket, ticket_and_team };
[[nodiscard]] PromiseFor read_when(const document::Node& node, Asks asks, KnownTeams teams,
                                   document::Faults& faults);
// The `when` of a way of paging; `symptoms`: all there are.
void read_when(const document::Node& node, std::span<const std::string_view> symptoms, Paging& paging,
               document::Faults& faults);
// What must hold before an incident counts as started, in the order of StartNeed.
[[nodiscard]] std::vector<domain::StartNeed> read_start_needs(document::MapReader& map, std::string_view key,
                                                              document::Faults& faults);

// The parts of the policy, each under its keys of the file.
void read_deadlines(document::MapReader& file, KnownTeams teams, Policy& policy, document::Faults& faults);
void read_approval(document::MapReader& file, Policy& policy, document::Faults& faults);
void read_climbing(document::MapReader& file, KnownTeams teams, Policy& policy, document::Faults& faults);
void read_waiting(document::MapReader& file, Policy& policy, document::Faults& faults);
void read_needed_by(document::MapReader& file, Policy& policy, document::Faults& faults);
void read_incidents(document::MapReader& file, const PolicyNames& names, Policy& policy,
                    document::Faults& faults);

// The larger parts of `incidents`.
void read_paging(document::MapReader& map, const PolicyNames& names, IncidentPolicy& incidents,
                 document::Faults& faults);
void read_rotations(document::MapReader& map, const PolicyNames& names, Policy& policy,
                    document::Faults& faults);  // last: it warns of those that nobody asks

}  // namespace triaged::decide
