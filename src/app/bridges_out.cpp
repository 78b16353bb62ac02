#include "app/bridges_out.hpp"

#include <boost/asio/post.hpp>

namespace triaged::app {

BridgesOut::BridgesOut(std::vector<bridges::Settings> settings, Mailbox& mailbox, telemetry::Log& log) {
  for (auto& one : settings) {
    const auto kind = one.kind;
    auto bridge = std::make_unique<bridges::Bridge>(
        io_, std::move(one), [&mailbox, kind](std::uint64_t link, std::vector<ports::Published> results) {
          mailbox.put(engine::Crossed{.bridge = kind, .link = link, .results = std::move(results)});
        });
    log.write(telemetry::Level::info, "bridge", {{"kind", std::string(name(kind))}, {"to", bridge->where()}});
    all_.push_back({.kind = kind, .bridge = std::move(bridge)});
  }
  if (!all_.empty()) thread_ = std::thread([this] { io_.run(); });
}

BridgesOut::~BridgesOut() {
  stop();
  if (thread_.joinable()) thread_.join();
}

std::vector<engine::Bridge> BridgesOut::ports() const {
  std::vector<engine::Bridge> ports;
  for (const auto& [kind, bridge] : all_) ports.push_back({.kind = kind, .outlet = *bridge});
  return ports;
}

void BridgesOut::stop() {
  boost::asio::post(io_, [this] {
    for (const auto& out : all_) out.bridge->stop();
    work_.reset();
  });
}

}  // namespace triaged::app
