// What a producer may speak for. Patterns are exact or end in '*'.
#include <algorithm>

#include <triaged/directory/directory.hpp>

#include "directory/pattern.hpp"

namespace triaged::directory {

bool may_speak_for(const Producer& producer, const domain::HubId& hub) {
  return hub.empty() || std::ranges::any_of(producer.hubs, [&](const std::string& pattern) {
           return matches(pattern, hub.value);
         });
}

bool may_tell(const Producer& producer, domain::EventKind kind) {
  if (static_cast<std::size_t>(kind) >= domain::kToldKinds) return false;  // not even by `events: ["*"]`
  return std::ranges::any_of(
      producer.events, [&](const std::string& pattern) { return matches(pattern, domain::name(kind)); });
}

bool may_ask_for_answers_at(const Producer& producer, std::string_view queue) {
  return std::ranges::any_of(producer.reply_to,
                             [&](const std::string& pattern) { return matches(pattern, queue); });
}

bool only_alerts(const Producer& producer) {
  bool tells_anything = false;
  for (const std::string_view event : domain::names<domain::EventKind>().first(domain::kToldKinds)) {
    const auto kind = domain::parse<domain::EventKind>(event);
    if (!kind || !may_tell(producer, *kind)) continue;
    tells_anything = true;
    const bool is_alert = *kind == domain::EventKind::alert_fired ||
                          *kind == domain::EventKind::alert_cleared || *kind == domain::EventKind::heartbeat;
    if (!is_alert) return false;
  }
  return tells_anything;
}

}  // namespace triaged::directory
