// The daemon: makes the parts, joins them, starts them in order, drains them on a signal, stops them
// backwards.
//
//   main thread    the io_context: all broker connections, signals, the standby's timer
//   engine thread  the engine, fed by the mailbox
//   commit thread  the store
//   reload thread  while a changed configuration is read
//   bridges thread, where there are any
//   http thread    the HTTP server, where there is one
//   shadow thread  where there is one: decides once more what the engine has decided, under other rules
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

#include "app/bridges_out.hpp"
#include "app/command.hpp"
#include "app/commit_thread.hpp"
#include "app/folder_watch.hpp"
#include "app/http_front.hpp"
#include "app/observers.hpp"
#include "app/reload.hpp"
#include "app/shadow_thread.hpp"
#include "app/wall_clock.hpp"

namespace triaged::app {

// How the rules, directory and policy in force stand to the files; for whoever asks whether all is well.
struct ReloadStanding {
  std::uint64_t reloaded = 0;  // since the start
  std::uint64_t refused = 0;
  bool last_refused = false;  // what is in the files now is not what is in force
  bool on_last_good = false;  // started so, and not reloaded since
};

[[nodiscard]] constexpr Exit exit_for(persist::FaultKind kind) noexcept {
  return persist::is_bad_data(kind) ? Exit::bad_data : Exit::io;
}

class Daemon final : private amqp::LinkListener {
 public:
  static constexpr std::chrono::seconds kDrainAtMost{30};
  static constexpr std::chrono::seconds kLockRetry{1};

  // `first`: what `read` found at the start, with sound settings. Where the rest has errors, the daemon runs
  // on the last good ones of its store. `read` reads `folder` again, on a thread of its own.
  Daemon(Reading first, std::filesystem::path folder, Reload::Read read, amqp::Settings broker,
         std::optional<HttpSetup> http, std::vector<bridges::Settings> bridges, telemetry::Log& log);
  ~Daemon() override;

  // Blocks until the daemon has stopped; says how it ended.
  [[nodiscard]] Exit run();

  [[nodiscard]] const ReloadStanding& reload_standing() const noexcept { return standing_; }  // main thread

 private:
  // Main thread.
  void wait_for_signals();
  [[nodiscard]] bool make_bridges();
  void take_store();  // waits for the file lock, as a standby does
  void start();       // store, engine, link
  void drain();
  void stop_all();  // after the engine has ended
  void fail(Exit exit, std::string_view event, const std::string& why);
  void tell_standing();  // to the metrics

  // Main thread; daemon_reload.cpp.
  void watch_files();
  void reload(const std::string& because);
  void on_read(Reading reading, const std::string& because);
  void on_queues_ready() override;                                         // of amqp::LinkListener
  void on_reconfigured(const std::vector<engine::TeamInUse>& in_the_way);  // the engine's answer
  void put_in_force();
  void refuse_reload(const std::string& why, const std::string& remedy);
  void reload_is_over();
  [[nodiscard]] bool use_last_good();
  void log_faults(const document::Faults& faults);

  // Engine thread.
  void engine_loop();

  // amqp::LinkListener, on the main thread.
  void on_up(std::uint64_t link) override;
  void on_down(std::uint64_t link, const std::string& reason) override;
  void on_standing_by() override;
  void on_blocked(bool blocked, const std::string& reason) override;
  void on_deliveries(std::vector<ports::Delivery> deliveries) override;
  void on_answers(std::uint64_t link, std::vector<ports::Published> answers) override;
  void on_consumers(const std::string& queue, std::size_t count) override;

  // A configuration that was read anew, on its way to the engine.
  struct Candidate {
    config::Configuration configuration;
    std::string because;
    std::string changed;
    bool handed_over = false;
  };

  config::Configuration configuration_;              // settings: as at the start; the rest: what is in force
  std::optional<document::Faults> faults_at_start_;  // when that cannot be used as it is
  std::filesystem::path folder_;
  amqp::Settings broker_settings_;
  telemetry::Log& log_;
  std::optional<shadow::Shadow> shadow_;
  std::optional<shadow::ShadowThread> shadow_thread_;
  shadow::Observer log_observer_;
  telemetry::Metrics metrics_;
  Observers observer_{{&log_observer_, &metrics_}};
  WallClock clock_;

  boost::asio::io_context io_;
  boost::asio::signal_set signals_;
  boost::asio::steady_timer lock_timer_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::optional<persist::StoreLock> lock_;
  bool said_standing_by_ = false;

  Reload reload_;
  std::optional<FolderWatch> watch_;
  std::optional<Candidate> candidate_;
  std::vector<std::string> queues_;  // asked of the link so far; also those of teams that are gone since
  ReloadStanding standing_;

  Mailbox mailbox_;
  std::unique_ptr<persist::SqliteStore> store_;
  std::unique_ptr<CommitThread> commits_;
  std::unique_ptr<amqp::Link> link_;
  std::vector<bridges::Settings> bridge_settings_;
  std::unique_ptr<BridgesOut> bridges_;
  std::unique_ptr<engine::Engine> engine_;
  std::optional<HttpSetup> http_setup_;
  std::unique_ptr<HttpFront> http_;
  std::thread engine_thread_;
  std::atomic<bool> hurry_{false};  // a second signal: stop at once
  bool draining_ = false;
  Exit exit_ = Exit::ok;
};

}  // namespace triaged::app
