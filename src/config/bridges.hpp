// The bridges to other on-call tooling. Refused: a URL that is none, one that holds credentials, and one that
// would carry a secret unencrypted to another machine.
#pragma once

#include <filesystem>
#include <vector>

#include <triaged/config/config.hpp>
#include <triaged/document/node.hpp>

namespace triaged::config {

// In the order of their kinds. A bridge with a fault is left out; it has been reported.
[[nodiscard]] std::vector<BridgeSettings> read_bridges(const document::Node& node,
                                                       const std::filesystem::path& folder,
                                                       document::Faults& faults);

}  // namespace triaged::config
