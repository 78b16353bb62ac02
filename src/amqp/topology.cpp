#include "topology.hpp"

#include <charconv>

namespace triaged::amqp {
namespace {

// From this one on RabbitMQ gives every quorum queue a delivery limit of 20 and drops what exceeds it; our
// intake must never lose a message for having been taken up too often. -1 is refused by older ones, which
// have no limit.
constexpr int first_major_with_delivery_limit = 4;

int major_version(std::string_view version) {
  int major = 0;
  std::from_chars(version.data(), version.data() + version.size(), major);
  return major;
}

Declaration queue(const Settings& settings, const std::string& name, bool essential) {
  const std::string type = settings.queue_type == QueueType::quorum ? "quorum" : "classic";
  DeclareQueue declared{.name = settings.prefix + name, .arguments = {{"x-queue-type", type}}};
  DeclareQueue asked{.name = declared.name, .passive = true};
  return {.what = "queue " + declared.name,
          .active = std::move(declared),
          .passive = std::move(asked),
          .essential = essential};
}

}  // namespace

Declaration team_queue(const Settings& settings, const std::string& name) {
  return queue(settings, name, false);
}

DeclareQueue lock_queue(const Settings& settings) {
  return {.name = settings.prefix + settings.lock_queue,
          .durable = false,
          .exclusive = true,
          .auto_delete = true};
}

std::vector<Declaration> topology(const Settings& settings, const std::vector<std::string>& queues,
                                  std::string_view server_version) {
  std::vector<Declaration> all;
  const std::string exchange = settings.prefix + settings.exchange;
  all.push_back({.what = "exchange " + exchange,
                 .active = DeclareExchange{.name = exchange, .type = "topic"},
                 .passive = DeclareExchange{.name = exchange, .type = "topic", .passive = true},
                 .essential = true});

  Declaration intake = queue(settings, settings.intake_queue, true);
  if (settings.queue_type == QueueType::quorum &&
      major_version(server_version) >= first_major_with_delivery_limit)
    std::get<DeclareQueue>(intake.active).arguments.emplace_back("x-delivery-limit", std::int64_t{-1});
  all.push_back(std::move(intake));

  // Not essential: where we may not bind, whoever set up the broker has bound it, and producers may write to
  // the queue directly besides.
  const std::string intake_name = settings.prefix + settings.intake_queue;
  all.push_back({.what = "binding of " + intake_name,
                 .active = BindQueue{.queue = intake_name, .exchange = exchange, .routing_key = "#"},
                 .passive = std::nullopt,
                 .essential = false});
  for (const std::string& name : queues) all.push_back(team_queue(settings, name));
  return all;
}

}  // namespace triaged::amqp
