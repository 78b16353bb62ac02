// What the store knows of documents, read the same way by the daemon's session and by a reader beside it.
// Throws Failure.
#pragma once

#include <optional>
#include <string_view>

#include <triaged/ports/store.hpp>

#include "connection.hpp"

namespace triaged::persist {

// The first schema version that has the tables; a reader may meet an older file, which no daemon has opened
// since.
inline constexpr int kDocumentsSince = 2;

[[nodiscard]] ports::DocumentKind document_kind(const Connection& connection, std::string_view name);
[[nodiscard]] std::optional<ports::InForce> in_force(Connection& connection);
[[nodiscard]] std::optional<domain::Bytes> document(Connection& connection, const ports::DocumentKey& key);

}  // namespace triaged::persist
