// New tickets as producers send them: protobuf, 500 to 600 octets, each with an id of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "texts.hpp"

namespace bench {

struct Hub {
  std::string id;  // "cluster/hub"
  std::string community;
  std::vector<std::string> admins;
  std::vector<std::string> representatives;
};

// Lines of: hub, community, admins, representatives; between them tabs, between people commas.
[[nodiscard]] std::vector<Hub> read_hubs(const std::string& path);

struct Event {
  std::string id;
  std::string routing_key;
  std::string body;
};

class Events {
 public:
  // The same seed and hubs give the same events. `hubs` must not be empty.
  Events(std::vector<Hub> hubs, std::uint64_t seed);

  [[nodiscard]] Event next();

 private:
  std::vector<Hub> hubs_;
  Chance chance_;
  std::uint64_t seed_;
  std::uint64_t count_ = 0;
};

}  // namespace bench
