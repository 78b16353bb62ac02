// The daemon: makes the parts, joins them, starts them in order, drains them on a signal, stops them
// backwards.
//
//   main thread    the io_context: both broker connections, signals, the standby's timer
//   engine thread  the engine, fed by the mailbox
//   commit thread  the store
//   log thread     lines
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <triaged/amqp/link.hpp>
#include <triaged/config/config.hpp>
#include <triaged/engine/engine.hpp>
#include <triaged/persist/sqlite_store.hpp>
#include <triaged/persist/store_lock.hpp>
#include <triaged/telemetry/log_observer.hpp>

#include "app/command.hpp"
#include "app/commit_thread.hpp"
#include "app/wall_clock.hpp"

namespace triaged::app {

class Daemon final : private amqp::LinkListener {
 public:
  static constexpr std::chrono::seconds kDrainAtMost{30};
  static constexpr std::chrono::seconds kLockRetry{1};

  Daemon(config::Configuration configuration, amqp::Settings broker, telemetry::Log& log);
  ~Daemon() override;

  // Blocks until the daemon has stopped; says how it ended.
  [[nodiscard]] Exit run();

 private:
  // Main thread.
  void wait_for_signals();
  void take_store();  // waits for the file lock, as a standby does
  void start();       // store, engine, link
  void drain();
  void stop_all();  // after the engine has ended
  void fail(Exit exit, std::string_view event, const std::string& why);

  // Engine thread.
  void engine_loop();

  // amqp::LinkListener, on the main thread.
  void on_up(std::uint64_t link) override;
  void on_down(std::uint64_t link, const std::string& reason) override;
  void on_standing_by() override;
  void on_blocked(bool blocked, const std::string& reason) override;
  void on_deliveries(std::vector<ports::Delivery> deliveries) override;
  void on_answers(std::uint64_t link, std::vector<ports::Published> answers) override;

  config::Configuration configuration_;
  amqp::Settings broker_settings_;
  telemetry::Log& log_;
  telemetry::LogObserver observer_;
  WallClock clock_;

  boost::asio::io_context io_;
  boost::asio::signal_set signals_;
  boost::asio::steady_timer lock_timer_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::optional<persist::StoreLock> lock_;
  bool said_standing_by_ = false;

  Mailbox mailbox_;
  std::unique_ptr<persist::SqliteStore> store_;
  std::unique_ptr<CommitThread> commits_;
  std::unique_ptr<amqp::Link> link_;
  std::unique_ptr<engine::Engine> engine_;
  std::thread engine_thread_;
  std::atomic<bool> hurry_{false};  // a second signal: stop at once
  bool draining_ = false;
  Exit exit_ = Exit::ok;
};

}  // namespace triaged::app
