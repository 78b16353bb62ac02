// What a client may ask of a broker and waits for an answer to.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace triaged::amqp {

using Argument = std::variant<std::string, std::int64_t>;
using Arguments = std::vector<std::pair<std::string, Argument>>;

struct OpenChannel {};
struct CloseChannel {};
struct DeclareExchange {
  std::string name;
  std::string type;      // "topic"
  bool passive = false;  // ask only whether it is there
};
struct DeclareQueue {
  std::string name;
  bool passive = false;  // ask only whether it is there
  bool durable = true;
  bool exclusive = false;  // of this connection
  bool auto_delete = false;
  Arguments arguments{};
};
struct BindQueue {
  std::string queue;
  std::string exchange;
  std::string routing_key;
};
struct SetPrefetch {
  std::uint16_t count = 0;  // 0: no limit
};
struct Consume {
  std::string queue;
  std::string consumer;  // its tag, chosen by us
};
struct SelectConfirms {};

using Request = std::variant<OpenChannel, CloseChannel, DeclareExchange, DeclareQueue, BindQueue, SetPrefetch,
                             Consume, SelectConfirms>;

}  // namespace triaged::amqp
