// From the configuration's settings to those of the bridges, with their secrets.
#pragma once

#include <optional>
#include <vector>

#include <triaged/bridges/bridge.hpp>
#include <triaged/config/config.hpp>

#include "app/command.hpp"

namespace triaged::app {

// Nothing: a secret cannot be read, or is none; that is said on streams.err, of all of them.
[[nodiscard]] std::optional<std::vector<bridges::Settings>> to_bridges(const config::Settings& settings,
                                                                       const Streams& streams);

}  // namespace triaged::app
