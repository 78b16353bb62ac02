// What other on-call tooling is told of an incident, in its own format: PagerDuty's Events API v2 (field
// names and limits: its OpenAPI document) and Alertmanager's API v2, POST /api/v2/alerts (its openapi.yaml).
#pragma once

#include <optional>

#include <triaged/domain/incident.hpp>
#include <triaged/domain/message.hpp>

namespace triaged::codec {

// The message for that bridge's lane. `correlation_id` is the incident's id, as which the other side knows it
// too; header domain::kLevelHeader has the level of a page. No secret is in it: who sends it adds that.
// Nothing: such a change cannot be told there. A confidential incident says neither what it is nor where.
[[nodiscard]] std::optional<domain::OutboundMessage> encode(const domain::IncidentSignal& signal,
                                                            domain::BridgeKind bridge);

// The name of the alerts that triaged itself posts: those that come back by the webhook are its own.
inline constexpr std::string_view kOwnAlert = "TriagedIncident";

}  // namespace triaged::codec
