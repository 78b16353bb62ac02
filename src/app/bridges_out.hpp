// The daemon's bridges to other on-call tooling: made of their settings, named in the log, and joined to the
// engine's mailbox.
#pragma once

#include <memory>
#include <vector>

#include <boost/asio/io_context.hpp>

#include <triaged/bridges/bridge.hpp>
#include <triaged/engine/engine.hpp>
#include <triaged/telemetry/log.hpp>

#include "app/mailbox.hpp"

namespace triaged::app {

class BridgesOut {
 public:
  // Main thread, like the rest. All but `settings` must outlive it. Throws std::runtime_error, with a text
  // for people, when one of them cannot be made.
  BridgesOut(boost::asio::io_context& io, std::vector<bridges::Settings> settings, Mailbox& mailbox,
             telemetry::Log& log);

  // For the engine, which this must outlive.
  [[nodiscard]] std::vector<engine::Bridge> ports() const;
  // May be called twice. What is under way is broken off; its messages stay in the outbox.
  void stop();

 private:
  struct Out {
    domain::BridgeKind kind{};
    std::unique_ptr<bridges::Bridge> bridge;
  };
  std::vector<Out> all_;
};

}  // namespace triaged::app
