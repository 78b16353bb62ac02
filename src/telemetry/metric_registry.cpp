#include "telemetry/metric_registry.hpp"

namespace triaged::telemetry {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Registry;

Family<Counter>& counters(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}
Counter& counter(Registry& registry, const char* name, const char* help) {
  return counters(registry, name, help).Add({});
}
Family<Gauge>& gauges(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}
Gauge& gauge(Registry& registry, const char* name, const char* help) {
  return gauges(registry, name, help).Add({});
}
Family<Histogram>& histograms(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}
Histogram& histogram(Registry& registry, const char* name, const char* help) {
  return histograms(registry, name, help).Add({}, MetricRegistry::seconds());
}

}  // namespace

const Histogram::BucketBoundaries& MetricRegistry::seconds() {
  static const Histogram::BucketBoundaries bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                  0.1,    0.25,  0.5,    1,     2.5,  5,     10};
  return bounds;
}

MetricRegistry::MetricRegistry()
    : routed(
          counters(registry, "triaged_routed_total", "Decisions on disk, by the team that has the ticket")),
      refused(counters(registry, "triaged_refused_total", "Events that changed nothing, by reason")),
      parked(counters(registry, "triaged_parked_total", "Messages set aside, by reason")),
      admins_told(counters(registry, "triaged_admins_told_total", "Hub admins that hubs told of")),
      stage_seconds(counters(registry, "triaged_stage_seconds_total", "Time the engine spent in a stage")),
      stage_runs(counters(registry, "triaged_stage_runs_total", "Times the engine began with a stage")),
      commit_seconds(histogram(registry, "triaged_commit_seconds", "Duration of commits")),
      recall_seconds(histogram(registry, "triaged_recall_seconds", "Duration of recalls from the store")),
      commits_unknown(counter(registry, "triaged_commits_unknown_total", "Commits that failed")),
      link_downs(counter(registry, "triaged_link_downs_total", "Ends of the link, or of tries to make it")),
      lane_stops(counter(registry, "triaged_lane_stops_total", "Times that a queue took nothing")),
      answers_dropped(counter(registry, "triaged_answers_dropped_total", "Answers that no queue took")),
      signals_lost(
          counter(registry, "triaged_signals_lost_total", "Signals of incidents given up by a bridge")),
      answers_not_allowed(counter(registry, "triaged_answers_not_allowed_total",
                                  "Producers that asked for answers at a queue they may not name")),
      store_usable(gauge(registry, "triaged_store_usable", "1: the store takes commits")),
      link_up(gauge(registry, "triaged_link_up", "1: the broker is linked")),
      inlet_up(gauge(registry, "triaged_inlet_up", "1: what comes by HTTP can be published")),
      broker_blocked(gauge(registry, "triaged_broker_blocked", "1: the broker's alarm is on")),
      intake_held(gauge(registry, "triaged_intake_held", "1: nothing is taken, the outbox is full")),
      lanes_stopped(gauge(registry, "triaged_lanes_stopped", "Queues that take nothing now")),
      open_tickets(gauge(registry, "triaged_open_tickets", "Tickets in memory")),
      reloads(counters(registry, "triaged_reloads_total", "Reloads, by result")),
      reload_last_refused(
          gauge(registry, "triaged_reload_last_refused", "1: what the files hold is not what is in force")),
      on_last_good(
          gauge(registry, "triaged_on_last_good", "1: started on broken files, and not reloaded since")),
      http_requests(counters(registry, "triaged_http_requests_total", "Answered requests")),
      http_request_seconds(
          histograms(registry, "triaged_http_request_seconds", "From a request's head to its answer")),
      http_connections(gauge(registry, "triaged_http_connections", "Open HTTP connections")),
      http_turned_away(counter(registry, "triaged_http_turned_away_total", "Connections over the limit")),
      http_accept_failures(counter(registry, "triaged_http_accept_failures_total",
                                   "Times that connections could not be taken for a while")),
      build_info(gauges(registry, "triaged_build_info", "Always 1; version and build are in the labels")) {}

}  // namespace triaged::telemetry
