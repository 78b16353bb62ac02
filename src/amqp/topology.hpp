// What must stand in the broker before work begins, as values: exchange, intake, binding, team queues, lock.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/amqp/settings.hpp>

#include "request.hpp"

namespace triaged::amqp {

struct Declaration {
  std::string what;  // "queue triaged.intake", for messages
  Request active;    // creates it
  std::optional<Request>
      passive;             // asks whether it is there, where it may not be created or is different already
  bool essential = false;  // nothing works without it
};

// In the order to be declared. `queues` without the prefix; `server_version` as the broker says it, "3.10.8".
// What exists already is taken as it is: operators may have given it arguments of their own.
[[nodiscard]] std::vector<Declaration> topology(const Settings& settings,
                                                const std::vector<std::string>& queues,
                                                std::string_view server_version);

[[nodiscard]] Declaration team_queue(const Settings& settings, const std::string& queue);

// The queue that one daemon at a time can hold: exclusive, and gone with the connection.
[[nodiscard]] DeclareQueue lock_queue(const Settings& settings);

}  // namespace triaged::amqp
