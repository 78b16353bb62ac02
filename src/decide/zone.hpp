// A time zone as a table: from when on local clocks are how far ahead of UTC. Taken once from the machine's
// time zone data, so that nothing is locked, loaded or allocated when the time of day is asked for.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <triaged/domain/time.hpp>

namespace triaged::decide {

using LocalTime = std::chrono::local_time<domain::Duration>;  // what the clock on the wall shows

class Zone {
 public:
  // Nothing when the machine's time zone data has no zone of that name. "UTC" needs no data.
  [[nodiscard]] static std::optional<Zone> find(const std::string& name);

  // A stretch of time in which the offset is the same: [from, until).
  struct Section {
    domain::Instant from;
    domain::Instant until;
    domain::Duration ahead;  // local time less UTC
  };

  [[nodiscard]] std::size_t section_at(domain::Instant instant) const noexcept;
  [[nodiscard]] const Section& section(std::size_t number) const noexcept { return sections_[number]; }
  [[nodiscard]] LocalTime local(domain::Instant instant) const noexcept;

  // The first instant at which the clock on the wall shows `local`; where it skips that time, the instant of
  // the skip.
  [[nodiscard]] domain::Instant first_at(LocalTime local) const noexcept;

 private:
  explicit Zone(std::vector<Section> sections) : sections_(std::move(sections)) {}
  std::vector<Section> sections_;  // without gaps, from Instant::min() to Instant::max()
};

// The zone whose name is nearest to `name`; empty when none is near, or when the machine has no time zone
// data.
[[nodiscard]] std::string nearest_zone(std::string_view name);

}  // namespace triaged::decide
