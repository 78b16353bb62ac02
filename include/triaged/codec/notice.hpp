// Notices to messages, as proto/triaged/v1/notice.proto gives them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <triaged/domain/incident.hpp>
#include <triaged/domain/message.hpp>
#include <triaged/domain/notice.hpp>

namespace triaged::codec {

// Body in the notice's format, properties and headers filled in.
[[nodiscard]] domain::OutboundMessage encode(domain::Notice notice);

// The same for all notices of one change, in their order. Cheaper than one by one: what they say of the
// ticket is as a rule the same, and written once.
[[nodiscard]] std::vector<domain::OutboundMessage> encode(std::vector<domain::Notice> notices);

// The same of an incident, as proto/triaged/v1/incident.proto gives them: correlation_id is the incident's
// id, the type "incident.<kind>".
[[nodiscard]] domain::OutboundMessage encode(domain::IncidentNotice notice);

// The inverse, for those who watch a queue: a published notice as JSON text, whichever format it has. Nothing
// for a message that is no notice.
[[nodiscard]] std::optional<std::string> json_of_notice(const domain::InboundMessage& message);

}  // namespace triaged::codec
