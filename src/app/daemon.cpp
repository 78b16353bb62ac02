#include "app/daemon.hpp"

#include <csignal>

#include <boost/asio/post.hpp>
#include <systemd/sd-daemon.h>

#include "app/knowledge.hpp"

namespace triaged::app {
namespace {

constexpr domain::Duration kPatience = std::chrono::seconds{1};  // the engine looks round at least that often

engine::Limits to_engine(const config::Settings& settings, const std::string& own_user) {
  engine::Limits limits;
  limits.own_user = own_user;
  limits.hub_labels = settings.hub_labels;
  limits.cluster_labels = settings.cluster_labels;
  limits.codec = settings.limits.codec;
  limits.parked_body = settings.limits.parked_body;
  limits.batch_max = settings.store.batch_max;
  limits.outbox_rows = settings.limits.outbox_rows;
  limits.outbox_bytes = settings.limits.outbox_bytes;
  limits.unconfirmed = settings.limits.unconfirmed;
  return limits;
}

std::size_t bytes_of(const std::vector<ports::Delivery>& deliveries) {
  std::size_t bytes = 0;
  for (const auto& delivery : deliveries) bytes += delivery.message.body.size();
  return bytes;
}

}  // namespace

Daemon::Daemon(Reading first, std::filesystem::path folder, Reload::Read read, amqp::Settings broker,
               std::optional<HttpSetup> http, std::vector<bridges::Settings> bridges, telemetry::Log& log)
    : configuration_(std::move(first.configuration)),
      folder_(std::move(folder)),
      broker_settings_(std::move(broker)),
      log_(log),
      log_observer_(log),
      metrics_(TRIAGED_VERSION, TRIAGED_BUILD),
      signals_(io_, SIGTERM, SIGINT, SIGHUP),
      lock_timer_(io_),
      work_(boost::asio::make_work_guard(io_)),
      reload_(io_, std::move(read),
              [this](Reading reading, const std::string& because) { on_read(std::move(reading), because); }),
      bridge_settings_(std::move(bridges)),
      http_setup_(std::move(http)) {
  if (first.faults.errors() != 0) faults_at_start_ = std::move(first.faults);
}

Daemon::~Daemon() {
  // Reached with the thread running only when something was thrown past run(): it must not keep the process.
  if (!engine_thread_.joinable()) return;
  hurry_ = true;
  mailbox_.put(engine::Drain{});
  engine_thread_.join();
}

Exit Daemon::run() {
  wait_for_signals();
  watch_files();
  boost::asio::post(io_, [this] {
    if (make_bridges()) take_store();
  });
  io_.run();
  return exit_;
}

void Daemon::wait_for_signals() {
  signals_.async_wait([this](const boost::system::error_code& error, int signal) {
    if (error) return;   // cancelled: we are stopping
    wait_for_signals();  // before what may be the end, which cancels it
    if (signal == SIGHUP)
      reload("a signal");
    else if (draining_)
      hurry_ = true;
    else
      drain();
  });
}

bool Daemon::make_bridges() {
  try {
    bridges_ = std::make_unique<BridgesOut>(std::move(bridge_settings_), mailbox_, log_);
    return true;
  } catch (const std::runtime_error& error) {
    fail(Exit::configuration, "bridge_refused", error.what());
    return false;
  }
}

void Daemon::take_store() {
  auto lock = persist::StoreLock::try_acquire(configuration_.settings.store.path.string());
  if (auto* taken = std::get_if<persist::StoreLock>(&lock)) {
    lock_ = std::move(*taken);
    return start();
  }
  if (const auto& fault = std::get<persist::Fault>(lock); fault.kind != persist::FaultKind::held)
    return fail(exit_for(fault.kind), "store_refused", fault.text);
  if (!said_standing_by_)
    log_.write(telemetry::Level::info, "standing_by", {{"why", "another daemon holds the store"}});
  said_standing_by_ = true;
  lock_timer_.expires_after(kLockRetry);
  lock_timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) take_store();
  });
}

void Daemon::start() {
  const auto& store = configuration_.settings.store;
  if (faults_at_start_ && !use_last_good()) return;
  persist::Options options;
  options.synchronous =
      store.synchronous == "full" ? persist::Synchronous::full : persist::Synchronous::normal;
  auto opened = persist::SqliteStore::open(store.path.string(), options);
  if (const auto* fault = std::get_if<persist::Fault>(&opened))
    return fail(exit_for(fault->kind), "store_refused", fault->text);
  store_ = std::move(std::get<std::unique_ptr<persist::SqliteStore>>(opened));
  if (const int found = store_->version_found(), now = persist::SqliteStore::version_of_this_program();
      found != 0 && found != now)
    log_.write(telemetry::Level::info, "store_migrated",
               {{"from_schema", std::to_string(found)}, {"to_schema", std::to_string(now)}});
  const auto image = store_->load();
  if (!image) return fail(Exit::io, "store_unreadable", store_->last_error());

  auto cache = pattern_cache(store.path);
  if (std::string why; !rules::accelerate(*configuration_.rules, &cache, why))
    log_.write(telemetry::Level::warning, "rules_slow", {{"why", why}});
  if (const auto& rules = configuration_.settings.shadow; !rules.empty()) {
    shadow_.emplace(rules, log_).follow(configuration_);
    shadow_thread_.emplace(*shadow_);
    log_observer_.also_tell(*shadow_);
  }
  commits_ = std::make_unique<CommitThread>(*store_, mailbox_);
  queues_ = all_queues(configuration_);
  link_ =
      std::make_unique<amqp::Link>(io_, broker_settings_, queues_, static_cast<amqp::LinkListener&>(*this));
  try {
    engine_ = std::make_unique<engine::Engine>(
        engine::Ports{.clock = clock_,
                      .store = *commits_,
                      .broker = *link_,
                      .observer = observer_,
                      .bridges = bridges_->ports()},
        to_knowledge(configuration_), to_engine(configuration_.settings, broker_settings_.endpoint.user),
        *image);
  } catch (const engine::CorruptStore& error) {
    return fail(Exit::bad_data, "store_unreadable", error.what());
  }
  log_.write(telemetry::Level::info, "started",
             {{"version", TRIAGED_VERSION},
              {"open_tickets", std::to_string(image->open_tickets.size())},
              {"outbox_rows", std::to_string(image->outbox.size())},
              {"last_end", image->crashed ? "crash" : "clean"},
              {"rules", to_text(digest(*configuration_.rules))}});
  metrics_.totals(image->counters);
  metrics_.outbox(image->outbox.size(), engine_->oldest_notice());
  if (http_setup_) {
    http_ = std::make_unique<HttpFront>(io_, std::move(*http_setup_), broker_settings_, metrics_, log_);
    if (const auto why = http_->start()) return fail(Exit::unavailable, "http_refused", *why);
  }
  engine_thread_ = std::thread([this] { engine_loop(); });
  link_->start();
  sd_notify(0, "READY=1");
}

void Daemon::engine_loop() {
  std::optional<std::chrono::steady_clock::time_point> drain_until;
  bool up = false;
  std::chrono::steady_clock::time_point told{};  // the metrics, last
  std::size_t held_bytes = 0;                    // of deliveries the engine has and has not taken
  try {
    while (true) {
      domain::Duration patience = kPatience;
      if (const auto wake = engine_->wake_at())
        patience = std::clamp(*wake - clock_.now(), domain::Duration{0}, kPatience);
      std::size_t came = 0;
      for (auto& input : mailbox_.take(patience)) {
        if (const auto* delivered = std::get_if<engine::Delivered>(&input))
          came += bytes_of(delivered->deliveries);
        if (std::holds_alternative<engine::LinkUp>(input)) up = true;
        if (std::holds_alternative<engine::LinkDown>(input)) up = false;
        if (std::holds_alternative<engine::Drain>(input) && !drain_until)
          drain_until = std::chrono::steady_clock::now() + kDrainAtMost;
        const bool reconfigured = std::holds_alternative<engine::Reconfigured>(input);
        engine_->step(std::move(input));
        if (reconfigured)
          boost::asio::post(io_, [this, teams = engine_->teams_in_the_way()] { on_reconfigured(teams); });
      }
      engine_->turn();
      if (const auto now = std::chrono::steady_clock::now(); now - told >= kPatience) {
        told = now;
        metrics_.outbox(engine_->outbox_rows(), engine_->oldest_notice());
        metrics_.open_tickets(engine_->open_tickets());
      }
      const std::size_t left = engine_->waiting_bytes();
      if (held_bytes + came > left) link_->taken(held_bytes + came - left);
      held_bytes = left;

      if (engine_->health() == engine::Health::failed) {
        boost::asio::post(io_, [this] { fail(Exit::io, "store_lost", store_->last_error()); });
        return;
      }
      if (!drain_until) continue;
      const bool over = hurry_ || std::chrono::steady_clock::now() >= *drain_until;
      if (engine_->drained() || (engine_->safe() && !up) || over) {
        log_.write(telemetry::Level::info, "drained",
                   {{"outbox_rows", std::to_string(engine_->outbox_rows())}});
        boost::asio::post(io_, [this] { stop_all(); });
        return;
      }
    }
  } catch (const engine::CorruptStore& error) {
    boost::asio::post(
        io_, [this, why = std::string(error.what())] { fail(Exit::bad_data, "engine_stopped", why); });
  } catch (const std::exception& error) {
    boost::asio::post(
        io_, [this, why = std::string(error.what())] { fail(Exit::internal, "engine_stopped", why); });
  }
}

void Daemon::drain() {
  draining_ = true;
  sd_notify(0, "STOPPING=1");
  log_.write(telemetry::Level::info, "stopping", {});
  if (http_) http_->stop([] {});
  if (engine_)
    mailbox_.put(engine::Drain{});
  else
    stop_all();
}

void Daemon::stop_all() {
  signals_.cancel();
  watch_.reset();
  lock_timer_.cancel();
  if (bridges_) bridges_->stop();
  const auto end = [this] {
    shadow_thread_.reset();  // compares what it has, and says how it stood
    commits_.reset();        // writes what it was asked to
    store_.reset();
    lock_.reset();
    work_.reset();
  };
  const auto go_on = [this, end] {
    http_.reset();
    if (link_)
      link_->stop(end);
    else
      end();
  };
  if (http_)
    http_->stop(go_on);
  else
    go_on();
}

void Daemon::fail(Exit exit, std::string_view event, const std::string& why) {
  exit_ = exit;
  log_.write(telemetry::Level::error, event,
             {{"why", why}, {"store", configuration_.settings.store.path.string()}});
  stop_all();
}

void Daemon::on_up(std::uint64_t link) { mailbox_.put(engine::LinkUp{link}); }
void Daemon::on_down(std::uint64_t link, const std::string& reason) {
  mailbox_.put(engine::LinkDown{link, reason});
}
void Daemon::on_standing_by() {
  log_.write(telemetry::Level::info, "standing_by", {{"why", "another daemon holds the broker's lock"}});
}
void Daemon::on_blocked(bool blocked, const std::string& reason) {
  mailbox_.put(engine::Blocked{blocked, reason});
}
void Daemon::on_deliveries(std::vector<ports::Delivery> deliveries) {
  mailbox_.put(engine::Delivered{std::move(deliveries)});
}
void Daemon::on_consumers(const std::string& queue, std::size_t count) {
  mailbox_.put(engine::Consumers{.queue = queue, .count = count});
}
void Daemon::on_answers(std::uint64_t link, std::vector<ports::Published> answers) {
  mailbox_.put(engine::Answered{link, std::move(answers)});
}

}  // namespace triaged::app
