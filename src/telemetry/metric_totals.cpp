#include "telemetry/metric_totals.hpp"

#include <algorithm>

namespace triaged::telemetry {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily family(MetricType type, const char* name, const char* help) {
  MetricFamily family;
  family.name = name;
  family.help = help;
  family.type = type;
  return family;
}

void add(MetricFamily& family, double value, std::vector<ClientMetric::Label> labels = {}) {
  ClientMetric metric;
  metric.label = std::move(labels);
  metric.counter.value = metric.gauge.value = value;  // the family's type says which one counts
  family.metric.push_back(std::move(metric));
}

MetricFamily single(MetricType type, const char* name, const char* help, double value) {
  auto one = family(type, name, help);
  add(one, value);
  return one;
}

double seconds_since(std::optional<domain::Instant> then, domain::Instant now) {
  if (!then) return 0;
  return std::max(0.0, std::chrono::duration<double>(now - *then).count());
}

}  // namespace

std::vector<MetricFamily> families(const Totals& totals, domain::Instant now) {
  const auto& counted = totals.counters;
  auto outcomes =
      family(MetricType::Counter, "triaged_events_total",
             "What became of events since the store began; with triaged_events_early their sum is "
             "triaged_events_received_total");
  const auto outcome = [&](const char* word, std::uint64_t value) {
    add(outcomes, static_cast<double>(value), {{"outcome", word}});
  };
  outcome("applied", counted.applied);
  outcome("duplicate", counted.duplicate);
  outcome("refused", counted.refused);
  outcome("parked", counted.parked);
  std::vector<MetricFamily> all;
  all.push_back(single(MetricType::Counter, "triaged_events_received_total",
                       "Events taken from the intake since the store began",
                       static_cast<double>(counted.received)));
  all.push_back(std::move(outcomes));
  all.push_back(single(MetricType::Gauge, "triaged_events_early",
                       "Events that wait for the opening of their ticket",
                       static_cast<double>(counted.early)));
  all.push_back(single(MetricType::Counter, "triaged_notices_total",
                       "Notices and answers decided since the store began",
                       static_cast<double>(counted.notices)));
  all.push_back(single(MetricType::Counter, "triaged_notices_confirmed_total",
                       "Of these, confirmed by the broker or dropped",
                       static_cast<double>(counted.confirmed)));
  all.push_back(single(MetricType::Gauge, "triaged_outbox_rows", "Notices and answers not yet confirmed",
                       static_cast<double>(totals.outbox_rows)));
  all.push_back(single(MetricType::Gauge, "triaged_outbox_oldest_seconds",
                       "Age of the oldest of these; 0: there is none",
                       seconds_since(totals.outbox_oldest, now)));
  return all;
}

}  // namespace triaged::telemetry
