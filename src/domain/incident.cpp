#include <algorithm>
#include <charconv>

#include <triaged/domain/incident.hpp>

namespace triaged::domain {
namespace {

constexpr std::string_view kPrefix = "INC-";

}  // namespace

bool is_going_on(const Incident& incident) noexcept {
  return incident.state == IncidentState::open || incident.state == IncidentState::acknowledged;
}

bool is_kept(IncidentState state) noexcept {
  switch (state) {
    case IncidentState::open:
    case IncidentState::acknowledged:
    case IncidentState::resolved:
      return true;
    case IncidentState::closed:
    case IncidentState::merged:
      return false;
  }
  return false;
}

const IncidentTimer* timer(const Incident& incident, IncidentClock clock) noexcept {
  const auto found = std::ranges::find(incident.timers, clock, &IncidentTimer::clock);
  return found != incident.timers.end() ? &*found : nullptr;
}

std::optional<IncidentDue> next_due(const Incident& incident) noexcept {
  std::optional<IncidentDue> next;
  for (const auto& one : incident.timers)
    if (const IncidentDue due{.at = one.due, .clock = one.clock}; !next || due < *next) next = due;
  return next;
}

IncidentId incident_id(std::uint64_t number) {
  return IncidentId{std::string(kPrefix) + std::to_string(number)};
}

std::optional<std::uint64_t> incident_number(std::string_view id) {
  if (!id.starts_with(kPrefix)) return std::nullopt;
  id.remove_prefix(kPrefix.size());
  std::uint64_t number = 0;
  const auto read = std::from_chars(id.data(), id.data() + id.size(), number);
  const bool whole = read.ec == std::errc{} && read.ptr == id.data() + id.size();
  if (!whole || number == 0 || id.front() == '0') return std::nullopt;
  return number;
}

bool in_force(const Silence& silence, Instant now) noexcept {
  return !silence.ended && silence.from <= now && now < silence.until;
}

}  // namespace triaged::domain
