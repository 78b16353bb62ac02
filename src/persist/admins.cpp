#include "admins.hpp"

namespace triaged::persist {

std::vector<ports::AdminRow> admins(Connection& connection) {
  Statement rows(connection, "SELECT hub, admin, present, at, by FROM admins ORDER BY hub, admin");
  std::vector<ports::AdminRow> found;
  while (rows.row())
    found.push_back({.hub = domain::HubId(rows.bytes(0)),
                     .admin = domain::ActorId(rows.bytes(1)),
                     .present = rows.integer(2) != 0,
                     .at = rows.instant(3),
                     .by = domain::ProducerId(rows.bytes(4))});
  return found;
}

}  // namespace triaged::persist
