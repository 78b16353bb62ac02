#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <set>

#include <prometheus/text_serializer.h>

#include <triaged/telemetry/metrics.hpp>

#include "telemetry/metric_registry.hpp"
#include "telemetry/metric_totals.hpp"

namespace triaged::telemetry {
namespace {

using Moment = std::chrono::steady_clock::time_point;

constexpr const char* kOther = "other";
constexpr std::size_t kStageCount = ports::kStages.size();
constexpr std::size_t kSeverityCount = 4;

double seconds(std::chrono::duration<double> duration) { return duration.count(); }

}  // namespace

struct Metrics::Impl {
  MetricRegistry numbers;
  std::array<prometheus::Counter*, kStageCount> stage_seconds{};
  std::array<prometheus::Counter*, kStageCount> stage_runs{};

  mutable std::mutex totals_mutex;
  Totals totals;

  std::atomic<bool> link_up{false};
  std::atomic<bool> store_usable{true};

  // Of the engine's thread alone.
  std::optional<std::size_t> stage;
  Moment since;
  std::set<std::string, std::less<>> stopped;                                                   // queues
  std::map<std::string, std::array<prometheus::Counter*, kSeverityCount>, std::less<>> routed;  // by team

  prometheus::Counter& routed_to(std::string_view team, domain::Severity severity) {
    auto found = routed.find(team);
    if (found == routed.end()) {
      const std::string name = routed.size() < kTeamsMost ? std::string(team) : kOther;
      found = routed.try_emplace(name).first;
    }
    auto*& counter = found->second[static_cast<std::size_t>(severity)];
    if (counter == nullptr)
      counter =
          &numbers.routed.Add({{"team", found->first}, {"severity", std::string(domain::name(severity))}});
    return *counter;
  }
};

Metrics::Metrics(std::string version, std::string build) : impl_(std::make_unique<Impl>()) {
  auto& numbers = impl_->numbers;
  numbers.build_info.Add({{"version", std::move(version)}, {"build", std::move(build)}}).Set(1);
  numbers.store_usable.Set(1);
  for (std::size_t i = 0; i < kStageCount; ++i) {
    const std::map<std::string, std::string> label{{"stage", std::string(ports::kStages[i])}};
    impl_->stage_seconds[i] = &numbers.stage_seconds.Add(label);
    impl_->stage_runs[i] = &numbers.stage_runs.Add(label);
  }
  for (const auto reason : domain::names<domain::Refusal>())
    numbers.refused.Add({{"reason", std::string(reason)}});
  for (const auto reason : domain::names<domain::ParkReason>())
    numbers.parked.Add({{"reason", std::string(reason)}});
  reload({});
}
Metrics::~Metrics() = default;

std::string Metrics::text(domain::Instant now) const {
  Totals totals;
  {
    const std::lock_guard lock(impl_->totals_mutex);
    totals = impl_->totals;
  }
  auto all = families(totals, now);
  for (auto& family : impl_->numbers.registry.Collect()) all.push_back(std::move(family));
  return prometheus::TextSerializer().Serialize(all);
}

bool Metrics::link_up() const noexcept { return impl_->link_up; }
bool Metrics::store_usable() const noexcept { return impl_->store_usable; }

void Metrics::outbox(std::size_t rows, std::optional<domain::Instant> oldest) {
  const std::lock_guard lock(impl_->totals_mutex);
  impl_->totals.outbox_rows = rows;
  impl_->totals.outbox_oldest = oldest;
}
void Metrics::open_tickets(std::size_t count) { impl_->numbers.open_tickets.Set(static_cast<double>(count)); }
void Metrics::totals(const ports::Counters& totals) {
  const std::lock_guard lock(impl_->totals_mutex);
  impl_->totals.counters = totals;
}
void Metrics::reload(const ReloadState& state) {
  auto& numbers = impl_->numbers;
  const auto raise_to = [&numbers](const char* result, std::uint64_t count) {
    auto& counter = numbers.reloads.Add({{"result", result}});
    counter.Increment(static_cast<double>(count) - counter.Value());
  };
  raise_to("taken", state.taken);
  raise_to("refused", state.refused);
  numbers.reload_last_refused.Set(state.last_refused ? 1 : 0);
  numbers.on_last_good.Set(state.on_last_good ? 1 : 0);
}
void Metrics::inlet_up(bool up) { impl_->numbers.inlet_up.Set(up ? 1 : 0); }

void Metrics::http_answered(std::string_view route, unsigned status, std::chrono::microseconds took) {
  auto& numbers = impl_->numbers;
  const std::string path(route);
  numbers.http_requests.Add({{"route", path}, {"status", std::to_string(status)}}).Increment();
  numbers.http_request_seconds.Add({{"route", path}}, MetricRegistry::seconds()).Observe(seconds(took));
}
void Metrics::http_connections(std::size_t open) {
  impl_->numbers.http_connections.Set(static_cast<double>(open));
}
void Metrics::http_turned_away() { impl_->numbers.http_turned_away.Increment(); }
void Metrics::http_accept_failing() { impl_->numbers.http_accept_failures.Increment(); }

void Metrics::on_stage(std::optional<ports::Stage> stage) {
  if (!stage && !impl_->stage) return;
  const auto now = std::chrono::steady_clock::now();
  if (impl_->stage) impl_->stage_seconds[*impl_->stage]->Increment(seconds(now - impl_->since));
  impl_->since = now;
  impl_->stage.reset();
  if (!stage) return;
  impl_->stage = static_cast<std::size_t>(*stage);
  impl_->stage_runs[*impl_->stage]->Increment();
}

void Metrics::on_routed(const domain::Ticket& ticket) {
  impl_->routed_to(ticket.team.value, ticket.severity).Increment();
}
void Metrics::on_admin_told(const ports::AdminRow& row) {
  impl_->numbers.admins_told.Add({{"change", row.present ? "added" : "removed"}}).Increment();
}
void Metrics::on_refused(const domain::TicketEvent&, domain::Refusal refusal) {
  impl_->numbers.refused.Add({{"reason", std::string(name(refusal))}}).Increment();
}
void Metrics::on_duplicate(const domain::TicketEvent&) {}  // the store counts them
void Metrics::on_parked(const domain::Digest&, domain::ParkReason reason, std::string_view) {
  impl_->numbers.parked.Add({{"reason", std::string(name(reason))}}).Increment();
}
void Metrics::on_committed(const ports::Counters& counted, std::size_t outbox_rows, domain::Duration took) {
  impl_->numbers.commit_seconds.Observe(seconds(took));
  const std::lock_guard lock(impl_->totals_mutex);
  impl_->totals.counters = counted;
  impl_->totals.outbox_rows = outbox_rows;
}
void Metrics::on_recalled(domain::Duration took) { impl_->numbers.recall_seconds.Observe(seconds(took)); }
void Metrics::on_commit_unknown(std::string_view) {
  impl_->numbers.commits_unknown.Increment();
  impl_->numbers.store_usable.Set(0);
  impl_->store_usable = false;
}
// The lanes begin anew; one that still takes nothing says so again.
void Metrics::on_store_recovered(bool) {
  impl_->numbers.store_usable.Set(1);
  impl_->store_usable = true;
  impl_->stopped.clear();
  impl_->numbers.lanes_stopped.Set(0);
}
void Metrics::on_link(bool up, std::string_view) {
  impl_->link_up = up;
  impl_->numbers.link_up.Set(up ? 1 : 0);
  if (up) return;
  impl_->numbers.link_downs.Increment();
  impl_->numbers.broker_blocked.Set(0);
}
void Metrics::on_blocked(bool blocked, std::string_view) {
  impl_->numbers.broker_blocked.Set(blocked ? 1 : 0);
}
void Metrics::on_lane_stopped(std::string_view queue, std::string_view, domain::Duration) {
  impl_->numbers.lane_stops.Increment();
  impl_->stopped.emplace(queue);
  impl_->numbers.lanes_stopped.Set(static_cast<double>(impl_->stopped.size()));
}
void Metrics::on_lane_flowing(std::string_view queue) {
  if (const auto found = impl_->stopped.find(queue); found != impl_->stopped.end())
    impl_->stopped.erase(found);
  impl_->numbers.lanes_stopped.Set(static_cast<double>(impl_->stopped.size()));
}
void Metrics::on_signal_lost(std::string_view, std::string_view, std::string_view) {
  impl_->numbers.signals_lost.Increment();
}
void Metrics::on_intake_held(bool held, std::string_view) { impl_->numbers.intake_held.Set(held ? 1 : 0); }
void Metrics::on_answer_dropped(std::string_view, std::string_view) {
  impl_->numbers.answers_dropped.Increment();
}
void Metrics::on_answer_not_allowed(const domain::ProducerId&, std::string_view) {
  impl_->numbers.answers_not_allowed.Increment();
}

}  // namespace triaged::telemetry
