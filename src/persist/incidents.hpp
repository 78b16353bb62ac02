// Incidents, silences and heartbeats, as the engine's store and readers both read them. Throws Failure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <triaged/ports/store.hpp>

#include "connection.hpp"

namespace triaged::persist {

inline constexpr int kIncidentsSince = 5;  // the version of the file that has them

enum class Which : std::uint8_t { open, all };

// By number.
[[nodiscard]] std::vector<ports::IncidentRow> incidents(Connection& connection, Which which);
[[nodiscard]] std::optional<ports::IncidentRow> incident(Connection& connection, std::uint64_t number);
// The highest number ever given out.
[[nodiscard]] std::uint64_t last_incident(Connection& connection);
// By id.
[[nodiscard]] std::vector<ports::SilenceRow> silences(Connection& connection, Which which);
// By name and cluster.
[[nodiscard]] std::vector<ports::HeartbeatRow> heartbeats(Connection& connection);

}  // namespace triaged::persist
