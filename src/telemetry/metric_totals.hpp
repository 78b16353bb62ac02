// What the store counts, as families: taken together, so that in every scrape received is the sum of what
// became of it.
#pragma once

#include <vector>

#include <prometheus/metric_family.h>

#include <triaged/ports/store.hpp>

namespace triaged::telemetry {

struct Totals {
  ports::Counters counters;
  std::size_t outbox_rows = 0;
  std::optional<domain::Instant> outbox_oldest;
};

[[nodiscard]] std::vector<prometheus::MetricFamily> families(const Totals& totals, domain::Instant now);

}  // namespace triaged::telemetry
