// What hubs told of their admins, as the engine's store and readers both read it.
#pragma once

#include <vector>

#include <triaged/ports/store.hpp>

#include "connection.hpp"

namespace triaged::persist {

inline constexpr int kAdminsSince = 4;  // the version of the file that has them

// By hub and admin. Throws Failure.
[[nodiscard]] std::vector<ports::AdminRow> admins(Connection& connection);

}  // namespace triaged::persist
