// The only file that knows the library `date`, which reads the system's compiled time zone data. That data
// must list its changes of the clock one by one, as Debian's does: where it gives a rule for the years to
// come instead (zic's `-b slim`), date knows no changes after the last one listed.
#include "decide/zone.hpp"

#include <algorithm>
#include <stdexcept>

#include <date/tz.h>

#include <triaged/document/fault.hpp>

namespace triaged::decide {
namespace {

using domain::Duration;
using domain::Instant;

// Changes of the clock are looked for in these years; an instant outside has the offset of the nearest one.
constexpr std::chrono::sys_seconds kFirst = std::chrono::sys_days{std::chrono::year{1970} / 1 / 1};
constexpr std::chrono::sys_seconds kLast = std::chrono::sys_days{std::chrono::year{2100} / 1 / 1};

const date::time_zone* found(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;  // that is how it says that there is no such zone
  }
}

}  // namespace

std::optional<Zone> Zone::find(const std::string& name) {
  std::vector<Section> sections;
  if (name == "UTC") {
    sections.push_back({.from = Instant::min(), .until = Instant::max(), .ahead = {}});
    return Zone{std::move(sections)};
  }
  const date::time_zone* zone = found(name);
  if (zone == nullptr) return std::nullopt;
  for (auto at = kFirst; at < kLast;) {
    const date::sys_info info = zone->get_info(at);
    if (!sections.empty()) sections.back().until = at;
    sections.push_back({.from = at, .until = Instant::max(), .ahead = info.offset});
    if (info.end <= at) break;
    at = info.end;
  }
  sections.front().from = Instant::min();
  return Zone{std::move(sections)};
}

std::size_t Zone::section_at(Instant instant) const noexcept {
  const auto after = std::upper_bound(sections_.begin(), sections_.end() - 1, instant,
                                      [](Instant at, const Section& one) { return at < one.until; });
  return static_cast<std::size_t>(after - sections_.begin());
}

LocalTime Zone::local(Instant instant) const noexcept {
  return LocalTime{instant.time_since_epoch() + sections_[section_at(instant)].ahead};
}

Instant Zone::first_at(LocalTime local) const noexcept {
  // No zone is further than 26 hours from another, so that no earlier section can show this time.
  const Instant as_if_utc{local.time_since_epoch()};
  for (std::size_t number = section_at(as_if_utc - std::chrono::hours{26});; ++number) {
    const Section& section = sections_[number];
    const Instant there = as_if_utc - section.ahead;
    if (there < section.until || number + 1 == sections_.size()) return std::max(there, section.from);
  }
}

std::string nearest_zone(std::string_view name) {
  try {
    std::vector<std::string_view> names;
    for (const auto& zone : date::get_tzdb().zones) names.push_back(zone.name());
    return std::string{document::nearest(name, names)};
  } catch (const std::runtime_error&) {
    return {};  // no data at all
  }
}

}  // namespace triaged::decide
