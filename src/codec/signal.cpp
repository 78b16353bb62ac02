#include <array>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <codec/cut.hpp>

#include <triaged/codec/signal.hpp>

namespace triaged::codec {
namespace {

namespace json = boost::json;

constexpr std::size_t kSummaryMost = 1024;  // PagerDuty's, in characters; we count bytes
constexpr std::size_t kTicketsShown = 100;  // keeps far below PagerDuty's 512,000 bytes
// Alertmanager ends an alert that it does not hear of again, by default after five minutes; this one lasts
// until it is told otherwise. Then it ends where it began: an end within the time that it was to last would
// be merged with that, and count only where that Alertmanager's clock is not behind ours.
constexpr auto kLastsFor = std::chrono::days{365};

std::string_view severity_there(domain::Severity severity) {
  switch (severity) {
    case domain::Severity::critical:
      return "critical";
    case domain::Severity::high:
      return "error";
    case domain::Severity::normal:
      return "warning";
    case domain::Severity::low:
      return "info";
  }
  return "critical";
}

std::string summary_of(const domain::Incident& incident) {
  if (incident.confidential) return incident.id.value + ": confidential";
  std::string text = incident.id.value + ": " + incident.title;
  cut_to_bytes(text, kSummaryMost);
  return text;
}

std::string source_of(const domain::Incident& incident) {
  if (incident.confidential) return "triaged";
  for (const auto* place : {&incident.hub.value, &incident.community.value, &incident.cluster.value})
    if (!place->empty()) return *place;
  return "triaged";
}

void add(json::object& object, std::string_view name, const std::string& value) {
  if (!value.empty()) object[name] = value;
}

json::object details_of(const domain::IncidentSignal& signal) {
  const auto& incident = signal.incident;
  json::object details{{"incident", incident.id.value}, {"level", signal.level}};
  if (incident.confidential) return details;
  add(details, "cluster", incident.cluster.value);
  add(details, "reason", signal.reason.text);
  json::array tickets;
  for (const auto& ticket : incident.tickets)
    if (tickets.size() < kTicketsShown) tickets.emplace_back(ticket.value);
  details["tickets"] = std::move(tickets);
  details["tickets_total"] = incident.tickets.size();
  return details;
}

// Nothing: PagerDuty's incident keeps what its first trigger said.
std::optional<std::string_view> action_of(domain::SignalKind kind) {
  switch (kind) {
    case domain::SignalKind::page:
      return "trigger";
    case domain::SignalKind::acknowledged:
      return "acknowledge";
    case domain::SignalKind::over:
      return "resolve";
    case domain::SignalKind::changed:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::string> for_pagerduty(const domain::IncidentSignal& signal) {
  const auto action = action_of(signal.kind);
  if (!action) return std::nullopt;
  const auto& incident = signal.incident;
  json::object event{{"event_action", *action}, {"dedup_key", incident.id.value}};
  if (signal.kind != domain::SignalKind::page) return json::serialize(event);
  event["client"] = "triaged";
  json::object payload{{"summary", summary_of(incident)},
                       {"source", source_of(incident)},
                       {"severity", severity_there(incident.severity)},
                       {"timestamp", domain::to_rfc3339(incident.opened_at)}};
  if (!incident.confidential) {
    add(payload, "component", incident.hub.value);
    add(payload, "group", incident.community.value);
    add(payload, "class", incident.symptom);
  }
  payload["custom_details"] = details_of(signal);
  event["payload"] = std::move(payload);
  return json::serialize(event);
}

// An alert is its labels: one that changes is another alert.
json::object alert_of(const domain::IncidentSignal& signal, domain::Severity severity, bool over) {
  const auto& incident = signal.incident;
  const auto ends = over ? incident.opened_at : signal.at + kLastsFor;
  json::object labels{
      {"alertname", kOwnAlert}, {"incident", incident.id.value}, {"severity", domain::name(severity)}};
  if (!incident.confidential) {
    add(labels, "hub", incident.hub.value);
    add(labels, "cluster", incident.cluster.value);
    add(labels, "community", incident.community.value);
    add(labels, "symptom", incident.symptom);
  }
  json::object annotations{{"summary", summary_of(incident)}, {"state", domain::name(incident.state)}};
  if (!incident.confidential) {
    add(annotations, "description", signal.reason.text);
    add(annotations, "acknowledged_by", incident.acknowledged_by.value);
  }
  return {{"labels", std::move(labels)},
          {"annotations", std::move(annotations)},
          {"startsAt", domain::to_rfc3339(incident.opened_at)},
          {"endsAt", domain::to_rfc3339(ends)}};
}

std::string for_alertmanager(const domain::IncidentSignal& signal) {
  json::array alerts;
  if (signal.severity_was) alerts.push_back(alert_of(signal, *signal.severity_was, true));
  alerts.push_back(alert_of(signal, signal.incident.severity, signal.kind == domain::SignalKind::over));
  return json::serialize(alerts);
}

std::optional<std::string> body_for(const domain::IncidentSignal& signal, domain::BridgeKind bridge) {
  switch (bridge) {
    case domain::BridgeKind::pagerduty:
      return for_pagerduty(signal);
    case domain::BridgeKind::alertmanager:
      return for_alertmanager(signal);
  }
  return std::nullopt;
}

}  // namespace

std::optional<domain::OutboundMessage> encode(const domain::IncidentSignal& signal,
                                              domain::BridgeKind bridge) {
  auto body = body_for(signal, bridge);
  if (!body) return std::nullopt;
  return domain::OutboundMessage{
      .queue = std::string(domain::kBridgeLane) + std::string(domain::name(bridge)),
      .body = std::move(*body),
      .content_type = "application/json",
      .message_id = signal.id.value,
      .correlation_id = signal.incident.id.value,
      .type = "signal." + std::string(domain::name(signal.kind)),
      .timestamp = signal.at,
      .headers = {{std::string(domain::kLevelHeader), std::to_string(signal.level)}}};
}

}  // namespace triaged::codec
