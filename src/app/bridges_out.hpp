// The daemon's bridges to other on-call tooling: made of their settings, named in the log, and joined to the
// engine's mailbox. They have a thread of their own: looking up a name there may take its time, and must not
// hold up the broker's connections.
#pragma once

#include <memory>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
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
  BridgesOut(std::vector<bridges::Settings> settings, Mailbox& mailbox, telemetry::Log& log);
  // Waits for a name that is being looked up.
  ~BridgesOut();

  // For the engine, which this must outlive.
  [[nodiscard]] std::vector<engine::Bridge> ports() const;
  // May be called twice. What is under way is broken off; its messages stay in the outbox.
  void stop();

 private:
  struct Out {
    domain::BridgeKind kind{};
    std::unique_ptr<bridges::Bridge> bridge;
  };
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor()};
  std::vector<Out> all_;
  std::thread thread_;  // without a bridge there is none
};

}  // namespace triaged::app
