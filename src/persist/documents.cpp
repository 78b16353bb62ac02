#include "documents.hpp"

#include <algorithm>
#include <string>

namespace triaged::persist {

ports::DocumentKind document_kind(const Connection& connection, std::string_view name) {
  const auto* const found = std::ranges::find(ports::kDocumentKinds, name);
  if (found != ports::kDocumentKinds.end())
    return static_cast<ports::DocumentKind>(found - ports::kDocumentKinds.begin());
  throw Failure({.kind = FaultKind::damaged,
                 .text = connection.path() + ": unknown kind `" + std::string(name) + "` of a document"});
}

std::optional<ports::InForce> in_force(Connection& connection) {
  Statement row(connection, "SELECT rules, directory, policy FROM in_force");
  if (!row.row()) return std::nullopt;
  return ports::InForce{.rules = row.digest(0), .directory = row.digest(1), .policy = row.digest(2)};
}

std::optional<domain::Bytes> document(Connection& connection, const ports::DocumentKey& key) {
  Statement row(connection, "SELECT source FROM documents WHERE digest = ?1 AND kind = ?2");
  row.blob(1, key.digest).text(2, ports::name(key.kind));
  if (!row.row()) return std::nullopt;
  return domain::Bytes(row.bytes(0));
}

}  // namespace triaged::persist
