#include "app/bridges_out.hpp"

namespace triaged::app {

BridgesOut::BridgesOut(boost::asio::io_context& io, std::vector<bridges::Settings> settings, Mailbox& mailbox,
                       telemetry::Log& log) {
  for (auto& one : settings) {
    const auto kind = one.kind;
    auto bridge = std::make_unique<bridges::Bridge>(
        io, std::move(one), [&mailbox, kind](std::vector<ports::Published> results) {
          mailbox.put(engine::Crossed{.bridge = kind, .results = std::move(results)});
        });
    log.write(telemetry::Level::info, "bridge", {{"kind", std::string(name(kind))}, {"to", bridge->where()}});
    all_.push_back({.kind = kind, .bridge = std::move(bridge)});
  }
}

std::vector<engine::Bridge> BridgesOut::ports() const {
  std::vector<engine::Bridge> ports;
  for (const auto& [kind, bridge] : all_) ports.push_back({.kind = kind, .outlet = *bridge});
  return ports;
}

void BridgesOut::stop() {
  for (const auto& out : all_) out.bridge->stop();
}

}  // namespace triaged::app
