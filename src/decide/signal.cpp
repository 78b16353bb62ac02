// What other on-call tooling should know of an incident's change. It has people and levels of its own, so
// that one signal stands for all who are paged here.
#include <algorithm>

#include <triaged/decide/incident.hpp>

namespace triaged::decide {

using domain::Incident;
using domain::SignalKind;

namespace {

// Of the pages among the notices; 0: nobody is paged.
std::uint32_t highest_level(const std::vector<domain::IncidentNotice>& notices) {
  std::uint32_t level = 0;
  for (const auto& notice : notices)
    if (notice.kind == domain::IncidentNoticeKind::paged) level = std::max(level, notice.level);
  return level;
}

bool known_there(const Incident& incident) { return incident.paged_at && incident.parent.empty(); }

std::optional<SignalKind> kind_of(const Incident* before, const Effects& effects) {
  const Incident& after = *effects.incident;
  if (highest_level(effects.incident_notices) > 0) return SignalKind::page;
  if (before == nullptr || !known_there(*before) || !is_going_on(*before)) return std::nullopt;
  if (!is_going_on(after) || !after.parent.empty()) return SignalKind::over;
  if (after.state != before->state) return SignalKind::acknowledged;
  if (after.severity != before->severity) return SignalKind::changed;
  return std::nullopt;
}

}  // namespace

std::optional<domain::IncidentSignal> signal_of(const Incident* before, const Effects& effects,
                                                std::uint32_t epoch, domain::Instant now) {
  if (!effects.incident) return std::nullopt;
  const Incident& after = *effects.incident;
  if (before != nullptr && before->id != after.id) before = nullptr;  // a new one beside one that had ended
  const auto kind = kind_of(before, effects);
  if (!kind) return std::nullopt;
  std::optional<domain::Severity> was;
  if (before != nullptr && before->severity != after.severity) was = before->severity;
  const auto index = static_cast<std::uint32_t>(effects.incident_notices.size());
  return domain::IncidentSignal{
      .id = notice_id(domain::TicketId{after.id.value}, after.version, index, epoch),
      .kind = *kind,
      .level = highest_level(effects.incident_notices),
      .severity_was = was,
      .incident = after,
      .reason = after.reason,
      .at = now};
}

}  // namespace triaged::decide
