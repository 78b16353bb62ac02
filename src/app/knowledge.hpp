// From a configuration to what the engine decides under, and back from what the store kept of it.
#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include <triaged/config/config.hpp>
#include <triaged/engine/knowledge.hpp>
#include <triaged/persist/fault.hpp>

#include "app/pattern_cache.hpp"

namespace triaged::app {

// The configuration's parts are all there.
[[nodiscard]] engine::Knowledge to_knowledge(const config::Configuration& configuration);

// What a store's rows say, for Directory::with_admins().
[[nodiscard]] std::vector<domain::AdminTold> told_of(const std::vector<ports::AdminRow>& rows);

// The first error as one line; "" when there is none.
[[nodiscard]] std::string first_error(const document::Faults& faults);

// Every queue that notices may go to: the teams', the requesters', the unrouted.
[[nodiscard]] std::vector<std::string> all_queues(const config::Configuration& configuration);

// Where compiled patterns are kept, beside the store.
[[nodiscard]] FolderCache pattern_cache(const std::filesystem::path& store);

// Directory, rules and policy that a store kept, read again; or in words why that cannot be done. Beside a
// running daemon or without one.
[[nodiscard]] std::variant<config::Configuration, std::string> recall(const std::filesystem::path& store,
                                                                      const ports::InForce& digests);

}  // namespace triaged::app
