// The numbers that are counted here, each with its name and help; what the store counts is told whole
// (metric_totals.hpp).
#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

namespace triaged::telemetry {

// A family without labels is one number, there from the start.
class MetricRegistry {
 public:
  MetricRegistry();

  prometheus::Registry registry;

  prometheus::Family<prometheus::Counter>& routed;         // team, severity
  prometheus::Family<prometheus::Counter>& refused;        // reason
  prometheus::Family<prometheus::Counter>& parked;         // reason
  prometheus::Family<prometheus::Counter>& admins_told;    // change
  prometheus::Family<prometheus::Counter>& stage_seconds;  // stage
  prometheus::Family<prometheus::Counter>& stage_runs;     // stage
  prometheus::Histogram& commit_seconds;
  prometheus::Histogram& recall_seconds;
  prometheus::Counter& commits_unknown;
  prometheus::Counter& link_downs;
  prometheus::Counter& lane_stops;
  prometheus::Counter& answers_dropped;
  prometheus::Counter& signals_lost;
  prometheus::Counter& answers_not_allowed;
  prometheus::Gauge& store_usable;
  prometheus::Gauge& link_up;
  prometheus::Gauge& inlet_up;
  prometheus::Gauge& broker_blocked;
  prometheus::Gauge& intake_held;
  prometheus::Gauge& lanes_stopped;
  prometheus::Gauge& open_tickets;
  prometheus::Family<prometheus::Counter>& reloads;  // result
  prometheus::Gauge& reload_last_refused;
  prometheus::Gauge& on_last_good;
  prometheus::Family<prometheus::Counter>& http_requests;           // route, status
  prometheus::Family<prometheus::Histogram>& http_request_seconds;  // route
  prometheus::Gauge& http_connections;
  prometheus::Counter& http_turned_away;
  prometheus::Counter& http_accept_failures;
  prometheus::Family<prometheus::Gauge>& build_info;  // version, build

  [[nodiscard]] static const prometheus::Histogram::BucketBoundaries& seconds();
};

}  // namespace triaged::telemetry
